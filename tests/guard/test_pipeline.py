"""Tests the path from capture to case, with a real reader process that reads line by line."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from guard.core.decide import decide, decide_early, stricter
from guard.core.events import Event, EventKind
from guard.core.model import (
    Capture,
    Case,
    CaseState,
    Decision,
    DestinationKind,
    Item,
    Judged,
    Kind,
    Origin,
    Outcome,
    Reason,
    Release,
    Target,
    Unreadable,
    new_id,
)
from guard.core.policy import Mode, Policy
from guard.daemon.quarantine import Quarantine
from guard.files.copied import files_of
from guard.pipeline.judging import LONG_CHARACTERS
from guard.pipeline.pipeline import Pipeline, Rules
from guard.reading.client import ReaderClient
from guard.vault import MemoryVault
from rules.text import PARTIAL, Text, Trait
from tests.support.guarding import wait_for

ROOT = Path(__file__).parents[2]
ECHO = [sys.executable, str(ROOT / "tests" / "children" / "echo_child.py")]
MARK = "机密★5年"
PEOPLE = "\n".join(f"密接者{name}，身份证号{number}，手机13800138000，住城关镇人民路12号" for name, number in (
    ("王小明", "110105194912310021"), ("李建国", "430102199003077230"), ("赵丽华", "110105194912310021")))
PERSON = "联系人王小明，身份证号110105194912310021，电话13800138000"


@dataclass
class Happened:
    """What the pipeline did, in order; ``marker`` is created with the first decision, so that a reader may go on."""

    marker: Path
    decisions: list[Decision] = field(default_factory=list)
    notified: list[Case] = field(default_factory=list)
    completed: list[Case] = field(default_factory=list)
    anew: list[bool] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    order: list[str] = field(default_factory=list)

    def decided(self, _: Capture, decision: Decision) -> None:
        self.decisions.append(decision)
        self.order.append("decided")

    def notify(self, case: Case) -> None:
        self.notified.append(case)
        self.order.append("notified")
        self.marker.touch()

    def complete(self, case: Case, anew: bool) -> None:
        self.completed.append(case)
        self.anew.append(anew)
        self.order.append("completed")

    def append(self, event: Event) -> None:
        self.events.append(event)


@pytest.fixture(scope="module")
def echo() -> Iterator[ReaderClient]:
    """A reader process that answers as its items say."""
    client = ReaderClient(ECHO, read_seconds=20.0, environment={**os.environ, "PYTHONPATH": str(ROOT)})
    yield client
    client.close()


@pytest.fixture
def happened(tmp_path: Path) -> Happened:
    return Happened(tmp_path / "decided")


@pytest.fixture
def memory() -> MemoryVault:
    return MemoryVault()


@pytest.fixture
def pipeline(rules: Rules, echo: ReaderClient, happened: Happened, memory: MemoryVault) -> Pipeline:
    quarantine = Quarantine(memory, memory, lambda: rules.policy, lambda _: None, lambda _: None)
    return Pipeline(lambda: rules, echo, quarantine, happened.decided, happened.notify, happened.complete, happened,
                    lambda *_: None)


def picture(content: str, name: str = "parts") -> Capture:
    item = Item(name, Kind.PICTURE, content.encode())
    return Capture(new_id(), Origin.CLIPBOARD, Kind.PICTURE, 1.0, (item,),
                   (Target("image/png", "image/png", 8, content.encode()),))


def test_block_is_decided_held_and_notified_before_the_rest_is_read(
        pipeline: Pipeline, happened: Happened, memory: MemoryVault) -> None:
    capture = picture(f"{MARK}\nuntil {happened.marker}\n各位同事请于周五前报送。\n{PERSON}")
    case = pipeline.take(capture)
    assert happened.order == ["decided", "notified", "completed"]
    assert [text.original for text in texts(happened.notified[0])] == [MARK]
    assert case is not None
    assert case.decision.outcome is Outcome.BLOCK
    assert [text.original for text in texts(case)] == [f"{MARK}\n各位同事请于周五前报送。\n{PERSON}"]
    assert texts(case)[0].traits == ()
    assert memory.case(capture.id) == case == happened.completed[0]


def test_a_mark_in_the_last_line_of_a_long_text_is_decided_before_the_text_is_weighed(
        pipeline: Pipeline, happened: Happened) -> None:
    long = "".join(f"第{number}条 各单位请于周五前报送。\n" for number in range(LONG_CHARACTERS // 12)) + MARK
    case = pipeline.take(Capture(new_id(), Origin.OPENED, Kind.FILES, 1.0, (Item("long.txt", Kind.FILES,
                                                                                 long.encode()),)))
    assert happened.order == ["decided", "notified", "completed"]
    assert happened.decisions[0].outcome is Outcome.BLOCK
    assert {match.text for match in happened.notified[0].matches()} == {MARK}
    assert case == happened.completed[0]


def test_later_finding_makes_the_decision_stricter(pipeline: Pipeline, happened: Happened) -> None:
    case = pipeline.take(picture(f"{PEOPLE}\nuntil {happened.marker}\n{MARK}"))
    first, last = happened.decisions
    assert first.release is not Release.NEVER
    assert last.release is Release.NEVER
    assert set(first.held_from) < set(last.held_from)
    assert case is not None
    assert case.decision == last


def test_what_was_let_go_after_the_first_part_is_held_again_when_the_rest_is_stricter(
        pipeline: Pipeline, happened: Happened, memory: MemoryVault) -> None:
    def let_go(case: Case) -> None:
        """Release what is known so far, as its user does from the window."""
        memory.update(replace(case, state=CaseState.RELEASED, approver="王局长"))
        happened.notify(case)

    case = replace(pipeline, notify=let_go).take(picture(f"{PEOPLE}\nuntil {happened.marker}\n{MARK}"))
    assert case is not None
    assert (case.decision.release, case.state, case.approver) == (Release.NEVER, CaseState.HELD, "")
    assert memory.case(case.id) == case
    assert happened.anew == [True]


def test_what_was_let_go_stays_so_when_the_rest_is_no_stricter(
        pipeline: Pipeline, happened: Happened, memory: MemoryVault) -> None:
    def let_go(case: Case) -> None:
        memory.update(replace(case, state=CaseState.RELEASED))
        happened.notify(case)

    case = replace(pipeline, notify=let_go).take(picture(f"{MARK}\nuntil {happened.marker}\n其余"))
    assert case is not None
    assert case.state is CaseState.RELEASED
    assert happened.anew == [False], "a release that is under way counts, too"


def test_reader_that_dies_after_a_block_leaves_it_blocked_with_what_was_found(
        pipeline: Pipeline, happened: Happened) -> None:
    case = pipeline.take(picture(f"{MARK}\nuntil {happened.marker}\n其余", "parts-then-die"))
    assert case is not None
    assert case.decision == happened.decisions[0]
    assert case.matches()


def test_clean_part_allows_nothing_and_a_reader_that_dies_after_it_is_unreadable(
        pipeline: Pipeline, happened: Happened) -> None:
    case = pipeline.take(picture("今天天气很好\n大家下午好", "parts-then-die"))
    assert [decision.outcome for decision in happened.decisions] == [Outcome.UNREADABLE]
    assert happened.decisions[0].hold
    assert case is not None


def test_clean_picture_is_decided_once_when_all_of_it_was_read(pipeline: Pipeline, happened: Happened) -> None:
    assert pipeline.take(picture("今天天气很好\n大家下午好")) is None
    assert happened.decisions == [Decision(Outcome.ALLOW)]
    assert happened.order == ["decided"]


def test_second_picture_is_read_and_judged_after_the_first_was_blocked(pipeline: Pipeline, happened: Happened) -> None:
    first, second = picture(f"{MARK}").items[0], picture(f"until {happened.marker}\n{PERSON}").items[0]
    capture = Capture(new_id(), Origin.CLIPBOARD, Kind.PICTURE, 1.0, (first, second))
    case = pipeline.take(capture)
    assert len(happened.notified[0].judged) == 1
    assert case is not None
    assert [text.original for text in texts(case)] == [MARK, PERSON]


def test_journal_has_the_hold_once_and_the_verdict_of_the_whole(pipeline: Pipeline, happened: Happened) -> None:
    pipeline.take(picture(f"{MARK}\nuntil {happened.marker}\n机密★10年"))
    assert [event.kind for event in happened.events] == [EventKind.JUDGED, EventKind.HELD, EventKind.JUDGED]
    assert happened.events[0].count < happened.events[-1].count


# ------------------------------------------------------------------ judged again under the same number
def changed_files(words: str) -> Capture:
    """Copied files as the broker asks about them, again and again under one number."""
    return Capture("copied", Origin.CLIPBOARD, Kind.FILES, 1.0, (Item("parts", Kind.FILES, words.encode()),))


def test_files_that_changed_are_judged_again_and_the_stricter_verdict_is_recorded_and_stored(
        pipeline: Pipeline, happened: Happened, memory: MemoryVault) -> None:
    happened.marker.touch()
    first = pipeline.take(changed_files(PEOPLE))
    assert first is not None
    assert first.decision.release is not Release.NEVER
    memory.update(replace(memory.case("copied"), state=CaseState.RELEASED))
    before = len(happened.events)
    case = pipeline.take(changed_files(MARK))
    assert case is not None
    stored = memory.case("copied")
    assert (stored.decision.release, stored.state) == (Release.NEVER, CaseState.HELD)
    assert stored.decision.held_from == stricter(*happened.decisions[:2]).held_from
    assert stored == happened.completed[-1]
    assert [(event.kind, event.nature) for event in happened.events[before:]] == [
        (EventKind.JUDGED, happened.decisions[-1].nature)]
    assert [text.original for text in texts(case)] == [MARK]


@pytest.mark.parametrize("words", [PEOPLE, f"{PEOPLE}\n其余"], ids=["whole", "decided before the rest is read"])
def test_what_is_returned_of_files_that_changed_is_what_they_are_now(pipeline: Pipeline, happened: Happened,
                                                                     words: str) -> None:
    happened.marker.touch()
    pipeline.take(changed_files(MARK))
    case = pipeline.take(changed_files(words))
    assert case is not None
    assert [text.original for text in texts(case)] == [words]


def test_a_release_ends_when_the_files_change_and_are_held_all_the_same(pipeline: Pipeline, happened: Happened,
                                                                        memory: MemoryVault) -> None:
    happened.marker.touch()
    pipeline.take(changed_files(PEOPLE))
    memory.update(replace(memory.case("copied"), state=CaseState.RELEASED, approver="王局长"))
    pipeline.take(changed_files(f"{PEOPLE}\n其余"))
    case = memory.case("copied")
    assert (case.state, case.approver) == (CaseState.HELD, "")
    assert [text.original for text in texts(case)] == [f"{PEOPLE}\n其余"]


def test_files_that_changed_are_there_as_they_were_judged_and_not_as_they_are_written_later(
        pipeline: Pipeline, memory: MemoryVault, tmp_path: Path) -> None:
    file = tmp_path / "名单.txt"
    quarantine = pipeline.holder
    assert isinstance(quarantine, Quarantine)

    def content() -> bytes | None:
        case = memory.case("listed")
        return quarantine.content(case, next(judged for judged in case.judged if judged.path))

    for words in (PEOPLE, f"{PEOPLE}\n{MARK}"):
        file.write_text(words, "utf-8")
        pipeline.take(files_of(Capture("listed", Origin.CLIPBOARD, Kind.FILES, 1.0, (Item(str(file), Kind.FILES),))))
    assert content() == file.read_bytes()
    wait_for(lambda: content() is None or os.utime(file), "a write that is later than the judged one")


@pytest.mark.parametrize("words", [PEOPLE, "各位同事请于周五前报送。"], ids=["milder", "clean"])
def test_files_that_changed_make_no_decision_looser(pipeline: Pipeline, happened: Happened, memory: MemoryVault,
                                                    words: str) -> None:
    happened.marker.touch()
    first = pipeline.take(changed_files(MARK))
    assert first is not None
    before = len(happened.events)
    pipeline.take(changed_files(words))
    case = memory.case("copied")
    assert (case.decision.release, case.decision.rule) == (Release.NEVER, first.decision.rule)
    assert [text.original for text in texts(case)] == [MARK], "people are shown what decided"
    assert happened.decisions[-1].release is not Release.NEVER, "what is there now is judged by itself"
    assert [event.kind for event in happened.events[before:]] == [EventKind.JUDGED] * (words == PEOPLE)


def test_a_text_that_is_an_item_already_is_passed_over(pipeline: Pipeline, happened: Happened, rules: Rules) -> None:
    words = (judged(rules, MARK, partial=False),)
    selected = Capture("selected", Origin.PRIMARY, Kind.TEXT, 1.0, (Item("", Kind.TEXT, untrusted_text=MARK),))
    assert pipeline.take_judged(selected, words, decide(words, rules.policy)) is not None
    before = len(happened.events)
    assert pipeline.take_judged(selected, words, decide(words, rules.policy)) is None
    assert len(happened.events) == before


def test_files_that_a_page_asks_for_again_are_passed_over(pipeline: Pipeline, happened: Happened) -> None:
    happened.marker.touch()
    asked = replace(changed_files(MARK), origin=Origin.BROWSER)
    assert pipeline.take(asked) is not None
    before = len(happened.events)
    assert pipeline.take(asked) is None
    assert len(happened.events) == before


def test_an_item_that_was_destroyed_is_held_anew(pipeline: Pipeline, memory: MemoryVault, rules: Rules) -> None:
    words = (judged(rules, MARK, partial=False),)
    selected = Capture("swept", Origin.PRIMARY, Kind.TEXT, 1.0, (Item("", Kind.TEXT, untrusted_text=MARK),))
    pipeline.take_judged(selected, words, decide(words, rules.policy))
    memory.destroy("swept")
    case = pipeline.take_judged(replace(selected, origin=Origin.CLIPBOARD), words, decide(words, rules.policy))
    assert case == memory.case("swept")


# ------------------------------------------------------------------ decide.py
def judged(rules: Rules, words: str, partial: bool) -> Judged:
    text = Text(words, traits=(Trait(PARTIAL),) if partial else (), from_picture=True)
    return Judged("picture", text=text, verdict=rules.judge.judge(text))


@pytest.mark.parametrize(("reason", "judged_with"), [
    (Reason.TIMED_OUT, ""), (Reason.ENGINE_FAILED, ""), (Reason.UNCONFINED, ""), (Reason.ENCRYPTED, "rules 1"),
    (Reason.DAMAGED, "rules 1"),
])
def test_what_could_not_be_read_for_a_moment_is_not_decided_for_good(
        rules: Rules, reason: Reason, judged_with: str) -> None:
    decision = replace(rules, identity="rules 1").decided((Judged("名册.xlsx", unreadable=Unreadable(reason)),))
    assert (decision.outcome, decision.judged_with) == (Outcome.UNREADABLE, judged_with)


def test_only_a_block_is_decided_early(rules: Rules) -> None:
    assert decide_early((judged(rules, "今天天气很好", partial=False),), rules.policy) is None
    assert decide_early((judged(rules, "今天天气很好", partial=True),), rules.policy) is None
    early = decide_early((judged(rules, MARK, partial=True),), rules.policy)
    assert early == decide((judged(rules, MARK, partial=True),), rules.policy)


def test_nothing_is_decided_early_where_nothing_is_held(rules: Rules) -> None:
    assert decide_early((judged(rules, MARK, partial=True),), Policy("p", Mode.MONITOR)) is None


@pytest.mark.parametrize("other", [
    Decision(Outcome.ALLOW),
    Decision(Outcome.UNREADABLE, (DestinationKind.CHAT,), True, Release.FREE),
    Decision(Outcome.WARN, (DestinationKind.CHAT,), True, Release.REASON),
    Decision(Outcome.BLOCK, (DestinationKind.CHAT, DestinationKind.BROWSER), True, Release.NEVER, rule="B"),
])
def test_stricter_never_loosens_either(other: Decision) -> None:
    one = Decision(Outcome.BLOCK, (DestinationKind.CHAT, DestinationKind.CLIPBOARD_MANAGER), True, Release.CODE,
                   rule="A")
    for both in (stricter(one, other), stricter(other, one)):
        assert both.outcome is Outcome.BLOCK
        assert set(both.held_from) == {*one.held_from, *other.held_from}
        assert both.release is (Release.NEVER if other.release is Release.NEVER else Release.CODE)
        assert both.notify
    assert stricter(one, one) == one


def texts(case: Case) -> list[Text]:
    return [item.text for item in case.judged if item.text is not None]


def test_several_files_are_known_in_their_order_and_the_first_that_is_blocked_decides(
        pipeline: Pipeline, happened: Happened, tmp_path: Path) -> None:
    for name, words in (("1.txt", "开会"), ("2.txt", MARK), ("3.txt", "散会" * 10_000)):
        (tmp_path / name).write_text(words, "utf-8")
    listed = Capture(new_id(), Origin.CLIPBOARD, Kind.FILES, 1.0, (Item(str(tmp_path), Kind.FILES),))
    case = pipeline.take(files_of(listed))
    assert case is not None
    assert happened.order[:2] == ["decided", "notified"]
    names = ["1.txt", "2.txt", "3.txt"]
    assert [judged.name for judged in case.judged] == [*names, tmp_path.name, *names]
    assert [text.original for text in texts(case)] == [*names, tmp_path.name, "开会", MARK, "散会" * 10_000]
    assert happened.decisions[0].outcome is Outcome.BLOCK
