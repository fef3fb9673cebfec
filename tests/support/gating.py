"""Runs a real file gate on a private socket, guards that connect to it, and programs that open files."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

import pytest

from tests.support.guarding import wait_for
from tests.support.program import ROOT
from ui.demo.display import end

SUPPORT = ROOT / "tests" / "support"
FLAGGED = "机密★5年\n某某县委办公室文件\n"
CLEAN = "晚上七点在食堂门口集合。\n"

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="the file gate needs CAP_SYS_ADMIN")


@dataclass
class GateUnderTest:
    """A gate process, its folder and its users' programs."""

    machine: Path
    program: str = "managed_main.py"
    inside: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    _guards: list[SpeakingGuard] = field(default_factory=list)

    @property
    def socket(self) -> Path:
        return self.machine / "gate.sock"

    def start(self) -> None:
        """Start the gate and wait until guards can connect."""
        self.socket.unlink(missing_ok=True)
        command = [*self.inside, sys.executable, str(SUPPORT / self.program), "--machine", str(self.machine),
                   "--file-gate"]
        self.process = subprocess.Popen(command)
        wait_for(self.socket.exists, "a gate")

    def kill(self) -> None:
        """Kill the gate without warning."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """End the gate and the guards."""
        for guard in self._guards:
            guard.stop()
        if self.process is not None and self.process.poll() is None:
            end(self.process)

    def guard(self, folder: Path, how: str = "judge", *settings: str) -> SpeakingGuard:
        """Start a guard that sends its terms for a folder, and wait until that is marked."""
        guard = SpeakingGuard(self.socket, folder, how, settings)
        self._guards.append(guard)
        guard.reached()
        return guard


class SpeakingGuard:
    """tests/support/gate_guard.py as a process."""

    def __init__(self, socket: Path, folder: Path, how: str, settings: tuple[str, ...]) -> None:
        command = [sys.executable, str(SUPPORT / "gate_guard.py"), str(socket), str(folder), how, *settings]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.reached_last: dict[str, object] = {}

    def said(self) -> dict[str, object]:
        """Its next printed line."""
        return cast(dict[str, object], json.loads(cast(IO[str], self.process.stdout).readline()))

    def reached(self) -> int:
        """Wait until folders are marked, and return how many."""
        while (said := self.said())["said"] != "Reached":
            pass
        self.reached_last = said
        return cast(int, said["marked"])

    def again(self) -> None:
        """Make it send its unsolicited reports once more."""
        stdin = cast(IO[str], self.process.stdin)
        stdin.write("again\n")
        stdin.flush()
        while self.said()["said"] != "again":
            pass

    def stop(self) -> None:
        if self.process.poll() is None:
            end(self.process)
        for stream in (self.process.stdin, self.process.stdout):
            cast(IO[str], stream).close()


@contextmanager
def running_gate(machine: Path, program: str = "managed_main.py", inside: tuple[str, ...] = (),
                 ) -> Iterator[GateUnderTest]:
    """Yield a running gate, started by the command ``inside``."""
    gate = GateUnderTest(machine, program, inside)
    gate.start()
    try:
        yield gate
    finally:
        gate.stop()


def program_named(name: str, folder: Path, program: str = "/bin/cat") -> Path:
    """Return a copy of a program under another name."""
    folder.mkdir(exist_ok=True)
    return Path(shutil.copy2(program, folder / name))


def reads(program: Path | str, path: Path, seconds: float = 10.0) -> str | None:
    """Return what a program reads from a file, None when it was not permitted to open it."""
    done = subprocess.run([program, path], capture_output=True, text=True, timeout=seconds,
                          env={**os.environ, "LC_ALL": "C"})
    if done.returncode and "Operation not permitted" in done.stderr:
        return None
    assert done.returncode == 0, done.stderr
    return done.stdout


def opens(program: Path | str, path: Path) -> bytes | None:
    """Return what a program reads from a file that is no text, None when it was not permitted to."""
    done = subprocess.run([program, path], capture_output=True, timeout=10, env={**os.environ, "LC_ALL": "C"})
    return None if b"Operation not permitted" in done.stderr else done.stdout
