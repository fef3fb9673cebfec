"""Detects whether a process that is pinged now and then still answers."""

from __future__ import annotations

from enum import Enum, auto

ASK_TURNS = 5
"""After this many turns without a message the process is pinged, and again after as many more."""

SILENT_TURNS = 20
"""After this many turns without a message it counts as frozen: three pings are unanswered, the first for 15 turns."""


class Beat(Enum):
    """What to do in this turn."""

    WAIT = auto()
    ASK = auto()
    FROZEN = auto()


class Heartbeat:
    """Counts turns, about a second each, in which no message arrived since the first one of a process.

    It counts turns of the caller and not time: when all processes were suspended, as in a computer that sleeps, nobody
    is at fault.
    """

    def __init__(self) -> None:
        self._heard = False
        self._silent: int | None = None

    def heard(self) -> None:
        """Note a message of the process; from any thread."""
        self._heard = True

    def turn(self) -> Beat:
        """Count one turn; from one thread."""
        if self._heard:
            self._heard = False
            self._silent = 0
        if self._silent is None:
            return Beat.WAIT  # it is starting
        self._silent += 1
        if self._silent >= SILENT_TURNS:
            return Beat.FROZEN
        return Beat.WAIT if self._silent % ASK_TURNS else Beat.ASK
