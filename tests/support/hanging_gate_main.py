"""A file gate whose loop blocks, holding the interpreter's lock, for a program called hang-gate."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from guard.file_gate import gate as the_gate
from guard.file_gate.openers import Opener, Openers
from guard.file_gate.process import run
from guard.platform.machine import MachineLayer


class HangingOpeners(Openers):
    def at_once(self, pid: int) -> Opener:
        opener = super().at_once(pid)
        if opener.program == "hang-gate":
            ctypes.PyDLL(None).sleep(60)  # which holds the lock: no Python thread could do anything
        return opener


if __name__ == "__main__":
    the_gate.Openers = HangingOpeners  # type: ignore[misc]
    machine = Path(sys.argv[2])
    sys.exit(run(MachineLayer(machine, lambda _: True, machine / "gate.sock", machine / "signed"), ()))
