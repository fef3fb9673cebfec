"""Loads what guards, brokers and loaders load, once, and runs each that is asked for in a process of its own.

Such a process runs the script that was sent to its end, with the arguments, the environment, the folder and the three
standard streams that were sent: all that it does is the program's own. Only loading its modules is not done again. The
first broker and the loader of a guard, which it starts before it has a thread, are copies of it in the same way; what
it starts later is started as the program does it.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from tests.support.program import ROOT

MODULES = ("main", "guard.daemon.commands", "guard.daemon.process", "guard.daemon.preflight", "guard.daemon.bootstrap",
           "guard.supply.loader_process", "guard.clipboard.process", "guard.clipboard.x11.broker",
           "guard.clipboard.wayland.broker", "tests.support.broker_main")

IDLE = {threading.main_thread().name, "memory"}
"""The main thread and one that mostly sleeps (guard.platform.memory): neither holds what a copy would wait for."""

LINE = 8192
"""Bytes of a command line: as long as the line of this process, over which it is written."""


class Copied(subprocess.Popen[bytes]):
    """A process that this one starts. Until this one has threads that work, those of our scripts are copies of it."""

    def __init__(self, command: Sequence[str], **given: object) -> None:
        if is_ours(command) and {thread.name for thread in threading.enumerate()} <= IDLE:
            given["preexec_fn"] = partial(_be_copy, list(command), given.get("env"))
        super().__init__(command, **given)  # type: ignore[call-overload]


def is_ours(command: Sequence[str]) -> bool:
    """Return whether this Python is to run a script of this working tree, whose modules are loaded here."""
    return command[0] == sys.executable and Path(command[1]).is_relative_to(ROOT)


def _be_copy(command: list[str], environment: dict[str, str] | None) -> None:
    """Be the process of this command, which has its standard streams and its session; never return."""
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    for number in (signal.SIGPIPE, signal.SIGXFSZ):  # as in every Python
        signal.signal(number, signal.SIG_IGN)
    code: object = 1
    try:
        run(command[1:], dict(os.environ) if environment is None else environment)
    except SystemExit as end:
        code = end.code
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 0 if code is None else 1)


def run(arguments: list[str], environment: dict[str, str]) -> None:
    """Run a script as Python does with these arguments."""
    name_process([sys.executable, *arguments])
    sys.argv = arguments
    os.environ.clear()
    os.environ.update(environment)
    runpy.run_path(arguments[0], run_name="__main__")


def name_process(command: list[str]) -> None:
    """Let the system show this command line (proc(5), cmdline)."""
    facts = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
    start, end = int(facts[45]), int(facts[46])
    line = b"\0".join(os.fsencode(word) for word in command)
    assert len(line) < end - start
    ctypes.memmove(start, line.ljust(end - start, b"\0"), end - start)


def serve(asked: socket.socket) -> tuple[list[str], dict[str, str]] | None:
    """Answer until nobody asks any more: None. In a process that was asked for, return what it is to run.

    A request to start has three streams, and is answered with the process id; a process id is answered with the exit
    code of that process.
    """
    while True:
        message, streams, _, _ = socket.recv_fds(asked, 1 << 20, 3)
        if not message:
            return None
        wanted = json.loads(message)
        if isinstance(wanted, int):
            asked.send(str(os.waitstatus_to_exitcode(os.waitpid(wanted, 0)[1])).encode())
            continue
        child = os.fork()
        if child == 0:
            asked.close()
            for number, stream in enumerate(streams):
                os.dup2(stream, number)
                os.close(stream)
            os.chdir(wanted["folder"])
            return wanted["arguments"], wanted["environment"]
        for stream in streams:
            os.close(stream)
        asked.send(str(child).encode())


if __name__ == "__main__":
    gc.disable()
    for module in MODULES:
        importlib.import_module(module)
    gc.freeze()  # no collection of a copy goes through all of that, and copies its pages
    assert threading.active_count() == len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208 - fork(2) copies one
    wanted = serve(socket.socket(fileno=int(sys.argv[1])))
    if wanted is not None:
        gc.enable()
        subprocess.Popen = Copied  # type: ignore[misc]
        run(*wanted)
