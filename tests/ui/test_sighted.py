"""Tests the notice when nothing could be held: its words, one window, and that it takes no keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from guard.channels.notices import Channel, ChannelNotice, Sighted
from rules.model import Nature
from tests.support.ui_guard import OFFICE, GuardHere
from tests.ui.conftest import click
from ui.app import TrayWindows
from ui.notices.toasts import words_for

SECRET = ChannelNotice(Channel.RECEIVED, ("演示样例.docx",), "微信", Nature.STATE_SECRET)


@pytest.mark.parametrize("channel", [Channel.RECEIVED, Channel.SENT, Channel.OPENED, Channel.NOT_JUDGED,
                                     Channel.UNJUDGED, Channel.PAGE_NOT_JUDGED, Channel.PAGE_UNJUDGED,
                                     Channel.PAGE_GIVEN, Channel.CONCEALED])
@pytest.mark.parametrize("nature", [None, Nature.STATE_SECRET, Nature.PERSONAL])
def test_every_way_has_its_words_and_none_accuses(channel: Channel, nature: Nature | None) -> None:
    title, sentence = words_for(ChannelNotice(channel, ("a.docx",), "微信", nature), OFFICE)
    assert title
    assert "{" not in sentence
    assert not any(word in title + sentence for word in ("违规", "非法", "警告", "泄密", "检测到"))


@pytest.mark.parametrize("channel", [Channel.PAGE_NOT_JUDGED, Channel.PAGE_UNJUDGED, Channel.PAGE_GIVEN])
def test_of_a_page_it_is_not_said_that_a_file_was_opened(channel: Channel) -> None:
    said = "".join(words_for(ChannelNotice(channel, ("文字",), "AI 助手（chromium）"), OFFICE))
    assert "网页" in said
    assert "打开" not in said
    assert "文件" not in said


def test_who_received_a_marked_file_is_told_not_to_pass_it_on_nor_delete_it_and_whom_to_call() -> None:
    _, sentence = words_for(SECRET, OFFICE)
    assert "不要转发" in sentence
    assert "不要自行删除" in sentence
    assert OFFICE in sentence


@pytest.mark.parametrize("channel", [Channel.RECEIVED, Channel.SENT, Channel.OPENED])
@pytest.mark.parametrize("nature", [Nature.STATE_SECRET, Nature.PERSONAL])
def test_several_files_are_not_spoken_of_as_one(channel: Channel, nature: Nature) -> None:
    said = "".join(words_for(ChannelNotice(channel, ("a.docx", "b.docx"), "微信", nature), OFFICE))
    assert not any(word in said for word in ("一份", "这份", "它"))


def test_a_sighting_is_shown_without_taking_the_keyboard_and_goes_with_its_button(
        qtbot: QtBot, desk: TrayWindows, guard: GuardHere) -> None:
    guard.server.publish(Sighted(SECRET))
    qtbot.waitUntil(lambda: desk.toasts.window() is not None and desk.toasts.window().armed())
    window = desk.toasts.window()
    assert window is not None
    assert window.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    click(window.panel().choices()[0])
    qtbot.waitUntil(lambda: desk.toasts.window() is None)
