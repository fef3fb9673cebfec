"""Tests that a warning in use or just shown does not close by itself, and follows the chat that pastes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from guard.core.model import Destination
from tests.support import ui_samples as samples
from tests.support.ui_guard import GuardHere
from tests.ui.conftest import button_named, click
from ui.app import TrayWindows
from ui.kit.help_window import HelpWindow
from ui.kit.theme import Theme
from ui.warning.keyboard import Keyboard, Pasted
from ui.warning.one_case import CasePanel
from ui.warning.window import WarningWindow

Warn = Callable[..., WarningWindow]


def drafted(theme: Theme, qtbot: QtBot) -> tuple[WarningWindow, list[bool]]:
    """Return a warning about a draft, and a list that is no longer empty once the window has closed."""
    window, gone = WarningWindow(theme, "10:02", None), []
    qtbot.addWidget(window)
    window.gone.connect(lambda: gone.append(True))
    window.show_panel(CasePanel(theme, samples.draft(), ""), "没有粘贴到微信")
    window.show()
    return window, gone


def test_the_line_after_an_answer_does_not_take_the_next_warning_along(light: Theme, qtbot: QtBot) -> None:
    window, gone = drafted(light, qtbot)
    window.say_line("这句放到剪贴板上了，按 Ctrl+V。", 50)
    window.show_panel(CasePanel(light, samples.draft(id="next"), ""), "没有粘贴到微信")
    window.activate()
    button_named(window, "已批准，填批准人").click()
    field = window.findChild(QLineEdit)
    assert field is not None
    qtbot.waitUntil(window.armed)
    assert not gone
    QTest.keyClicks(window.focusWidget(), "ok")
    assert field.text() == "ok"


def test_how_a_paste_went_is_not_said_in_the_place_of_a_warning_that_came_meanwhile(
        warned: Warn, desk: TrayWindows, guard: GuardHere, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    ends: list[Callable[[Pasted], None]] = []
    monkeypatch.setattr(Keyboard, "paste_into", lambda _keyboard, _refused, _notice, then: ends.append(then))
    guard.status.policy(replace(guard.rules.policy, pastes_for_user=True))
    qtbot.waitUntil(lambda: desk.guard_status.at_warning().pastes_for_user)
    window = warned(samples.unreadable(destination=replace(samples.WECHAT, window=7)))
    click(button_named(window, "放行一次"))
    qtbot.waitUntil(lambda: window.panel().title() == "正在替您粘贴…")
    guard.hold(samples.secret())
    qtbot.waitUntil(lambda: window.panel().title() == "先别发，这份带密级标志")
    panel = window.panel()
    ends[0](Pasted.IN_PLACE)
    assert window.panel() is panel


@pytest.mark.qt_log_ignore("^This plugin does not support")
def test_a_warning_that_comes_while_the_last_one_fades_away_stays(light: Theme, qtbot: QtBot,
                                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.warning.window._FADING_PLATFORMS", (QGuiApplication.platformName(),))
    monkeypatch.setattr(Theme, "moves", True)
    window, gone = drafted(light, qtbot)
    window.dismiss()
    window.show_panel(CasePanel(light, samples.draft(id="next"), ""), "没有粘贴到微信")
    qtbot.waitUntil(window.armed)
    assert not gone
    assert window.windowOpacity() == 1.0


def test_a_warning_whose_help_is_being_read_stays(light: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.warning.window.SILENCE_MS", 300)
    window, gone = drafted(light, qtbot)
    window.activate()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_F1)
    shown = window.findChild(HelpWindow)
    assert shown is not None
    qtbot.waitUntil(shown.isActiveWindow)
    qtbot.waitUntil(window.armed)
    assert not gone


def at(qapp: QApplication, right: bool, width: int = 200) -> Destination:
    """Return a chat window as high as the screen, at its left or its right edge."""
    area = qapp.primaryScreen().geometry()
    left = area.left() + area.width() - width if right else area.left()
    return replace(samples.WECHAT, place=(left, area.top() + 20, width, area.height() - 60))


def stands_right(window: WarningWindow, qapp: QApplication) -> bool:
    return window.geometry().center().x() > qapp.primaryScreen().geometry().center().x()


def test_an_open_warning_goes_beside_the_chat_that_pastes_next_also_from_under_the_pointer(
        warned: Warn, guard: GuardHere, qapp: QApplication, qtbot: QtBot) -> None:
    window = warned(samples.secret(destination=at(qapp, right=False)))
    assert not stands_right(window, qapp)
    window.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    guard.hold(samples.draft(destination=at(qapp, right=True)))
    qtbot.waitUntil(lambda: stands_right(window, qapp))
    assert window.panel().title() == "有 2 项先替您留着，都没有发出去"
    assert not window.armed()


def test_an_item_pasted_again_elsewhere_brings_its_warning_there(warned: Warn, guard: GuardHere, qapp: QApplication,
                                                                 qtbot: QtBot) -> None:
    window = warned(samples.secret(destination=at(qapp, right=False)))
    guard.announce(samples.secret(destination=at(qapp, right=True)))
    qtbot.waitUntil(lambda: stands_right(window, qapp))
    assert window.panel().title() == "先别发，这份带密级标志"


def test_a_form_that_is_being_filled_in_stays_where_it_is_until_it_is_done(
        warned: Warn, desk: TrayWindows, guard: GuardHere, qapp: QApplication, qtbot: QtBot) -> None:
    window = warned(samples.draft(destination=at(qapp, right=False)))
    click(button_named(window, "已批准，填批准人"))
    field = window.findChild(QLineEdit)
    assert field is not None
    guard.announce(samples.draft(destination=at(qapp, right=True)))
    guard.hold(samples.secret(destination=at(qapp, right=True)))
    qtbot.waitUntil(lambda: len(desk.guard_status.latest(9)) == 2)
    assert not stands_right(window, qapp)
    QTest.keyClicks(window.focusWidget(), "ok")
    assert field.text() == "ok"
    click(button_named(window, "放行一次，再按 Ctrl+V"))
    qtbot.waitUntil(lambda: stands_right(window, qapp), timeout=10_000)
