"""Tests which window counts as showing a flagged document, and when that is reported."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from guard.channels.notices import Channel, ChannelNotice, Sighted
from guard.channels.on_screen import OnScreen
from guard.core.events import EventKind
from guard.core.model import DestinationKind, Outcome
from guard.core.policy import Policy
from rules.model import Nature
from tests.channels.screens import CHAT, PROGRAM, Around, Screen, Window, chat_in_front, flagged, in_front

DAY = 86400.0
NAME = "演练方案.docx"
READER = Window(2, PROGRAM, f"{NAME} - WPS 文字")
TOLD = Sighted(ChannelNotice(Channel.ON_SCREEN, (NAME,), "wechat", Nature.STATE_SECRET, (0, 0, 800, 600)))


@pytest.fixture
def around(tmp_path: Path) -> Around:
    return Around((flagged(tmp_path / NAME),))


@pytest.mark.parametrize(("title", "shown"), [
    (NAME, True), (f"*{NAME}", True), (f"/home/u/文档/{NAME}（只读）- 看图", True),
    ("演练方案.DOCX — LibreOffice", True), (f"旧{NAME} 与 {NAME}", True),
    (f"旧{NAME}", False), (f"{NAME}x", False), ("演练方案", False), ("", False),
])
def test_a_title_that_names_the_file_as_a_word_of_its_own_shows_it(around: Around, title: str, shown: bool) -> None:
    OnScreen(around.ends()).look(chat_in_front(replace(READER, title=title)))
    assert around.take() == ([TOLD] if shown else [])


def test_it_is_told_of_once_a_day_when_a_chat_client_comes_forward_and_recorded(around: Around) -> None:
    clock = [1_700_000_000.0]
    channel = OnScreen(around.ends(), lambda: clock[0])
    screen = chat_in_front(READER)
    looks = (in_front(screen, 2), screen, screen, in_front(screen, 2), screen)
    for look in looks:
        channel.look(look)
    assert around.take() == [TOLD]
    clock[0] += DAY
    for look in looks:
        channel.look(look)
    assert around.take() == [TOLD]
    assert [(event.kind, event.reason) for event in around.recorded] == [(EventKind.SIGHTED, "on-screen")] * 2


def test_what_was_not_told_while_paused_is_told_afterwards(around: Around) -> None:
    channel = OnScreen(around.ends())
    around.paused = True
    channel.look(chat_in_front(READER))
    around.paused = False
    channel.look(Screen())
    channel.look(chat_in_front(READER))
    assert around.take() == [TOLD]


@pytest.mark.parametrize("screen", [
    Screen((READER,), 2),
    chat_in_front(replace(READER, program=CHAT)),
    chat_in_front(replace(READER, program=replace(PROGRAM, kind=DestinationKind.CLIPBOARD_MANAGER))),
    in_front(chat_in_front(READER), 99),
    chat_in_front(replace(READER, seen=False)),
], ids=["no chat client", "in the chat client itself", "in a clipboard manager", "another window in front",
        "minimised"])
def test_nothing_is_told_of_other_screens(around: Around, screen: Screen) -> None:
    OnScreen(around.ends()).look(screen)
    assert around.take() == []


def test_a_policy_can_do_without_it(around: Around) -> None:
    around.policy = Policy("test", screen_notice=False)
    OnScreen(around.ends()).look(chat_in_front(READER))
    assert around.take() == []


def test_several_documents_are_one_word_and_the_strictest_nature_counts(around: Around, tmp_path: Path) -> None:
    around.files = (flagged(tmp_path / "名单.xlsx", Nature.PERSONAL), *around.files)
    second = Window(3, PROGRAM, "名单.xlsx - WPS 表格")
    OnScreen(around.ends()).look(chat_in_front(READER, second))
    told = around.take()
    assert [(each.sighting.files, each.sighting.nature) for each in told if isinstance(each, Sighted)] == [
        (("名单.xlsx", NAME), Nature.STATE_SECRET)]


def test_a_document_that_the_rules_only_warn_of_is_told_of_too(around: Around) -> None:
    around.files = (replace(around.files[0], outcome=Outcome.WARN),)
    OnScreen(around.ends()).look(chat_in_front(READER))
    assert around.take() == [TOLD]
