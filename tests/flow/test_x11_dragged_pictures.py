"""Tests pictures dragged with a real mouse: dropped on a chat only once the guard has read them and lets them go."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from Xlib import X

from guard.control.requests import CaseOpened
from guard.core.model import Answer, Decision, DestinationKind, Kind, Origin, Outcome, Release
from guard.core.policy import Policy, Programs
from guard.ipc.messages import Asking, Decided, Passed, Served
from rules.model import Nature
from tests.support.brokering import Brokering
from tests.support.guarding import GuardUnderTest, wait_for
from tests.support.hand import Hand
from tests.support.owner_watch import OwnerWatch
from tests.support.pictures import encode, render_document
from tests.support.program import ROOT
from tests.support.ui_samples import ROSTER
from ui.demo.display import Display, end

LEFT, RIGHT = (0, 30, 470, 600), (480, 30, 540, 600)
HELD = Decision(Outcome.BLOCK, (DestinationKind.CHAT,), True, Release.REASON, Nature.PERSONAL, "")
CLEAN = Decision(Outcome.ALLOW, (), False, Release.FREE, Nature.PERSONAL, "")
SIZE = (640, 480)


class Desk:
    """A picture on the left, a chat on the right, and a mouse."""

    def __init__(self, display: Display, picture: Path) -> None:
        self.hand = Hand(display.name)
        self.watch = OwnerWatch(display.name)
        program = (sys.executable, str(ROOT / "tests" / "support" / "qt_picture.py"))
        self._running = [display.start([*program, *arguments], stderr=subprocess.DEVNULL)
                         for arguments in (("viewer", str(picture)), ("wechat",))]

    def drag(self) -> None:
        """Drag the picture over the chat and stop there with the button pressed."""
        onto = self.hand.place("wechat", RIGHT)
        start = self.hand.place("viewer", LEFT)
        wait_for(lambda: self._drags(start, onto), "the viewer to drag its picture")

    def _drags(self, start: tuple[int, int], onto: tuple[int, int]) -> bool:
        """Draw; a press that comes while a window is still opening is lost, and then the pointer drags nothing."""
        self.hand.draw(start, onto)
        connection = self.hand.connection
        if connection.get_selection_owner(connection.get_atom("XdndSelection")) != X.NONE:
            return True
        self.hand.let_go()
        return False

    def arrived(self) -> str:
        return next((title for title in self.watch.titles() if title.startswith("[")), "")

    def close(self) -> None:
        for entry in self._running:
            end(entry)
        self.watch.close()
        self.hand.close()


@pytest.fixture
def desk(display: Display, tmp_path: Path) -> Iterator[Desk]:
    picture = tmp_path / "picture.png"
    picture.write_bytes(encode(render_document("值班安排", width=SIZE[0]).resize(SIZE)))
    made = Desk(display, picture)
    yield made
    made.close()


@pytest.fixture
def broker(start_broker: Callable[..., Brokering]) -> Brokering:
    return start_broker(Policy("样例", programs=(Programs(DestinationKind.CHAT, window_classes=("wechat",)),)))


def asked(broker: Brokering, desk: Desk) -> str:
    """Drag the picture and return the question to the guard about it."""
    desk.drag()
    capture = broker.expect(Asking).capture
    assert (capture.origin, capture.kind) == (Origin.DRAG, Kind.PICTURE)
    assert [item.kind for item in capture.items] == [Kind.PICTURE]
    return capture.id


def test_a_picture_that_must_be_held_is_refused_where_it_is_dropped(broker: Brokering, desk: Desk) -> None:
    capture = asked(broker, desk)
    broker.send(Decided(capture, HELD))
    desk.hand.let_go()
    served = broker.expect(Served)
    assert (served.capture, served.answer, served.destination.program) == (capture, Answer.NOTICE, "wechat")
    desk.hand.await_free()
    assert desk.arrived() == "[]"


@pytest.mark.parametrize("decision", [HELD, CLEAN], ids=["held", "clean"])
def test_a_picture_that_is_dropped_before_it_was_read_waits_for_the_verdict(
        broker: Brokering, desk: Desk, decision: Decision) -> None:
    capture = asked(broker, desk)
    desk.hand.let_go()
    assert desk.arrived() == "[]"
    broker.send(Decided(capture, decision))
    if decision is CLEAN:
        wait_for(lambda: desk.arrived() == f"[{SIZE[0]} x {SIZE[1]}]", "the picture, whole")
        assert not any(isinstance(report, Passed) for report in broker.drain())
    else:
        assert broker.expect(Served).answer is Answer.NOTICE
        desk.hand.await_free()
        assert desk.arrived() == "[]"


def test_a_clean_picture_is_dropped_as_ever_once_it_was_read(broker: Brokering, desk: Desk) -> None:
    broker.send(Decided(asked(broker, desk), CLEAN))
    desk.hand.let_go()
    wait_for(lambda: desk.arrived() == f"[{SIZE[0]} x {SIZE[1]}]", "the picture, whole")


def test_a_picture_that_nobody_reads_in_time_is_refused_as_an_unread_one(broker: Brokering, desk: Desk) -> None:
    capture = asked(broker, desk)
    desk.hand.let_go()
    served = broker.expect(Served)
    assert (served.capture, served.answer) == (capture, Answer.NOTICE)
    assert desk.arrived() == "[]"


def test_a_real_guard_lets_a_clean_picture_be_dropped_once_it_was_read(watching: GuardUnderTest,
                                                                       tmp_path: Path) -> None:
    picture = tmp_path / "clean.png"
    picture.write_bytes(encode(render_document("值班安排", width=SIZE[0]).resize(SIZE)))
    judged = watching.judged()
    desk = Desk(watching.display, picture)
    try:
        desk.drag()
        wait_for(lambda: watching.judged() > judged, "the guard to begin to read it")
        wait_for(lambda: not desk.watch.has_property("XdndProxy"), "the verdict, after which the chat is told itself")
        desk.hand.let_go()
        wait_for(lambda: desk.arrived() == f"[{SIZE[0]} x {SIZE[1]}]", "the picture, whole")
        assert watching.none_pushed(CaseOpened)
    finally:
        desk.close()


def test_a_real_guard_reads_a_picture_that_is_dragged_and_warns_of_it(watching: GuardUnderTest, tmp_path: Path) -> None:
    picture = tmp_path / "roster.png"
    picture.write_bytes(encode(render_document(ROSTER, width=700)))
    desk = Desk(watching.display, picture)
    try:
        desk.drag()
        case = watching.opened().case
        assert (case.origin, case.kind, case.decision.outcome) == (Origin.DRAG, Kind.PICTURE, Outcome.BLOCK)
        desk.hand.let_go()
        warned = watching.opened(lambda opened: opened.notify).case
        assert warned.id == case.id
        assert warned.destination is not None
        assert warned.destination.program == "wechat"
        assert desk.arrived() == "[]"
    finally:
        desk.close()
