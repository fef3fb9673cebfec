"""The one path every capture takes: capture → read → judge → decide → hold or release → notify → record.

Each step is a function or a method that can be tested alone; ``Pipeline.take`` is the only place that strings them
together. Text from the clipboard arrives already judged (the broker uses the same ``judge_item`` and ``decide``) and
enters through ``Pipeline.take_judged``.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from guard.decide import decide, decide_early, outcome_of, stricter
from guard.model import (
    Capture,
    Case,
    Decision,
    Event,
    EventKind,
    Item,
    Judged,
    Kind,
    Outcome,
    Reading,
    Reason,
    Unreadable,
)
from guard.policy import Policy
from guard.ports import Reader, Sink
from guard.reading.text import decode, sniff
from rules.judge import Judge
from rules.model import Nature
from rules.text import Text

JUDGE_SECONDS = 2.0
"""Time for the rules on one item; what is not judged by then is a gap, and decide.py says what a gap means."""


TITLE_LENGTH = 30
"""Characters of a title at the most."""

TITLE_LOOKS_AT = 2000
"""Characters of a text in which its first line is looked for."""


class Holder(Protocol):
    """The hold step: puts a case where policy wants it."""

    def hold(self, capture: Capture, case: Case) -> Case:
        """Keep the content and return the case as kept. Raises HoldError when it could not be kept."""


    def complete(self, case: Case) -> Case:
        """Add what was found after the hold and return the case as it is now. Raises HoldError."""


class HoldError(Exception):
    """The content could not be kept; it is still where it was. The message is for people and has no content."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What is in force: the judge with its packs, and the policy. Replaced as a whole."""

    judge: Judge
    policy: Policy


def read_item(item: Item, reader: Reader) -> Reading:
    """Step 2, whole. Plain text is read here, because decoding it is safe; all else goes to the reader child."""
    return _read_here(item) or reader.read(item)


def parts_of_item(item: Item, reader: Reader) -> Iterator[Reading]:
    """Step 2 as it goes: the last reading is the whole, each before it is a Text with a trait PARTIAL."""
    reading = _read_here(item)
    return reader.parts(item) if reading is None else iter((reading,))


def _read_here(item: Item) -> Reading | None:
    if item.problem is not None:
        return item.problem
    if item.untrusted_text is not None:
        return Text(item.untrusted_text)
    if item.kind is not Kind.PICTURE and sniff(item.untrusted_bytes) is Kind.TEXT:
        return decode(item.untrusted_bytes)
    return None


def judge_item(name: str, reading: Reading, judge: Judge | None, started: float) -> Judged:
    """Step 3. ``started`` is the ``time.perf_counter()`` at which work on this item began."""
    if isinstance(reading, Unreadable):
        return Judged(name, unreadable=reading, elapsed_ms=_milliseconds(started))
    verdict = judge.judge(reading, JUDGE_SECONDS) if judge is not None else None
    return Judged(name, text=reading, verdict=verdict, elapsed_ms=_milliseconds(started))


def read_and_judge(item: Item, reader: Reader, judge: Judge) -> Judged:
    """Steps 2 and 3 for one item, whole."""
    started = time.perf_counter()
    return judge_item(item.name, read_item(item, reader), judge, started)


def judged_as_read(items: Sequence[Item], reader: Reader, judge: Judge) -> Iterator[tuple[Judged, ...]]:
    """Steps 2 and 3: yield what is known of the items so far, at least once; the last time everything."""
    done: tuple[Judged, ...] = ()
    if not items:
        yield done
    for item in items:
        started = time.perf_counter()
        known = done
        for reading in parts_of_item(item, reader):
            known = (*done, judge_item(item.name, reading, judge, started))
            yield known
        done = known


def case_of(capture: Capture, judged: tuple[Judged, ...], decision: Decision) -> Case:
    """Return the case that a held capture becomes; it keeps the capture's id."""
    return Case(
        id=capture.id,
        origin=capture.origin,
        kind=capture.kind,
        opened_at=capture.taken_at,
        title=_title(capture, judged, decision),
        decision=decision,
        judged=judged,
    )


