"""Tests 关于: what it says of the program, the rules, the content and the people to ask."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from guard.control.requests import State, Status
from ui.kit.theme import Theme
from ui.windows.dialogs import AboutWindow


def test_about_says_which_rules_are_in_force_where_content_stays_and_whom_to_ask(light: Theme, qtbot: QtBot) -> None:
    window = AboutWindow(light, "1.2.3", Status(State.WATCHING, pack="演示规则 7", security_office="内线 8021"))
    qtbot.addWidget(window)
    shown = "\n".join(part.text() for part in window.findChildren(QLabel))
    for words in ("1.2.3", "演示规则 7", "内线 8021", "Apache-2.0", "不上传"):
        assert words in shown
    unknown = AboutWindow(light, "1.2.3", None)
    qtbot.addWidget(unknown)
    assert "规则" not in "\n".join(part.text() for part in unknown.findChildren(QLabel))
