"""Runs the mark alone on a display, without a guard: a test says over what, and how strong."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from guard.core.screen_mark import MarkStrength
from tests.support.program import ROOT
from ui.demo.display import Display

Told = Callable[[Sequence[int], MarkStrength], None]
"""Marks a window with this place, () the whole desktop."""


@contextmanager
def marking(display: Display, scale: str) -> Iterator[Told]:
    """Run it at a scale: QT_SCALE_FACTOR."""
    environment = {**display.environment, "QT_SCALE_FACTOR": scale}
    with subprocess.Popen([sys.executable, "-m", "tests.support.mark_alone"], cwd=ROOT, env=environment, text=True,
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        def told(place: Sequence[int], strength: MarkStrength) -> None:
            assert program.stdin is not None
            assert program.stdout is not None
            program.stdin.write(json.dumps([list(place), strength]) + "\n")
            program.stdin.flush()
            assert program.stdout.readline() == "shown\n"

        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
        yield told
