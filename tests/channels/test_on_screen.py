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
from tests.channels.screens import CHAT, NAME, PROGRAM, Around, Screen, Window, chat_in_front, flagged, in_front

DAY = 86400.0
READER = Window(2, PROGRAM, f"{NAME} - WPS 文字")
TOLD = Sighted(ChannelNotice(Channel.ON_SCREEN, (NAME,), "wechat", Nature.STATE_SECRET, (0, 0, 800, 600)))


@pytest.mark.parametrize(("title", "shown"), [
    (NAME, True), (f"*{NAME}", True), (f"/home/u/文档/{NAME}（只读）- 看图", True),
    ("演练方案.DOCX — LibreOffice", True), (f"旧{NAME} 与 {NAME}", True),
    (f"旧{NAME}", False), (f"{NAME}x", False), ("演练方案", False), ("", False),
])
def test_a_title_that_names_the_file_as_a_word_of_its_own_shows_it(
        around_flagged: Around, title: str, shown: bool) -> None:
    OnScreen(around_flagged.ends()).look(chat_in_front(replace(READER, title=title)))
    assert around_flagged.take() == ([TOLD] if shown else [])


def test_it_is_told_of_once_a_day_when_a_chat_client_comes_forward_and_recorded(around_flagged: Around) -> None:
    clock = [1_700_000_000.0]
    channel = OnScreen(around_flagged.ends(), lambda: clock[0])
    screen = chat_in_front(READER)
    looks = (in_front(screen, 2), screen, screen, in_front(screen, 2), screen)
    for look in looks:
        channel.look(look)
    assert around_flagged.take() == [TOLD]
    clock[0] += DAY
    for look in looks:
        channel.look(look)
    assert around_flagged.take() == [TOLD]
    assert [(event.kind, event.reason) for event in around_flagged.recorded] == [(EventKind.SIGHTED, "on-screen")] * 2


def test_what_was_not_told_while_paused_is_told_afterwards(around_flagged: Around) -> None:
    channel = OnScreen(around_flagged.ends())
    around_flagged.paused = True
    channel.look(chat_in_front(READER))
    around_flagged.paused = False
    channel.look(Screen())
    channel.look(chat_in_front(READER))
    assert around_flagged.take() == [TOLD]


@pytest.mark.parametrize("screen", [
    Screen((READER,), 2),
    chat_in_front(replace(READER, program=CHAT)),
    chat_in_front(replace(READER, program=replace(PROGRAM, kind=DestinationKind.CLIPBOARD_MANAGER))),
    in_front(chat_in_front(READER), 99),
    chat_in_front(replace(READER, seen=False)),
], ids=["no chat client", "in the chat client itself", "in a clipboard manager", "another window in front",
        "minimised"])
def test_nothing_is_told_of_other_screens(around_flagged: Around, screen: Screen) -> None:
    OnScreen(around_flagged.ends()).look(screen)
    assert around_flagged.take() == []


def test_a_policy_can_do_without_it(around_flagged: Around) -> None:
    around_flagged.policy = Policy("test", screen_notice=False)
    OnScreen(around_flagged.ends()).look(chat_in_front(READER))
    assert around_flagged.take() == []


def test_several_documents_are_one_word_and_the_strictest_nature_counts(around_flagged: Around, tmp_path: Path) -> None:
    around_flagged.files = (flagged(tmp_path / "名单.xlsx", Nature.PERSONAL), *around_flagged.files)
    second = Window(3, PROGRAM, "名单.xlsx - WPS 表格")
    OnScreen(around_flagged.ends()).look(chat_in_front(READER, second))
    told = around_flagged.take()
    assert [(each.sighting.files, each.sighting.nature) for each in told if isinstance(each, Sighted)] == [
        (("名单.xlsx", NAME), Nature.STATE_SECRET)]


def test_a_document_that_the_rules_only_warn_of_is_told_of_too(around_flagged: Around) -> None:
    around_flagged.files = (replace(around_flagged.files[0], outcome=Outcome.WARN),)
    OnScreen(around_flagged.ends()).look(chat_in_front(READER))
    assert around_flagged.take() == [TOLD]
