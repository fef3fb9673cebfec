"""Decides when an ended process is restarted: the broker and the reader by the guard, the guard by the tray."""

from __future__ import annotations

import time
from dataclasses import dataclass

from guard.util.growing_pauses import GrowingPause

_KILLED = frozenset({-9, -15})
"""The return codes of a process that somebody ended (SIGKILL, SIGTERM); Windows has none for this."""


@dataclass(frozen=True, slots=True)
class BackOff(GrowingPause):
    """How long to wait before a restart.

    A child that lived ``healthy_seconds`` or more starts the sequence again, and so does one that somebody killed: that
    is not its own fault, however often it happens.
    """

    first_seconds: float = 0.2
    longest_seconds: float = 30.0
    healthy_seconds: float = 60.0

    def next(self, previous_seconds: float, lived_seconds: float, code: int) -> float:
        """Return the seconds to wait after a child that lived this long and ended with this code (negative: a signal);
        ``previous_seconds`` is 0 the first time.
        """
        again = lived_seconds >= self.healthy_seconds or code in _KILLED
        return self.after(0.0 if again else previous_seconds)


class Restarts:
    """The starts of one process. The first restart waits for nothing; later ones keep at least the time of ``back_off``
    between two starts, so that a process that lived longer is back at once, and one that ends as soon as it starts does
    not keep a processor busy. Not thread-safe.
    """

    def __init__(self, back_off: BackOff) -> None:
        self._back_off = back_off
        self._pause = self._started = 0.0
        self._due: float | None = 0.0

    def started(self) -> None:
        """Note that it is being started now."""
        self._started, self._due = time.monotonic(), None

    def ended(self, code: int) -> None:
        """Note that it has ended with this return code (negative: a signal); only the first call after a start counts.
        """
        if self._due is None:
            pause = self._back_off.next(self._pause, time.monotonic() - self._started, code)
            self._due = self._started + min(self._pause, pause)
            self._pause = pause

    def wait(self) -> float:
        """Return the seconds until an ended process may be restarted, 0 when it may be now."""
        return max(0.0, (self._due or 0.0) - time.monotonic())
