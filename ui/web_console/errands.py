"""What a page asks the terminal of the console for: whatever needs the passphrase of a key is done there, not here.

The page says what; the terminal shows it once more, asks for consent and passphrase, and carries out the same command
that could have been typed. One at a time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto


class Stage(Enum):
    """How far an errand is."""

    WAITING = auto()
    DONE = auto()
    NOT_DONE = auto()


@dataclass(frozen=True, slots=True)
class Errand:
    """Something for the terminal: its words for the page, those for the log, and the command; 0 is success."""

    words: str
    logged: str
    run: Callable[[], int]
    stage: Stage = Stage.WAITING


class Errands:
    """Hands errands from the pages to the terminal. Thread-safe. ``wake`` tells the terminal that there is one."""

    def __init__(self, wake: Callable[[], object]) -> None:
        self._wake = wake
        self._lock = threading.Lock()
        self._last: Errand | None = None

    def give(self, errand: Errand) -> bool:
        """Leave an errand for the terminal; return False while it has not ended an earlier one."""
        with self._lock:
            if self._last is not None and self._last.stage is Stage.WAITING:
                return False
            self._last = errand
        self._wake()
        return True

    def waiting(self) -> Errand | None:
        """Return the errand that is to be done, if any."""
        with self._lock:
            last = self._last
        return last if last is not None and last.stage is Stage.WAITING else None

    def ended(self, code: int) -> None:
        """Note how the errand that waited has ended."""
        with self._lock:
            if self._last is not None:
                self._last = replace(self._last, stage=Stage.NOT_DONE if code else Stage.DONE)

    def tell(self) -> Errand | None:
        """Return the newest errand; one that has ended is told once."""
        with self._lock:
            last = self._last
            if last is not None and last.stage is not Stage.WAITING:
                self._last = None
            return last
