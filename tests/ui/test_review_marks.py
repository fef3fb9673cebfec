"""Tests what 被拦截内容 says of the mark on the screen: when it was there and why."""

from __future__ import annotations

import time

import pytest
from pytestqt.qtbot import QtBot

from guard.core.screen_mark import MarkSpan
from rules.model import Nature
from tests.support import ui_samples as samples
from tests.support.ui_guard import GuardHere
from tests.ui.conftest import button_named, click
from tests.ui.review_steps import opened, words
from ui.app import TrayWindows
from ui.review.marks import times_words, why
from ui.review.window import ReviewWindow

NOON = time.mktime((2026, 11, 24, 12, 0, 0, 0, 0, -1))
SECRET = Nature.STATE_SECRET


def marks_of(window: ReviewWindow, qtbot: QtBot, words_there: str) -> set[str]:
    click(window.listing.marks)
    qtbot.waitUntil(lambda: any(words_there in line for line in words(window)))
    return set(words(window))


def test_when_the_screen_was_marked_and_why_is_shown_by_day(desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    now = time.time()
    guard.marks = (MarkSpan(now - 3_600, None, SECRET, lasts=True), MarkSpan(now - 90_000, now - 89_000, None))
    guard.keep(samples.secret())
    shown = marks_of(opened(desk, qtbot, "secret"), qtbot, "现在还有")
    assert {"打开着要拦下的文件：密级标志", "打开着要拦下的文件", times_words(guard.marks[0], now),
            times_words(guard.marks[1], now)} <= shown


def test_back_shows_the_item_again_and_so_does_choosing_one(desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    guard.keep(samples.draft())
    guard.keep(samples.secret())
    window = opened(desk, qtbot, "secret")
    marks_of(window, qtbot, "最近 30 天屏幕上没有过标记。")
    assert not window.shown()
    assert not window.foot.isVisible()
    click(button_named(window, "返回"))
    qtbot.waitUntil(lambda: window.shown() == "secret" and window.foot.isVisible())
    marks_of(window, qtbot, "最近 30 天屏幕上没有过标记。")
    window.listing.select_case("draft")
    qtbot.waitUntil(lambda: window.shown() == "draft")


def test_it_is_offered_where_nothing_is_held(desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    guard.marks = (MarkSpan(time.time() - 60, None, SECRET, lasts=True),)
    desk.review()
    window = desk.reviewed()
    assert window is not None
    qtbot.waitUntil(lambda: "这里还没有被拦下的内容。" in words(window))
    click(button_named(window, "屏幕标记"))
    qtbot.waitUntil(lambda: "打开着要拦下的文件：密级标志" in words(window))
    click(button_named(window, "返回"))
    qtbot.waitUntil(lambda: "这里还没有被拦下的内容。" in words(window))


@pytest.mark.parametrize(("span", "said"), [
    (MarkSpan(NOON, NOON + 600, SECRET), "12:00 至 12:10"), (MarkSpan(NOON, NOON + 5, SECRET), "12:00"),
    (MarkSpan(NOON, None, SECRET), "12:00 起"), (MarkSpan(NOON, None, SECRET, lasts=True), "12:00 起，现在还有"),
    (MarkSpan(NOON, NOON + 86_400, SECRET), "12:00 至 11 月 25 日 12:00"),
])
def test_an_end_that_is_not_known_is_not_invented(span: MarkSpan, said: str) -> None:
    assert times_words(span, NOON + 2 * 86_400) == said


def test_a_mark_that_the_unit_always_wants_has_that_for_its_reason() -> None:
    assert why(MarkSpan(NOON, None, None, always=True)) == "单位设定为一直显示"


def test_they_stay_when_something_more_is_held_meanwhile(desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    guard.keep(samples.secret())
    window = opened(desk, qtbot, "secret")
    marks_of(window, qtbot, "最近 30 天屏幕上没有过标记。")
    guard.announce(guard.keep(samples.draft()))
    qtbot.waitUntil(lambda: window.listing.summary("draft") is not None)
    qtbot.wait(300)  # long enough for an item that is shown in their place
    assert any("最近 30 天屏幕上没有过标记。" in line for line in words(window))
