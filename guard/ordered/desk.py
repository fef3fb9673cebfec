"""Decides what this computer does about the unit's orders: takes or refuses them, notes each step, and records it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import msgspec

from guard.core.inspection_order import ENDED, InspectionOrder, InspectionResult, Step, malformed, out_of_time
from guard.core.ports import Platform, Sink
from guard.core.reasons import LONGEST_REASON, SHORTEST_REASON
from guard.ipc.replies import Done, Refused
from guard.ordered.folders import FolderRefusedError, Place, places
from guard.ordered.ledger import Known, OrderLedger, Taken, digest_of, known_objection
from guard.ordered.records import result_records, step_record
from guard.ordered.requests import GoOn, Inspecting, PauseInspection, StopInspection
from guard.sentences.catalogue import sentence
from rules.sentences.sentence import NOTHING, Sentence

OPEN = (Step.RECEIVED, Step.RUNNING)
"""Steps in which an order is carried out as soon as the computer is idle."""


@dataclass(slots=True)
class OrderDesk:
    """For one thread at a time; raises OSError where something cannot be stored. ``names``: how reports call this
    computer; ``allowed``: the policy's 自查目录; ``trouble`` is told why an order cannot follow what is known, NOTHING
    when all can; ``steady`` tells whether the clock may be relied on (guard.util.clocks).
    """

    ledger: OrderLedger
    sink: Sink
    names: Callable[[], tuple[str, ...]]
    allowed: Callable[[], tuple[str, ...]]
    platform: Platform
    trouble: Callable[[Sentence], None]
    steady: Callable[[], bool]
    now: Callable[[], float] = time.time
    refused: set[int] = field(default_factory=set)
    """Orders that cannot follow what is known, of which that was recorded."""

    def take(self, orders: Sequence[InspectionOrder], groups: Sequence[str]) -> bool:
        """Take the orders that came with the rules, as far as they are for this computer. Return False when one of its
        orders was over before it was ever seen, by a clock that may be wrong: they are to be taken again.
        """
        addressed = {order.number: order.addresses(groups, self.names()) for order in orders}
        objections = [self._take(order, addressed[order.number])
                      for order in sorted(orders, key=lambda one: one.number)]
        self.trouble(next(filter(None, reversed(objections)), NOTHING))
        seen = {one.order.number for one in self.ledger.taken()}
        return self.steady() or not any(addressed[order.number] and not order.withdrawn and order.until <= self.now()
                                        for order in orders if order.number not in seen)

    def _take(self, order: InspectionOrder, addressed: bool) -> Sentence:
        """Take one order; return why it cannot follow what is known, as far as this computer has to do with it."""
        known = self.ledger.entries()
        before = next((one for one in known if one.number == order.number), None)
        if objection := known_objection(order, known):
            return self._refuse(order, objection) if addressed else NOTHING
        mine = before.mine if before is not None else None
        entry = Known(order.number, order.id, digest_of(order), bool(order.withdrawn),
                      self._mine(order, mine) if addressed else mine)
        if entry != before:
            self.ledger.keep(entry)
            if entry.mine is not None and (mine is None or mine.step is not entry.mine.step):
                self._record(entry.mine)
        return NOTHING

    def _refuse(self, order: InspectionOrder, objection: Sentence) -> Sentence:
        """Record once that an order is not even looked at; what is known of its number stays as it is."""
        if order.number not in self.refused:
            self.refused.add(order.number)
            self._record(Taken(order, Step.REFUSED, self.now(), why=objection))
        return objection

    def _mine(self, order: InspectionOrder, before: Taken | None) -> Taken | None:
        """Return what this computer does about an order for it; None for one that ended before it was ever seen."""
        now = self.now()
        if before is not None:
            if order.withdrawn and before.step not in ENDED:
                return msgspec.structs.replace(before, order=order, step=Step.WITHDRAWN, at=now,
                                               why=sentence("orders.withdrawn", reason=order.withdrawn))
            return before
        if order.withdrawn or now >= order.until:
            return None
        objection = malformed(order) or self._placed(order)[2]
        return Taken(order, Step.REFUSED, now, why=objection) if objection else Taken(order, Step.RECEIVED, now)

    def _placed(self, order: InspectionOrder) -> tuple[tuple[Place, ...], int, Sentence]:
        """Return the folders of an order here, how many are missing, and why it may not be carried out."""
        try:
            return *places(order, self.allowed(), self.platform), NOTHING
        except FolderRefusedError as error:
            return (), 0, error.words

    # -------------------------------------------------------------- its user
    def asked(self, request: PauseInspection | GoOn | StopInspection) -> Done | Refused:
        """Do what the user asks."""
        number = request.number
        found = next((one for one in self.ledger.taken() if one.order.number == number), None)
        if found is None:
            foreign = any(one.number == number for one in self.ledger.entries())
            return Refused("no-order", sentence("orders.not-for-this-computer", number=number) if foreign
                           else sentence("orders.unknown-here", number=number))
        if found.step in ENDED:
            return Refused("ended", sentence("orders.ended", number=number))
        match request:
            case PauseInspection():
                self._step(number, Step.PAUSED)
                return Done(sentence("orders.paused"))
            case StopInspection(reason=reason):
                if len(reason.strip()) < SHORTEST_REASON:
                    return Refused("reason", sentence("orders.stop-needs-reason", least=SHORTEST_REASON))
                self._step(number, Step.STOPPED, reason.strip()[:LONGEST_REASON])
                return Done(sentence("orders.stopped"))
            case GoOn(now=now):
                self._step(number, Step.RUNNING)
                return Done(sentence("orders.begins-now" if now else "orders.goes-on"))

    # -------------------------------------------------------------- carrying out
    def next(self) -> Taken | None:
        """Return the order to carry out next: the first whose time it is, else the first."""
        waiting = [one for one in self.ledger.taken() if one.step in OPEN]
        return next((one for one in waiting if not self.out_of_time(one)), waiting[0] if waiting else None)

    def out_of_time(self, taken: Taken) -> Sentence:
        """Return why it is not the time of an order by this computer's clock, without words when it is."""
        return out_of_time(taken.order, self.now())

    def is_open(self, number: int) -> bool:
        """Tell whether an order is still to be carried out."""
        return any(one.order.number == number and one.step in OPEN for one in self.ledger.taken())

    def unfinished(self) -> bool:
        """Tell whether there is an order that has not ended, also one that is paused or stopped."""
        return any(one.step not in ENDED for one in self.ledger.taken())

    def expire(self) -> None:
        """End the orders whose time is over, by a clock that may be relied on."""
        if not self.steady():
            return
        for taken in self.ledger.taken():
            if taken.step not in ENDED and self.now() >= taken.order.until:
                self._step(taken.order.number, Step.EXPIRED)

    def begin(self, taken: Taken) -> tuple[tuple[Place, ...], int]:
        """Return the folders of an order and how many are missing; none at all when that ended it."""
        found, missing, objection = self._placed(taken.order)
        number = taken.order.number
        if objection:
            self._record(self.ledger.change(number, step=Step.REFUSED, why=objection))
            return (), 0
        if taken.step is Step.RECEIVED:
            self._step(number, Step.RUNNING)
        if not found:
            self.finished(number, InspectionResult(missing=missing))
        return found, missing

    def progress(self, number: int, done: int, total: int) -> Taken:
        """Note how far an order is."""
        return self.ledger.change(number, done=done, total=total)

    def report(self, taken: Taken) -> None:
        """Record how far an order is."""
        self._record(taken)

    def finished(self, number: int, result: InspectionResult) -> None:
        """Record what was found, and note that an order is done. In this order: what was found twice counts once."""
        order = next(one.order for one in self.ledger.taken() if one.order.number == number)
        for record in result_records(order, result, self.now()):
            self.sink.append(record)
        self.ledger.change(number, step=Step.DONE, done=result.files, total=result.files)

    def entries(self, working: int, waiting: Sentence) -> tuple[Inspecting, ...]:
        """Return every order for this computer, the newest first; ``working`` is the one that files are read for now,
        and ``waiting`` why none are.
        """
        return tuple(Inspecting(one.order, one.step, one.done, one.total, one.at, one.reason, one.why,
                                one.order.number == working, waiting if one.step in OPEN else NOTHING)
                     for one in reversed(self.ledger.taken()))

    def _step(self, number: int, step: Step, reason: str = "") -> None:
        self._record(self.ledger.change(number, step=step, reason=reason))

    def _record(self, taken: Taken) -> None:
        self.sink.append(step_record(taken, self.now()))
