"""Remembers what was said today, so that it is said once. In memory alone: forgotten when the guard ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime


class Today:
    """What was said since midnight. ``now`` is the wall clock in seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._day = ""
        self._said: set[str] = set()

    def first(self, what: str) -> bool:
        """Return whether this is the first time today, and remember it."""
        today = datetime.fromtimestamp(self._now()).astimezone().date().isoformat()
        if today != self._day:
            self._day, self._said = today, set()
        first = what not in self._said
        self._said.add(what)
        return first
