"""Sends the journal's records to the receivers that policy names: one thread each, at a limited rate.

No record is left out, and some arrive twice: receivers recognise them by device, chain and number.
"""

from __future__ import annotations

import hashlib
import logging
import random
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from guard.core.events import Event
from guard.core.inspection_order import RECORDED
from guard.core.reporting import Field, MessageForm, Receiver, Reporting
from guard.journal.severity import severity_of
from guard.journal.sinks import SINKS, Outlet, Reported
from guard.journal.spool import Place, Spool, Spooled, keep_place, load_place
from guard.sentences.catalogue import sentence
from guard.util.growing_pauses import GrowingPause
from rules.sentences.sentence import Sentence

log = logging.getLogger(__name__)

SETTLE_SECONDS = 60.0
"""How long a connection must have stayed open after a record was written to it until the record counts as arrived."""

_LOOK_SECONDS = 2.0
_PAUSES = GrowingPause(first_seconds=1.0, longest_seconds=300.0)
_BATCHES_PER_SECOND = 4
_VALUE_LIMIT = 500


def _of_inspection(name: str) -> Callable[[Event], str]:
    return lambda event: dict(event.inspection).get(name, "")


Facts = Callable[[], dict[str, str]]
"""What the computer says of itself now, for records of an earlier version, which do not say what it was then."""

_LEAVES: Mapping[Field, Mapping[str, Callable[[Event], str]]] = {
    Field.RULES: {"rules": lambda event: ",".join(event.rules),
                  "would": lambda event: ",".join(f"{rule}:{action}" for rule, action in event.would)},
    Field.OUTCOME: {"outcome": lambda event: event.outcome},
    Field.COUNT: {"count": lambda event: str(event.count or "")},
    Field.ANSWER: {"answer": lambda event: event.answer},
    Field.CASE: {"case": lambda event: event.case},
    Field.DESTINATION: {"destination": lambda event: event.destination},
    Field.REASON: {"reason": lambda event: event.reason},
    Field.KIN: {"kin": lambda event: event.kin},
    Field.NATURE: {"nature": lambda event: event.nature},
    Field.WHAT: {"what": lambda event: event.what},
    Field.INSPECTION: {name: _of_inspection(name) for name in RECORDED},
}
"""For each field, the names under which it leaves, and how each is taken from an event."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a record is written for others: which fields may leave, and what is said of the computer."""

    reporting: Reporting
    facts: Facts

    def reported(self, spooled: Spooled) -> Reported | None:
        """Return a record as it leaves the computer."""
        event = spooled.event
        if event is None:
            return None
        device = self.reporting.device or socket.gethostname()
        said = {"n": str(spooled.number), "chain": spooled.after.chain, "digest": spooled.digest, "device": device,
                "unit": self.reporting.unit, **(dict(event.facts) or self.facts())}
        said |= {name: value_of(event)[:_VALUE_LIMIT] for field in self.reporting.fields
                 for name, value_of in _LEAVES[field].items()}
        tells_nature = not {Field.RULES, Field.NATURE}.isdisjoint(self.reporting.fields)
        return Reported(event.kind, event.at, device, {name: value for name, value in said.items() if value},
                        severity_of(event, tells_nature))


class Forwarder:
    """One receiver. Records are sent again when the connection breaks before they have settled.

    ``connect`` makes an outlet, again after each failure; it may raise OSError.
    """

    def __init__(self, connect: Callable[[], Outlet], spool: Spool, form: Form, kept: Path,
                 settle: float = SETTLE_SECONDS) -> None:
        self._connect = connect
        self._outlet: Outlet | None = None
        self._spool = spool
        self._form = form
        self._kept = kept
        self._settle = settle
        self._place = self._settled = load_place(kept)
        self._unsettled: deque[tuple[float, Place]] = deque()

    def send_some(self) -> bool:
        """Send the next records; return whether there were any. Raises OSError, and then they are sent again."""
        most = max(1, self._form.reporting.per_second // _BATCHES_PER_SECOND)
        found = self._spool.read(self._place, most)
        try:
            self._outlet = self._outlet or self._connect()
            self._outlet.send([record for spooled in found if (record := self._form.reported(spooled))])
        except OSError:
            self.close()
            self._place = self._settled
            self._unsettled.clear()
            raise
        if found:
            self._place = found[-1].after
            self._unsettled.append((time.monotonic(), self._place))
        self._settle_some(0.0 if self._outlet.confirms else self._settle)
        return bool(found)

    def close(self) -> None:
        """End the connection."""
        if self._outlet is not None:
            self._outlet.close()
            self._outlet = None

    def _settle_some(self, seconds: float) -> None:
        before = self._settled
        while self._unsettled and time.monotonic() - self._unsettled[0][0] >= seconds:
            self._settled = self._unsettled.popleft()[1]
        if self._settled != before:
            keep_place(self._kept, self._settled)


class Forwarding:
    """All receivers; ``apply`` takes another setting while the guard runs.

    ``changed`` is called, from other threads, when there is one more of the ``unusable``.
    """

    def __init__(self, journal: Path, facts: Facts, changed: Callable[[], None] = lambda: None) -> None:
        self._unusable: list[Sentence] = []
        self._journal = journal
        self._facts = facts
        self._changed = changed
        self._reporting = Reporting()
        self._ended = threading.Event()
        self._threads: list[threading.Thread] = []

    @property
    def unusable(self) -> tuple[Sentence, ...]:
        """The receivers of this setting that no attempt can reach, in words for people; nothing is sent to them."""
        return tuple(self._unusable)

    def apply(self, reporting: Reporting) -> None:
        """Send by this setting from now on."""
        if reporting == self._reporting:
            return
        self.stop()
        self._reporting, self._unusable = reporting, []
        self._ended = threading.Event()
        form = Form(reporting, self._facts)
        for receiver in reporting.receivers:
            arguments = (receiver, form, self._ended, self._unusable)
            thread = threading.Thread(target=self._forward, args=arguments, name="forwarding", daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """Send nothing more; what waits is sent after the next start."""
        self._ended.set()
        for thread in self._threads:
            thread.join(_LOOK_SECONDS)
        self._threads.clear()

    def _forward(self, receiver: Receiver, form: Form, ended: threading.Event, unusable: list[Sentence]) -> None:
        form_name = "" if receiver.message_form is MessageForm.RFC5424 else f" {receiver.message_form}"
        name = hashlib.sha256(f"{receiver.kind} {receiver.address}{form_name}".encode()).hexdigest()[:16]
        kept = self._journal.with_name(f"forwarded-{name}.json")
        forwarder = Forwarder(lambda: SINKS[receiver.kind](receiver), Spool(self._journal), form, kept)
        pause = grown = 0.0
        while not ended.wait(pause):
            try:
                pause = 1 / _BATCHES_PER_SECOND if forwarder.send_some() else _LOOK_SECONDS
                grown = 0.0
            except OSError as error:
                grown = _PAUSES.after(grown)
                pause = grown * random.uniform(0.5, 1)  # noqa: S311
                log.warning("nothing sent to %s: %s", receiver.address, type(error).__name__)
            except (ValueError, TypeError, RuntimeError) as error:  # what libraries raise for a setting
                log.error("nothing can be sent to %s: %s", receiver.address, type(error).__name__)
                unusable.append(sentence("reporting.unusable", address=receiver.address))
                self._changed()
                break
        forwarder.close()
