"""Tests what a process remembers of stopped items: which, for how long, how many, and what ends it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

import pytest

from guard.clipboard import held_words as module
from guard.clipboard.held_words import HOUR, Kinship
from guard.core.decide import decide
from guard.core.model import Decision, Judged, Outcome
from guard.core.policy import Mode
from guard.ipc.messages import Forget, Remember
from guard.pipeline.judging import judge_item
from guard.pipeline.pipeline import Rules
from rules.model import Kin
from rules.text import Text
from tests.support.built_in import built_in
from tests.support.guarding import CLEAN
from tests.support.kinship import MARK, PARAGRAPHS, REST, SECRET

AT = time.time() + 24 * HOUR
"""A time in the future for as long as the tests run, so that nothing is too old."""
RECORD = ("某某市人民医院 病历\n姓名：赵样例  性别：男  住院号：00345678\n身份证号：510104199003074518\n诊断：肺结核\n"
          "主诉：咳嗽三周，夜里出汗，吃饭不香，体重比上月轻了四斤，已经在镇卫生院拿过两次药。\n联系电话：13800138000\n")


@dataclass
class Process:
    """Judges, decides and remembers as guard and broker do."""

    rules: Rules = field(default_factory=built_in)
    now: float = 100 * HOUR
    kinship: Kinship = field(init=False)

    def __post_init__(self) -> None:
        self.kinship = Kinship(lambda: self.now)

    def judged(self, text: str) -> Judged:
        judge = self.kinship.knowing(self.rules.judge, self.rules.policy)
        return judge_item("剪贴板文字", Text(text), judge, time.perf_counter())

    def copy(self, text: str, capture: str = "c1") -> tuple[Decision, tuple[Remember, ...]]:
        judged = self.judged(text)
        decision = decide([judged], self.rules.policy)
        return decision, self.kinship.remember(capture, AT, [judged], decision, self.rules.judge, self.rules.policy)

    def kin(self, text: str) -> Kin | None:
        verdict = self.judged(text).verdict
        assert verdict is not None
        return next((match.kin for match in verdict.matches if match.kin), None)

    def let_go(self, text: str) -> Forget:
        return self.kinship.forget([self.judged(text)], self.rules.judge)


def test_the_rest_of_what_was_held_is_held_alike_and_carries_when_that_was() -> None:
    process = Process()
    marked, _ = process.copy(SECRET)
    rest, _ = process.copy(REST, "c2")
    assert rest == marked
    assert rest.outcome is Outcome.BLOCK
    assert process.kin(REST) == Kin("c1", AT)


def test_what_is_held_for_its_kinship_alone_is_not_remembered_itself() -> None:
    process = Process()
    process.copy(SECRET)
    more = "\n".join(f"{line}记录{number}在二楼的铁柜里，钥匙在老陈那里。" for number, line in enumerate(PARAGRAPHS))
    decision, told = process.copy(more, "c2")
    assert decision.outcome is Outcome.BLOCK
    assert told == ()


@pytest.mark.parametrize("text", [CLEAN, RECORD], ids=["clean", "personal data"])
def test_nothing_is_remembered_of_what_passes_and_of_personal_data(text: str) -> None:
    assert Process().copy(text)[1] == ()


@pytest.mark.parametrize("change", [{"mode": Mode.MONITOR}, {"kinship_hours": 0}], ids=["monitor", "no hours"])
def test_nothing_is_remembered_where_nothing_is_held_or_policy_says_no(change: dict[str, object]) -> None:
    process = Process()
    process.rules = replace(process.rules, policy=replace(process.rules.policy, **change))
    assert process.copy(SECRET)[1] == ()
    assert process.kin(REST) is None


def test_it_is_remembered_for_the_hours_of_the_policy_whatever_the_wall_clock_says() -> None:
    process = Process()
    process.copy(SECRET)
    hours = process.rules.policy.kinship_hours
    assert hours == 8
    process.now += hours * HOUR - 1
    assert process.kin(REST)
    process.now += 2
    assert process.kin(REST) is None
    assert process.kinship.remembered().items == ()


def test_what_was_held_hours_ago_counts_from_then() -> None:
    process = Process()
    judged = process.judged(SECRET)
    decision = decide([judged], process.rules.policy)
    process.kinship.remember("c1", time.time() - 7 * HOUR, [judged], decision, process.rules.judge,
                             process.rules.policy)
    assert process.kin(REST)
    process.now += HOUR + 1
    assert process.kin(REST) is None
    assert process.kinship.remember("c1", 0.0, [judged], decision, process.rules.judge, process.rules.policy) == ()


def test_fewer_hours_of_a_new_policy_count_for_what_is_remembered_already() -> None:
    process = Process()
    process.copy(SECRET)
    process.now += 2 * HOUR
    process.rules = replace(process.rules, policy=replace(process.rules.policy, kinship_hours=1))
    assert process.kin(REST) is None


def test_what_was_let_go_is_forgotten_and_not_remembered_again_until_its_time_is_over() -> None:
    process = Process()
    process.copy(SECRET)
    process.let_go(SECRET)
    assert process.kin(REST) is None
    process.copy(SECRET, "c2")
    assert process.kin(REST) is None
    process.now += 9 * HOUR
    process.kin(REST)
    process.copy(SECRET, "c3")
    assert process.kin(REST) == Kin("c3", AT)


def test_a_part_that_was_let_go_frees_the_part_alone() -> None:
    process = Process()
    process.copy(SECRET)
    process.let_go(PARAGRAPHS[0])
    assert process.kin(PARAGRAPHS[0]) is None
    assert process.kin(PARAGRAPHS[2])


def test_what_a_rule_stopped_that_is_no_longer_in_force_is_forgotten() -> None:
    process = Process()
    process.copy(SECRET)
    process.kinship.keep(process.rules.judge.ids)
    assert process.kin(REST)
    process.kinship.keep(process.rules.judge.ids - {"BC-01"})
    assert process.kin(REST) is None


def test_another_process_knows_what_it_is_told_and_forgets_what_it_is_told() -> None:
    guard, broker = Process(), Process()
    broker.kinship.take_all(guard.kinship.remembered())
    for told in guard.copy(SECRET)[1]:
        broker.kinship.take(told)
    assert broker.kin(REST) == Kin("c1", AT)
    broker.kinship.take(guard.let_go(SECRET))
    assert broker.kin(REST) is None


def test_a_broker_that_starts_is_given_all_of_it_and_one_that_goes_on_keeps_its_own() -> None:
    guard, broker = Process(), Process()
    broker.kinship.take_all(guard.kinship.remembered())
    broker.copy(SECRET)
    broker.kinship.take_all(guard.kinship.remembered())
    assert broker.kin(REST)
    guard.copy(SECRET, "of the guard")
    guard.let_go(PARAGRAPHS[3])
    started = Process()
    started.kinship.take_all(guard.kinship.remembered())
    assert started.kin(PARAGRAPHS[1]) == Kin("of the guard", AT)
    assert started.kin(PARAGRAPHS[3]) is None


def test_another_guards_key_leaves_nothing_of_the_one_before() -> None:
    broker = Process()
    broker.kinship.take_all(Process().kinship.remembered())
    broker.copy(SECRET)
    broker.kinship.take_all(Process().kinship.remembered())
    assert broker.kin(REST) is None


def test_no_more_items_are_remembered_than_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_ITEMS", 2)
    process = Process()
    for number, line in enumerate(PARAGRAPHS):
        process.copy(f"{MARK}\n{line}", f"c{number}")
    assert [process.kin(line) is not None for line in PARAGRAPHS] == [False, False, True, True]


def test_nothing_that_is_remembered_or_told_holds_a_word_of_it() -> None:
    told = Process().copy(SECRET)[1]
    assert told
    for one in told:
        assert not any(line[:6] in repr(one.earlier) or line[:6].encode() in one.pieces for line in PARAGRAPHS)


def test_of_a_very_long_text_only_the_beginning_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_CHARACTERS", len(MARK) + 1 + len(PARAGRAPHS[0]))
    process = Process()
    process.copy(SECRET)
    assert [process.kin(line) is not None for line in PARAGRAPHS[:2]] == [True, False]
