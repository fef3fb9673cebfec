"""Tests what the guard remembers itself, tells the broker, recalls from the vault, and forgets after a release."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec
import pytest

from guard.clipboard.held_words import HOUR, Kinship
from guard.core.decide import decide
from guard.core.model import Capture, Case, CaseState, Item, Judged, Kind, Origin, new_id
from guard.daemon.quarantine import Quarantine
from guard.daemon.remembering import Remembering
from guard.feedback.answers import FeedbackAnswer, FeedbackAnswered
from guard.feedback.book import FeedbackBook
from guard.ipc.messages import Forget, Remember
from guard.pipeline.judging import judge_item
from guard.pipeline.pipeline import case_of
from guard.vault import MemoryVault
from rules.text import Text
from tests.support.built_in import built_in
from tests.support.kinship import CHAT_RECORD, DRAFT, DRAFT_REST, REST, SECRET, WORDS_OF_IT


@dataclass
class Office:
    """One vault, and the current guard."""

    folder: Path
    told: list[Remember | Forget] = field(default_factory=list)

    def __post_init__(self) -> None:
        memory = MemoryVault()
        self.quarantine = Quarantine(memory, memory, lambda: built_in().policy, lambda _: None, lambda _: None)
        self.book = FeedbackBook(self.folder / "feedback")
        self.start()

    def start(self) -> None:
        """Start anew, like a guard that was killed."""
        self.remembering = Remembering(built_in, Kinship(), self.quarantine, self.book, self.told.append)

    def judged(self, text: str) -> Judged:
        return judge_item("剪贴板文字", Text(text), self.remembering.knowing().judge, time.perf_counter())

    def copy(self, text: str, taken_at: float | None = None) -> Case:
        """Hold what was copied."""
        capture = Capture(new_id(), Origin.CLIPBOARD, Kind.TEXT, taken_at or time.time(),
                          (Item("剪贴板文字", Kind.TEXT, untrusted_text=text),))
        judged = (self.judged(text),)
        decision = decide(judged, built_in().policy)
        assert decision.hold
        self.remembering.held(capture, judged, decision)
        return self.quarantine.hold(capture, case_of(capture, judged, decision))

    def akin(self, text: str) -> bool:
        verdict = self.judged(text).verdict
        return verdict is not None and any(match.kin for match in verdict.matches)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_what_is_held_is_told_to_the_broker_and_so_is_what_may_go_on(office: Office) -> None:
    case = office.copy(DRAFT)
    assert [type(one) for one in office.told] == [Remember]
    assert office.akin(DRAFT_REST)
    office.remembering.let_go(case)
    assert [type(one) for one in office.told] == [Remember, Forget]
    assert not office.akin(DRAFT_REST)


def test_a_guard_that_starts_recalls_what_is_held_and_not_what_is_old_or_was_let_go(office: Office) -> None:
    office.copy(SECRET)
    released = office.copy(DRAFT)
    office.quarantine.change(released.id, lambda current: replace(current, state=CaseState.RELEASED))
    office.start()
    office.remembering.recall()
    assert office.akin(REST)
    assert not office.akin(DRAFT_REST)


def test_what_was_held_before_the_hours_of_the_policy_is_not_recalled(office: Office) -> None:
    office.copy(SECRET, time.time() - 9 * HOUR)
    office.start()
    office.remembering.recall()
    assert not office.akin(REST)


def test_what_a_masked_copy_may_have_been_given_of_is_not_recalled(office: Office) -> None:
    office.copy(CHAT_RECORD)
    assert office.akin(WORDS_OF_IT)
    office.start()
    office.remembering.recall()
    assert not office.akin(WORDS_OF_IT)


@pytest.mark.parametrize("adopted", [True, False])
def test_an_adopted_false_alarm_is_forgotten_now_and_after_a_restart_and_a_refused_one_is_not(
        office: Office, adopted: bool) -> None:
    case = office.copy(SECRET)
    given = office.book.add(case)
    assert office.akin(REST)
    answer = FeedbackAnswer(given.number, adopted, "已核实", time.time())
    assert office.book.answered((answer,)) == (msgspec.structs.replace(given, answer=answer),)
    office.remembering.answered(FeedbackAnswered(office.book.entries()))
    assert office.akin(REST) is not adopted
    office.start()
    office.remembering.recall()
    assert office.akin(REST) is not adopted
