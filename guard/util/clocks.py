"""Elapsed time that does not depend on the wall clock."""

from __future__ import annotations

import time
from collections.abc import Callable


def elapsed() -> float:
    """Return seconds that never decrease; they include time in which the computer slept where the system counts it."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class Steadiness:
    """Tells whether the wall clock has run for a while without being set.

    A computer with an empty battery starts with a wrong year, until the network tells it the time.
    """

    def __init__(self, seconds: float, wall: Callable[[], float] = time.time,
                 passed: Callable[[], float] = elapsed) -> None:
        """``seconds`` is how long it must have run."""
        self._seconds = seconds
        self._wall = wall
        self._passed = passed
        self._offset = wall() - passed()
        self._since = passed()

    def steady(self) -> bool:
        """Return whether it has; call often. The clock was set when it differs from the elapsed time by a minute or
        more.
        """
        offset, now = self._wall() - self._passed(), self._passed()
        if abs(offset - self._offset) >= _SET_SECONDS:
            self._offset, self._since = offset, now
        return now - self._since >= self._seconds


_SET_SECONDS = 60.0
