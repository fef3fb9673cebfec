"""A clock for tests."""

from __future__ import annotations


class Clock:
    """Does not advance until ``now``, in seconds, is set by hand."""

    def __init__(self, now: float) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now
