"""The program with its command line loaded, for tests of what commands say: each runs in a child of one process.

Tests of how the program starts, and of what a process does with its streams, start it themselves.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile

from tests.support.program import ROOT

_STARTED = {"LC_ALL": "C", "LANG": "C", "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}


class Prepared:
    """Carries out commands of the program, one after the other."""

    def __init__(self, asked: socket.socket) -> None:
        self._asked = asked

    def run(self, arguments: tuple[str, ...], environment: Mapping[str, str], stdin: bytes = b"",
            seconds: float = 90.0) -> subprocess.CompletedProcess[bytes]:
        """Return how a command ended. Raises TimeoutError when it did not, and ends it."""
        command = {"arguments": arguments, "environment": dict(environment), "folder": str(Path.cwd())}
        with TemporaryFile() as given, TemporaryFile() as out, TemporaryFile() as err:
            given.write(stdin)
            given.seek(0)
            streams = [stream.fileno() for stream in (given, out, err)]
            socket.send_fds(self._asked, [json.dumps(command).encode()], streams)
            self._asked.settimeout(seconds)
            child = int(self._asked.recv(64))
            try:
                code = int(self._asked.recv(64))
            except TimeoutError:
                os.kill(child, signal.SIGKILL)
                self._asked.settimeout(None)
                self._asked.recv(64)
                raise
            for stream in (out, err):
                stream.seek(0)
            return subprocess.CompletedProcess(arguments, code, out.read(), err.read())


@contextmanager
def prepared() -> Iterator[Prepared]:
    """Load the program; end its process afterwards."""
    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    environment = {name: value for name, value in os.environ.items() if name in ("PATH", "OPENBLAS_CORETYPE")}
    command = [sys.executable, "-m", "tests.support.prepared_main", str(there.fileno())]
    process = subprocess.Popen(command, cwd=ROOT, env={**environment, **_STARTED}, pass_fds=[there.fileno()])
    there.close()
    try:
        yield Prepared(here)
    finally:
        here.close()
        process.wait(10)
