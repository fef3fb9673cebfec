"""Limits how long judging may take. The only clock in rules."""

from __future__ import annotations

from time import monotonic


class OutOfTime(Exception):  # noqa: N818 (it is an outcome that becomes a gap, not an error)
    """The time for judging one text has run out; what was not judged becomes a gap of the verdict."""


class Deadline:
    """A moment on the monotonic clock."""

    __slots__ = ("_ends_at",)

    def __init__(self, seconds: float) -> None:
        self._ends_at = monotonic() + seconds

    def check(self) -> None:
        """Raise OutOfTime when the deadline has passed."""
        if monotonic() >= self._ends_at:
            raise OutOfTime
