"""Tests that an item destroyed or released elsewhere is removed from shown and waiting warnings.

An answered one is removed from what waits.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from guard.control.requests import DestroyCase, ReleaseCase, Request
from guard.core.model import CaseState
from guard.ipc.replies import Done
from tests.support import ui_samples as samples
from tests.support.ui_guard import GuardHere
from tests.ui.conftest import button_named, click
from ui.app import TrayWindows
from ui.warning.window import WarningWindow

Warn = Callable[..., WarningWindow]
Ask = Callable[[Request], None]

TOGETHER = "有 {} 项先替您留着，都没有发出去"
DRAFT, UNREADABLE = "这是讨论稿，已经批准了吗？", "没读出里面的文字，先留着"


@pytest.fixture
def elsewhere(desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> Ask:
    """Ask the guard as another program would, and wait until the tray knows the item's new state."""
    def ask(request: Request) -> None:
        assert isinstance(guard.answer(request), Done)
        qtbot.waitUntil(lambda: request.case not in [summary.id for summary in desk.guard_status.latest(9)])

    return ask


def three_together(warned: Warn, guard: GuardHere, qtbot: QtBot) -> WarningWindow:
    window = warned(samples.unreadable())
    for number in range(2):
        guard.hold(samples.draft(id=f"draft-{number}"))
    qtbot.waitUntil(lambda: window.panel().title() == TOGETHER.format(3))
    return window


def answering(window: WarningWindow) -> QLineEdit:
    """Open the form of a draft and begin to fill it in."""
    click(button_named(window, "已批准，填批准人"))
    field = window.findChild(QLineEdit)
    assert field is not None
    QTest.keyClicks(window.focusWidget(), "ok")
    assert window.panel().busy()
    return field


def test_each_item_destroyed_elsewhere_leaves_the_warning_about_several(
        warned: Warn, desk: TrayWindows, guard: GuardHere, elsewhere: Ask, qtbot: QtBot) -> None:
    window = three_together(warned, guard, qtbot)
    elsewhere(DestroyCase("draft-1"))
    assert window.panel().title() == TOGETHER.format(2)
    elsewhere(DestroyCase("unreadable"))
    assert window.panel().title() == DRAFT
    assert not window.armed()
    elsewhere(DestroyCase("draft-0"))
    qtbot.waitUntil(lambda: desk.warnings.window() is None)


def test_looking_at_several_opens_the_review_at_the_newest_that_is_still_held(
        warned: Warn, desk: TrayWindows, guard: GuardHere, elsewhere: Ask, qtbot: QtBot) -> None:
    window = three_together(warned, guard, qtbot)
    elsewhere(DestroyCase("draft-1"))
    qtbot.waitUntil(window.armed)
    click(button_named(window, "逐项查看"))
    qtbot.waitUntil(lambda: desk.reviewed() is not None and desk.reviewed().shown() == "draft-0")


def test_the_item_that_is_left_can_be_answered_in_its_own_warning(
        warned: Warn, guard: GuardHere, elsewhere: Ask, qtbot: QtBot) -> None:
    window = warned(samples.unreadable())
    guard.hold(samples.draft())
    qtbot.waitUntil(lambda: window.panel().title() == TOGETHER.format(2))
    elsewhere(ReleaseCase("unreadable"))
    qtbot.waitUntil(lambda: window.panel().title() != TOGETHER.format(2))
    qtbot.waitUntil(window.armed)
    answering(window)
    click(button_named(window, "放行一次，再按 Ctrl+V"))
    qtbot.waitUntil(lambda: "Ctrl+V" in window.panel().title())
    assert guard.state("draft") is CaseState.RELEASED


@pytest.mark.parametrize(("request_", "line"), [
    (DestroyCase("draft"), "这一项刚才已经销毁了。"),
    (ReleaseCase("draft", "王局长"), "这一项刚才已经放行了。"),
], ids=["destroyed", "released"])
def test_a_form_whose_item_has_gone_says_so_and_goes(warned: Warn, desk: TrayWindows, elsewhere: Ask, qtbot: QtBot,
                                                     request_: Request, line: str) -> None:
    window = warned(samples.draft())
    answering(window)
    elsewhere(request_)
    assert window.panel().title() == line
    assert not window.panel().choices()
    QTest.keyClick(window, Qt.Key.Key_Escape)  # before the line closes
    qtbot.waitUntil(lambda: desk.warnings.window() is None)


def test_a_form_whose_item_has_gone_gives_way_to_what_waits(warned: Warn, desk: TrayWindows, guard: GuardHere,
                                                            elsewhere: Ask, qtbot: QtBot) -> None:
    window = warned(samples.draft())
    answering(window)
    guard.hold(samples.unreadable())
    qtbot.waitUntil(lambda: len(desk.guard_status.latest(9)) == 2)
    elsewhere(DestroyCase("draft"))
    assert window.panel().title() == "这一项刚才已经销毁了。"
    QTest.keyClick(window, Qt.Key.Key_Escape)  # before the line closes
    assert window.panel().title() == UNREADABLE


def test_an_answer_that_comes_too_late_says_what_has_become_of_the_item(
        warned: Warn, guard: GuardHere, qtbot: QtBot) -> None:
    window = warned(samples.draft())
    answering(window)
    assert isinstance(guard.answer(DestroyCase("draft")), Done)
    button_named(window, "放行一次，再按 Ctrl+V").click()  # no event between: the tray has not been told yet
    assert not window.panel().isEnabled()
    qtbot.waitUntil(lambda: window.panel().title() == "这一项刚才已经销毁了。")
    assert guard.released() == []


def test_what_waits_behind_a_form_and_is_destroyed_meanwhile_is_not_shown(
        warned: Warn, desk: TrayWindows, guard: GuardHere, elsewhere: Ask, qtbot: QtBot) -> None:
    window = warned(samples.draft())
    field = answering(window)
    guard.hold(samples.unreadable())
    qtbot.waitUntil(lambda: len(desk.guard_status.latest(9)) == 2)
    elsewhere(DestroyCase("unreadable"))
    assert field.text() == "ok"
    click(button_named(window, "放行一次，再按 Ctrl+V"))
    qtbot.waitUntil(lambda: "Ctrl+V" in window.panel().title())
    QTest.keyClick(window, Qt.Key.Key_Escape)  # before the line closes
    qtbot.waitUntil(lambda: desk.warnings.window() is None)


def test_what_waits_for_the_pointer_to_leave_and_is_destroyed_meanwhile_is_not_shown(
        warned: Warn, desk: TrayWindows, guard: GuardHere, elsewhere: Ask, qtbot: QtBot) -> None:
    window = warned(samples.draft())
    panel = window.panel()
    window.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    guard.hold(samples.unreadable())
    qtbot.waitUntil(lambda: len(desk.guard_status.latest(9)) == 2)
    elsewhere(DestroyCase("unreadable"))
    window.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    QApplication.sendEvent(window, QEvent(QEvent.Type.Leave))
    QApplication.processEvents()
    assert window.panel() is panel
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: desk.warnings.window() is None)


def test_only_what_came_meanwhile_is_shown_once_a_warning_was_answered(
        warned: Warn, desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    window = warned(samples.secret())
    window.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    guard.hold(samples.draft())
    qtbot.waitUntil(lambda: len(desk.guard_status.latest(9)) == 2)
    click(button_named(window, "不发送"))
    qtbot.waitUntil(lambda: window.panel().title() == DRAFT)
