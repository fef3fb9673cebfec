"""Tests the strips beside other windows: their words, when they close, and that they never take the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, Qt
from pytestqt.qtbot import QtBot

from guard.channels.notices import NAMED, Channel, ChannelNotice, DialogLeft, DialogSeen, FileDialog, Sighted
from rules.model import Nature
from tests.support.ui_guard import GuardHere
from tests.ui.conftest import click
from ui.app import TrayWindows
from ui.kit.placement import GAP
from ui.kit.theme import Theme
from ui.kit.widgets import IconButton
from ui.notices.strip import Strip
from ui.notices.strips import Strips

DIALOG = FileDialog(7, "wechat", ("名单.xlsx", "演练方案.docx"), 2, True, (40, 40, 300, 200))
SEEN = ChannelNotice(Channel.ON_SCREEN, ("演练方案.docx",), "wechat", Nature.STATE_SECRET, (40, 40, 300, 200))


@pytest.fixture
def strips(qtbot: QtBot, theme: Theme) -> Iterator[Strips]:
    strips = Strips(theme, lambda place: QRect(*place) if place else None)
    yield strips
    strips.close()


def the_one(strips: Strips) -> Strip:
    strip, = strips.shown()
    return strip


def cross(strip: Strip) -> IconButton:
    return next(iter(strip.findChildren(IconButton)))


def test_a_strip_beside_a_file_dialog_names_its_files_and_goes_with_it(
        qtbot: QtBot, desk: TrayWindows, guard: GuardHere) -> None:
    guard.server.publish(DialogSeen(DIALOG))
    qtbot.waitUntil(lambda: bool(desk.strips.shown()))
    strip = the_one(desk.strips)
    assert strip.isVisible()
    assert strip.names() == ("名单.xlsx", "演练方案.docx", "还有 2 份")
    guard.server.publish(DialogLeft(DIALOG.window))
    qtbot.waitUntil(lambda: desk.strips.shown() == ())


def test_a_strip_goes_when_the_guard_has_gone(qtbot: QtBot, desk: TrayWindows, guard: GuardHere) -> None:
    guard.server.publish(DialogSeen(DIALOG))
    qtbot.waitUntil(lambda: bool(desk.strips.shown()))
    guard.server.stop()
    qtbot.waitUntil(lambda: desk.strips.shown() == ())


def test_a_document_on_the_screen_is_a_strip_and_no_warning(qtbot: QtBot, desk: TrayWindows, guard: GuardHere) -> None:
    guard.server.publish(Sighted(SEEN))
    qtbot.waitUntil(lambda: bool(desk.strips.shown()))
    assert the_one(desk.strips).sentence() == "屏幕上开着《演练方案.docx》，它带有密级标志，请别截图或拍照发送。"
    assert desk.toasts.window() is None


def test_it_is_beside_the_dialog_and_follows_it(strips: Strips) -> None:
    strips.dialog_seen(DIALOG)
    assert the_one(strips).x() == 40 + 300 + GAP
    strips.dialog_seen(FileDialog(7, "wechat", DIALOG.files, 0, False, (80, 40, 300, 200)))
    assert the_one(strips).x() == 80 + 300 + GAP
    assert the_one(strips).sentence() != ""
    assert the_one(strips).names() == DIALOG.files


def test_a_strip_that_was_closed_stays_away_until_another_dialog(strips: Strips) -> None:
    strips.dialog_seen(DIALOG)
    click(cross(the_one(strips)))
    strips.dialog_seen(DIALOG)
    assert strips.shown() == ()
    strips.dialog_left(DIALOG.window)
    strips.dialog_seen(DIALOG)
    assert the_one(strips).isVisible()


def test_a_closed_strip_about_the_screen_makes_room_for_the_next(strips: Strips) -> None:
    strips.on_screen(SEEN)
    click(cross(the_one(strips)))
    assert strips.shown() == ()
    strips.on_screen(SEEN)
    assert the_one(strips).isVisible()


def test_documents_that_are_shared_together_are_all_named(strips: Strips) -> None:
    names = tuple(f"{number}.docx" for number in range(NAMED + 2))
    strips.on_screen(replace(SEEN, route=Channel.SHARED, files=names, program="zoom"))
    strip = the_one(strips)
    assert strip.sentence().startswith("Zoom 正在共享屏幕，开着的 7 份文件里有密级标志。请先停止共享")
    assert strip.names() == (*names[:NAMED], "还有 2 份")
    strips.on_screen(SEEN)
    assert the_one(strips).names() == ()


def test_no_strip_takes_the_keyboard_even_when_it_is_clicked(strips: Strips) -> None:
    strips.on_screen(SEEN)
    strip = the_one(strips)
    assert strip.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert strip.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    click(strip)
    assert strip.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert cross(strip).focusPolicy() is Qt.FocusPolicy.NoFocus


@pytest.mark.parametrize("nature", [None, *Nature])
@pytest.mark.parametrize("files", [("甲.docx",), ("甲.docx", "乙\n.docx")])
def test_every_nature_has_its_words_and_none_accuses(strips: Strips, nature: Nature | None,
                                                     files: tuple[str, ...]) -> None:
    strips.on_screen(ChannelNotice(Channel.ON_SCREEN, files, "wechat", nature))
    sentence = the_one(strips).sentence()
    assert "甲.docx" in sentence
    assert "{" not in sentence
    assert not any(word in sentence for word in ("违规", "非法", "警告", "泄密", "检测到"))
