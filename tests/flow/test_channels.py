"""Tests egress channels without a paste, with a real guard: stored files, a file chooser, a drop."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import IO, cast

from guard.channels.notices import Channel, ChannelNotice
from guard.core.model import Origin
from rules.model import Nature
from tests.support.channel_fixtures import SECRET, SUPPORT, SYSTEM_PYTHON, Chat, chat, flagged, guard, sighted, user
from tests.support.guarding import GuardUnderTest
from tests.support.hand import Hand
from tests.support.owner_watch import OwnerWatch
from ui.demo.display import end

__all__ = ["chat", "flagged", "guard", "user"]


def test_who_receives_a_marked_file_is_told_and_the_file_stays(guard: GuardUnderTest, user: Path) -> None:
    month = user / "Documents" / "xwechat_files" / "wxid_a" / "msg" / "file" / "2026-11"
    month.mkdir(parents=True)
    received = month / "通知（演示样例）.txt"
    (month / "值班表.txt").write_text("晚上七点在食堂门口集合。", "utf-8")
    received.write_text(SECRET, "utf-8")
    assert sighted(guard) == ChannelNotice(Channel.RECEIVED, (received.name,), "微信", Nature.STATE_SECRET)
    assert received.read_text("utf-8") == SECRET
    assert not [case for case in guard.held() if case.origin is Origin.CHAT_FOLDER]


def test_a_marked_file_of_the_users_own_that_appears_among_the_clients_files_was_sent(
        guard: GuardUnderTest, user: Path, flagged: Path) -> None:
    month = user / "Documents" / "WeChat Files" / "wxid_a" / "FileStorage" / "File" / "2026-11"
    month.mkdir(parents=True)
    shutil.copy2(flagged, month / flagged.name)
    assert sighted(guard) == ChannelNotice(Channel.SENT, (flagged.name,), "微信", Nature.STATE_SECRET)


def test_a_flagged_file_chosen_in_the_clients_own_file_chooser_is_told_of(chat: Chat, guard: GuardUnderTest,
                                                                          flagged: Path) -> None:
    assert chat.choose(flagged)["sent"] == str(flagged)
    assert sighted(guard) == ChannelNotice(Channel.OPENED, (flagged.name,), "wechat", Nature.STATE_SECRET)


def test_a_flagged_file_dropped_into_the_client_is_told_of(
        chat: Chat, guard: GuardUnderTest, flagged: Path, hand: Hand, owner_watch: OwnerWatch) -> None:
    source = guard.display.start([SYSTEM_PYTHON, str(SUPPORT / "gtk_drag_source.py"), str(flagged)],
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert cast(IO[bytes], source.stdout).readline()
        hand.draw((500, 100), (100, 100), lambda: owner_watch.wait("XdndSelection"))
        hand.let_go()
        assert chat.said()["sent"] == str(flagged)
        assert sighted(guard) == ChannelNotice(Channel.OPENED, (flagged.name,), "wechat", Nature.STATE_SECRET)
    finally:
        for stream in (source.stdin, source.stdout):
            cast(IO[bytes], stream).close()
        end(source)
