"""The guard as main.py starts it, with a broker that fails on one word.

It fails when it reads a short text, and when one of its threads judges a long one.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import main
from guard.clipboard import broker_state, content
from guard.daemon.commands import Commands
from guard.daemon.process import run as run_guard
from guard.platform.machine import MachineLayer

WORD = "难以读取"


def start_guard(arguments: list[str]) -> int:
    wanted = main.process_named(arguments)
    assert wanted is not None
    broker = (sys.executable, str(Path(__file__).resolve()), "--broker")
    commands = Commands(broker, main.command("reader"), main.command("loader", wanted.home, wanted.config),
                        (sys.executable, str(Path(__file__).resolve()), *arguments), main.command("inspector"))
    return run_guard(wanted.home, commands, MachineLayer.of_system())


def start_broker() -> int:
    from guard.clipboard.process import run

    read, assess = content.read_content, broker_state.assess

    def mistaken_reader(targets, *given):  # type: ignore[no-untyped-def]
        found = read(targets, *given)
        if any(WORD in text and len(text) < broker_state.LARGE_BYTES // 3 for _, text in found.texts):
            raise IndexError
        return found

    def mistaken_judge(found, arms):  # type: ignore[no-untyped-def]
        if any(WORD in text for _, text in found.texts):
            raise IndexError
        return assess(found, arms)

    content.read_content = mistaken_reader
    broker_state.assess = mistaken_judge  # its imported modules keep theirs: only the thread for large texts sees it
    return run(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    sys.exit(start_broker() if "--broker" in sys.argv else start_guard(sys.argv[1:]))
