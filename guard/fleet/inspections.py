"""Computes from the collected records how far each computer is with each order to inspect, and who is silent.

Each user's guard has a journal of its own (``chain``) and carries an order out for that user's files: a computer is as
far as the journal that somebody has to call about first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import groupby
from operator import itemgetter

from guard.core.inspection_order import ENDED, InspectionOrder, Step
from guard.fleet.roll import Listed
from guard.fleet.store import FleetStore


class OrderProgress(StrEnum):
    """How far a computer is, in the words of reports; what somebody has to call about is first."""

    SILENT = "没有回音"
    STOPPED = "停止了"
    REFUSED = "不执行"
    EXPIRED = "没做完，已截止"
    PAUSED = "暂停着"
    RECEIVED = "收到了，还没开始"
    RUNNING = "正在查"
    WITHDRAWN = "已撤回"
    DONE = "做完了"


_OF_STEP: Mapping[str, OrderProgress] = {
    Step.RECEIVED: OrderProgress.RECEIVED, Step.RUNNING: OrderProgress.RUNNING, Step.PAUSED: OrderProgress.PAUSED,
    Step.STOPPED: OrderProgress.STOPPED, Step.REFUSED: OrderProgress.REFUSED, Step.EXPIRED: OrderProgress.EXPIRED,
    Step.WITHDRAWN: OrderProgress.WITHDRAWN, Step.DONE: OrderProgress.DONE,
}
_AT_ONCE = (OrderProgress.STOPPED, OrderProgress.REFUSED, OrderProgress.EXPIRED)
_NEVER = (OrderProgress.DONE, OrderProgress.WITHDRAWN)

_BEGINNINGS = (Step.RECEIVED.value, Step.REFUSED.value)
"""Steps with which a guard begins to tell of an order."""

_ROWS = ("SELECT key, device, chain, unit, at, step, done, total, blocked, warned, unread, missing, found, why, "
         "outcome, (SELECT MIN(rule) FROM rules AS r WHERE (r.device, r.chain, r.n, r.mark) = "
         "(i.device, i.chain, i.n, i.mark)) FROM inspections AS i JOIN records USING(device, chain, n, mark) "
         "ORDER BY key, device, MIN(at) OVER (PARTITION BY key, device, chain), chain, n")
_COUNTS = ("done", "total", "blocked", "warned", "unread", "missing")
_MOST_PLACES = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What one computer says of one order; counts are of files, of all its users. ``at`` is that of its last record,
    since the epoch, 0 when it is silent. ``why``: why it was stopped, or is not carried out.
    """

    device: str
    unit: str
    progress: OrderProgress
    at: float = 0.0
    person: str = ""
    why: str = ""
    done: int = 0
    total: int = 0
    blocked: int = 0
    warned: int = 0
    unread: int = 0
    missing: int = 0


@dataclass(slots=True)
class OfRule:
    """What one rule found on all computers: files, computers, and files by ``kind/folder``."""

    rule: str
    action: str = ""
    files: int = 0
    computers: int = 0
    places: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class OrderState:
    """One order with the answers to it, what needs a call first, and what was found where it is done."""

    order: InspectionOrder
    answers: tuple[Answer, ...]
    rules: tuple[OfRule, ...]

    def counts(self) -> Mapping[OrderProgress, int]:
        """Return how many computers are how far, in the order of OrderProgress."""
        found = Counter(answer.progress for answer in self.answers)
        return {progress: found[progress] for progress in OrderProgress if found[progress]}

    def to_call(self, now: float) -> tuple[Answer, ...]:
        """Return the computers that somebody has to call about: at once what was stopped or refused, the others that
        are not done when it should be; none about an order that was withdrawn.
        """
        if self.order.withdrawn:
            return ()
        late = now >= self.order.due
        return tuple(one for one in self.answers
                     if one.progress in _AT_ONCE or (late and one.progress not in _NEVER))


def order_states(store: FleetStore, orders: Sequence[InspectionOrder],
                 roster: Sequence[Listed]) -> tuple[OrderState, ...]:
    """Return the state of each order, the newest first. Without a ``roster`` all computers that ever reported are those
    that may be silent; a group of an order is compared with their 科室.
    """
    by_key = defaultdict[str, dict[str, list[tuple[object, ...]]]](lambda: defaultdict(list))
    for key, device, *rest in store.ask(_ROWS):
        by_key[str(key)][str(device)].append(tuple(rest))
    listed = computers_of(store, roster)
    return tuple(_state(order, by_key.get(f"{order.number}:{order.id}", {}), listed)
                 for order in sorted(orders, key=lambda one: -one.number))


