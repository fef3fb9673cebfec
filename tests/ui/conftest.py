"""Shared by the windows' tests: one offscreen application, a guard behind a real socket, a desk of windows."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from guard.core.model import Case, Release
from tests.support.guard_here_fixtures import guard, readers
from tests.support.ui_guard import GuardHere
from ui.app import TrayWindows
from ui.kit.theme import Theme
from ui.selfcheck.window import SelfCheckWindow
from ui.warning.window import WarningWindow

__all__ = ["guard", "readers"]

HERE = Path(__file__).parent

os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={HERE / 'screen.json'}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Ignore the offscreen platform's message that it has no window manager; every other warning of Qt fails a test."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.qt_log_ignore("^This plugin does not support (raise|propagateSizeHints)"))


class Patient(QtBot):
    """Waits as long as a computer may take on which everything else runs at the same time."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = 60_000) -> None:  # noqa: N802
        """Handle events until ``callback`` returns true or nothing; fail after ``timeout`` milliseconds."""
        super().waitUntil(callback, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return Patient(request)


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    """The settings of a workshop that was never opened."""
    return QSettings(str(tmp_path / "workshop.ini"), QSettings.Format.IniFormat)


@pytest.fixture(autouse=True)
def windows_go() -> Iterator[None]:
    """Delete a test's windows: each new look would draw all remaining ones once more, two seconds by the end."""
    yield
    if QApplication.instance() is not None:
        for window in QApplication.topLevelWidgets():
            if window.parent() is None:  # children are deleted with their owner
                window.close()
                window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="session", autouse=True)
def nothing_on_the_clipboard() -> Iterator[None]:
    """Leave nothing of Python's on the clipboard: the offscreen platform deletes it after Python has ended."""
    yield
    if QApplication.instance() is not None:
        QApplication.clipboard().clear()


@pytest.fixture(params=[pytest.param("light", marks=pytest.mark.thorough), "dark"])
def theme(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Theme]:
    yield from _theme(qapp, request.param)


@pytest.fixture
def light(qapp: QApplication) -> Iterator[Theme]:
    yield from _theme(qapp, "light")


def _theme(application: QApplication, mode: str) -> Iterator[Theme]:
    theme = Theme(application, mode, 1.0)
    yield theme
    theme.deleteLater()


@pytest.fixture
def desk(qtbot: QtBot, light: Theme, guard: GuardHere) -> Iterator[TrayWindows]:
    desk = TrayWindows(light, guard.socket)
    desk.start()
    qtbot.waitUntil(lambda: desk.guard_status.status is not None)
    yield desk
    window = desk.warnings.window()
    if window is not None:
        window.close()
    desk.close()
    if desk.stand_in is not None:
        desk.stand_in.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def self_check(light: Theme, desk: TrayWindows, qtbot: QtBot) -> Iterator[SelfCheckWindow]:
    """The window 发前自查, empty."""
    window = SelfCheckWindow(light, desk.bridge)
    window.show()
    qtbot.waitExposed(window)
    yield window
    window.close()


@pytest.fixture
def warned(qtbot: QtBot, desk: TrayWindows, guard: GuardHere) -> Callable[..., WarningWindow]:
    """Hold an item and wait for its warning; its clicks count at once unless ``armed`` is False."""
    def warn(case: object, payload: bytes = b"", *, armed: bool = True) -> WarningWindow:
        guard.hold(case, payload)  # type: ignore[arg-type]
        qtbot.waitUntil(lambda: desk.warnings.window() is not None and desk.warnings.window().isVisible())
        window = desk.warnings.window()
        assert window is not None
        if armed:
            qtbot.waitUntil(window.armed)
        return window

    return warn


def click(widget: QWidget) -> None:
    """Click like the mouse: through the window, not past it."""
    window = widget.window()
    middle = widget.mapTo(window, widget.rect().center())
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
                     QPoint(middle))


def button_named(parent: QWidget, words: str) -> QAbstractButton:
    """Return the visible button with these words. Fails where there is none: ``waitUntil`` then looks again."""
    shown = [button for button in parent.findChildren(QAbstractButton) if button.text() == words and button.isVisible()]
    assert shown, f"no button {words}"
    return shown[0]


Press = Callable[[WarningWindow, str], None]
"""Presses a choice of a warning."""


def _by_mouse(window: WarningWindow, words: str) -> None:
    click(button_named(window, words))


def _by_keyboard(window: WarningWindow, words: str) -> None:
    choices = window.panel().choices()
    number = next(index for index, choice in enumerate(choices, start=1) if choice.text() == words)
    window.activate()
    QTest.keyClick(window, Qt.Key(Qt.Key.Key_0 + number))


@pytest.fixture(params=[_by_mouse, pytest.param(_by_keyboard, marks=pytest.mark.thorough)], ids=["mouse", "keyboard"])
def press(request: pytest.FixtureRequest) -> Press:
    return request.param


def read_aloud(parent: QWidget) -> list[str]:
    """Return what a screen reader reads of the visible words."""
    return [part.accessibleName() or part.text() for part in parent.findChildren(QLabel) if part.isVisible()]


def with_release(case: Case, release: Release) -> Case:
    """Return an item with another way of release."""
    return replace(case, decision=replace(case.decision, release=release))
