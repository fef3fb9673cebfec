"""A warning that somebody is at, or that has only just come, does not go by itself."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.support import ui_samples as samples
from tests.ui.conftest import button_named
from ui.help_window import HelpWindow
from ui.theme import Theme
from ui.warning.one_case import CasePanel
from ui.warning.window import WarningWindow


def drafted(theme: Theme, qtbot: QtBot) -> tuple[WarningWindow, list[bool]]:
    """Return a warning about a draft, and a list that is no longer empty once the window has gone."""
    window, gone = WarningWindow(theme, "10:02", None), []
    qtbot.addWidget(window)
    window.gone.connect(lambda: gone.append(True))
    window.show_panel(CasePanel(theme, samples.draft(), ""), "密哨")
    window.show()
    return window, gone


def test_the_line_after_an_answer_does_not_take_the_next_warning_along(light: Theme, qtbot: QtBot) -> None:
    window, gone = drafted(light, qtbot)
    window.say_line("回话已经替您写好，按 Ctrl+V 就能发。", 50)
    window.show_panel(CasePanel(light, samples.draft(id="next"), ""), "密哨")
    window.activate()
    button_named(window, "已批准，填批准人").click()
    field = window.findChild(QLineEdit)
    assert field is not None
    qtbot.waitUntil(window.armed)
    assert not gone
    QTest.keyClicks(window.focusWidget(), "ok")
    assert field.text() == "ok"


@pytest.mark.qt_log_ignore("^This plugin does not support")
def test_a_warning_that_comes_while_the_last_one_fades_away_stays(light: Theme, qtbot: QtBot,
                                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.warning.window._FADING_PLATFORMS", (QGuiApplication.platformName(),))
    monkeypatch.setattr(Theme, "moves", True)
    window, gone = drafted(light, qtbot)
    window.dismiss()
    window.show_panel(CasePanel(light, samples.draft(id="next"), ""), "密哨")
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
