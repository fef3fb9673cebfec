"""Finds what somebody has to be called about (催办), in which order, and records calls about it."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from guard.fleet.call_store import CallStore
from guard.fleet.calls import About, Call, Calls, Matter, Topic, Way
from guard.fleet.inspections import Answer, OrderState
from guard.fleet.roll import Found
from guard.publish.code_words import refuse_noted
from guard.sentences.catalogue import sentence
from ui.report.fleet import FleetReport, open_matters
from ui.report.inspection import InspectionReport

Row = TypeVar("Row")


class Which(StrEnum):
    """Which of what is open is listed, and how: as urgent as it is, by its calls, or one kind of it."""

    ALL = "all"
    BY_CALLS = "by-calls"
    PASSED = "passed"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class OpenItem:
    """Something that somebody has to be called about: the computer, whose it is, what, ``why`` in words, when it
    reported last (since the epoch, 0 for never), and the newest ``call`` that counts.
    """

    device: str
    unit: str
    person: str
    matter: Matter
    why: str
    seen_at: float
    call: Call | None

    def is_of(self, devices: Collection[str], unit: str) -> bool:
        """Return whether it is of one of these computers (none: of any) and of this 科室 ("": of any)."""
        names = {one.casefold() for one in devices}
        return (not names or self.device.casefold() in names) and unit in ("", self.unit)


@dataclass(frozen=True, slots=True)
class Made:
    """A call as somebody gives it: who, whom, by what way, on which day, what was agreed until when."""

    by: str
    whom: str
    way: Way
    day: date
    agreed: str = ""
    until: date | None = None


def open_items(report: FleetReport, inspections: InspectionReport | None) -> tuple[OpenItem, ...]:
    """Return what is open: computers that do not guard, have old rules or lack records, those of the roster that never
    reported, and ordered inspections that are not carried out.
    """
    people_ = {one.listed.device.casefold(): one.listed for one in report.roll}

    def item(device: str, unit: str, matter: Matter, why: str, seen_at: float) -> OpenItem:
        listed = people_.get(device.casefold())
        return OpenItem(device, unit or (listed.unit if listed else ""), listed.person if listed else "", matter, why,
                        seen_at, report.calls.newest(device, [matter]))

    never = [item(one.listed.device, one.listed.unit, Matter(Topic.GUARDING), one.found.value, 0.0)
             for one in report.roll if one.found is Found.NOT_INSTALLED]
    troubled = [item(one.device, one.unit, matter, why, one.seen_at)
                for one in report.troubled() for matter, why in open_matters(one, report)]
    ordered = [replace(item(one.device, one.unit, Matter(Topic.INSPECTION, state.order.number),
                            f"第 {state.order.number} 号自查：{one.progress}" + (f"（{one.why}）" if one.why else ""),
                            one.at), person=one.person)
               for state, one in _to_call(inspections)]
    topics = list(Topic)
    return tuple(sorted((*never, *troubled, *ordered), key=lambda one: topics.index(one.matter.topic)))


def _to_call(report: InspectionReport | None) -> list[tuple[OrderState, Answer]]:
    return [(state, one) for state in report.states for one in state.to_call(report.now)] if report else []


def picked(rows: Iterable[Row], call_of: Callable[[Row], Call | None], which: Which, today: date) -> list[Row]:
    """Return rows in the order, or of the kind, that was chosen: by calls those whose agreed day has passed come first,
    then those that nobody was called about, those without an agreed day, and the others by that day.
    """
    def rank(row: Row) -> tuple[int, date]:
        call = call_of(row)
        if call is None:
            return 1, date.min
        if call.until is None:
            return 2, call.day
        return (0 if call.passed(today) else 3), call.until

    chosen = list(rows)
    if which is Which.PASSED:
        chosen = [row for row in chosen if rank(row)[0] == 0]
    elif which is Which.NEVER:
        chosen = [row for row in chosen if call_of(row) is None]
    return chosen if which is Which.ALL else sorted(chosen, key=rank)


def state_of(items: Sequence[OpenItem]) -> str:
    """Return a digest of what is open with its calls: another one when any of it has changed."""
    said = [(one.device, one.matter.topic.value, one.matter.number, one.call.number if one.call else 0)
            for one in items]
    return hashlib.sha256(repr(sorted(said)).encode()).hexdigest()[:16]


def record(path: Path, items: Sequence[OpenItem], made: Made, calls: Calls) -> Call:
    """Record a call about what is open. Raises CallError and sqlite3.Error."""
    known = calls.computers
    about = tuple(About(one.device, known[name].chain if (name := one.device.casefold()) in known else "", one.matter)
                  for one in items)
    call = Call(made.by, made.day, made.whom, made.way, about, made.agreed, made.until)
    with closing(CallStore(path)) as store:
        return store.add(call, time.time())


def refuse_code_words(office: Path | None, made: Made, key: Path | None) -> None:
    """Raise PublishError where what is written about a call has a word that a released pack hides."""
    refuse_noted(office, [(sentence("calls.whom"), made.whom), (sentence("calls.agreed"), made.agreed)], key)
