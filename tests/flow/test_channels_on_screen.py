"""Tests channels that show on the screen, with a real guard: a file chooser, a document beside a chat."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

from guard.channels.notices import Channel, ChannelNotice, DialogLeft, DialogSeen
from rules.model import Nature
from tests.support.channel_fixtures import SUPPORT, Chat, chat, flagged, guard, sighted, user
from tests.support.guarding import GuardUnderTest, wait_for
from ui.demo.display import end

__all__ = ["chat", "flagged", "guard", "user"]


def test_a_chat_clients_file_chooser_is_told_of_while_it_shows_a_folder_with_flagged_files(
        chat: Chat, guard: GuardUnderTest, flagged: Path, user: Path) -> None:
    (user / "empty").mkdir()
    chat.browse(flagged.parent)
    dialog = guard.pushed(DialogSeen).dialog
    assert dialog.program == "wechat"
    assert flagged.name in dialog.files
    assert dialog.in_folder
    assert dialog.place is not None
    chat.browse(user / "empty")
    assert guard.pushed(DialogLeft).window == dialog.window
    chat.browse(flagged.parent)
    assert guard.pushed(DialogSeen).dialog.window == dialog.window
    chat.cancel()
    assert guard.pushed(DialogLeft).window == dialog.window


def test_a_file_dialog_of_qt_is_told_of_too_and_is_over_when_its_program_ends(guard: GuardUnderTest, flagged: Path,
                                                                            tmp_path: Path) -> None:
    program = tmp_path / "linuxqq"
    shutil.copy2(Path(sys.executable).resolve(), program)
    environment = {**guard.display.environment, "PYTHONHOME": sys.base_prefix,
                   "PYTHONPATH": sysconfig.get_path("purelib")}
    command = [str(program), str(SUPPORT / "qt_chooser.py"), "linuxqq", str(flagged.parent)]
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE) as client:
        dialog = guard.pushed(DialogSeen).dialog
        assert (dialog.program, dialog.in_folder) == ("linuxqq", True)
        assert flagged.name in dialog.files
        client.communicate()
    assert guard.pushed(DialogLeft).window == dialog.window


@pytest.fixture
def editor(guard: GuardUnderTest, flagged: Path) -> Iterator[None]:
    """An editor that shows the flagged document, which is said when it comes to the front."""
    opened = guard.display.start(["mousepad", "--disable-server", str(flagged)], stderr=subprocess.DEVNULL)
    wait_for(lambda: guard.display.active() == "mousepad", "the editor in front")
    assert sighted(guard).route is Channel.MARKED
    yield
    end(opened)


def test_a_flagged_document_on_the_screen_is_told_of_when_a_chat_client_comes_forward_and_once_a_day(
        chat: Chat, guard: GuardUnderTest, flagged: Path, user: Path, editor: None) -> None:
    guard.display.focus("wechat")
    seen = sighted(guard)
    assert (seen.route, seen.files, seen.program) == (Channel.ON_SCREEN, (flagged.name,), "wechat")
    assert seen.nature is Nature.STATE_SECRET
    assert seen.place is not None
    guard.display.focus("mousepad")
    wait_for(lambda: guard.display.active() == "mousepad", "the editor in front again")
    guard.display.focus("wechat")
    wait_for(lambda: guard.display.active() == "wechat", "the chat in front again")
    # The next message is about something else: the second time was skipped.
    month = user / "Documents" / "WeChat Files" / "wxid_b" / "FileStorage" / "File" / "2026-11"
    month.mkdir(parents=True)
    shutil.copy2(flagged, month / flagged.name)
    assert sighted(guard) == ChannelNotice(Channel.SENT, (flagged.name,), "微信", Nature.STATE_SECRET)
