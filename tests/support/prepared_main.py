"""Loads the program's command line once and carries out each command in a child of its own.

The child has the arguments, the environment, the folder and the three standard streams that were sent, and runs
``main.run()`` to its end: what the command says, writes and returns is the program's own. Only loading it is not done
again.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import pkgutil
import socket
import sys
import threading
from contextlib import redirect_stdout, suppress
from functools import cache
from pathlib import Path

import typer

import main
import ui.console
from guard.config.user_config import Configuration
from guard.supply.packs_and_policy import active, proven_packs


def load() -> None:
    """Load what any command may need."""
    for module in pkgutil.iter_modules(ui.console.__path__, "ui.console."):
        importlib.import_module(module.name)
    proven_packs(active(Configuration()))  # a process keeps what it has read and proven
    typer.main.get_command = cache(typer.main.get_command)  # what is defined is the same for every command
    sys.argv = [str(main.__file__), "check", os.devnull]  # what is only imported when a command runs
    with suppress(SystemExit), Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
        main.run()
    gc.freeze()  # no collection of a child goes through all of that, and copies its pages


def serve(asked: socket.socket) -> bool:
    """Answer until nobody asks any more. Return True in a child, which is to run the command."""
    while True:
        message, streams, _, _ = socket.recv_fds(asked, 1 << 20, 3)
        if not message:
            return False
        child = os.fork()
        if child == 0:
            asked.close()
            become(json.loads(message), streams)
            return True
        for stream in streams:
            os.close(stream)
        asked.send(str(child).encode())
        _, status = os.waitpid(child, 0)
        asked.send(str(os.waitstatus_to_exitcode(status)).encode())


def become(command: dict[str, object], streams: list[int]) -> None:
    """Be the process of this command."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    arguments, environment, folder = command["arguments"], command["environment"], command["folder"]
    assert isinstance(arguments, list)
    assert isinstance(environment, dict)
    sys.argv = [str(main.__file__), *arguments]
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(str(folder))


def carry_out() -> None:
    """Run the command to its end, and what is to be done at the end of a process, but do not take apart all that was
    loaded: that would copy each of its pages.
    """
    code: object = 0
    try:
        main.run()
    except SystemExit as end:
        code = end.code
    threading._shutdown()  # type: ignore[attr-defined]  # as multiprocessing ends what it has forked
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


if __name__ == "__main__":
    asked = socket.socket(fileno=int(sys.argv[1]))
    load()
    assert len(os.listdir("/proc/self/task")) == 1, "a process with threads cannot be forked"  # noqa: PTH208
    if serve(asked):
        carry_out()
