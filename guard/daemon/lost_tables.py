"""Says which tables of the unit are not looked up because their index was gone when it was to be opened."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

from guard.core.events import Event, EventKind
from guard.core.ports import Sink
from guard.sentences.catalogue import sentence
from rules.sentences.sentence import NOTHING, Sentence


class LostTables:
    """Puts it into the status and the journal, once for each change. Thread-safe.

    ``tell`` sets the trouble in the status; ``again`` lets the next update look at a release that is in force already.
    """

    def __init__(self, tell: Callable[[str, Sentence], None], sink: Sink, again: Callable[[Sentence], None]) -> None:
        self._tell, self._sink, self._again = tell, sink, again
        self._lost: dict[str, tuple[str, ...]] = {}
        self._lock = threading.Lock()

    def of(self, process: str, names: Sequence[str]) -> None:
        """Take the names of the tables that a process, guard or broker, could not open; none when it has all."""
        with self._lock:
            before = self._all()
            self._lost[process] = tuple(names)
            now = self._all()
        words = sentence("exact-files.gone", names=now) if now else NOTHING
        self._tell("exact-gone", words)
        if now and now != before:
            self._sink.append(Event(EventKind.TROUBLE, time.time(), count=len(now), reason=str(words)))
            self._again(words)

    def _all(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for names in self._lost.values() for name in names))
