"""Starts the process of an ordered inspection, which stops before one file until a test lets it go on: FILE GATE.

It does not give way to other programs, so that a busy machine does not make tests wait, and writes its index at once.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import main
from guard.inspect import index, ordered_process
from guard.inspect.finding import Finding
from guard.inspect.worker import Inspector, Task

NOTHING = "-"
"""In place of a file: the process only gives way to nobody."""

inspect = Inspector.inspect


def start(waits_before: str, gate: Path) -> int:
    def paced(self: Inspector, task: Task) -> Finding:
        while task.path.name == waits_before and not gate.exists():
            time.sleep(0.02)
        return inspect(self, task)

    Inspector.inspect = paced  # type: ignore[method-assign]
    ordered_process.give_way = lambda: None
    if waits_before != NOTHING:
        ordered_process.TELL_SECONDS = index._COMMIT_SECONDS = 0.0
    return ordered_process.run(main.command("reader"), sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    sys.exit(start(sys.argv[1], Path(sys.argv[2])))
