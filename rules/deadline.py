"""Limits how long judging may take. The only clock in rules."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

JUDGE_SECONDS = 2.0
"""Time for the rules on one text; what is not judged by then is a gap, never a pass."""


class OutOfTime(Exception):  # noqa: N818 (it is an outcome that becomes a gap, not an error)
    """The time for judging one text has run out; what was not judged becomes a gap of the verdict."""


class Deadline:
    """A moment on the monotonic clock."""

    __slots__ = ("_ends_at", "_seconds")

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._ends_at = monotonic() + seconds

    def check(self) -> None:
        """Raise OutOfTime when the deadline has passed."""
        if monotonic() >= self._ends_at:
            raise OutOfTime

    @contextmanager
    def apart(self, share: float) -> Iterator[Deadline]:
        """Yield a deadline of its own, after this share of the whole time, for work that does not use up this one."""
        began = monotonic()
        try:
            yield Deadline(self._seconds * share)
        finally:
            self._ends_at += monotonic() - began
