"""The pipeline that every capture takes: capture → read → judge → decide → hold or release → notify → record.

Each step is a function or a method that can be tested alone; ``Pipeline.take`` is the only place that connects them
(read and judge: guard/pipeline/judging.py). Text from the clipboard arrives already judged (the broker uses the same
``judge_item`` and ``decide``) and enters through ``Pipeline.take_judged``.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from guard.core.decide import decide, decide_early, is_passing, outcome_of, stricter, tightens
from guard.core.events import Event, EventKind
from guard.core.item_names import name_of
from guard.core.model import Capture, Case, Decision, Judged, Kind, Origin, Outcome, Reason, Span, Unreadable
from guard.core.policy import Policy
from guard.core.ports import Reader, Sink
from guard.core.practice import is_practice
from guard.core.trial import unenforced
from guard.pipeline.judging import judged_as_read, read_and_judge
from guard.sentences.catalogue import sentence
from rules.sentences.sentence import NOTHING, SaidError, Sentence

if TYPE_CHECKING:
    from rules.judge.judge import Judge

class Holder(Protocol):
    """The hold step: stores a case where policy wants it."""

    def hold(self, capture: Capture, case: Case) -> Case:
        """Store the content and return the case as stored. Raises HoldError when it could not be stored."""

    def holds(self, capture: Capture) -> bool:
        """Tell whether a capture is an item already."""

    def complete(self, case: Case, *, changed: bool = False) -> Case:
        """Add what was found after the hold, never for a looser decision, and return the case as it is now. A release
        ends when the content ``changed``. Raises HoldError.
        """


class HoldError(SaidError):
    """The content could not be stored; it is still where it was. Its words are for people and may name a file;
    ``recorded`` is for the journal and names none.
    """

    def __init__(self, words: Sentence, recorded: Sentence) -> None:
        super().__init__(words)
        self.recorded = recorded


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules in force: the judge with its packs, and the policy. Replaced as a whole. ``identity`` is another one
    for other rules, and after a day that changes what these say.
    """

    judge: Judge
    policy: Policy
    identity: str = ""

    def decided(self, judged: Sequence[Judged]) -> Decision:
        """Return what is done with a capture made of these items, as it was judged by these rules."""
        return self._with(judged, decide(judged, self.policy))

    def decided_early(self, judged: Sequence[Judged]) -> Decision | None:
        """Return a decision that need not wait for the rest of a capture, or None."""
        decision = decide_early(judged, self.policy)
        return decision and self._with(judged, decision)

    def _with(self, judged: Sequence[Judged], decision: Decision) -> Decision:
        differs = _kin(judged) or any(map(is_passing, judged))
        return replace(decision, judged_with="" if differs else self.identity)


Hiding = Callable[[str, int, int], tuple[Span, ...]]
"""Finds the parts around a place of a text, in code points, that a warning hides."""


def counted_near(original: str, start: int, end: int) -> tuple[Span, ...]:
    """Return the parts around a place of a text that are counted as about people."""
    from guard.core.found import hidden_near  # with the first case: its tables of names take memory

    return hidden_near(original, start, end)


def case_of(capture: Capture, judged: tuple[Judged, ...], decision: Decision, hiding: Hiding = counted_near) -> Case:
    """Return the case that a held capture becomes; it keeps the capture's id."""
    judged = _marked(judged, capture)
    case = Case(
        id=capture.id,
        origin=capture.origin,
        kind=capture.kind,
        opened_at=capture.taken_at,
        title=NOTHING,
        decision=decision,
        judged=judged,
    )
    from guard.core.found import found_in  # with the first case: its tables of names take memory

    deciding = case.deciding()
    hidden: tuple[Span, ...] = ()
    if deciding is not None and deciding[0].text is not None:
        hidden = hiding(deciding[0].text.original, deciding[1].start, deciding[1].end)
    return replace(case, title=_title(capture, case), found=found_in(judged), hidden=hidden,
                   practice=capture.kind is Kind.TEXT and is_practice(judged))


