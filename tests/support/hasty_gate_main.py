"""A file gate that asks a guard again after QUESTION_SECONDS, which is sooner than a client may wait."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from guard.file_gate import gate as the_gate
from guard.file_gate.process import run
from guard.platform.machine import MachineLayer

QUESTION_SECONDS = 0.3

if __name__ == "__main__":
    the_gate.QUESTION_SECONDS = QUESTION_SECONDS
    machine = Path(sys.argv[2])
    sys.exit(run(MachineLayer(machine, lambda _: True, machine / "gate.sock", machine / "signed"), ()))
