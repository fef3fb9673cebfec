"""Tests decide.py as a table: what was judged, under which policy, held from whom, released how."""

from __future__ import annotations

from dataclasses import replace

import pytest

from guard.config.builtin_policy import builtin_policy
from guard.config.policy_file import load
from guard.core.decide import (
    decide,
    decide_concealed,
    for_large_upload,
    outcome_of,
    refuses_open,
    unreadable_words,
    waits,
)
from guard.core.model import Answer, DestinationKind, Judged, Outcome, Reason, Release, Unreadable
from guard.core.policy import FileGate, GateMode, GovernmentChat, Mode, Policy, Unjudged
from guard.sentences.catalogue import sentence
from rules.model import Action, Confidence, Explanation, Match, Nature, Verdict
from rules.sentences.sentence import NOTHING, Sentence
from rules.text import PARTIAL, Text, Trait

CHAT, OFFICE, MANAGER = DestinationKind.CHAT, DestinationKind.OFFICE, DestinationKind.CLIPBOARD_MANAGER
BROWSER, UNKNOWN, GOVERNMENT = DestinationKind.BROWSER, DestinationKind.UNKNOWN, DestinationKind.GOVERNMENT_CHAT


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load(builtin_policy(), "policy.yaml")


def judged(action: Action, nature: Nature = Nature.STATE_SECRET, *, rule: str = "R-1", gaps: tuple[str, ...] = (),
           destinations: tuple[str, ...] = ("聊天软件",)) -> Judged:
    if action is Action.ALLOW:
        return Judged("x", text=Text("t"), verdict=Verdict(action, gaps=gaps))
    match = Match(rule, "名称", action, Confidence.HIGH, "t", 0, 1)
    explanation = Explanation(rule, "名称", "类别", nature, "依据", (1,), destinations, "题", "句", "办")
    return Judged("x", text=Text("t"), verdict=Verdict(action, (match,), (explanation,), gaps))


def unread(reason: Reason = Reason.DAMAGED) -> Judged:
    return Judged("x", unreadable=Unreadable(reason))


def test_what_no_sandbox_may_read_is_held_as_every_unread_thing_is(policy: Policy) -> None:
    decision = decide((unread(Reason.UNCONFINED),), policy)
    assert decision.outcome is Outcome.UNREADABLE
    assert CHAT in decision.held_from
    assert decision.reason is not None
    assert "沙箱" in decision.reason


@pytest.mark.parametrize(("action", "nature", "held_from", "release"), [
    (Action.BLOCK, Nature.STATE_SECRET, {CHAT, MANAGER, GOVERNMENT, BROWSER, UNKNOWN}, Release.NEVER),
    (Action.WARN, Nature.STATE_SECRET, {CHAT, GOVERNMENT}, Release.FREE),
    (Action.BLOCK, Nature.WORK_SECRET, {CHAT, MANAGER}, Release.CODE),
    (Action.BLOCK, Nature.INSTRUCTION, {CHAT, MANAGER}, Release.CODE),
    (Action.WARN, Nature.INSTRUCTION, {CHAT}, Release.FREE),
    (Action.BLOCK, Nature.CHAT_RECORD, {CHAT, MANAGER}, Release.REASON),
    (Action.BLOCK, Nature.PERSONAL, {CHAT, MANAGER}, Release.REASON),
    (Action.WARN, Nature.PERSONAL, {CHAT}, Release.FAMILY),
    (Action.WARN, Nature.DRAFT, {CHAT}, Release.APPROVER),
    (Action.BLOCK, Nature.DRAFT, {CHAT, MANAGER}, Release.CODE),
    (Action.WARN, Nature.RUMOUR, {CHAT}, Release.FREE),
])
def test_each_nature_is_held_from_and_released_as_the_office_table_says(
        policy: Policy, action: Action, nature: Nature, held_from: set[DestinationKind], release: Release) -> None:
    decision = decide([judged(action, nature)], policy)
    assert set(decision.held_from) == held_from
    assert decision.release is release
    assert decision.notify
    assert decision.answer(OFFICE) is Answer.ORIGINAL


