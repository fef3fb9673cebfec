"""The guard as main.py starts it, with a broker that ends by a mistake of its own over one word."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import main
from guard.clipboard import content
from guard.commands import Commands
from guard.platform.machine import MachineLayer
from guard.process import run as run_guard

WORD = "难以读取"


def start_guard(arguments: list[str]) -> int:
    wanted = main.process_named(arguments)
    assert wanted is not None
    broker = (sys.executable, str(Path(__file__).resolve()), "--broker")
    commands = Commands(broker, main.command("reader"), main.command("loader", wanted.home, wanted.config))
    return run_guard(wanted.home, commands, MachineLayer.of_system())


def start_broker() -> int:
    from guard.clipboard.process import run

    read = content.read_content

    def mistaken(targets, *given):  # type: ignore[no-untyped-def]
        found = read(targets, *given)
        if any(WORD in text for _, text in found.texts):
            raise IndexError
        return found

    content.read_content = mistaken
    return run(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    sys.exit(start_broker() if "--broker" in sys.argv else start_guard(sys.argv[1:]))
