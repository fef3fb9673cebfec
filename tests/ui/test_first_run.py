"""Tests 首次使用: once, three pages, and the sample is really held in front of the user."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from guard.core.model import Outcome
from guard.core.practice import STAR, sample_lines
from guard.core.reporting import Field, Reporting
from tests.support import ui_samples as samples
from tests.support.guarding import GuardUnderTest
from tests.support.languages import speaking
from tests.support.program import ROOT
from tests.support.ui_guard import GuardHere
from tests.ui.conftest import click
from ui.app import TrayWindows
from ui.firstrun.window import FirstRunWindow
from ui.i18n.language import Language
from ui.kit.scroll_page import Page
from ui.kit.theme import Theme


@pytest.fixture
def window(light: Theme, qtbot: QtBot) -> FirstRunWindow:
    window = FirstRunWindow(light)
    window.show()
    qtbot.waitExposed(window)
    return window


def pasted(words: str) -> QMimeData:
    mime = QMimeData()
    mime.setText(words)
    return mime


def filled(window: QWidget) -> list[str]:
    return [part.accessibleName() for part in window.findChildren(QWidget)
            if part.property("kind") == "primary" and part.isVisible()]


def test_a_real_guard_holds_the_sample_before_the_users_eyes(watching: GuardUnderTest) -> None:
    done = subprocess.run([sys.executable, "-m", "tests.ui.firstrun_program"], cwd=ROOT, capture_output=True, text=True,
                          env={**watching.display.environment, "QT_QPA_PLATFORM": "xcb"}, timeout=60)
    assert done.stdout.splitlines() == [
        "before None primary", "pasted （内容核对中，稍后发）", "after primary None True"], done.stderr[-2000:]
    assert watching.opened().case.decision.outcome is Outcome.BLOCK


def test_a_paste_into_the_first_run_is_warned_of_as_it_says_and_one_into_another_own_window_is_not(
        desk: TrayWindows, guard: GuardHere, tmp_path: Path, qtbot: QtBot) -> None:
    here = replace(samples.WECHAT, pid=os.getpid())
    guard.hold(samples.draft(destination=here))
    qtbot.waitUntil(lambda: len(desk.guard_status.latest(9)) == 1)
    assert desk.warnings.window() is None
    desk.greet(tmp_path / "welcomed")
    guard.hold(samples.secret(destination=here))
    qtbot.waitUntil(lambda: desk.warnings.window() is not None)


def test_each_page_has_one_filled_button_and_the_keyboard_reaches_it(window: FirstRunWindow) -> None:
    for _ in range(2):
        assert filled(window) == ["下一步"]
        assert window.focusWidget() is window.forward
        QTest.keyClick(window.forward, Qt.Key.Key_Space)
    assert filled(window) == ["复制样例"]
    click(window.back)
    assert window.pages.currentIndex() == 1


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_presses_the_button_that_has_the_focus(window: FirstRunWindow, key: Qt.Key) -> None:
    QTest.keyClick(window.focusWidget(), key)
    assert window.pages.currentIndex() == 1


def test_the_keyboard_stays_in_the_chat_box_once_the_sample_was_held(window: FirstRunWindow) -> None:
    for _ in range(2):
        window.forward.click()
    click(window.trying.copy)
    window.trying.chat.setFocus()
    window.trying.chat.insertFromMimeData(pasted(""))
    assert filled(window) == ["开始使用"]
    assert window.focusWidget() is window.trying.chat


@pytest.mark.parametrize("language", Language)
def test_no_page_scrolls_where_there_is_room_for_the_drawn_size(qapp: QApplication, language: Language) -> None:
    with speaking(qapp, language):
        theme = Theme(qapp, "light", 1.0)
        window = FirstRunWindow(theme)
        window.kept.tell(Reporting().fields)
        window.show()
        QTest.qWaitForWindowExposed(window)
        for _ in range(3):
            assert window.findChild(Page).verticalScrollBar().maximum() == 0
            window.forward.click()
        theme.deleteLater()


def test_the_second_page_says_of_each_field_of_the_records_whether_the_unit_gets_it(
        desk: TrayWindows, guard: GuardHere, tmp_path: Path, qtbot: QtBot) -> None:
    desk.greet(tmp_path / "welcomed")
    (window,) = desk.windows()
    assert isinstance(window, FirstRunWindow)
    qtbot.waitUntil(lambda: window.kept.seen.plain() == "什么也不上报，记录只留在这台电脑上。")
    guard.status.reports(Reporting().fields)
    qtbot.waitUntil(lambda: "电脑名" in window.kept.seen.plain())
    assert "去向软件" not in window.kept.seen.plain()
    assert "您写的理由" not in window.kept.seen.plain()
    guard.status.reports(tuple(Field))
    qtbot.waitUntil(lambda: "去向软件、您写的理由" in window.kept.seen.plain())


def test_a_sample_that_was_not_held_is_said_openly(window: FirstRunWindow) -> None:
    window.trying.copy.click()
    window.trying.chat.insertFromMimeData(pasted("\n".join(sample_lines())))
    assert not window.trying.was_held()
    window.trying.chat.insertFromMimeData(pasted(""))
    assert window.trying.was_held()


def test_only_the_units_notice_or_nothing_in_the_place_of_the_sample_counts_as_held(
        desk: TrayWindows, guard: GuardHere, tmp_path: Path, qtbot: QtBot) -> None:
    guard.status.policy(replace(guard.rules.policy, notice="稍等"))
    qtbot.waitUntil(lambda: desk.guard_status.at_warning().notice == "稍等")
    desk.greet(tmp_path / "welcomed")
    (window,) = desk.windows()
    assert isinstance(window, FirstRunWindow)

    def held(words: str) -> bool:
        window.trying.chat.insertFromMimeData(pasted(words))
        return window.trying.was_held()

    assert not held("稍等"), "the sample was not copied yet"
    assert not held("")
    window.trying.copy.click()
    assert not held("你好，明天见")
    assert "这不是样例。请先点“复制样例”。" in [part.text() for part in window.findChildren(QLabel)]
    assert held("稍等")


def test_the_desk_greets_once(desk: TrayWindows, tmp_path: Path, qtbot: QtBot) -> None:
    welcomed = tmp_path / "welcomed"
    desk.greet(welcomed)
    (greeting,) = desk.windows()
    assert isinstance(greeting, FirstRunWindow)
    greeting.close()
    qtbot.waitUntil(lambda: desk.windows() == ())
    desk.greet(welcomed)
    assert desk.windows() == ()


def test_no_file_of_the_program_carries_a_plain_mark() -> None:
    sample = sample_lines()[0].encode()
    assert STAR.encode() in sample
    here = ROOT / "ui"
    marked = [path for path in here.rglob("*") if path.is_file() and sample in path.read_bytes()]
    assert marked == []