@pytest.mark.parametrize(("rule", "nature", "held"), [
    ("R-1", Nature.WORK_SECRET, True),
    ("R-2", Nature.WORK_SECRET, False),
    ("R-3", Nature.PERSONAL, True),
    ("R-1", Nature.PERSONAL, False),
    ("R-4", Nature.STATE_SECRET, True),
])
def test_government_chat_has_its_own_action_by_nature_and_by_rule_which_counts_first(
        policy: Policy, rule: str, nature: Nature, held: bool) -> None:
    table = (GovernmentChat(True, Nature.WORK_SECRET), GovernmentChat(False, rule="R-2"),
             GovernmentChat(True, rule="R-3"), GovernmentChat(False, rule="R-4"))
    decision = decide([judged(Action.BLOCK, nature, rule=rule)], replace(policy, government_chat=table))
    assert (GOVERNMENT in decision.held_from) is held
    assert CHAT in decision.held_from


@pytest.mark.parametrize("action", [Action.ALLOW, Action.LOG])
def test_clean_and_merely_logged_content_is_left_alone(policy: Policy, action: Action) -> None:
    decision = decide([judged(action)], policy)
    assert decision.outcome is Outcome.ALLOW
    assert not decision.hold
    assert not decision.notify


PARTLY_READ = Judged("x", text=Text("t", traits=(Trait(PARTIAL),)), verdict=Verdict(Action.ALLOW))


@pytest.mark.parametrize("item", [
    unread(), Judged("x", text=Text("t")), judged(Action.ALLOW, gaps=("R-9",)), PARTLY_READ,
])
def test_what_was_not_read_or_not_judged_to_the_end_is_held_from_chat(policy: Policy, item: Judged) -> None:
    decision = decide([item], policy)
    assert decision.outcome is Outcome.UNREADABLE
    assert decision.answer(CHAT) is Answer.NOTICE
    assert decision.reason


def test_a_policy_may_let_unread_content_pass_but_still_says_unreadable(policy: Policy) -> None:
    decision = decide([unread()], replace(policy, hold_unreadable=False))
    assert decision.outcome is Outcome.UNREADABLE
    assert not decision.hold


def test_what_is_warned_of_is_held_though_something_unread_beside_it_may_pass(policy: Policy) -> None:
    policy = replace(policy, hold_unreadable=False)
    for items in ([judged(Action.WARN), unread()], [replace(PARTLY_READ, verdict=judged(Action.WARN).verdict)]):
        assert decide(items, policy).answer(CHAT) is Answer.NOTICE
    assert not decide([judged(Action.WARN), unread()], replace(policy, mode=Mode.MONITOR)).hold


@pytest.mark.parametrize(("hold_unreadable", "large", "holds"), [
    (True, Unjudged.AS_UNREAD, True), (False, Unjudged.AS_UNREAD, False), (False, Unjudged.HOLD, True),
    (True, Unjudged.PASS, False),
])
def test_a_large_upload_is_unread_unless_the_policy_says_otherwise_of_large_ones(
        policy: Policy, hold_unreadable: bool, large: Unjudged, holds: bool) -> None:
    policy = replace(policy, hold_unreadable=hold_unreadable, large_uploads=large)
    assert decide([unread()], for_large_upload(policy)).hold is holds


def test_monitor_mode_holds_nothing_and_shows_nothing(policy: Policy) -> None:
    decision = decide([judged(Action.BLOCK)], replace(policy, mode=Mode.MONITOR))
    assert decision.outcome is Outcome.BLOCK
    assert not decision.hold
    assert not decision.notify


def test_warn_mode_treats_a_block_as_a_warning(policy: Policy) -> None:
    decision = decide([judged(Action.BLOCK, Nature.WORK_SECRET)], replace(policy, mode=Mode.WARN))
    assert set(decision.held_from) == {CHAT}
    assert decision.release is Release.FREE


def test_a_blocked_state_secret_among_other_files_decides_for_all(policy: Policy) -> None:
    items = [judged(Action.WARN, Nature.DRAFT, rule="R-2"), judged(Action.BLOCK, rule="R-1"), unread()]
    decision = decide(items, policy)
    assert decision.outcome is Outcome.BLOCK
    assert decision.rule == "R-1"
    assert decision.release is Release.NEVER


def test_a_warning_beside_something_unread_keeps_the_stricter_release(policy: Policy) -> None:
    decision = decide([judged(Action.WARN, Nature.DRAFT), unread()], policy)
    assert decision.outcome is Outcome.UNREADABLE
    assert decision.release is Release.APPROVER


def test_a_warning_whose_rule_is_not_about_chat_is_not_held_from_chat(policy: Policy) -> None:
    decision = decide([judged(Action.WARN, Nature.DRAFT, destinations=("外部邮箱",))], policy)
    assert not decision.hold


