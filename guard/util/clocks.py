"""Time that has passed, whatever somebody sets the clock to."""

from __future__ import annotations

import time
from collections.abc import Callable


def elapsed() -> float:
    """Return seconds that only grow, those in which the computer slept among them where the system counts them."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class Steadiness:
    """Whether the wall clock has gone on for a while without being set.

    A computer whose battery is empty starts in another year, until the network tells it the time.
    """

    def __init__(self, seconds: float, wall: Callable[[], float] = time.time,
                 passed: Callable[[], float] = elapsed) -> None:
        """``seconds`` is how long it must have gone on."""
        self._seconds = seconds
        self._wall = wall
        self._passed = passed
        self._offset = wall() - passed()
        self._since = passed()

    def steady(self) -> bool:
        """Say so; to be asked often. The clock was set when it moved against the time passed by a minute and more."""
        offset, now = self._wall() - self._passed(), self._passed()
        if abs(offset - self._offset) >= _SET_SECONDS:
            self._offset, self._since = offset, now
        return now - self._since >= self._seconds


_SET_SECONDS = 60.0
