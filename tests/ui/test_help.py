"""Tests F1: every window explains itself and its keys, once, and its help is deleted after closing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from guard.core.model import Release
from tests.support import ui_samples as samples
from tests.ui import screens
from ui.items.actions import choices_of
from ui.kit.help_pages import PAGES
from ui.kit.help_window import HelpWindow
from ui.kit.theme import Theme
from ui.warning.window import WarningWindow

DRAWN = {"WarningWindow": "warning-secret", "ReviewWindow": "review-text", "SelfCheckWindow": "selfcheck",
         "SettingsWindow": "settings", "HealthWindow": "health", "StatisticsWindow": "statistics",
         "FirstRunWindow": "firstrun-1", "StandIn": "standin", "Workshop": "workshop",
         "PagesWindow": "workshop-pages", "PauseWindow": "pause"}


@pytest.fixture(autouse=True)
def guards_end(light: Theme) -> Iterator[None]:
    """End the guards that were started for the drawings."""
    yield
    for guarded in light.findChildren(screens.Guarded):
        guarded.stop()
        guarded.setParent(None)


def drawn(theme: Theme, kind: str, qtbot: QtBot) -> QWidget:
    window = screens.drawings(theme)[DRAWN[kind]]()
    qtbot.addWidget(window)
    assert type(window).__name__ == kind
    window.show()
    return window


def explained(window: QWidget, qtbot: QtBot) -> HelpWindow | None:
    """Press F1 in a window. Return its help."""
    if isinstance(window, WarningWindow):
        window.activate()  # like a click on it: it never takes the keyboard by itself
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_F1)
    return window.findChild(HelpWindow)


def test_every_page_of_help_belongs_to_a_window() -> None:
    assert set(PAGES) == set(DRAWN) - {"PauseWindow"}


@pytest.mark.parametrize("kind", PAGES)
def test_f1_says_what_the_window_is_for_and_its_keys(kind: str, light: Theme, qtbot: QtBot) -> None:
    window = drawn(light, kind, qtbot)
    shown = explained(window, qtbot)
    assert isinstance(shown, HelpWindow)
    assert shown.accessibleDescription() == PAGES[kind].about
    words = [label.text() for label in shown.findChildren(QLabel)]
    assert {part for line in PAGES[kind].keys for part in line} <= set(words)


def test_the_help_of_a_warning_names_a_key_for_each_of_its_choices() -> None:
    cases = [replace(case, decision=replace(case.decision, release=release))
             for case in (samples.secret(), samples.draft(), samples.personal()) for release in Release]
    most = max((choices_of(case) for case in cases), key=lambda one: len(one.buttons) + len(one.links))
    keys, _ = PAGES["WarningWindow"].keys[0]
    assert keys.split() == [str(number) for number in range(1, len(most.buttons) + len(most.links) + 1)]


def test_the_keys_of_the_review_are_those_it_listens_to(light: Theme, qtbot: QtBot) -> None:
    window = drawn(light, "ReviewWindow", qtbot)
    listened = {key.key().toString() for key in window.findChildren(QShortcut, options=Qt.FindChildOption.
                                                                    FindDirectChildrenOnly)}
    said = {part.replace("−", "-") for keys, _ in PAGES["ReviewWindow"].keys for part in keys.split()}
    beside = {"=", QKeySequence(QKeySequence.StandardKey.HelpContents).toString()}
    assert said - {"↑", "↓"} == listened - beside


def test_a_small_window_is_explained_by_its_own_sentence(light: Theme, qtbot: QtBot) -> None:
    window = drawn(light, "PauseWindow", qtbot)
    shown = explained(window, qtbot)
    assert shown is not None
    assert shown.accessibleDescription() == window.accessibleDescription() != ""


def test_f1_again_brings_the_same_help_forward_and_once_it_is_closed_a_new_one(light: Theme, qtbot: QtBot) -> None:
    window = drawn(light, "PauseWindow", qtbot)
    first = explained(window, qtbot)
    assert explained(window, qtbot) is first
    assert first is not None
    with qtbot.waitSignal(first.destroyed):
        first.close()
    again = explained(window, qtbot)
    assert again is not None
    assert again.isVisible()


def test_help_has_no_help_of_its_own(light: Theme, qtbot: QtBot) -> None:
    window = drawn(light, "PauseWindow", qtbot)
    shown = explained(window, qtbot)
    assert shown is not None
    assert explained(shown, qtbot) is None
