"""The record step: a sink that never stops the pipeline. A journal that cannot be written becomes a visible trouble."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from guard.core.events import Event
from guard.core.ports import Sink
from guard.sentences.catalogue import sentence
from guard.util.os_errors import why
from rules.sentences.sentence import NOTHING, Sentence


class SteadySink:
    """Passes events to the journal (guard.core.ports.Sink), and reports a failure; with ``sink`` None there is no
    journal. ``facts`` returns what the guard says of itself, which each record keeps.
    """

    def __init__(self, sink: Sink | None, trouble: Callable[[Sentence], None],
                 facts: Callable[[], Mapping[str, str]] = dict) -> None:
        self._sink = sink
        self._trouble = trouble
        self._facts = facts
        self._failing = False

    def append(self, event: Event) -> None:
        """Record one event; never raises. Holding must not depend on a full disk."""
        if self._sink is None:
            return
        try:
            self._sink.append(replace(event, facts=tuple(self._facts().items())))
        except OSError as error:
            self._failing = True
            self._trouble(sentence("journal.not-recorded", why=why(error)))
            return
        if self._failing:
            self._failing = False
            self._trouble(NOTHING)
