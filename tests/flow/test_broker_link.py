"""Tests what a release makes of the clipboard, with the guard's side of the broker and a real broker on X11."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest

from guard.clipboard.held_words import Kinship
from guard.core.model import Capture, Case, Decision, DestinationKind, Kind, Origin, Outcome, Release
from guard.core.policy import ReleaseRule
from guard.core.tickets import Granting
from guard.daemon import broker_link
from guard.daemon.broker_link import BrokerLink, Reports
from guard.daemon.status import StatusCollector
from guard.supply.rules_in_force import InForce
from rules.model import Nature
from rules.sentences.sentence import NOTHING, Sentence
from tests.support.brokering import BLOCKED, CLEAN, INTERNAL, NOTICE, emptied, policy
from tests.support.guarding import WAIT_SECONDS, wait_for
from tests.support.owner_watch import new_owner
from tests.support.processes import stopped
from tests.support.program import ROOT
from tests.support.turns import Turns
from ui.demo.display import Display

BY_CODE = Decision(Outcome.BLOCK, tuple(DestinationKind), True, Release.CODE)


@dataclass
class Linked:
    """A link whose broker guards the display, and what it reported."""

    link: BrokerLink
    display: Display
    broker: Callable[[], int]
    flagged: queue.SimpleQueue[Capture]
    status: StatusCollector

    def copy(self, text: str) -> None:
        with new_owner(self.display.name, self.broker()):
            subprocess.run(["xclip", "-selection", "clipboard"], input=text.encode(), check=True,
                           env=self.display.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def select(self, text: str) -> None:
        subprocess.run(["xclip", "-selection", "primary"], input=text.encode(), check=True,
                       env=self.display.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def paste(self, program: str) -> str:
        return subprocess.run([program, "-selection", "clipboard", "-o", "-t", "UTF8_STRING"], capture_output=True,
                              env=self.display.environment, timeout=20).stdout.decode()

    def held(self, text: str) -> tuple[Capture, Case]:
        """Copy a text that is held, and return its item as it was under a decision that its user may answer."""
        self.copy(text)
        capture = self.flagged.get(timeout=WAIT_SECONDS)
        return capture, Case(capture.id, Origin.CLIPBOARD, Kind.TEXT, capture.taken_at, NOTHING, BY_CODE, ())


@pytest.fixture
def linked(display: Display, turns: Turns, monkeypatch: pytest.MonkeyPatch) -> Iterator[Linked]:
    turns.take()
    emptied(display)
    for name, value in {**display.environment, "PYTHONPATH": str(ROOT)}.items():
        monkeypatch.setenv(name, value)
    never = ReleaseRule(Nature.STATE_SECRET, after_block=Release.NEVER, after_warn=Release.NEVER)
    rules = InForce((), policy(release=(never,)))
    flagged: queue.SimpleQueue[Capture] = queue.SimpleQueue()
    status = StatusCollector(lambda: 0, lambda _: None)
    reports = Reports(lambda capture, *_: flagged.put(capture), lambda _: None, lambda _: None, lambda _: None,
                      lambda: None, lambda _: None)
    command = [sys.executable, str(ROOT / "tests" / "support" / "broker_main.py"), "x11"]
    begun = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT)
    link = BrokerLink(command, lambda: rules, status, reports, Kinship(), begun)
    link.start()
    wait_for(lambda: status.current().broker, "a broker that guards")
    yield Linked(link, display, lambda: begun.pid, flagged, status)
    link.stop()


def test_what_the_broker_refuses_to_let_go_is_not_placed_under_the_decision_of_before(linked: Linked,
                                                                                      chat: str) -> None:
    capture, case = linked.held(BLOCKED)
    assert linked.link.grant(case, 60.0, lambda: capture.targets) is Granting.REFUSED
    assert linked.paste(chat) == NOTICE


def test_an_answer_to_a_looser_decision_than_the_one_in_force_is_not_granted(linked: Linked,
                                                                             chat: str) -> None:
    capture, case = linked.held(INTERNAL)
    older = replace(case, decision=replace(case.decision, release=Release.REASON))
    assert linked.link.grant(older, 60.0, lambda: capture.targets) is Granting.REFUSED
    assert linked.paste(chat) == NOTICE


def test_what_is_there_is_granted_and_what_is_not_is_brought_back_by_its_user_alone(linked: Linked, chat: str) -> None:
    capture, case = linked.held(INTERNAL)
    assert linked.link.grant(case, 60.0, lambda: capture.targets) is Granting.GIVEN
    linked.copy(CLEAN)
    wait_for(lambda: linked.paste("xclip") == CLEAN, "the clean copy")
    assert not linked.link.grant_again(case, 60.0)
    assert linked.paste("xclip") == CLEAN
    assert linked.link.grant(case, 60.0, lambda: capture.targets) is Granting.BROUGHT
    assert linked.paste(chat) == INTERNAL


def test_what_was_brought_back_is_held_again_under_a_stricter_decision(linked: Linked, chat: str) -> None:
    capture, case = linked.held(INTERNAL)
    linked.copy(CLEAN)
    wait_for(lambda: capture.id not in linked.link.pasteable(), "the clean copy to be reported")
    assert linked.link.grant(case, 60.0, lambda: capture.targets) is Granting.BROUGHT
    linked.link.withdraw(replace(case, decision=replace(case.decision, release=Release.NEVER)))
    assert not linked.link.grant_again(replace(case, id="another"), 60.0), "answered after the decision was read"
    assert linked.paste(chat) == NOTICE


def test_a_broker_that_is_slow_is_given_nothing_under_the_decision_of_before(
        linked: Linked, chat: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broker_link, "GRANT_SECONDS", 0.2)
    capture, case = linked.held(INTERNAL)
    with stopped(linked.broker()):
        linked.link.decided(capture, replace(case.decision, release=Release.NEVER))
        assert linked.link.grant(case, 60.0, lambda: capture.targets) is Granting.GIVEN, "as far as anybody knows"
    assert linked.paste(chat) == NOTICE


def test_why_nobody_can_guard_stays_in_the_status_while_it_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    said: list[str] = []

    class Told(StatusCollector):
        def trouble(self, part: str, words: Sentence) -> None:
            said.append(str(words))

    reports = Reports(lambda *_: None, lambda _: None, lambda _: None, lambda _: None, lambda: None, lambda _: None)
    link = BrokerLink([sys.executable, str(ROOT / "tests" / "support" / "broker_main.py"), "x11"],
                      lambda: InForce((), policy()), Told(lambda: 0, lambda _: None), reports, Kinship())
    link.start()
    wait_for(lambda: len(said) > 2, "it to be tried again")
    link.stop()
    assert set(said) == {said[0]}
    assert "DISPLAY" in said[0]


def test_nothing_is_said_to_be_granted_while_the_broker_is_away(linked: Linked) -> None:
    capture, case = linked.held(INTERNAL)
    linked.copy(CLEAN)
    wait_for(lambda: capture.id not in linked.link.pasteable(), "the clean copy to be reported")
    os.kill(linked.broker(), signal.SIGKILL)
    wait_for(lambda: not linked.status.is_armed(), "the end of the broker to be noticed")
    assert linked.link.check_grant(case) is not None
    assert linked.link.grant(case, 60.0, lambda: capture.targets) is Granting.ABSENT
    wait_for(linked.status.is_armed, "the next broker")
    assert linked.link.check_grant(case) is None
    assert linked.link.grant(case, 60.0, lambda: capture.targets) is Granting.BROUGHT


def test_what_can_be_pasted_is_what_is_copied_and_what_is_selected(linked: Linked) -> None:
    copied, _ = linked.held(INTERNAL)
    linked.select(BLOCKED)
    selected = linked.flagged.get(timeout=WAIT_SECONDS)
    assert linked.link.pasteable() == (copied.id, selected.id)
    linked.select(CLEAN)
    wait_for(lambda: linked.link.pasteable() == (copied.id,), "nothing selected that is held")