def test_a_nature_the_policy_forgot_needs_a_code(policy: Policy) -> None:
    decision = decide([judged(Action.BLOCK, Nature.PERSONAL)], replace(policy, release=()))
    assert decision.release is Release.CODE


@pytest.mark.parametrize(("items", "outcome"), [
    ([], Outcome.ALLOW),
    ([judged(Action.ALLOW), judged(Action.LOG)], Outcome.ALLOW),
    ([judged(Action.WARN), judged(Action.ALLOW)], Outcome.WARN),
    ([judged(Action.WARN), unread()], Outcome.UNREADABLE),
    ([unread(), judged(Action.BLOCK)], Outcome.BLOCK),
])
def test_the_answer_for_many_is_the_first_of_block_unreadable_warn_allow(
        items: list[Judged], outcome: Outcome) -> None:
    assert outcome_of(items) is outcome


@pytest.mark.parametrize(("detail", "words"), [
    (NOTHING, "文件不完整或已损坏"),
    (sentence("reading.picture-empty"), "文件不完整或已损坏：图片是空的。"),
    (sentence("reading.document-broken", then=NOTHING), "文件不完整或已损坏，没有读全。"),
    (sentence("reading.document-damaged", why=sentence("reading.damaged"), then=NOTHING),
     "文件不完整或已损坏，没有读全。"),
    (sentence("reading.and-more-places", why=sentence("reading.damaged"), count=2),
     "文件不完整或已损坏（另有 2 处没有读）"),
    (Sentence("文件不完整或已损坏"), "文件不完整或已损坏：文件不完整或已损坏"),
    (sentence("joined.of", what="文件不完整或已损坏", why=sentence("reading.part-damaged")),
     "文件不完整或已损坏：文件不完整或已损坏：一个部分损坏"),  # a file of that name
])
def test_why_a_file_counts_as_unread_is_said_once(detail: Sentence, words: str) -> None:
    assert unreadable_words(Judged("a", unreadable=Unreadable(Reason.DAMAGED, detail))) == words


@pytest.mark.parametrize(("mode", "gate", "refused"), [
    (Mode.ENFORCE, GateMode.ON, True), (Mode.WARN, GateMode.ON, True), (Mode.MONITOR, GateMode.ON, False),
    (Mode.ENFORCE, GateMode.TELL, False), (Mode.ENFORCE, GateMode.OFF, False),
])
def test_a_chat_client_may_not_open_what_is_held_from_it_where_the_gate_is_on(
        policy: Policy, mode: Mode, gate: GateMode, refused: bool) -> None:
    policy = replace(policy, mode=mode, file_gate=FileGate(gate))
    assert waits(policy) is refused
    assert refuses_open((CHAT, MANAGER), CHAT, policy) is refused
    assert not refuses_open((CHAT, MANAGER), GOVERNMENT, policy)
    assert not refuses_open((), CHAT, policy)


@pytest.mark.parametrize(("hold_unreadable", "unjudged", "refused"), [
    (True, Unjudged.AS_UNREAD, True), (False, Unjudged.AS_UNREAD, False), (False, Unjudged.HOLD, True),
    (True, Unjudged.PASS, False),
])
def test_a_file_that_nobody_judged_in_time_is_treated_as_an_unread_one_unless_the_policy_says_otherwise(
        policy: Policy, hold_unreadable: bool, unjudged: Unjudged, refused: bool) -> None:
    policy = replace(policy, hold_unreadable=hold_unreadable, file_gate=FileGate(unjudged=unjudged))
    assert refuses_open(None, CHAT, policy) is refused
    assert not refuses_open(None, GOVERNMENT, policy)
    assert not refuses_open(None, CHAT, replace(policy, mode=Mode.MONITOR))


@pytest.mark.parametrize(("mode", "table", "held_from"), [
    (Mode.ENFORCE, (), {CHAT}),
    (Mode.WARN, (), {CHAT}),
    (Mode.MONITOR, (), set()),
    (Mode.ENFORCE, (GovernmentChat(True, Nature.WORK_SECRET),), {CHAT, GOVERNMENT}),
])
def test_a_password_is_held_from_chat_programs_alone_and_never_released(
        policy: Policy, mode: Mode, table: tuple[GovernmentChat, ...], held_from: set[DestinationKind]) -> None:
    decision = decide_concealed(replace(policy, mode=mode, government_chat=table))
    assert set(decision.held_from) == held_from
    assert decision.release is Release.NEVER