def _marked(judged: tuple[Judged, ...], capture: Capture) -> tuple[Judged, ...]:
    """Add to files that were not read whole how they were: nothing else tells them from others."""
    marks = {mark.path: mark for mark in capture.marks if mark.size >= 0}
    return tuple(item if item.whole or item.path not in marks else replace(item, mark=marks[item.path])
                 for item in judged)


def _title(capture: Capture, case: Case) -> Sentence:
    """Return the name people know the item by: that of the file that decided, or what was copied; never a word of it.
    """
    name = capture.items[0].name if capture.items else ""
    worst = case.worst()
    if capture.kind is Kind.FILES and len(capture.items) > 1 and worst is not None:
        stopped = {item.name for item in case.judged if outcome_of((item,)) is not Outcome.ALLOW}
        if len(stopped) > 1:
            return sentence("item.and-others", name=worst.name, count=len(stopped))
        return Sentence(worst.name)
    return name_of(name, is_file=capture.kind is Kind.FILES or capture.path is not None)


@dataclass(frozen=True, slots=True)
class _Early:
    """A decision made before everything was read, its basis, and the resulting case."""

    judged: tuple[Judged, ...]
    decision: Decision
    case: Case | None


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The pipeline with its ends attached. ``rules`` is called once per capture: one in progress finishes on the old
    ones.

    ``completed`` is told each item to which something was added, and whether a release of before is one no more.
    ``remember`` is given everything that was decided, for later kinship (guard.clipboard.held_words). ``hiding`` finds
    what a warning hides.
    """

    rules: Callable[[], Rules]
    reader: Reader
    holder: Holder
    decided: Callable[[Capture, Decision], None]
    notify: Callable[[Case], None]
    completed: Callable[[Case, bool], None]
    sink: Sink
    remember: Callable[[Capture, Sequence[Judged], Decision], None]
    hiding: Hiding = counted_near

    def take(self, capture: Capture) -> Case | None:
        """Take a capture along the whole pipeline; return the case when something was held.

        A decision that need not wait for the rest is carried out at once; the rest is then read all the same and
        completes the case.
        """
        rules = self.rules()
        known: tuple[Judged, ...] = ()
        early: _Early | None = None
        for known in judged_as_read(capture.items, self.reader, rules.judge):
            decision = rules.decided_early(known) if early is None else None
            if decision is not None:
                self.decided(capture, decision)
                early = _Early(known, decision, self.take_judged(capture, known, decision))
        decision = rules.decided(known)
        if early is None:
            self.decided(capture, decision)
            return self.take_judged(capture, known, decision)
        return early.case if known is early.judged else self._complete(capture, early, known, decision)

    def look(self, capture: Capture) -> Decision:
        """Read, judge, decide and record a capture that stays where it is: nothing is held."""
        judged, decision = self.judge(capture)
        self.note(capture, judged, decision)
        return decision

    def judge(self, capture: Capture) -> tuple[tuple[Judged, ...], Decision]:
        """Read, judge and decide, and leave no trace: ``note`` or ``take_judged`` is to follow."""
        rules = self.rules()
        judged = tuple(read_and_judge(item, self.reader, rules.judge) for item in capture.items)
        return judged, rules.decided(judged)

    def unread(self, capture: Capture, why: Unreadable) -> tuple[tuple[Judged, ...], Decision]:
        """Return as what a capture counts that nobody reads."""
        judged = (Judged(capture.id, unreadable=why),)
        return judged, self.rules().decided(judged)

    def note(self, capture: Capture, judged: tuple[Judged, ...], decision: Decision) -> None:
        """Record a capture that was judged and stays where it is."""
        self.remember(capture, judged, decision)
        self._record_verdict(capture, judged, decision)

    def take_judged(self, capture: Capture, judged: tuple[Judged, ...], decision: Decision) -> Case | None:
        """Take a capture that was judged elsewhere through the remaining steps, unless it is an item already: a text
        that is also selected (ADR 32), what a page was refused before. Copied files come again because they changed.
        """
        if self.holder.holds(capture):
            return self._renew(capture, judged, decision) if _comes_again(capture) else None
        self.remember(capture, judged, decision)
        self._record_verdict(capture, judged, decision)
        if not decision.hold:
            return None
        case = case_of(capture, judged, decision, self.hiding)
        try:
            case = self.holder.hold(capture, case)
        except HoldError as error:
            self.sink.append(Event(EventKind.TROUBLE, time.time(), case=capture.id, reason=str(error.recorded)))
        else:
            self.sink.append(_held_event(case))
        self.notify(case)
        return case

    def _complete(self, capture: Capture, early: _Early, judged: tuple[Judged, ...], decision: Decision) -> Case | None:
        """Update a case that was held early to the decision on the whole capture; never to a looser one."""
        decision = stricter(early.decision, decision)
        if decision != early.decision:
            self.decided(capture, decision)
        self.remember(capture, judged, decision)
        if outcome_of(judged) is not Outcome.BLOCK:
            # The part that was stopped is the reason people are shown; the whole would explain nothing.
            judged = early.judged
        if early.case is None:
            return None
        self._record_verdict(capture, judged, decision)
        case = case_of(capture, judged, decision, self.hiding)
        stored = self._add(case, anew=tightens(decision, early.decision))
        return case if _comes_again(capture) else stored or early.case

    def _renew(self, capture: Capture, judged: tuple[Judged, ...], decision: Decision) -> Case | None:
        """Update an item to what its files are now; return what they are when they must be held, too: the item itself
        may stay about what they were.
        """
        self.remember(capture, judged, decision)
        self._record_verdict(capture, judged, decision)
        if not decision.hold:
            return None
        written = max((mark.changed_ns / 1e9 for mark in capture.marks), default=0.0)
        # These are the files that were judged, though they were written after they were copied.
        capture = replace(capture, taken_at=max(capture.taken_at, min(written, time.time())))
        case = case_of(capture, judged, decision, self.hiding)
        self._add(case, anew=True, changed=True)
        return case

    def _add(self, case: Case, *, anew: bool, changed: bool = False) -> Case | None:
        """Add what was found to the stored case and tell of it; None when that could not be stored."""
        try:
            case = self.holder.complete(case, changed=changed)
        except HoldError as error:
            self.sink.append(Event(EventKind.TROUBLE, time.time(), case=case.id, reason=str(error.recorded)))
            return None
        self.completed(case, anew)
        return case

    def _record_verdict(self, capture: Capture, judged: tuple[Judged, ...], decision: Decision) -> None:
        rules = tuple(sorted({match.rule for item in judged if item.verdict for match in item.verdict.matches}))
        if decision.outcome is Outcome.ALLOW and not rules:
            return
        self.sink.append(Event(
            EventKind.JUDGED, time.time(), case=capture.id, outcome=decision.outcome.value, rules=rules,
            count=sum(len(item.verdict.matches) for item in judged if item.verdict),
            reason=_reason_code(judged), kin=_kin(judged), nature=decision.nature or "", what=capture.kind.value,
            would=unenforced(judged, decision),
        ))


def _comes_again(capture: Capture) -> bool:
    """Return whether the broker asks about a capture again under its number: copied files, when they changed."""
    return capture.kind is Kind.FILES and capture.origin is Origin.CLIPBOARD


def _held_event(case: Case) -> Event:
    return Event(EventKind.HELD, time.time(), case=case.id, outcome=case.decision.outcome.value,
                 rules=(case.decision.rule,) if case.decision.rule else (), count=len(case.judged),
                 nature=case.decision.nature or "", what=case.kind.value)


def _kin(judged: Sequence[Judged]) -> str:
    return next((match.kin.case for item in judged if item.verdict for match in item.verdict.matches if match.kin), "")


def _reason_code(judged: tuple[Judged, ...]) -> str:
    reason: Reason | None = next((item.unreadable.reason for item in judged if item.unreadable), None)
    return reason.value if reason else ""
