"""broker_main.py on a file system that stops answering: while a FIFO called GATE lies beside a copied file, whoever
looks at that file makes a file called WAITS and stands still until somebody opens the FIFO to write.
"""

from __future__ import annotations

import sys
from pathlib import Path

from guard import marks
from guard.clipboard.process import run
from guard.model import FileMark
from tests.support.broker_main import arm

GATE, WAITS = "gate", "waits"


def start() -> int:
    look = marks._mark

    def stalled(path: str) -> FileMark:
        gate = Path(path).with_name(GATE)
        if gate.exists():
            gate.with_name(WAITS).touch()
            gate.read_bytes()
        return look(path)

    marks._mark = stalled
    return run(sys.stdin.buffer, sys.stdout.buffer, only=sys.argv[1], arm=arm)


if __name__ == "__main__":
    sys.exit(start())
