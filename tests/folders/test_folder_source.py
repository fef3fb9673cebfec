"""Tests the folder source with real files and real inotify."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest
from PIL import Image

from guard.channels.chat_folders import below
from guard.core.model import Capture, FileFacts, Kind, Origin, Reason
from guard.folders import FolderSource, hold_file, hold_in_place, release_in_place, restore_file
from guard.folders.folder_news import Heard
from guard.folders.notifier import notifier
from guard.folders.watching import FolderWatch
from tests.support.guarding import wait_for


def picture(shade: int = 0) -> bytes:
    """A small PNG, different for each shade."""
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), (shade, 0, 0)).save(stream, "PNG")
    return stream.getvalue()


class Watching:
    """A started source and its submissions."""

    def __init__(self, *folders: Path, limit: int = 1_000_000) -> None:
        self.captures: list[Capture] = []
        self.source = FolderSource(folders, limit)
        self.source.start(self.captures.append)

    def names(self) -> list[str]:
        return sorted(capture.items[0].name for capture in self.captures)


@pytest.fixture
def watch() -> Iterator[Callable[..., Watching]]:
    started: list[Watching] = []

    def start(*folders: Path, limit: int = 1_000_000) -> Watching:
        started.append(Watching(*folders, limit=limit))
        return started[-1]

    yield start
    for each in started:
        each.source.stop()


@pytest.fixture
def settled() -> Callable[[Watching, Path], None]:
    """Wait until everything before this moment was looked at: a marker picture has arrived and nothing waits."""

    def wait(watching: Watching, folder: Path) -> None:
        marker = folder / "marker-last.png"
        marker.write_bytes(picture(255))
        wait_for(lambda: "marker-last.png" in watching.names() and not watching.source._waiting,
                 "the marker, and nothing that waits")

    return wait


def test_a_new_picture_is_submitted_once_with_its_bytes_and_path(tmp_path, watch, settled):
    watching = watch(tmp_path)
    (tmp_path / "截图.png").write_bytes(picture())
    settled(watching, tmp_path)
    (capture,) = [each for each in watching.captures if each.items[0].name == "截图.png"]
    assert capture.origin is Origin.FOLDER
    assert capture.kind is Kind.PICTURE
    assert capture.path == str(tmp_path / "截图.png")
    assert capture.items[0].untrusted_bytes == picture()


def test_what_was_there_before_is_not_captured_but_its_change_is(tmp_path, watch, settled):
    (tmp_path / "old.png").write_bytes(picture())
    watching = watch(tmp_path)
    settled(watching, tmp_path)
    assert watching.names() == ["marker-last.png"]
    (tmp_path / "old.png").write_bytes(picture(9))
    wait_for(lambda: "old.png" in watching.names(), "the captures")


def test_a_change_of_permissions_is_no_new_picture(tmp_path, watch, settled):
    (tmp_path / "old.png").write_bytes(picture())
    watching = watch(tmp_path)
    (tmp_path / "old.png").chmod(0o600)
    settled(watching, tmp_path)
    assert watching.names() == ["marker-last.png"]


def test_a_slow_writer_is_awaited_and_its_file_submitted_whole(tmp_path, watch):
    watching = watch(tmp_path)
    content = picture()
    writer = ("import sys, time\n"
              "content = bytes.fromhex(sys.argv[2]); half = len(content) // 2\n"
              "with open(sys.argv[1], 'wb', buffering=0) as file:\n"
              "    file.write(content[:half]); time.sleep(2.5); file.write(content[half:])\n")
    started = time.monotonic()
    with subprocess.Popen([sys.executable, "-c", writer, str(tmp_path / "slow.png"), content.hex()]) as process:
        wait_for(lambda: watching.captures, "the capture")
        assert time.monotonic() - started > 2.5
        assert process.wait(10) == 0
    assert [capture.items[0].untrusted_bytes for capture in watching.captures] == [content]


def test_a_file_renamed_into_place_is_submitted_under_its_last_name(tmp_path, watch):
    outside = tmp_path / "outside"
    inside = tmp_path / "inside"
    outside.mkdir()
    inside.mkdir()
    watching = watch(inside)
    (outside / "a").write_bytes(picture(1))
    (outside / "a").rename(inside / "from-outside.png")
    (inside / ".b.part").write_bytes(picture(2))
    (inside / ".b.part").rename(inside / "from-hidden.png")
    wait_for(lambda: len(watching.captures) >= 2, "the captures")
    assert watching.names() == ["from-hidden.png", "from-outside.png"]


def test_a_burst_of_fifty_pictures_is_submitted_completely(tmp_path, watch):
    watching = watch(tmp_path)
    for number in range(50):
        (tmp_path / f"{number:02}.png").write_bytes(picture(number))
    wait_for(lambda: len(watching.captures) >= 50, "all fifty")
    assert watching.names() == [f"{number:02}.png" for number in range(50)]
    by_name = {each.items[0].name: each.items[0].untrusted_bytes for each in watching.captures}
    assert all(by_name[f"{number:02}.png"] == picture(number) for number in range(50))


def test_a_folder_that_appears_later_is_picked_up_with_what_was_put_into_it_at_once(tmp_path, watch):
    folder = tmp_path / "home" / "图片" / "屏幕截图"
    watching = watch(folder)
    assert watching.source.folders() == ()
    folder.mkdir(parents=True)
    (folder / "first.png").write_bytes(picture(1))
    wait_for(lambda: watching.names() == ["first.png"], "the capture")
    (folder / "second.png").write_bytes(picture(2))
    wait_for(lambda: watching.names() == ["first.png", "second.png"], "the captures")


def test_a_folder_that_is_replaced_is_watched_again(tmp_path, watch):
    folder = tmp_path / "Screenshots"
    folder.mkdir()
    watching = watch(folder)
    folder.rename(tmp_path / "kept-elsewhere")
    folder.mkdir()
    (folder / "new.png").write_bytes(picture())
    wait_for(lambda: watching.names() == ["new.png"], "the capture")


def test_a_watched_folder_may_be_a_link(tmp_path, watch):
    (tmp_path / "disk").mkdir()
    (tmp_path / "Pictures").symlink_to(tmp_path / "disk")
    watching = watch(tmp_path / "Pictures")
    (tmp_path / "disk" / "a.png").write_bytes(picture())
    wait_for(lambda: watching.names() == ["a.png"], "the capture")


def test_a_link_that_leads_elsewhere_is_followed_though_no_event_says_so(tmp_path, watch):
    link, disks = tmp_path / "links" / "Pictures", (tmp_path / "disk", tmp_path / "other")
    for folder in (link.parent, *disks):
        folder.mkdir()
    link.symlink_to(disks[0])
    watching = watch(link)
    link.unlink()
    link.symlink_to(disks[1])
    wait_for(lambda: watching.source.folders() == (disks[1],), "the folder to be watched")
    (disks[1] / "a.png").write_bytes(picture())
    wait_for(lambda: watching.names() == ["a.png"], "the capture")


def test_a_picture_under_another_name_is_known_by_its_signature_and_a_text_is_not_one(tmp_path, watch, settled):
    watching = watch(tmp_path)
    (tmp_path / "download").write_bytes(picture())
    (tmp_path / "notes.txt").write_text("明天下午开会")
    settled(watching, tmp_path)
    assert watching.names() == ["download", "marker-last.png"]


def test_a_file_that_vanishes_meanwhile_is_forgotten(tmp_path, watch, settled):
    watching = watch(tmp_path)
    with (tmp_path / "gone.png").open("wb") as file:
        file.write(picture(3))
        file.flush()
        wait_for(lambda: tmp_path / "gone.png" in watching.source._waiting, "the file to wait")
        (tmp_path / "gone.png").unlink()
        settled(watching, tmp_path)
    assert watching.names() == ["marker-last.png"]


def test_a_picture_over_the_limit_is_submitted_as_too_large_without_its_bytes(tmp_path, watch):
    watching = watch(tmp_path, limit=1000)
    (tmp_path / "huge.png").write_bytes(picture() + bytes(2000))
    wait_for(lambda: watching.captures, "the capture")
    (item,) = watching.captures[0].items
    assert item.untrusted_bytes == b""
    assert item.problem is not None
    assert item.problem.reason is Reason.TOO_LARGE


def test_a_held_file_its_note_and_its_restored_copy_are_not_captured_again(tmp_path, watch, settled):
    watching = watch(tmp_path)
    (tmp_path / "a.png").write_bytes(picture(1))
    wait_for(lambda: len(watching.captures) == 1, "the capture")
    kept: list[tuple[bytes, FileFacts]] = []
    facts = hold_file(watching.captures[0], lambda content, facts: kept.append((content, facts)))
    watching.source.let_pass(kept[0][0])
    restore_file(facts, kept[0][0], watching.captures[0].id)
    settled(watching, tmp_path)
    assert watching.names() == ["a.png", "marker-last.png"]


def test_a_file_held_in_place_and_released_is_not_captured_again(tmp_path, watch, settled):
    watching = watch(tmp_path)
    (tmp_path / "a.png").write_bytes(picture(1))
    wait_for(lambda: len(watching.captures) == 1, "the capture")
    release_in_place(hold_in_place(tmp_path / "a.png"))
    settled(watching, tmp_path)
    assert watching.names() == ["a.png", "marker-last.png"]


def test_the_same_name_written_anew_after_a_hold_is_captured_again(tmp_path, watch):
    watching = watch(tmp_path)
    (tmp_path / "截图.png").write_bytes(picture(1))
    wait_for(lambda: len(watching.captures) == 1, "the capture")
    hold_file(watching.captures[0], lambda content, facts: None)
    (tmp_path / "截图.png").write_bytes(picture(2))
    wait_for(lambda: len(watching.captures) == 2, "the captures")
    assert watching.captures[1].items[0].untrusted_bytes == picture(2)


def test_links_and_pipes_are_not_opened(tmp_path, watch, settled):
    outside = tmp_path / "outside.png"
    outside.write_bytes(picture(5))
    folder = tmp_path / "folder"
    folder.mkdir()
    watching = watch(folder)
    (folder / "link.png").symlink_to(outside)
    os.mkfifo(folder / "pipe.png")
    settled(watching, folder)
    assert watching.names() == ["marker-last.png"]


def test_a_gbk_name_is_submitted_with_a_readable_name_that_messages_can_carry(tmp_path, watch):
    watching = watch(tmp_path)
    (tmp_path / os.fsdecode("截图.png".encode("gb18030"))).write_bytes(picture())
    wait_for(lambda: watching.names() == ["截图.png"], "the capture")
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(watching.captures[0]), type=Capture) == watching.captures[0]


def test_a_file_kept_open_for_writing_is_looked_at_in_the_end(tmp_path, watch, monkeypatch):
    monkeypatch.setattr("guard.folders.source.HELD_OPEN_SECONDS", 1.0)
    watching = watch(tmp_path)
    with (tmp_path / "open.png").open("wb", buffering=0) as file:
        file.write(picture())
        wait_for(lambda: watching.names() == ["open.png"], "the capture")


def test_what_comes_with_its_folder_is_submitted_also_when_the_clock_was_hours_ahead_at_the_start(
        tmp_path, watch, monkeypatch):
    shots, other = tmp_path / "Screenshots", tmp_path / ".new"
    ahead = SimpleNamespace(time=lambda: time.time() + 8 * 3600, monotonic=time.monotonic, thread_time=time.thread_time)
    with monkeypatch.context() as wrong:
        wrong.setattr("guard.folders.source.time", ahead)
        watching = watch(shots)
    other.mkdir()
    (other / "first.png").write_bytes(picture())
    other.rename(shots)
    wait_for(lambda: watching.names() == ["first.png"], "the capture")


def test_nothing_is_submitted_after_stop(tmp_path):
    watching = Watching(tmp_path)
    watching.source.stop()
    (tmp_path / "late.png").write_bytes(picture())
    assert not watching.source._thread.is_alive()
    assert watching.captures == []


def test_folders_made_one_in_the_other_while_they_begin_to_be_watched_are_watched(tmp_path):
    """No event tells of what is made in a folder after it was listed and before it is watched."""
    system, made = notifier(), iter(("WeChat Files", "wxid_b", "FileStorage", "File", "2026-11"))

    def added(folder: Path, heard: Heard) -> object:
        if (name := next(made, "")) and folder.name != name:
            (folder / name).mkdir()
        return system.add(folder, heard)

    watch = FolderWatch([tmp_path / "WeChat Files"], SimpleNamespace(add=added, remove=system.remove),
                        lambda *_: None, below)
    try:
        watch.arm()
        assert watch.found()[-1] == tmp_path / "WeChat Files" / "wxid_b" / "FileStorage" / "File" / "2026-11"
    finally:
        system.stop()


@pytest.mark.parametrize("there", [False, True], ids=["made while it is watched", "removed while it is watched"])
def test_a_folder_that_is_watched_for_two_reasons_stays_watched_when_one_of_them_goes(tmp_path, there):
    """A sub-folder of the documents, in which the folder that a tool saves to is missing for a while."""
    work = tmp_path / "Documents" / "work"
    shots = work / "shots"
    work.mkdir(parents=True)
    if there:
        shots.mkdir()
    captures: list[Capture] = []
    source = FolderSource([shots], 1_000_000, trees=[tmp_path / "Documents"])

    def sees(name: str) -> None:
        (work / name).write_bytes(picture())
        wait_for(lambda: any(capture.items[0].name == name for capture in captures), f"the capture of {name}")

    source.start(captures.append)
    try:
        wait_for(lambda: work in source.folders(), "the folder to be watched")
        sees("before.png")
        shots.rmdir() if there else shots.mkdir()
        wait_for(lambda: (shots in source.folders()) is not there, "the change to be followed")
        sees("after.png")
    finally:
        source.stop()
