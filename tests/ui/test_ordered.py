"""Tests 布置的自查: what its window says, the ways to begin, pause and stop, and that an order is said once."""

from __future__ import annotations

import time
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from guard.core.inspection_order import InspectionOrder, Step
from guard.ordered.requests import Inspecting
from tests.support.ui_guard import GuardHere
from tests.ui.conftest import click
from ui.app import TrayWindows
from ui.kit.theme import Theme
from ui.windows.health import HealthWindow
from ui.windows.ordered import OrderedWindow, shown

DAY = 86400.0
NOW = time.time()
ORDER = InspectionOrder("保密办 赵敏", "季度自查", ("桌面",), NOW, NOW + 5 * DAY, NOW + 7 * DAY, everyone=True,
                        number=1, id="a1", signed_at=NOW)


@pytest.fixture
def window(light: Theme, desk: TrayWindows, guard: GuardHere, qtbot: QtBot, person_home: Path) -> OrderedWindow:
    guard.inspections.take((ORDER,), ())
    qtbot.waitUntil(lambda: desk.guard_status.status is not None and bool(desk.guard_status.status.inspections))
    made = OrderedWindow(light, desk.bridge, desk.guard_status)
    qtbot.addWidget(made)
    made.show()
    return made


def step(guard: GuardHere) -> Step:
    return guard.status.current().inspections[0].step


def test_it_says_who_wants_what_and_is_paused_and_taken_up_again(window: OrderedWindow, guard: GuardHere,
                                                                 qtbot: QtBot) -> None:
    assert "保密办 赵敏布置：自查桌面" in window.heading.plain()
    assert "季度自查" in window.heading.plain()
    assert "还没开始" in window.progress.plain()
    click(window.pause)
    qtbot.waitUntil(lambda: "暂停着" in window.progress.plain())
    assert step(guard) is Step.PAUSED
    assert window.pause.text() == "继续"
    click(window.pause)
    qtbot.waitUntil(lambda: step(guard) is Step.RUNNING)
    qtbot.waitUntil(lambda: window.pause.text() == "暂停")


def test_it_is_stopped_with_a_reason_that_is_recorded(window: OrderedWindow, guard: GuardHere, qtbot: QtBot) -> None:
    assert window.reason.isHidden()
    click(window.halt)
    assert window.reason.isVisible()
    assert not window.halt.isEnabled()
    window.reason.setText("在赶材料")
    assert window.halt.isEnabled()
    click(window.halt)
    qtbot.waitUntil(lambda: step(guard) is Step.STOPPED)
    qtbot.waitUntil(lambda: "原因：在赶材料" in window.progress.plain())
    assert window.halt.isHidden()
    assert window.reason.isHidden()
    assert [dict(event.inspection).get("why") for event in guard.record.events if event.inspection][-1] == "在赶材料"


def test_a_reason_that_is_being_typed_stays_while_the_guard_is_gone_and_the_window_is_put_away(
        window: OrderedWindow, guard: GuardHere, qtbot: QtBot) -> None:
    click(window.halt)
    window.reason.setText("在赶材料")
    entries = guard.status.current().inspections
    guard.status.inspections(())
    qtbot.waitUntil(window.halt.isHidden)
    window.hide()
    guard.status.inspections(entries)
    qtbot.waitUntil(lambda: not window.halt.isHidden())
    window.show()
    assert window.reason.isVisible()
    assert window.reason.text() == "在赶材料"
    click(window.halt)
    qtbot.waitUntil(lambda: step(guard) is Step.STOPPED)


def test_what_was_withdrawn_cannot_be_taken_up(window: OrderedWindow, guard: GuardHere, qtbot: QtBot) -> None:
    guard.inspections.take((msgspec.structs.replace(ORDER, withdrawn="布置错了"),), ())
    qtbot.waitUntil(lambda: "布置错了" in window.progress.plain())
    assert window.begin.isHidden()
    assert window.pause.isHidden()
    assert window.halt.isHidden()


def test_an_order_is_said_once_in_the_corner(window: OrderedWindow, desk: TrayWindows, guard: GuardHere,
                                             qtbot: QtBot) -> None:
    (strip,) = [one for one in desk.strips.shown() if "布置了自查" in one.sentence()]
    assert strip.sentence().startswith("保密办 赵敏布置了自查")
    strip.close()
    guard.inspections.take((msgspec.structs.replace(ORDER, withdrawn="布置错了"),), ())
    qtbot.waitUntil(lambda: "布置错了" in window.progress.plain())
    assert not [one for one in desk.strips.shown() if "布置了自查" in one.sentence()]


def test_orders_that_come_together_are_counted_in_the_corner(window: OrderedWindow, desk: TrayWindows, guard: GuardHere,
                                                             qtbot: QtBot) -> None:
    others = tuple(msgspec.structs.replace(ORDER, number=number, id=f"b{number}") for number in (7, 8))
    guard.inspections.take((ORDER, *others), ())
    qtbot.waitUntil(lambda: any("布置了 2 项自查" in one.sentence() for one in desk.strips.shown()))


def test_health_leads_to_it(window: OrderedWindow, desk: TrayWindows, qtbot: QtBot) -> None:
    desk._health()
    (health,) = [one for one in desk.windows() if isinstance(one, HealthWindow)]
    qtbot.waitUntil(lambda: any("赵敏" in part.accessibleName() for part in health.findChildren(QLabel)))
    click(next(one for one in health.findChildren(QAbstractButton) if one.accessibleName() == "布置的自查：查看"))
    qtbot.waitUntil(lambda: any(isinstance(one, OrderedWindow) for one in desk.windows()))
    assert window.isVisible()


def test_the_newest_that_has_not_ended_is_shown() -> None:
    entries = [Inspecting(msgspec.structs.replace(ORDER, number=number), step)
               for number, step in ((3, Step.DONE), (2, Step.PAUSED), (1, Step.RECEIVED))]
    chosen = shown(entries)
    assert chosen is not None
    assert chosen.order.number == 2
    assert shown(entries[:1]) == entries[0]
    assert shown(()) is None