def computers_of(store: FleetStore, roster: Sequence[Listed]) -> Sequence[Listed]:
    """Return the computers of the unit: those of its ``roster``, without one all that ever reported."""
    return roster or [Listed(str(device), str(unit or ""), "")
                      for device, unit in store.ask("SELECT device, unit FROM newest")]


_Rows = list[tuple[object, ...]]


def _state(order: InspectionOrder, rows: Mapping[str, _Rows], listed: Sequence[Listed]) -> OrderState:
    people = {one.device.casefold(): one for one in listed}
    rules: dict[str, OfRule] = {}
    answers = [_answer(device, found, people.get(device.casefold()), rules) for device, found in rows.items()]
    heard = {device.casefold() for device in rows}
    if not order.withdrawn:
        answers += [Answer(one.device, one.unit, OrderProgress.SILENT, person=one.person) for one in listed
                    if one.device.casefold() not in heard and order.addresses((one.unit,), (one.device,))]
    ranks = list(OrderProgress)
    return OrderState(order, tuple(sorted(answers, key=lambda one: (ranks.index(one.progress), one.unit, one.device))),
                      tuple(sorted(rules.values(), key=lambda one: (-one.files, one.rule))))


def _answer(device: str, rows: _Rows, listed: Listed | None, rules: dict[str, OfRule]) -> Answer:
    """Return how far a computer is with an order; add what it found to ``rules``, from each journal that is done."""
    answers: list[Answer] = []
    here: dict[str, OfRule] = {}
    for journal in _journals(rows):
        answer, found = _of_journal(device, journal)
        answers += [answer] if answer is not None else []
        for rule, action, written in found:
            of_rule = here.setdefault(rule, OfRule(rule, action))
            of_rule.places.update(dict(_places(written)))
    for of_rule in here.values():
        everywhere = rules.setdefault(of_rule.rule, OfRule(of_rule.rule, of_rule.action))
        everywhere.computers += 1
        everywhere.files += of_rule.places.total()
        everywhere.places.update(of_rule.places)
    if not answers:
        return Answer(device, "", OrderProgress.RECEIVED)
    return replace(_joined(answers), person=listed.person if listed else "")


def _journals(rows: _Rows) -> list[_Rows]:
    """Return the records of each journal. One that does not begin with an order goes on where the last one ended that
    is not done: that one's file is gone.
    """
    journals: list[_Rows] = []
    for _, records in groupby(rows, key=itemgetter(0)):
        found = list(records)
        unended = [one for one in journals if _step(one[-1]) not in ENDED]
        if unended and _step(found[0]) not in _BEGINNINGS:
            unended[-1] += found
        else:
            journals.append(found)
    return journals


def _step(row: tuple[object, ...]) -> object:
    return row[3]


def _of_journal(device: str, rows: _Rows) -> tuple[Answer | None, Iterable[tuple[str, str, str]]]:
    """Return how far a user's guard is by its last record, None where no record says it, and what it found when it is
    done.
    """
    answer: Answer | None = None
    found: dict[tuple[str, str, str], None] = {}
    for row in rows:
        _, unit, at, step, done, total, blocked, warned, unread, missing, places, why, outcome, rule = row
        if step == Step.FOUND.value:
            found[str(rule or ""), str(outcome or ""), str(places)] = None
            continue
        progress = _OF_STEP.get(str(step))
        if progress is None:
            continue
        if progress is not OrderProgress.DONE:
            found.clear()
        answer = Answer(device, str(unit or ""), progress, float(str(at)), "", str(why or ""),
                        *map(_whole, (done, total, blocked, warned, unread, missing)))
    return answer, found if answer is not None and answer.progress is OrderProgress.DONE else ()


def _joined(answers: Sequence[Answer]) -> Answer:
    """Return the answers of a computer's journals as one: that of whom somebody has to call about first, with the
    counts of all.
    """
    ranks = list(OrderProgress)
    first = min(answers, key=lambda one: ranks.index(one.progress))
    return replace(first, at=max(one.at for one in answers),
                   **{name: sum(getattr(one, name) for one in answers) for name in _COUNTS})


def _places(untrusted_words: str) -> Iterator[tuple[str, int]]:
    """Yield the counts of a record; parts of another form are left out."""
    for part in untrusted_words.split(",")[:_MOST_PLACES]:
        place, _, count = part.rpartition(":")
        if place and count.isdecimal() and len(count) < 10:
            yield place, int(count)


def _whole(value: object) -> int:
    return int(str(value or 0))
