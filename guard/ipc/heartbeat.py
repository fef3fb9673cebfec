"""Whether a process that is asked now and then still answers."""

from __future__ import annotations

from enum import Enum, auto

ASK_TURNS = 5
"""After so many turns without a word it is asked for one, and again after as many more."""

SILENT_TURNS = 20
"""After so many turns without a word it is taken for frozen: three questions stand unanswered, the first for 15."""


class Beat(Enum):
    """What to do in this turn."""

    WAIT = auto()
    ASK = auto()
    FROZEN = auto()


class Heartbeat:
    """Counts turns, about a second each, in which nothing was heard since the first word of a process.

    Turns of whoever asks and not time: when all of us stood still, as in a computer that sleeps, nobody is to blame.
    """

    def __init__(self) -> None:
        self._heard = False
        self._silent: int | None = None

    def heard(self) -> None:
        """Note a word of the process; from any thread."""
        self._heard = True

    def turn(self) -> Beat:
        """Count one turn; from one thread."""
        if self._heard:
            self._heard = False
            self._silent = 0
        if self._silent is None:
            return Beat.WAIT  # it is getting ready
        self._silent += 1
        if self._silent >= SILENT_TURNS:
            return Beat.FROZEN
        return Beat.WAIT if self._silent % ASK_TURNS else Beat.ASK
