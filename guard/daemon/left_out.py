"""Says that something came when too much waited already, and was left out."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from guard.core.events import Event, EventKind
from guard.core.ports import Sink
from guard.sentences.catalogue import sentence
from rules.sentences.sentence import NOTHING, Sentence


class LeftOut:
    """Puts it into the status and the journal, once until ``over``: a flood must not fill both. Thread-safe.

    ``tell`` sets the trouble of a part in the status.
    """

    def __init__(self, tell: Callable[[str, Sentence], None], sink: Sink) -> None:
        self._tell, self._sink = tell, sink
        self._said: set[str] = set()
        self._lock = threading.Lock()

    def copied(self, item: str) -> None:
        """Say that an item is in no list; the broker goes on holding it."""
        self._say("queue", sentence("guard.reports-left-out"), item)

    def unjudged(self, item: str) -> None:
        """Say that a file was not judged; nobody holds it."""
        self._say("queue of files", sentence("guard.files-left-out"), item)

    def over(self) -> None:
        """Say nothing of it any longer, until something is left out again."""
        with self._lock:
            while self._said:
                self._tell(self._said.pop(), NOTHING)

    def _say(self, part: str, words: Sentence, item: str) -> None:
        with self._lock:
            if part in self._said:
                return
            self._said.add(part)
            self._tell(part, words)
        self._sink.append(Event(EventKind.TROUBLE, time.time(), case=item, reason=str(words)))
