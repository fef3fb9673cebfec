"""The guard's side of reporting: applies the settings, records heartbeats, and records refused rules."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

from guard.core.events import Event, EventKind
from guard.core.ports import Sink
from guard.core.reporting import Field, Reporting, ReportingError
from guard.journal.forwarding import Facts, Forwarding
from guard.journal.machine_reporting import with_machine
from guard.platform.machine import MachineLayer
from guard.sentences.catalogue import joined
from rules.sentences.sentence import NOTHING, Sentence

_MINUTE = 60.0


class Reporter:
    """``journal`` None: nothing is recorded, so nothing is sent. ``trouble`` is told what is wrong with the setting.

    It is told "" when nothing is wrong.
    """

    def __init__(self, journal: Path | None, machine: MachineLayer, sink: Sink, facts: Facts,
                 trouble: Callable[[Sentence], None]) -> None:
        self._forwarding = Forwarding(journal, facts, self._tell) if journal is not None else None
        self._machine = machine
        self._sink = sink
        self._trouble = trouble
        self._reporting, self._wrong = Reporting(), NOTHING
        self._telling = threading.Lock()
        self._next_alive = 0.0
        self._refused = ""

    def apply(self, of_policy: Reporting) -> tuple[Field, ...] | None:
        """Report by this policy's setting and that of the machine layer from now on; return what of each record leaves,
        None when nothing does."""
        try:
            self._reporting = with_machine(of_policy, self._machine)
        except ReportingError as error:
            self._reporting, self._wrong = of_policy, error.words
        else:
            self._wrong = NOTHING
        if self._forwarding is not None:
            self._forwarding.apply(self._reporting)
        self._tell()
        return self._reporting.fields if self._forwarding is not None and self._reporting.receivers else None

    def _tell(self) -> None:
        with self._telling:  # what was found later is told later
            unusable = self._forwarding.unusable if self._forwarding is not None else ()
            self._trouble(joined(self._wrong, *unusable))

    def computer(self) -> tuple[str, str]:
        """Return the unit, "" for none, and the name by which reports call this computer."""
        return self._reporting.unit, self._reporting.device or socket.gethostname()

    def tick(self) -> None:
        """Record a heartbeat when one is due. Call often."""
        if self._reporting.receivers and time.monotonic() >= self._next_alive:
            self._next_alive = time.monotonic() + self._reporting.alive_minutes * _MINUTE
            self._sink.append(Event(EventKind.ALIVE, time.time()))

    def rules_refused(self, words: str) -> None:
        """Record once why rules were refused; "" when all is well again."""
        if words and words != self._refused:
            self._sink.append(Event(EventKind.PACK_REFUSED, time.time(), reason=words))
        self._refused = words

    def stop(self) -> None:
        """Send nothing more."""
        if self._forwarding is not None:
            self._forwarding.stop()