def _title(capture: Capture, judged: tuple[Judged, ...], decision: Decision) -> str:
    """Return what people know the item by: a file's name, or a copied text's first line, never of personal data."""
    name = capture.items[0].name if capture.items else ""
    text = judged[0].text if judged else None
    if capture.kind is not Kind.TEXT or text is None or decision.nature is Nature.PERSONAL:
        return name
    line = next((line.strip() for line in text.original[:TITLE_LOOKS_AT].splitlines() if line.strip()), name)
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1] + "…"


@dataclass(frozen=True, slots=True)
class _Early:
    """What was decided before everything was read, on what, and the case that came of it."""

    judged: tuple[Judged, ...]
    decision: Decision
    case: Case | None


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The path with its ends attached. ``rules`` is called once a capture: one in flight finishes on the old ones."""

    rules: Callable[[], Rules]
    reader: Reader
    holder: Holder
    decided: Callable[[Capture, Decision], None]
    notify: Callable[[Case], None]
    completed: Callable[[Case], None]
    sink: Sink

    def take(self, capture: Capture) -> Case | None:
        """Take a capture along the whole path; return the case when something was held.

        A decision that need not wait for the rest is carried out at once; the rest is then read all the same and
        completes the case.
        """
        rules = self.rules()
        known: tuple[Judged, ...] = ()
        early: _Early | None = None
        for known in judged_as_read(capture.items, self.reader, rules.judge):
            decision = decide_early(known, rules.policy) if early is None else None
            if decision is not None:
                self.decided(capture, decision)
                early = _Early(known, decision, self.take_judged(capture, known, decision))
        decision = decide(known, rules.policy)
        if early is None:
            self.decided(capture, decision)
            return self.take_judged(capture, known, decision)
        return early.case if known is early.judged else self._complete(capture, early, known, decision)

    def look(self, capture: Capture) -> tuple[tuple[Judged, ...], Decision]:
        """Read, judge, decide and record a capture that stays where it is: nothing is held."""
        rules = self.rules()
        judged = tuple(read_and_judge(item, self.reader, rules.judge) for item in capture.items)
        decision = decide(judged, rules.policy)
        self._record_verdict(capture, judged, decision)
        return judged, decision

    def take_judged(self, capture: Capture, judged: tuple[Judged, ...], decision: Decision) -> Case | None:
        """Take a capture that was judged elsewhere along the rest of the path."""
        self._record_verdict(capture, judged, decision)
        if not decision.hold:
            return None
        case = case_of(capture, judged, decision)
        try:
            case = self.holder.hold(capture, case)
        except HoldError as error:
            self.sink.append(Event(EventKind.TROUBLE, time.time(), case=capture.id, reason=str(error)))
        else:
            self.sink.append(_held_event(case))
        self.notify(case)
        return case

    def _complete(self, capture: Capture, early: _Early, judged: tuple[Judged, ...], decision: Decision) -> Case | None:
        """Bring a case that was held early up to what the whole capture says; never to anything looser."""
        decision = stricter(early.decision, decision)
        if decision != early.decision:
            self.decided(capture, decision)
        if outcome_of(judged) is not Outcome.BLOCK:
            # The part that was stopped is the reason people are shown; the whole would explain nothing.
            judged = early.judged
        if early.case is None:
            return None
        self._record_verdict(capture, judged, decision)
        try:
            case = self.holder.complete(case_of(capture, judged, decision))
        except HoldError as error:
            self.sink.append(Event(EventKind.TROUBLE, time.time(), case=capture.id, reason=str(error)))
            return early.case
        self.completed(case)
        return case

    def _record_verdict(self, capture: Capture, judged: tuple[Judged, ...], decision: Decision) -> None:
        rules = tuple(sorted({match.rule for item in judged if item.verdict for match in item.verdict.matches}))
        if decision.outcome is Outcome.ALLOW and not rules:
            return
        self.sink.append(Event(
            EventKind.JUDGED, time.time(), case=capture.id, outcome=decision.outcome.value, rules=rules,
            count=sum(len(item.verdict.matches) for item in judged if item.verdict),
            reason=_reason_code(judged),
        ))


def _held_event(case: Case) -> Event:
    return Event(EventKind.HELD, time.time(), case=case.id, outcome=case.decision.outcome.value,
                 rules=(case.decision.rule,) if case.decision.rule else (), count=len(case.judged))


def _reason_code(judged: tuple[Judged, ...]) -> str:
    reason: Reason | None = next((item.unreadable.reason for item in judged if item.unreadable), None)
    return reason.value if reason else ""


def _milliseconds(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 3)


