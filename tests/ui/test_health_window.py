"""Tests the window that says how the guard is: what is wrong, in words, and nothing ticked that is in trouble."""

from __future__ import annotations

import time
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from guard.control.requests import GateState, StatusChanged
from guard.core.screen_mark import Marking, MarkStrength
from guard.folders.watched import Ground, Watched
from guard.supply.provenance import Provenance, SupplyState
from rules.model import Nature
from rules.sentences.sentence import Sentence
from tests.support.ui_guard import GuardHere
from tests.ui.conftest import button_named
from tests.ui.screens_people import ways
from ui.app import TrayWindows
from ui.i18n.dates import day
from ui.kit.glyph_words import shape_word
from ui.kit.theme import Theme
from ui.kit.widgets import Glyph
from ui.windows.health import HealthWindow


@pytest.fixture
def window(light: Theme, desk: TrayWindows) -> HealthWindow:
    """The window, shown."""
    window = HealthWindow(light, desk.guard_status, "0.1.0", ways())
    window.show()
    return window


def shape_words(window: HealthWindow) -> list[str]:
    return [glyph.accessibleName() for glyph in window.findChildren(Glyph) if glyph.isVisible()]


def test_health_says_what_is_wrong_in_words_and_grows_to_hold_them(
        window: HealthWindow, guard: GuardHere, qtbot: QtBot) -> None:
    before = window.height()
    for part in ("a", "b", "c"):
        guard.status.trouble(part, f"{part} 不见了。")
    qtbot.waitUntil(lambda: {f"{part} 不见了。" for part in "abc"} <= {
        part.accessibleName() for part in window.findChildren(QLabel) if part.isVisible()})
    assert window.height() > before
    QTest.keyClick(window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert not window.isVisible()


def test_health_says_how_much_is_held_and_does_not_tick_what_is_in_trouble(
        window: HealthWindow, guard: GuardHere, qtbot: QtBot) -> None:
    guard.status.vault(Sentence("加密暂存"))
    guard.status.stored(1_500_000)
    qtbot.waitUntil(lambda: "0 项 · 1.4 MB · 加密暂存" in [
        part.accessibleName() for part in window.findChildren(QLabel) if part.isVisible()])
    ticked = shape_words(window).count(shape_word("clear"))
    guard.status.trouble("quarantine", "磁盘空间不足。")
    both = 2  # the row of held items, and the line for the whole
    qtbot.waitUntil(lambda: shape_words(window).count(shape_word("clear")) == ticked - both)


def test_health_says_what_the_file_gate_holds_and_does_not_tick_it_once_files_passed(
        window: HealthWindow, guard: GuardHere, qtbot: QtBot) -> None:
    def said(words: str) -> bool:
        return any(words in part.accessibleName() for part in window.findChildren(QLabel) if part.isVisible())

    assert not said("文件闸门")
    guard.status.gate(GateState(True, marked=128))
    qtbot.waitUntil(lambda: said("正在看守 128 个文件夹"))
    ticked = shape_words(window).count(shape_word("clear"))
    guard.status.gate(GateState(True, marked=128, left_out=5))
    qtbot.waitUntil(lambda: said("还有 5 个没有看守"))
    assert shape_words(window).count(shape_word("clear")) == ticked - 1


def test_health_says_how_many_windows_could_not_be_read_while_there_are_any(
        window: HealthWindow, guard: GuardHere, qtbot: QtBot) -> None:
    words = "有 2 个打开的窗口没有读出来，过一会儿会再看；没有标记不等于可以发"

    def said() -> bool:
        return words in [part.accessibleName() for part in window.findChildren(QLabel) if part.isVisible()]

    guard.status.windows_unread(2)
    qtbot.waitUntil(said)
    guard.status.windows_unread(0)
    qtbot.waitUntil(lambda: not said())


def test_health_says_in_the_row_of_what_is_in_trouble_why(window: HealthWindow, guard: GuardHere, qtbot: QtBot) -> None:
    guard.status.fact(broker="")
    guard.status.trouble("broker", "剪贴板暂时没有看守。")
    guard.status.trouble("quarantine", "磁盘空间不足。")
    qtbot.waitUntil(lambda: shape_words(window).count(shape_word("unknown")) == 3)  # two rows, and the whole

    def row(name: str) -> list[str]:
        title = next(part for part in window.findChildren(QLabel) if part.isVisible() and part.text() == name)
        return [part.accessibleName() for part in title.parentWidget().findChildren(QLabel)]

    assert row("剪贴板")[0] == row("加密暂存")[0] == shape_word("unknown")
    assert row("剪贴板")[-1] == "剪贴板暂时没有看守。"
    assert row("加密暂存")[-1] == "磁盘空间不足。"
    assert row("最近的问题")[-1].endswith("，还没有解决")
    guard.status.trouble("broker", "")
    guard.status.trouble("quarantine", "")
    qtbot.waitUntil(lambda: "磁盘空间不足" in row("最近的问题")[-1])


def test_health_says_which_release_is_in_force_and_why_no_newer_one(
        window: HealthWindow, guard: GuardHere, qtbot: QtBot) -> None:
    in_force = Provenance(7, "演示县规则 2026.11", "正式", time.time() - 3 * 86400)
    guard.status.supply(SupplyState(True, in_force, time.time(), time.time(), "签名已经过期，没有采用。"))
    qtbot.waitUntil(lambda: {"单位下发第 7 号（频道：正式），规则签署于 3 天前", "签名已经过期，没有采用。"} <= {
        part.accessibleName() for part in window.findChildren(QLabel) if part.isVisible()})


def test_health_counts_as_watched_only_the_folders_that_are_there_and_names_the_others(
        window: HealthWindow, guard: GuardHere, tmp_path: Path, qtbot: QtBot) -> None:
    def said() -> set[str]:
        return {part.accessibleName() for part in window.findChildren(QLabel) if part.isVisible()}

    nowhere = tuple(Watched(f"/nowhere/{name}", Ground.PICTURES) for name in ("截图", "图片"))
    guard.status.folders((Watched(str(tmp_path), Ground.DESKTOP, "Flameshot"), *nowhere))
    missing = "这些文件夹现在还没有，建好以后自动看守：/nowhere/截图、/nowhere/图片"
    qtbot.waitUntil(lambda: f"桌面，“Flameshot”的保存位置：{tmp_path}。{missing}。" in said())
    ticked = shape_words(window)
    guard.status.folders(nowhere)
    qtbot.waitUntil(lambda: missing in said())
    assert len(shape_words(window)) == len(ticked)
    assert shape_words(window).count(shape_word("clear")) == ticked.count(shape_word("clear")) - 1


def test_health_that_is_told_the_same_again_keeps_its_rows_and_one_that_changes_the_place_of_the_keyboard(
        window: HealthWindow, desk: TrayWindows, guard: GuardHere, qtbot: QtBot) -> None:
    def tell(held: int) -> None:
        with qtbot.waitSignal(desk.guard_status.changed):
            guard.server.publish(StatusChanged(msgspec.structs.replace(guard.status.current(), held=held)))

    window.activateWindow()
    qtbot.waitUntil(lambda: button_named(window, "查看").isVisible())
    before = button_named(window, "查看")
    before.setFocus()
    tell(0)
    assert button_named(window, "查看") is before
    assert window.focusWidget() is before
    tell(3)
    qtbot.waitUntil(lambda: button_named(window, "查看") is not before)
    assert window.focusWidget() is button_named(window, "查看")


def test_health_that_was_closed_is_deleted(desk: TrayWindows, qtbot: QtBot) -> None:
    desk._commands.health()
    (window,) = desk.windows()
    window.close()
    qtbot.waitUntil(lambda: desk.windows() == ())


def test_health_says_the_day_of_what_was_on_another_one(light: Theme, desk: TrayWindows, guard: GuardHere,
                                                        qtbot: QtBot) -> None:
    guard.status.trouble("folders", "截图文件夹不见了。")
    guard.status.marking(Marking((), "赵敏", "办公室", MarkStrength.LIGHT, None, ("演练方案.pdf",), Nature.STATE_SECRET,
                                 time.time()))
    guard.status.mark_drawn(True)
    qtbot.waitUntil(lambda: desk.guard_status.last_trouble is not None and desk.guard_status.status is not None
                    and desk.guard_status.status.mark_drawn)
    later = time.time() + 3 * 86400
    window = HealthWindow(light, desk.guard_status, "0.1.0", ways(), lambda: later)
    qtbot.addWidget(window)
    window.show()
    today = day(time.time(), later)
    shown = [part.accessibleName() for part in window.findChildren(QLabel)]
    assert f"{today}，还没有解决" in shown
    assert f"{today} 起，因为开着《演练方案.pdf》" in shown
