"""Guards and brokers that start with their modules loaded, for tests of what they do once they run.

Tests of how they start start them themselves, and so does whatever restarts them.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import BinaryIO

from tests.support.prepared_processes_main import LINE, is_ours
from tests.support.program import ROOT


class PreparedProcess:
    """What ``subprocess.Popen`` is of a process that it started, for one that another process has started for us."""

    def __init__(self, starter: Starter, pid: int, stdin: BinaryIO | None, stdout: BinaryIO | None) -> None:
        self.pid, self.stdin, self.stdout = pid, stdin, stdout
        self.returncode: int | None = None
        self._starter = starter
        self._ended = os.pidfd_open(pid)
        self._reaping = threading.Lock()

    def poll(self) -> int | None:
        """Return the exit code; None while it runs."""
        return self._code(0)

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code once it has ended. Raises TimeoutExpired."""
        code = self._code(timeout)
        if code is None:
            assert timeout is not None
            raise subprocess.TimeoutExpired(str(self.pid), timeout)
        return code

    def _code(self, timeout: float | None) -> int | None:
        with self._reaping:
            if self.returncode is None and select.select([self._ended], [], [], timeout)[0]:
                self.returncode = self._starter.code(self.pid)
                os.close(self._ended)
            return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            signal.pidfd_send_signal(self._ended, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


class Starter:
    """The process that has everything loaded."""

    def __init__(self) -> None:
        self._asked, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-m", "tests.support.prepared_processes_main", str(there.fileno()), " " * LINE]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
        self._process = subprocess.Popen(command, cwd=ROOT, env=environment, pass_fds=[there.fileno()])
        there.close()
        self._asking = threading.Lock()

    def start(self, command: Sequence[str], environment: Mapping[str, str], stdin: int, stdout: int) -> int:
        """Start a script of this Python; return its process id."""
        asked = {"arguments": list(command[1:]), "environment": dict(environment), "folder": str(Path.cwd())}
        with self._asking:
            socket.send_fds(self._asked, [json.dumps(asked).encode()], [stdin, stdout, 2])
            return int(self._asked.recv(64))

    def code(self, pid: int) -> int:
        """Return the exit code of a process that has ended."""
        with self._asking:
            self._asked.send(str(pid).encode())
            return int(self._asked.recv(64))

    def end(self) -> None:
        """Start nothing any more."""
        self._asked.close()
        self._process.wait(10)


@cache
def _starter() -> Starter:
    """The one of all tests of this process."""
    starter = Starter()
    atexit.register(starter.end)
    return starter


def started(command: Sequence[str], environment: Mapping[str, str]) -> PreparedProcess | subprocess.Popen[bytes]:
    """Start a script of this Python with nothing to read and nobody to read it. What is not of this working tree, or is
    to have a library preloaded, is started as its user does.
    """
    if "LD_PRELOAD" in environment or not is_ours(command):
        return subprocess.Popen(list(command), env=dict(environment), stdout=subprocess.DEVNULL)
    with Path(os.devnull).open("r+b") as nowhere:
        pid = _starter().start(command, environment, nowhere.fileno(), nowhere.fileno())
    return PreparedProcess(_starter(), pid, None, None)


def piped(command: Sequence[str], environment: Mapping[str, str]) -> PreparedProcess:
    """Start a script of this Python with pipes to its standard input and output."""
    (theirs_in, ours_in), (ours_out, theirs_out) = os.pipe(), os.pipe()
    pid = _starter().start(command, environment, theirs_in, theirs_out)
    os.close(theirs_in)
    os.close(theirs_out)
    return PreparedProcess(_starter(), pid, os.fdopen(ours_in, "wb"), os.fdopen(ours_out, "rb"))
