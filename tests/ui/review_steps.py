"""Repeated steps of the tests of 被拦截内容."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ui.app import TrayWindows
from ui.review.stage import Stage
from ui.review.window import ReviewWindow

CONTROL = Qt.KeyboardModifier.ControlModifier
PLAIN = Qt.KeyboardModifier.NoModifier


def opened(desk: TrayWindows, qtbot: QtBot, case_id: str) -> ReviewWindow:
    """Open the window at an item, ready for keys."""
    desk.review(case_id)
    window = desk.reviewed()
    assert window is not None
    qtbot.waitUntil(lambda: window.shown() == case_id)
    activate(window, qtbot)
    return window


def activate(window: ReviewWindow, qtbot: QtBot) -> None:
    """Activate the window, which then gets the keys; the offscreen platform activates one only once it has been
    exposed."""
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def stage(window: ReviewWindow) -> Stage:
    """Return the widget that shows the item on the right."""
    view = window.view()
    assert view is not None
    return view.stage


def copied(window: ReviewWindow, qtbot: QtBot) -> Stage:
    """Wait for the masked copy."""
    qtbot.waitUntil(lambda: stage(window).copy is not None and stage(window).masked.view() is not None, timeout=30_000)
    return stage(window)


def words(window: ReviewWindow) -> list[str]:
    """Return every line that is readable now."""
    return [part.accessibleName() or part.text() for part in window.findChildren(QLabel) if part.isVisible()]


def press(window: ReviewWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
    """Press a key in the widget that has the focus."""
    QTest.keyClick(window.focusWidget() or window, key, modifier)
