"""Tests pictures outside the screenshot folders: what is seen, what counts as a screenshot, and what is not entered."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from guard.core.model import Capture, Origin
from guard.folders import PictureSource
from guard.folders.landing import CROWD
from guard.folders.notifier_watchdog import WatchdogNotifier
from guard.folders.watched import Ground, Watched
from guard.platform.linux import LinuxPlatform
from tests.support.guarding import wait_for

DAY_SECONDS = 86_400


def picture(shade: int = 0, kind: str = "PNG", camera: str = "") -> bytes:
    """A small picture; with a ``camera`` name like a photo."""
    stream, exif = io.BytesIO(), Image.Exif()
    if camera:
        exif[0x010F] = camera  # Make
    Image.new("RGB", (8, 8), (shade, 0, 0)).save(stream, kind, **({"exif": exif} if camera else {}))
    return stream.getvalue()


class Home:
    """A user's home with a started source, its submissions and reports."""

    def __init__(self, path: Path) -> None:
        self.path = path
        for name in ("Desktop", "Documents", "Pictures"):
            (path / name).mkdir(parents=True, exist_ok=True)
        self.captures: list[Capture] = []
        self.watched: tuple[Watched, ...] = ()
        self.left_out = 0
        self.source = PictureSource(LinuxPlatform(), (), (path / "Documents" / "WeChat Files",))

    def start(self) -> None:
        self.source.start(self.captures.append, self._told)
        wait_for(lambda: bool(self.watched) and self.source._following._thread.is_alive(), "its folders")
        for name in ("Desktop", "Documents", "Pictures"):
            self.sees(self.path / name)

    def _told(self, watched: tuple[Watched, ...], left_out: int) -> None:
        self.watched, self.left_out = watched, left_out

    def sees(self, folder: Path) -> None:
        """Wait until a folder is watched."""
        wait_for(lambda: folder in self.source._source.folders(), f"{folder} to be watched")

    def tells(self, watched: Watched) -> None:
        """Wait until a folder is told of as watched."""
        wait_for(lambda: watched in self.watched, f"{watched} to be told of")

    def origin(self, path: Path) -> Origin:
        """Wait for the capture of a file."""
        wait_for(lambda: any(capture.path == str(path) for capture in self.captures), f"the capture of {path}")
        (capture,) = [capture for capture in self.captures if capture.path == str(path)]
        return capture.origin

    def settle(self) -> list[str]:
        """Return the names of all captures, once a marker shows that everything before it was looked at."""
        marker = self.path / "Desktop" / "marker.png"
        marker.write_bytes(picture(255))
        self.origin(marker)
        wait_for(lambda: not self.source._source._waiting, "nothing to wait")
        return sorted(Path(capture.path or "").name for capture in self.captures if capture.path != str(marker))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("XDG_CONFIG_HOME", "XDG_PICTURES_DIR"):
        monkeypatch.delenv(name, raising=False)
    running = Home(tmp_path / "home")
    yield running
    if running.source._source._thread.is_alive():
        running.source.stop()


@pytest.mark.parametrize("place", ["Desktop", "Documents", "Documents/2026/一月", "Pictures/旅行", "Pictures", "."])
def test_a_screenshot_is_taken_wherever_it_is_saved(home, place):
    folder = home.path / place
    folder.mkdir(parents=True, exist_ok=True)
    home.start()
    home.sees(folder)
    (folder / "a.png").write_bytes(picture())
    assert home.origin(folder / "a.png") is Origin.FOLDER


def test_a_folder_that_is_made_later_is_watched_with_what_was_put_into_it_at_once(home):
    home.start()
    folder = home.path / "Desktop" / "新建文件夹" / "里面"
    folder.mkdir(parents=True)
    (folder / "a.png").write_bytes(picture())
    assert home.origin(folder / "a.png") is Origin.FOLDER


def test_a_photo_and_what_is_copied_here_are_looked_at_and_not_held(home, tmp_path):
    old = tmp_path / "old.png"
    old.write_bytes(picture(1))
    os.utime(old, (time.time() - DAY_SECONDS,) * 2)
    home.start()
    photo, copy = home.path / "Desktop" / "photo.jpg", home.path / "Documents" / "copied.png"
    photo.write_bytes(picture(2, "JPEG", camera="HUAWEI"))
    shutil.copy2(old, copy)
    assert [home.origin(photo), home.origin(copy)] == [Origin.LANDED, Origin.LANDED]


