"""Tests which window is a chat client's file dialog, and what the strip beside it says."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from guard.channels.file_dialog_folder import among, watched
from guard.channels.file_dialogs import FileDialogs, file_dialogs
from guard.channels.file_index import FileState, Flagged, state_of
from guard.channels.notices import NAMED, DialogLeft, DialogSeen, FileDialog
from guard.core.events import EventKind
from guard.platform.inotify import IN_OPEN, FileEvents
from tests.channels.screens import CHAT, PROGRAM, Around, Window, chat_in_front, flagged

PLACE = (100, 100, 600, 400)
DIALOG = Window(5, CHAT, "打开", dialog=True, owner=1, place=PLACE)


@pytest.fixture
def folder_watched() -> Iterator[FileEvents]:
    """A folder watch by this process, as a file dialog has one."""
    events = FileEvents()
    yield events
    events.close()


def there(file: Flagged) -> bool:
    return state_of(file, ()) is not FileState.GONE


def files(folder: Path, count: int) -> tuple[Path, ...]:
    folder.mkdir(exist_ok=True)
    paths = tuple(folder / f"{number}.docx" for number in range(count))
    for path in paths:
        path.write_bytes(b"")
    return paths


@pytest.mark.parametrize(("window", "program"), [
    (DIALOG, "wechat"),
    (replace(DIALOG, title="选择文件"), "wechat"),
    (replace(DIALOG, title="Open File"), "wechat"),
    (replace(DIALOG, title="发给同事", role="GtkFileChooserDialog"), "wechat"),
    (replace(DIALOG, program=PROGRAM), "wechat"),
    (replace(DIALOG, program=PROGRAM, owner=0), None),
    (replace(DIALOG, dialog=False), None),
    (replace(DIALOG, title="选择联系人"), None),
    (replace(DIALOG, title="设置"), None),
    (replace(DIALOG, seen=False), None),
    (replace(DIALOG, title="文件另存为"), None),
    (replace(DIALOG, title="Save file", role="GtkFileChooserDialog"), None),
], ids=lambda value: getattr(value, "title", value))
def test_a_dialog_to_open_files_of_a_chat_client_or_of_the_portal_for_it_counts(
        window: Window, program: str | None) -> None:
    found = [name for _, name in file_dialogs(chat_in_front(window))]
    assert found == ([] if program is None else [program])


def test_the_flagged_files_of_the_folder_that_the_dialog_watches_are_named(
        folder_watched: FileEvents, tmp_path: Path) -> None:
    here, elsewhere = files(tmp_path / "here", NAMED + 2), files(tmp_path / "elsewhere", 1)
    around = Around(tuple(flagged(path) for path in (*elsewhere, *here)))
    dialogs = FileDialogs(around.ends())
    screen = chat_in_front(replace(DIALOG, program=replace(CHAT, pid=os.getpid())))
    watch = folder_watched.add(here[0].parent, IN_OPEN)
    assert dialogs.look(screen)
    assert around.take() == [DialogSeen(FileDialog(5, "wechat", tuple(path.name for path in here[:NAMED]), 2, True,
                                                   PLACE))]
    assert dialogs.look(screen)
    assert around.take() == []
    folder_watched.remove(watch)
    folder_watched.add(elsewhere[0].parent, IN_OPEN)
    dialogs.look(screen)
    assert around.take() == [DialogSeen(FileDialog(5, "wechat", (elsewhere[0].name,), 0, True, PLACE))]
    assert not dialogs.look(None)
    assert around.take() == [DialogLeft(5)]
    assert [(event.kind, event.count) for event in around.recorded] == [(EventKind.SIGHTED, NAMED + 2)]


def test_a_program_that_watches_nothing_is_told_the_files_flagged_last(tmp_path: Path) -> None:
    paths = files(tmp_path, NAMED + 2)
    around = Around(tuple(flagged(path) for path in paths), is_there=there)
    paths[0].unlink()
    FileDialogs(around.ends()).look(chat_in_front(DIALOG))
    assert around.take() == [DialogSeen(FileDialog(5, "wechat", tuple(path.name for path in paths[1:NAMED + 1]), 0,
                                                   False, PLACE))]


def test_nothing_is_said_where_there_is_no_flagged_file_and_nothing_more_once_the_guard_is_paused(
        tmp_path: Path) -> None:
    around = Around((flagged(tmp_path / "gone.docx"),), is_there=there)
    dialogs = FileDialogs(around.ends())
    screen = chat_in_front(DIALOG)
    assert dialogs.look(screen)
    assert around.take() == []
    around.files = tuple(flagged(path) for path in files(tmp_path, 1))
    dialogs.look(screen)
    assert len(around.take()) == 1
    around.paused = True
    assert not dialogs.look(screen)
    assert around.take() == [DialogLeft(5)]


def test_a_file_of_which_the_system_says_an_error_is_left_out(tmp_path: Path) -> None:
    """As on a disk that has failed: a name that is too long is refused in the same way."""
    good, = files(tmp_path, 1)
    around = Around((flagged(tmp_path / f"{'长' * 200}.docx"), flagged(good)), is_there=there)
    FileDialogs(around.ends()).look(chat_in_front(DIALOG))
    assert [told.dialog.files for told in around.take() if isinstance(told, DialogSeen)] == [(good.name,)]


def test_what_a_process_watches_is_read_and_nothing_of_one_that_has_gone(
        folder_watched: FileEvents, tmp_path: Path) -> None:
    files(tmp_path / "one", 0)
    folder_watched.add(tmp_path / "one", IN_OPEN)
    assert among((tmp_path, tmp_path / "one", tmp_path / "gone"), watched(os.getpid())) == {tmp_path / "one"}
    assert watched(2**22 + 1) == frozenset()
