"""Tests which held items the windows are told of first, and when the icon calls for a look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from guard.control.requests import CaseList, ListCases, Request, State, Status
from guard.core.model import CaseState, CaseSummary
from guard.ipc.replies import Refused
from rules.sentences.sentence import Sentence
from tests.support import ui_samples as samples
from ui.guard_client.bridge import Bridge, Then
from ui.guard_client.guard_status import GuardStatus

FIRST, SECOND, THIRD = (CaseSummary.of(samples.draft(id=name, opened_at=at))
                        for name, at in (("first", 1.0), ("second", 2.0), ("third", 3.0)))


class Answering(Bridge):
    """A bridge to no guard, whose lists the test gives."""

    held: tuple[CaseSummary, ...] = ()
    refuses = False

    def ask(self, request: Request, owner: QObject, then: Then = lambda _reply: None) -> None:
        """Answer at once."""
        assert request == ListCases()
        then(Refused("connection", Sentence("gone")) if self.refuses else CaseList(self.held))


@pytest.fixture
def bridge(qapp: QApplication, tmp_path: Path) -> Answering:
    return Answering(tmp_path / "no.sock")


@pytest.fixture
def guard_status(bridge: Answering) -> GuardStatus:
    made = GuardStatus(bridge)
    bridge.status_changed.emit(Status(State.WATCHING))
    bridge.connected.emit()
    return made


Tell = Callable[..., None]


@pytest.fixture
def tell(bridge: Answering, guard_status: GuardStatus, qtbot: QtBot) -> Tell:
    def changed(*summaries: CaseSummary) -> None:
        """Let the guard tell of these items, and wait until the windows are told."""
        with qtbot.waitSignal(guard_status.changed):
            for summary in summaries:
                bridge.case_changed.emit(summary)

    return changed


def test_the_latest_come_first_and_no_more_than_are_shown(guard_status: GuardStatus, tell: Tell) -> None:
    tell(SECOND, THIRD, FIRST)
    assert guard_status.latest(2) == (THIRD, SECOND)
    assert guard_status.latest(5) == (THIRD, SECOND, FIRST)
    tell(replace(THIRD, state=CaseState.RELEASED))
    assert guard_status.latest(1) == (SECOND,)


def test_the_icon_calls_while_something_held_was_not_seen(guard_status: GuardStatus, tell: Tell) -> None:
    looks = [guard_status.shown().tray]
    tell(FIRST)
    looks.append(guard_status.shown().tray)
    guard_status.look_at_all()
    looks.append(guard_status.shown().tray)
    tell(SECOND)
    looks.append(guard_status.shown().tray)
    tell(replace(SECOND, state=CaseState.RELEASED))
    looks.append(guard_status.shown().tray)
    assert looks == ["rest", "held", "rest", "held", "rest"]


def test_the_icon_rests_once_each_new_item_was_looked_at(guard_status: GuardStatus, tell: Tell) -> None:
    tell(FIRST, SECOND)
    guard_status.look_at("second")
    assert guard_status.shown().tray == "held"
    guard_status.look_at("first")
    assert guard_status.shown().tray == "rest"
    tell(FIRST)
    assert guard_status.shown().tray == "rest"


def test_what_was_seen_stays_seen_when_the_guard_is_another_one(bridge: Answering, guard_status: GuardStatus) -> None:
    bridge.held = (SECOND, FIRST)
    bridge.connected.emit()
    assert guard_status.shown().tray == "held"
    guard_status.look_at_all()
    bridge.connected.emit()
    assert guard_status.shown().tray == "rest"
    bridge.held = (THIRD, SECOND, FIRST)
    bridge.connected.emit()
    assert guard_status.shown().tray == "held"


def test_items_that_change_at_the_same_time_are_told_of_once(bridge: Answering, guard_status: GuardStatus,
                                                             qtbot: QtBot) -> None:
    told: list[int] = []
    guard_status.changed.connect(lambda: told.append(len(guard_status.latest(9))))
    with qtbot.waitSignal(guard_status.changed):
        for summary in (FIRST, SECOND, THIRD):
            bridge.case_changed.emit(summary)
    assert told == [3]


def test_a_list_that_could_not_be_had_is_asked_for_again_while_the_guard_is_there(
        bridge: Answering, guard_status: GuardStatus) -> None:
    bridge.held, bridge.refuses = (FIRST,), True
    bridge.connected.emit()
    assert guard_status.latest(9) == ()
    bridge.refuses = False
    bridge.status_changed.emit(Status(State.WATCHING))
    assert guard_status.latest(9) == (FIRST,)