def test_in_the_pictures_folder_itself_every_picture_is_a_screenshot(home):
    home.start()
    photo = home.path / "Pictures" / "photo.jpg"
    photo.write_bytes(picture(2, "JPEG", camera="HUAWEI"))
    assert home.origin(photo) is Origin.FOLDER


def test_many_pictures_at_once_are_made_by_a_program_and_not_held(home):
    home.start()
    for number in range(40):
        (home.path / "Documents" / f"{number}.png").write_bytes(picture(number))
    home.settle()
    held = [capture for capture in home.captures if capture.origin is Origin.FOLDER]
    assert len(home.captures) == 41
    assert len(held) == CROWD


def test_what_programs_do_in_folders_of_their_own_is_not_looked_at(home):
    documents = home.path / "Documents"
    for folder in (".hidden", "node_modules/x", "项目/src", "项目/.git", "WeChat Files/wxid_a"):
        (documents / folder).mkdir(parents=True)
    (documents / "loop").symlink_to(documents)
    home.start()
    for folder in (".hidden", "node_modules/x", "项目/src", "WeChat Files/wxid_a"):
        (documents / folder / "no.png").write_bytes(picture())
    for name in (".hidden.png", "a.png.crdownload", "a.part", "报告.docx", "notes.txt"):
        (documents / name).write_bytes(picture())
    (documents / "link.png").symlink_to("/etc/hostname")
    assert home.settle() == []


def test_a_file_that_is_no_picture_by_name_is_never_opened_nor_waited_for(home):
    home.start()
    document = home.path / "Documents" / "报告.docx"
    document.write_bytes(b"PK")
    home.settle()
    assert document not in home.source._source._seen


def test_a_download_is_taken_under_its_last_name(home):
    home.start()
    part = home.path / "Desktop" / "a.png.crdownload"
    part.write_bytes(picture())
    part.rename(home.path / "Desktop" / "a.png")
    assert home.settle() == ["a.png"]


def test_a_folder_that_is_renamed_brings_nothing_new_and_is_still_watched(home):
    folder = home.path / "Documents" / "old" / "inner"
    folder.mkdir(parents=True)
    (folder / "before.png").write_bytes(picture(3))
    home.start()
    home.sees(folder)
    folder.parent.rename(home.path / "Documents" / "new")
    now = home.path / "Documents" / "new" / "inner"
    home.sees(now)
    (now / "after.png").write_bytes(picture(4))
    home.origin(now / "after.png")
    assert home.settle() == ["after.png"]
    assert folder not in home.source._source.folders()


def test_a_folder_that_is_moved_here_brings_its_pictures(home, tmp_path):
    outside = tmp_path / "usb" / "inner"
    outside.mkdir(parents=True)
    (outside / "a.png").write_bytes(picture(3))
    os.utime(outside / "a.png", (time.time() - DAY_SECONDS,) * 2)
    home.start()
    outside.parent.rename(home.path / "Desktop" / "usb")
    assert home.origin(home.path / "Desktop" / "usb" / "inner" / "a.png") is Origin.LANDED


def test_pictures_that_are_there_at_the_start_are_not_new(home):
    for place in ("Desktop/a", "Documents", "Pictures"):
        (home.path / place).mkdir(exist_ok=True)
        (home.path / place / "old.png").write_bytes(picture())
    home.start()
    assert home.settle() == []


def test_a_mount_below_is_not_entered(home, unwritable):
    mounted = home.path / "Documents" / "share"
    mounted.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "none", mounted], capture_output=True).returncode:
        pytest.skip("may not mount here")
    try:
        (mounted / "deep").mkdir()
        home.start()
        home.settle()
        assert not [folder for folder in home.source._source.folders() if folder.is_relative_to(mounted)]
        home.source.stop()
    finally:
        subprocess.run(["umount", mounted], check=True)


def test_the_folder_that_a_tool_is_set_to_is_watched_within_seconds(home):
    shots = home.path / "截屏" / "我的"
    shots.mkdir(parents=True)
    home.start()
    settings = home.path / ".config" / "flameshot"
    settings.mkdir(parents=True)
    changed_at = time.monotonic()
    (settings / "flameshot.ini").write_text(f"[General]\nsavePath={shots}\n", "utf-8")
    home.sees(shots)
    assert time.monotonic() - changed_at < 10
    home.tells(Watched(str(shots), Ground.TOOL, "Flameshot"))
    (shots / "a.png").write_bytes(picture())
    assert home.origin(shots / "a.png") is Origin.FOLDER


