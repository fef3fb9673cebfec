"""Tests that a closed window is deleted, with everything that it showed."""

from __future__ import annotations

import gc
import weakref

import pytest
import shiboken6
from PySide6.QtCore import SIGNAL
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from guard.control.requests import DestroyCase, StatusChanged
from tests.support import ui_samples as samples
from tests.support.ui_guard import GuardHere
from ui.app import TrayWindows
from ui.kit import icons
from ui.kit.search_field import SearchField
from ui.kit.theme import Theme
from ui.kit.widgets import Elided, Glyph, IconButton, room_on
from ui.review.window import ReviewWindow
from ui.selfcheck.window import SelfCheckWindow


def _window(desk: TrayWindows) -> ReviewWindow:
    window = desk.reviewed()
    assert window is not None
    return window


def test_nothing_keeps_the_window_of_what_was_held_once_it_is_closed(desk: TrayWindows, guard: GuardHere,
                                                                     qtbot: QtBot) -> None:
    guard.keep(samples.personal())
    desk.review("personal")
    qtbot.waitUntil(lambda: _window(desk).shown() == "personal")
    kept = weakref.ref(_window(desk))
    _window(desk).close()

    def gone() -> bool:
        gc.collect()
        return kept() is None

    qtbot.waitUntil(gone)


def test_what_was_checked_before_sending_goes_with_its_window_and_waits_for_no_collection(
        light: Theme, desk: TrayWindows, qtbot: QtBot) -> None:
    window = SelfCheckWindow(light, desk.bridge)
    kept = weakref.ref(window)
    gc.disable()
    try:
        window.deleteLater()
        del window
        qtbot.waitUntil(lambda: kept() is None)
    finally:
        gc.enable()


class _Cyclic(QWidget):
    """A window that only a collection finds."""

    def __init__(self) -> None:
        super().__init__()
        self.own, self.room = self, room_on(self)


def test_the_screen_outlives_the_windows_that_were_sized_by_it(light: Theme) -> None:
    first, second = _Cyclic(), _Cyclic()
    assert first.room == second.room
    kept = weakref.ref(second)
    del second
    gc.collect()
    assert kept() is None
    assert len(QGuiApplication.screens()) == 1


@pytest.mark.thorough
def test_thirty_warnings_that_were_closed_leave_no_widget_behind(desk: TrayWindows, guard: GuardHere,
                                                                 qtbot: QtBot) -> None:
    """The first ten fill the five rows of the small window, which stay."""
    left = []
    for number in range(30):
        guard.hold(samples.personal(id=f"item {number}"))
        qtbot.waitUntil(lambda: desk.warnings.window() is not None)
        window = desk.warnings.window()
        assert window is not None
        window.close()
        qtbot.waitUntil(lambda closed=window: not shiboken6.isValid(closed))  # type: ignore[misc]
        left.append(len(QApplication.allWidgets()))
    assert left[-1] == left[9]


def test_a_state_that_is_told_again_builds_no_row_of_the_small_window_anew(desk: TrayWindows, guard: GuardHere,
                                                                           qtbot: QtBot) -> None:
    small = desk.stand_in
    assert small is not None

    def told() -> list[Elided]:
        with qtbot.waitSignal(desk.guard_status.changed):
            guard.server.publish(StatusChanged(guard.status.current()))
        qtbot.waitUntil(lambda: len(small.findChildren(Elided)) == 3)  # the rows before them are deleted
        return small.findChildren(Elided)

    for number in range(3):
        guard.hold(samples.personal(id=f"item {number}"), notify=False)
    qtbot.waitUntil(lambda: len(desk.guard_status.latest(9)) == 3)
    rows = told()
    assert [told() for _ in range(20)] == [rows] * 20


def test_an_icon_is_drawn_once_and_again_for_the_other_look(light: Theme) -> None:
    first = icons.pixmap(light, "ui-close", 16)
    assert icons.pixmap(light, "ui-close", 16).cacheKey() == first.cacheKey()
    assert icons.pixmap(light, "ui-close", 16, 2.0).cacheKey() != first.cacheKey()
    light.use("dark")
    assert icons.pixmap(light, "ui-close", 16).cacheKey() != first.cacheKey()


def test_an_icon_is_looked_for_once(light: Theme) -> None:
    """Each new path would add to Python's table of interned names."""
    assert light.icon_path("ui-close") is light.icon_path("ui-close")


def test_no_part_of_a_warning_connects_to_the_theme(light: Theme, desk: TrayWindows, guard: GuardHere,
                                                    qtbot: QtBot) -> None:
    """PySide would keep its record of each connection until the tray ends."""
    guard.hold(samples.personal())
    qtbot.waitUntil(lambda: desk.warnings.window() is not None)
    assert light.receivers(SIGNAL("changed()")) == 0


def test_pictures_of_icons_change_with_the_look(light: Theme, qtbot: QtBot) -> None:
    glyph, close, search = Glyph(light, "clear"), IconButton(light, "close", "关闭"), SearchField(light, "查找")
    for widget in (glyph, close, search):
        qtbot.addWidget(widget)

    def pictures() -> set[int]:
        shown = (glyph.pixmap(), close.icon().pixmap(16), search.actions()[0].icon().pixmap(16))
        return {picture.cacheKey() for picture in shown}

    before = pictures()
    light.use("dark")
    assert not before & pictures()


def test_the_name_of_an_item_that_was_destroyed_is_forgotten(desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    guard.hold(samples.personal(), notify=False)
    qtbot.waitUntil(lambda: desk.headings.known("personal") is not None)
    guard.answer(DestroyCase("personal"))
    qtbot.waitUntil(lambda: desk.headings.known("personal") is None)
