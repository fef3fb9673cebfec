"""Runs a real rsyslog that writes what it receives to a file, on loopback, with TLS if given a certificate."""

from __future__ import annotations

import re
import shutil
import signal
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.support.guarding import wait_for

PROGRAM = shutil.which("rsyslogd", path="/usr/sbin:/usr/bin:/sbin")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@dataclass
class Rsyslog:
    """``tls``: a file with certificate and key."""

    folder: Path
    port: int
    tls: Path | None = None
    parser: str = ""
    """The rest of the configuration, which parses messages and writes what it found to ``parsed``."""
    process: subprocess.Popen[bytes] | None = None

    @property
    def collected(self) -> Path:
        return self.folder / "collected.log"

    @property
    def parsed(self) -> Path:
        return self.folder / "parsed.json"

    def start(self) -> None:
        self.folder.mkdir(exist_ok=True)
        (self.folder / "rsyslog.conf").write_text(self._configuration(), "utf-8")
        assert PROGRAM is not None
        self.process = subprocess.Popen([PROGRAM, "-n", "-f", str(self.folder / "rsyslog.conf"),
                                         "-i", str(self.folder / "pid")], stderr=subprocess.DEVNULL)
        wait_for(self._accepts, "an rsyslog that listens")

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process = None

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)
            self.process = None

    def numbers(self) -> list[int]:
        """Return the number of each record that was collected, in order of arrival."""
        if not self.collected.exists():
            return []
        written = self.collected.read_text("utf-8", "replace")
        return [int(number) for number in re.findall(r'\[mishao@32473 n="(\d+)"', written)]

    def _accepts(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, "rsyslog ended"
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def _configuration(self) -> str:
        driver = certificates = ""
        if self.tls is not None:
            files = "".join(f' defaultNetstreamDriver{name}File="{self.tls}"' for name in ("CA", "Cert", "Key"))
            certificates = f'global(defaultNetstreamDriver="gtls"{files})\n'
            driver = ' streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="anon"'
        return (f'{certificates}global(workDirectory="{self.folder}")\n'
                f'module(load="imtcp"{driver})\n'
                f'input(type="imtcp" address="127.0.0.1" port="{self.port}")\n'
                f'action(type="omfile" file="{self.collected}" template="RSYSLOG_SyslogProtocol23Format")\n'
                f'{self.parser.replace("PARSED", str(self.parsed))}')
