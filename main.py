"""密哨 MiShao: composition root. Without a subcommand: the tray.

The tray, the guard, the broker and the reader are this same program with a different first argument. They run for days:
what only the command line needs is not loaded for them.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from guard.util import exit_codes, logs

if TYPE_CHECKING:
    from ui.console.console_people import ConsoleAsked

ROLES = ("guard", "broker", "reader", "loader", "file-gate", "gate-policy", "browser-host", "inspector",
         "demo-chat")


@dataclass(frozen=True, slots=True)
class Start:
    """A process to run: ``tray`` or one of ROLES, with its folder and configuration. ``arguments`` are what a browser
    adds when it starts the browser-host.
    """

    role: str = "tray"
    home: Path | None = None
    config: Path | None = None
    arguments: tuple[str, ...] = ()


def command(role: str, home: Path | None = None, config: Path | None = None) -> tuple[str, ...]:
    """Return the command line that starts this program as ``tray`` or one of ROLES."""
    frozen = getattr(sys, "frozen", False)
    program = (sys.executable,) if frozen else (sys.executable, str(Path(__file__).resolve()))
    arguments = () if role == "tray" else (f"--{role}",)
    options = [*(("--home", str(home.absolute())) if home else ()),
               *(("--config", str(config.absolute())) if config else ())]
    return (*program, *arguments, *options)


def process_named(arguments: Sequence[str]) -> Start | None:
    """Return the process that these arguments start; None when the command line must parse them."""
    start = Start()
    words = iter(arguments)
    for word in words:
        option = word.removeprefix("--")
        if word in ("--home", "--config"):
            value = next(words, "")
            if not value:
                return None
            start = replace(start, home=Path(value)) if option == "home" else replace(start, config=Path(value))
        elif word.startswith("--") and option in ROLES and start.role == "tray":
            start = replace(start, role=option)
        elif start.role == "browser-host":
            return replace(start, arguments=(word, *words))
        else:
            return None
    return start


def run_process(start: Start) -> int:
    """Run one of the processes to its end and return the exit code."""
    # Only a masked copy multiplies matrices, and that beside somebody's work: numpy's threads would delay each start.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if start.role == "broker":
        return _broker()
    if start.role == "reader":
        from guard.reading.process import run as run_reader
        return run_reader(sys.stdin.buffer, sys.stdout.buffer)
    if start.role == "loader":
        _load(start)
    if start.role == "inspector":
        return _inspector()
    if start.role == "demo-chat":
        from ui.demo.chat_window import run as run_chat
        return run_chat()
    if start.role == "guard":
        return _guard(start)
    if start.role == "file-gate":
        return _file_gate()
    if start.role == "gate-policy":
        return _gate_policy()
    if start.role == "browser-host":
        return _browser_host(start)
    return _tray(start.home, start.config)


def _broker() -> int:
    gc.disable()  # until the broker is armed (guard.clipboard.process): what is loaded stays
    from guard.clipboard.process import run as run_broker

    return run_broker(sys.stdin.buffer, sys.stdout.buffer)


def _load(start: Start) -> NoReturn:
    """Run the loader. A guard waits for its end, so it skips cycle collection and the interpreter's tear-down."""
    gc.disable()
    import numpy  # noqa: F401 - before typing_extensions replaces parts of typing, with which its types take longer

    from guard.supply.loader_process import run as run_loader
    from guard.supply.machine_layer import machine_layer

    code = run_loader(start.home, start.config, machine_layer(), sys.stdin.buffer, sys.stdout.buffer)
    sys.stderr.flush()
    os._exit(code)


def _guard(start: Start) -> int:
    from guard.daemon.commands import Commands
    from guard.daemon.process import run as run_guard
    from guard.supply.machine_layer import machine_layer

    commands = Commands(command("broker"), command("reader"), command("loader", start.home, start.config),
                        command("guard", start.home, start.config), command("inspector"))
    return run_guard(start.home, commands, machine_layer())


def _file_gate() -> int:
    from guard.file_gate.process import run as run_file_gate
    from guard.platform.machine import MachineLayer

    return run_file_gate(MachineLayer.of_system(), command("gate-policy"))


def _gate_policy() -> int:
    from guard.platform.machine import MachineLayer
    from guard.supply.gate_policy import run as run_gate_policy

    return run_gate_policy(MachineLayer.of_system(), sys.stdin.buffer, sys.stdout.buffer)


def _inspector() -> int:
    from guard.inspect.ordered_process import run as run_inspector

    return run_inspector(command("reader"), sys.stdin.buffer, sys.stdout.buffer)


def _browser_host(start: Start) -> int:
    from guard.browser.host import run as run_browser_host
    from guard.platform.paths import Paths

    return run_browser_host(start.arguments, Paths.choose(start.home).socket, sys.stdin.buffer, sys.stdout.buffer)


def _tray(home: Path | None, config: Path | None) -> int:
    from guard.platform.display import display_problem, displays_missing
    from guard.platform.paths import PathError

    problem = display_problem(os.environ)
    if problem is not None:
        _complain(problem)
        return exit_codes.NOT_HERE if displays_missing(os.environ) else exit_codes.NOT_DONE
    from ui.app import Again
    from ui.app import run as run_tray

    try:
        return run_tray(home, Again(command("guard", home, config), command("tray", home, config), config))
    except PathError as error:
        _complain(str(error))
        return exit_codes.NOT_DONE


def _command_line() -> None:
    from ui.console.commands import Program
    from ui.console.commands import run as run_command_line
    from ui.terminal import whole_answers

    with whole_answers():
        run_command_line(Program(command, _tray, _console))


def _console(asked: ConsoleAsked) -> int:
    from ui.web_console.process import run as run_console

    return run_console(asked)


def _complain(words: str) -> None:
    from ui.terminal import complain

    complain(words)


def _open_closed_streams() -> None:
    """Open /dev/null where a standard stream was closed: otherwise the next file opened would take its number."""
    for descriptor, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        if getattr(sys, name) is None:
            null = os.open(os.devnull, os.O_RDWR)
            if null != descriptor:
                os.dup2(null, descriptor)
                os.close(null)
            setattr(sys, name, os.fdopen(descriptor, mode, encoding="utf-8"))


def run() -> None:
    """Run the given command line; the only place where an unexpected error becomes an exit code."""
    _open_closed_streams()
    logs.to_stderr()
    try:
        start = process_named(sys.argv[1:])
        if start is not None:
            sys.exit(run_process(start))
        _command_line()
    except Exception as error:  # noqa: BLE001 - the process border
        logs.crash(error)
        _complain("出现意外错误，已记录位置（不含内容）。请把上面的信息交给管理员。")
        sys.exit(exit_codes.CRASHED)


if __name__ == "__main__":
    run()
