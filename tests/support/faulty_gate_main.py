"""A file gate whose thread that marks folders meets an error once a folder called FAULT appears."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from guard.file_gate import marking
from guard.file_gate.process import run
from guard.platform.inotify import FileEvents, Happened
from guard.platform.machine import MachineLayer

FAULT = "fault"


class FaultyEvents(FileEvents):
    def wait(self) -> list[Happened]:
        events = super().wait()
        for event in events:
            if event.name == FAULT:
                raise KeyError(event.name)
        return events


if __name__ == "__main__":
    marking.FileEvents = FaultyEvents  # type: ignore[misc]
    machine = Path(sys.argv[2])
    sys.exit(run(MachineLayer(machine, lambda _: True, machine / "gate.sock", machine / "signed"), ()))
