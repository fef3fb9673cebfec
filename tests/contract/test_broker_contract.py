"""Tests what every broker must do on every platform. A new broker is one more name in BROKERS."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from guard.clipboard import BROKERS, BrokerEntry, choose
from guard.core.model import Answer, Decision, DestinationKind, Kind, Origin, Outcome, Release, Target
from guard.core.policy import Mode
from guard.core.tickets import Granting
from guard.ipc.messages import Arm, Armed, Drop, Flagged, Grant, Granted, Passed, Ping, Place, Pong, Stop, Watch
from guard.platform.errors import BrokerError
from tests.support.broker_fixtures import KeptBroker
from tests.support.broker_main import AGAIN
from tests.support.brokering import BLOCKED, CLEAN, INTERNAL, NOTICE, Brokering, policy
from tests.support.guarding import wait_for
from tests.support.program import ROOT
from tests.support.thorough import thorough_but
from ui.demo.display import Display

Start = Callable[..., Brokering]

NAMES = ("wayland", "x11", "portable")


def test_the_suite_covers_every_broker_of_the_table() -> None:
    assert tuple(entry.name for entry in BROKERS if entry.system in ("", "linux")) == NAMES


@pytest.fixture(scope="module", params=thorough_but(["wayland", "x11"], NAMES))
def name(request: pytest.FixtureRequest) -> str:
    """The names of the brokers, one after the other."""
    return str(request.param)


@pytest.fixture
def each(name: str, kept_broker: KeptBroker, start_broker: Start) -> Brokering:
    """The brokers, one after the other. One that polls may not have noticed that the clipboard was cleared between
    two tests."""
    return start_broker(only=name) if name == "portable" else kept_broker.ready(name)


def test_it_says_what_it_is_and_what_it_judges_with(each: Brokering) -> None:
    assert each.armed is not None
    assert each.armed.capabilities[0] == each.only
    assert each.armed.pack == "样例"


def test_it_answers_when_it_is_asked_whether_it_works_also_during_a_pause(each: Brokering) -> None:
    each.send(Ping())
    each.expect(Pong)
    each.send(Watch(False))
    each.send(Ping())
    each.expect(Pong)


def test_clean_text_passes_and_pastes(each: Brokering, chat: str) -> None:
    each.copy(CLEAN)
    passed = each.expect(Passed)
    assert (passed.rules, passed.outcome, passed.origin) == ((), Outcome.ALLOW, Origin.CLIPBOARD)
    assert each.paste(chat).decode() == CLEAN


def test_chat_gets_the_notice_and_the_guard_the_original(each: Brokering, chat: str) -> None:
    each.copy(BLOCKED)
    flagged = each.expect(Flagged)
    assert each.paste(chat).decode() == NOTICE
    assert flagged.capture.kind is Kind.TEXT
    assert flagged.capture.items[0].untrusted_text == BLOCKED
    assert flagged.capture.targets[0].untrusted_bytes == BLOCKED.encode()
    assert flagged.decision.answer(DestinationKind.CHAT) is Answer.NOTICE
    assert flagged.judged.verdict is not None
    assert [match.text for match in flagged.judged.verdict.matches] == ["绝密样例"]
    assert flagged.elapsed_ms > 0


def test_what_it_held_it_remembers_before_the_next_copy(each: Brokering, chat: str) -> None:
    each.copy(AGAIN)
    each.expect(Passed)
    each.copy(f"{BLOCKED}，{AGAIN}")
    each.expect(Flagged)
    each.copy(f"{AGAIN}，有一些话")
    each.expect(Flagged)
    assert each.paste(chat).decode() == NOTICE


def test_what_is_only_recorded_passes_with_its_rule(each: Brokering, chat: str) -> None:
    each.copy("这是记录样例")
    assert each.expect(Passed).rules == ("记录样例",)
    assert each.paste(chat).decode() == "这是记录样例"


def test_monitoring_holds_nothing_and_tells_what_it_would_have_held(start_broker: Start, office: str, chat: str,
                                                                    request: pytest.FixtureRequest) -> None:
    for name in NAMES:
        broker = start_broker(policy(office, mode=Mode.MONITOR), only=name)
        broker.copy(BLOCKED)
        passed = broker.expect(Passed, lambda report: bool(report.rules))
        assert (passed.rules, passed.outcome) == (("绝密样例",), Outcome.BLOCK)
        assert broker.paste(chat).decode() == BLOCKED
        broker.stop()


def test_a_newer_clean_copy_replaces_what_was_held(each: Brokering, chat: str) -> None:
    each.copy(BLOCKED)
    each.expect(Flagged)
    each.copy(CLEAN)
    each.expect(Passed)
    assert each.paste(chat).decode() == CLEAN


def test_the_same_words_copied_again_are_held_again(each: Brokering, chat: str) -> None:
    each.copy(BLOCKED)
    first = each.expect(Flagged).capture.id
    each.copy(BLOCKED)
    assert each.expect(Flagged).capture.id != first
    assert each.paste(chat).decode() == NOTICE


def test_a_granted_item_pastes(each: Brokering, chat: str) -> None:
    each.copy(INTERNAL)
    capture = each.expect(Flagged).capture.id
    each.send(Grant(capture, 60))
    assert each.expect(Granted) == Granted(capture, Granting.GIVEN)
    assert each.paste(chat).decode() == INTERNAL


def test_a_granted_masked_copy_pastes_in_the_place_of_the_original(each: Brokering, chat: str) -> None:
    each.copy(INTERNAL)
    capture = each.expect(Flagged).capture.id
    each.send(Grant(capture, 60, masked=(Target("UTF8_STRING", "UTF8_STRING", 8, "打码版".encode()),)))
    assert each.expect(Granted) == Granted(capture, Granting.GIVEN)
    assert each.paste(chat).decode() == "打码版"


def test_a_grant_runs_out(each: Brokering, chat: str) -> None:
    each.copy(INTERNAL)
    each.send(Grant(each.expect(Flagged).capture.id, 0.5))
    wait_for(lambda: each.paste(chat).decode() == NOTICE, "the end of the grant")


def test_what_may_never_be_released_is_not_granted(each: Brokering, chat: str) -> None:
    never = Decision(Outcome.BLOCK, (DestinationKind.CHAT,), True, Release.NEVER)
    each.send(Place("never", Kind.TEXT, (Target("UTF8_STRING", "UTF8_STRING", 8, BLOCKED.encode()),), never))
    each.send(Grant("never", 60))
    assert each.expect(Granted) == Granted("never", Granting.REFUSED)
    assert each.paste(chat).decode() == NOTICE


def test_what_is_not_there_is_not_refused_but_absent(each: Brokering) -> None:
    each.copy(INTERNAL)
    each.expect(Flagged)
    each.send(Grant("another", 60))
    assert each.expect(Granted) == Granted("another", Granting.ABSENT)


def test_a_placed_item_can_be_granted(each: Brokering, chat: str) -> None:
    held = Decision(Outcome.BLOCK, (DestinationKind.CHAT,), True, Release.REASON)
    each.send(Place("kept", Kind.TEXT, (Target("UTF8_STRING", "UTF8_STRING", 8, INTERNAL.encode()),), held))
    each.send(Grant("kept", 60))
    assert each.expect(Granted).given
    assert each.paste(chat).decode() == INTERNAL


@pytest.mark.parametrize("granted", [False, True])
def test_a_dropped_item_cannot_be_granted_and_a_grant_of_before_ends(each: Brokering, chat: str, granted: bool) -> None:
    each.copy(INTERNAL)
    capture = each.expect(Flagged).capture.id
    if granted:
        each.send(Grant(capture, 60))
        assert each.expect(Granted).given
    each.send(Drop(capture))
    each.send(Grant(capture, 60))
    assert not each.expect(Granted).given
    assert each.paste(chat).decode() == NOTICE


def test_what_was_copied_since_a_grant_stays_when_its_item_is_dropped(each: Brokering, chat: str) -> None:
    each.copy(INTERNAL)
    capture = each.expect(Flagged).capture.id
    each.send(Grant(capture, 60))
    assert each.expect(Granted).given
    each.copy(CLEAN)
    each.send(Drop(capture))
    each.expect(Passed)
    assert each.paste(chat).decode() == CLEAN


def test_a_pause_judges_nothing_and_its_end_judges_what_is_there(each: Brokering, chat: str) -> None:
    each.send(Watch(False))
    each.send(Arm((), each.policy))
    each.expect(Armed)
    each.copy(BLOCKED)
    assert each.paste(chat).decode() == BLOCKED
    each.send(Watch(True))
    each.expect(Flagged)
    assert each.paste(chat).decode() == NOTICE


def test_what_is_there_at_the_start_is_judged(start_broker: Start, chat: str, name: str) -> None:
    first = start_broker(only=name)
    first.stop()
    first.copy(BLOCKED)
    second = start_broker(only=name)
    second.expect(Flagged)
    assert second.paste(chat).decode() == NOTICE


def test_what_the_broker_before_ended_on_is_held_unread_and_what_comes_next_is_judged(
        start_broker: Start, office: str, chat: str, name: str) -> None:
    first = start_broker(only=name)
    first.stop()
    first.copy(CLEAN)
    second = start_broker(only=name, wary=True)
    assert second.expect(Flagged).judged.verdict is None
    assert second.paste(chat).decode() == NOTICE
    assert name == "portable" or second.paste(office).decode() == CLEAN
    second.copy(CLEAN)
    second.expect(Passed)
    assert second.paste(chat).decode() == CLEAN


def test_what_is_copied_after_the_broker_before_ended_on_something_that_is_gone_is_judged(
        start_broker: Start, chat: str, name: str) -> None:
    if name == "portable":
        pytest.skip("the notice that it put on the clipboard outlives it")
    first = start_broker(only=name)
    first.copy(BLOCKED)
    first.expect(Flagged)
    first.stop()
    second = start_broker(only=name, wary=True)
    second.copy(CLEAN)
    second.expect(Passed)
    assert second.paste(chat).decode() == CLEAN


def test_stop_ends_a_grant(each: Brokering, chat: str) -> None:
    each.copy(INTERNAL)
    each.send(Grant(each.expect(Flagged).capture.id, 60))
    assert each.expect(Granted).given
    each.send(Stop())
    assert each.process.wait(10) == 0
    assert each.paste(chat).decode() in ("", NOTICE)


def test_stop_ends_it_without_giving_held_content_away(each: Brokering, chat: str) -> None:
    each.copy(BLOCKED)
    each.expect(Flagged)
    each.send(Stop())
    assert each.process.wait(10) == 0
    assert each.paste(chat).decode() in ("", NOTICE)


def test_a_guard_that_dies_gives_held_content_to_nobody(each: Brokering, chat: str) -> None:
    each.copy(BLOCKED)
    each.expect(Flagged)
    each.close_input()
    assert each.paste(chat).decode() == NOTICE
    each.copy(CLEAN)
    assert each.process.wait(10) == 0


def test_nonsense_from_the_guard_is_a_guard_that_is_gone(each: Brokering) -> None:
    assert each.process.stdin is not None
    each.process.stdin.write(b"\x00\x00\x00\x03abc")
    each.process.stdin.flush()
    assert each.process.wait(10) == 0


def test_a_guard_that_never_arms_it_leaves_no_process(display: Display, request: pytest.FixtureRequest,
                                                      name: str) -> None:
    place = request.getfixturevalue("compositor") if name == "wayland" else display
    done = subprocess.run([sys.executable, str(ROOT / "tests" / "support" / "broker_main.py"), name], input=b"",
                          capture_output=True, cwd=ROOT, env={**place.environment, "PYTHONPATH": str(ROOT)},
                          timeout=20)
    assert (done.returncode, done.stdout) == (0, b"")


def test_no_clipboard_at_all_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":9999")
    with pytest.raises(BrokerError, match="x11：连不上"):
        choose("x11")


def test_the_best_that_works_is_chosen_and_the_others_say_why() -> None:
    class Works:
        name = "works"

    def broken() -> Works:
        raise BrokerError("没有显示器")

    choice = choose(brokers=(BrokerEntry("broken", broken), BrokerEntry("works", Works)))  # type: ignore[arg-type]
    assert choice.broker.name == "works"
    assert choice.passed_over == (("broken", "没有显示器"),)
    with pytest.raises(BrokerError, match="broken：没有显示器"):
        choose(brokers=(BrokerEntry("broken", broken),))  # type: ignore[arg-type]


def test_no_broker_works_while_the_display_is_away() -> None:
    gone = {name: value for name, value in os.environ.items() if name not in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    said = subprocess.run([sys.executable, "-c", "from guard.clipboard import choose; choose()"], cwd=ROOT,
                          env={**gone, "DISPLAY": ":987"}, capture_output=True, text=True).stderr
    assert "BrokerError" in said
    assert "portable" in said
