"""Tests 两分钟补救: the countdown, the steps of each client, the sentence for the group."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.support.clock import Clock
from tests.ui.conftest import click
from ui.app import TrayWindows
from ui.kit.theme import Theme
from ui.windows.recall import RECALLS, RecallWindow


@pytest.fixture
def clock() -> Clock:
    return Clock(1000.0)


@pytest.fixture
def window(light: Theme, qtbot: QtBot, clock: Clock) -> RecallWindow:
    window = RecallWindow(light, "内线 8021", clock)
    window.show()
    qtbot.waitExposed(window)
    return window


def test_two_minutes_are_counted_down_and_then_said_to_be_over(window: RecallWindow, clock: Clock,
                                                               qtbot: QtBot) -> None:
    assert window.left.text().endswith("最多还剩 2:00")
    clock.now += 75
    qtbot.waitUntil(lambda: window.left.text().endswith("最多还剩 0:45"))
    clock.now += 60
    qtbot.waitUntil(lambda: "已经不能撤回" in window.left.text())


@pytest.mark.parametrize("recall", RECALLS, ids=lambda recall: recall.program)
def test_each_client_says_its_own_steps(window: RecallWindow, recall: object) -> None:
    window.program.setCurrentIndex(RECALLS.index(recall))  # type: ignore[arg-type]
    shown = [part.accessibleName() for part in window.findChildren(QLabel)]
    assert recall.steps in shown  # type: ignore[attr-defined]
    assert ("还剩" in window.left.text()) == bool(recall.seconds)  # type: ignore[attr-defined]


def test_a_sentence_for_the_group_is_put_on_the_clipboard(window: RecallWindow) -> None:
    QApplication.clipboard().setText("")
    click(window.copy)
    assert "不要转发" in QApplication.clipboard().text()


def test_asked_for_again_while_it_is_open_it_counts_from_then_and_offers_the_sentence_again(
        desk: TrayWindows, qtbot: QtBot, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RecallWindow.__init__, "__defaults__", (clock,))
    desk._commands.recall()
    (window,) = desk.windows()
    assert isinstance(window, RecallWindow)
    offered = window.copy.text()
    click(window.copy)
    assert window.copy.text() != offered
    clock.now += 3 * 3600
    qtbot.waitUntil(lambda: "已经不能撤回" in window.left.text())
    desk._commands.recall()
    assert desk.windows() == (window,)
    assert window.left.text().endswith("最多还剩 2:00")
    assert window.copy.text() == offered


def test_escape_closes_it(window: RecallWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.destroyed):
        QTest.keyClick(window, Qt.Key.Key_Escape)