def test_a_tool_that_saves_to_the_desktop_is_named_there(home):
    settings = home.path / ".config" / "flameshot"
    settings.mkdir(parents=True)
    (settings / "flameshot.ini").write_text(f"[General]\nsavePath={home.path / 'Desktop'}\n", "utf-8")
    home.start()
    home.tells(Watched(str(home.path / "Desktop"), Ground.DESKTOP, "Flameshot"))
    assert [each.why() for each in home.watched if each.tool] == ["桌面，“Flameshot”的保存位置"]


def test_a_tool_that_saves_to_the_home_does_not_have_all_of_it_watched(home):
    settings = home.path / ".config" / "flameshot"
    settings.mkdir(parents=True)
    (settings / "flameshot.ini").write_text(f"[General]\nsavePath={home.path}\n", "utf-8")
    (home.path / "Downloads").mkdir()
    home.start()
    wait_for(lambda: any(each.tool for each in home.watched), "the tool's folder")
    home.settle()
    assert home.path / "Downloads" not in home.source._source.folders()


def test_more_folders_than_the_system_can_spare_are_left_out_and_said(home, monkeypatch):
    monkeypatch.setattr("guard.folders.trees.folders_limit", lambda: 16)
    home.source = PictureSource(LinuxPlatform(), (), ())
    for number in range(40):
        folder = home.path / "Pictures" / f"{number:02}"
        folder.mkdir()
        os.utime(folder, (1_000_000_000 + number,) * 2)
    home.start()
    wait_for(lambda: home.left_out > 0, "folders that are left out")
    watched = [folder for folder in home.source._source.folders() if folder.parent == home.path / "Pictures"]
    assert sorted(folder.name for folder in watched) == [f"{number:02}" for number in range(26, 40)]
    assert home.left_out == 26
    later = home.path / "Pictures" / "later"
    later.mkdir()
    home.sees(later)


def test_a_deep_watch_as_windows_has_it_sees_the_same(home, monkeypatch):
    monkeypatch.setattr("guard.folders.source.notifier", WatchdogNotifier)
    home.source = PictureSource(LinuxPlatform(), (), (home.path / "Documents" / "WeChat Files",))
    for folder in ("Documents/a/b", "Documents/.hidden", "Documents/WeChat Files/x", "Pictures/旅行"):
        (home.path / folder).mkdir(parents=True)
    home.start()
    wait_for(lambda: {home.path / "Documents", home.path / "Pictures"} <= set(home.source._source._below.folders()),
             "the folders to be watched")
    for folder in ("Documents/.hidden", "Documents/WeChat Files/x"):
        (home.path / folder / "no.png").write_bytes(picture())
    (home.path / "Documents/a/b/deep.png").write_bytes(picture(1))
    (home.path / "Pictures/旅行/trip.png").write_bytes(picture(2))
    (home.path / "Documents" / "top.png").write_bytes(picture(3))
    for path in ("Documents/a/b/deep.png", "Pictures/旅行/trip.png", "Documents/top.png"):
        assert home.origin(home.path / path) is Origin.FOLDER
    assert home.settle() == ["deep.png", "top.png", "trip.png"]


def test_a_library_costs_a_watch_a_folder_and_no_look_at_its_files(home):
    folders = []
    for number in range(300):
        folder = home.path / "Pictures" / "2024" / f"{number:03}"
        folder.mkdir(parents=True)
        for each in range(10):
            (folder / f"IMG_{each}.jpg").touch()
        folders.append(folder)
    long_ago = time.time() - 10 * DAY_SECONDS
    leaves = [*folders, *(folder / "IMG_0.jpg" for folder in folders)]
    for path in leaves:
        os.utime(path, (long_ago, long_ago))
    if folders[0].stat().st_nlink != 2:
        pytest.skip("this file system does not count the folders in a folder")
    home.start()
    wait_for(lambda: set(folders) <= set(home.source._source.folders()), "the folders to be watched")
    assert home.settle() == []
    # Listing a folder, or reading a file, changes its access time.
    assert all(path.stat().st_atime == pytest.approx(long_ago) for path in leaves)
    assert len(home.source._source.folders()) < 320
    assert len(list(folders[0].iterdir())) == 10
    if folders[0].stat().st_atime == pytest.approx(long_ago):
        pytest.skip("this file system does not keep the time of the last use")
