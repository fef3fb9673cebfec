"""Tests 我的信息: a number is registered by keyboard, is no longer asked about, and can be removed again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from guard.control.offered_requests import Offered, SelfCheck, SelfChecked
from guard.core.events import EventKind
from guard.core.model import Outcome
from guard.core.own_numbers import OwnKind
from tests.support.ui_guard import GuardHere
from tests.ui.conftest import button_named
from ui.app import TrayWindows
from ui.kit.theme import Theme
from ui.windows.own_numbers import OwnWindow

MINE, OTHER = "510104199003074518", "510104198507126321"


@pytest.fixture
def window(light: Theme, desk: TrayWindows, qtbot: QtBot) -> Iterator[OwnWindow]:
    window = OwnWindow(light, desk.bridge)
    window.show()
    qtbot.waitUntil(lambda: "还没有登记。" in words(window))
    yield window
    window.close()


def words(window: QWidget) -> list[str]:
    return [label.text() for label in window.findChildren(QLabel) if label.isVisible()]


def answer(guard: GuardHere, number: str) -> Outcome:
    reply = guard.answer(SelfCheck(Offered(untrusted_text=f"张样例 身份证号 {number}")))
    assert isinstance(reply, SelfChecked)
    return reply.outcome


def test_a_number_registered_by_keyboard_is_not_asked_about_any_more_until_it_is_forgotten(
        window: OwnWindow, guard: GuardHere, qtbot: QtBot) -> None:
    assert answer(guard, MINE) is Outcome.WARN
    window.number.setFocus()
    QTest.keyClicks(window.number, MINE)
    QTest.keyClick(window.number, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "还没有登记。" not in words(window))
    assert window.number.text() == ""
    assert answer(guard, MINE) is Outcome.ALLOW
    assert answer(guard, OTHER) is Outcome.WARN
    forget = button_named(window, "删去")
    assert forget.accessibleName() == "删去登记的身份证号"
    forget.setFocus()
    QTest.keyClick(forget, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "还没有登记。" in words(window))
    assert answer(guard, MINE) is Outcome.WARN
    recorded = [event.reason for event in guard.record.events if event.kind is EventKind.OWN]
    assert recorded == ["登记身份证号", "删去一个登记的号码"]


def test_what_is_typed_as_soon_as_the_window_is_open_is_the_number(window: OwnWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClicks(window.focusWidget(), MINE)
    assert window.number.text() == MINE


def test_a_wrong_number_is_refused_in_words_and_stays_to_be_mended(window: OwnWindow, qtbot: QtBot) -> None:
    QTest.keyClicks(window.number, MINE[:-1] + "1")
    window.keep.click()
    assert not window.keep.isEnabled(), "it is asked once"
    qtbot.waitUntil(window.notice.isVisible)
    assert window.keep.isEnabled()
    assert "有效" in window.notice.plain()
    assert window.number.text() == MINE[:-1] + "1"


def test_nothing_can_be_registered_before_a_number_is_typed(window: OwnWindow) -> None:
    assert not window.keep.isEnabled()
    window.number.setText("138 1234")
    assert window.keep.isEnabled()


def test_what_is_registered_is_never_shown_or_kept_as_a_number(
        window: OwnWindow, guard: GuardHere, qtbot: QtBot) -> None:
    window.kind.setCurrentIndex(window.kind.findData(OwnKind.PHONE))
    window.number.setText("13812345678")
    window.keep.click()
    qtbot.waitUntil(lambda: "还没有登记。" not in words(window))
    assert not any("1381" in shown for shown in words(window))
    assert b"13812345678" not in guard.own.path.read_bytes()


def test_every_part_has_a_name_for_screen_readers(window: OwnWindow) -> None:
    assert [part.accessibleName() for part in (window.kind, window.number, window.keep)] == [
        "哪一种号码", "号码", "登记"]
