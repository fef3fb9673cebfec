"""broker_main.py on a file system that stops answering.

While a FIFO called GATE is beside a copied file, or beside a program, every access to that file creates a file called
WAITS and blocks until somebody opens the FIFO to write.
"""

from __future__ import annotations

import sys
from pathlib import Path

from guard.clipboard.process import run
from guard.core.model import FileMark
from guard.files import stamps
from guard.platform import processes_linux
from tests.support.broker_main import arm

GATE, WAITS = "gate", "waits"


def stand_still(path: str) -> None:
    gate = Path(path).with_name(GATE)
    if gate.exists():
        gate.with_name(WAITS).touch()
        gate.read_bytes()


def start() -> int:
    look, compare = stamps._mark, processes_linux._is_here

    def stalled_look(path: str) -> FileMark:
        stand_still(path)
        return look(path)

    def stalled_compare(pid: int, link: Path, path: str) -> bool:
        stand_still(path)
        return compare(pid, link, path)

    stamps._mark, processes_linux._is_here = stalled_look, stalled_compare
    return run(sys.stdin.buffer, sys.stdout.buffer, only=sys.argv[1], arm=arm)


if __name__ == "__main__":
    sys.exit(start())
