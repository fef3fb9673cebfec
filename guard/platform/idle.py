"""Tells whether a computer is idle: nobody has used it for a while, it is on mains power, and other programs do little.

The one place that says what idle means. Where nobody can tell when it was used last (Wayland), it counts as in use.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from guard.platform import proc
from guard.sentences.catalogue import sentence
from rules.sentences.sentence import NOTHING, Sentence

if sys.platform == "win32":
    from guard.platform.idle_windows import Input, discharging
else:
    from guard.platform.idle_linux import Input, discharging

_NICE, _IDLE, _WAITING = 1, 3, 4
"""Fields of the first line of /proc/stat (proc_stat(5)): programs that gave way, as ours do, are no others' work."""

_LOOKED_AT = 8


@dataclass(frozen=True, slots=True)
class Bounds:
    """From when on a computer is idle: seconds without a key or the pointer, and the share of the processors' time
    that other programs take at most, 0 to 1.
    """

    input_seconds: float = 120.0
    busy: float = 0.5


@dataclass(frozen=True, slots=True)
class Idleness:
    """What was seen: seconds since the last key or movement (None: nobody can tell), whether it runs on a battery, and
    the share of the processors' time that other programs took since the last look, 0 where nobody can tell.
    """

    input_seconds: float | None
    on_battery: bool
    busy: float

    def objection(self, bounds: Bounds) -> Sentence:
        """Return why the computer is not idle, without words when it is."""
        if self.input_seconds is None:
            return sentence("orders.wait-no-input")
        if self.input_seconds < bounds.input_seconds:
            return sentence("orders.wait-input")
        if self.on_battery:
            return sentence("orders.wait-battery")
        return sentence("orders.wait-busy") if self.busy > bounds.busy else NOTHING


class IdleWatch:
    """Looks at one display; for one thread. ``environment`` names the display."""

    def __init__(self, environment: Mapping[str, str] = os.environ, bounds: Bounds = Bounds()) -> None:
        self._input = Input(environment)
        self._bounds = bounds
        self._times: tuple[int, int] = (0, 0)

    def objection(self) -> Sentence:
        """Return why the computer is not idle now, without words when it is."""
        return self.look().objection(self._bounds)

    def look(self) -> Idleness:
        """Return what is seen now."""
        return Idleness(self._input.seconds(), discharging(), self._busy())

    def close(self) -> None:
        """End the connection to the display."""
        self._input.close()

    def _busy(self) -> float:
        busy, whole = times(proc.processors())
        before, self._times = self._times, (busy, whole)
        passed = whole - before[1]
        return (busy - before[0]) / passed if passed > 0 and before[1] else 0.0


def times(line: str) -> tuple[int, int]:
    """Return the time that programs took that did not give way, and all time, from the first line of /proc/stat; (0, 0)
    for a line of another form.
    """
    fields = line.split()[1:_LOOKED_AT + 1]
    if len(fields) < _LOOKED_AT or not all(field.isdecimal() for field in fields):
        return 0, 0
    counts = [int(field) for field in fields]
    return sum(counts) - counts[_NICE] - counts[_IDLE] - counts[_WAITING], sum(counts)
