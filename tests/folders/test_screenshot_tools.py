"""Tests where screenshot tools save, by their settings files: real formats, and invalid ones."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import threading
from pathlib import Path

import pytest

from guard.folders.following import Following
from guard.folders.screenshot_tools import SETTINGS, saving_folders, settings_files


def write(configuration: Path, file: str, text: str) -> None:
    path = configuration / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


@pytest.mark.parametrize(("tool", "file", "text", "folder"), [
    ("Flameshot", "flameshot/flameshot.ini", "[General]\nsavePath=/home/u/桌面\ndrawColor=#ff0000\n", "/home/u/桌面"),
    ("Flameshot", "flameshot/flameshot.ini",  # as Qt 5 writes it
     "[General]\nsavePath=\"/home/u/\\x56fe\\x7247/a, \\xd83d\\xde00\"\n", "/home/u/图片/a, 😀"),
    ("xfce4-screenshooter", "xfce4/xfce4-screenshooter", "app=none\nscreenshot_dir=file:/home/u/%E6%96%87%E6%A1%A3\n",
     "/home/u/文档"),
    ("Spectacle", "spectaclerc", "[ImageSave]\nimageSaveLocation[$e]=file://$HOME/截图/\n", "~/截图"),
    ("Spectacle", "spectaclerc", "[ImageSave]\nlastImageSaveAsLocation=file:///data/u/%E6%88%AA 1.png\n", "/data/u"),
    ("Spectacle", "spectaclerc", "[Save]\ndefaultSaveLocation=file:///data/old\n", "/data/old"),
    ("深度截图", "deepin/deepin-screen-recorder/deepin-screen-recorder.conf",
     "[shot]\nsave_dir=/home/u/Desktop/1\nsave_op=3\n[recorder]\nsave_dir=\n", "/home/u/Desktop/1"),
    ("麒麟截图", "Dharkael/kylin-screenshot.conf", "[General]\nsavePath=~/文档/图\n", "~/文档/图"),
])
def test_the_folder_is_the_one_that_the_settings_file_says(tmp_path, monkeypatch, tool, file, text, folder):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    write(tmp_path, file, text)
    assert saving_folders(tmp_path) == ((Path(folder).expanduser(), tool),)
    assert tmp_path / file in settings_files(tmp_path)


@pytest.mark.parametrize("value", ["", "relative/path", "file://[bad", "http://host/x", "/a\\0b", '""', "\\"])
def test_what_is_no_path_is_passed_over(tmp_path, value):
    write(tmp_path, "flameshot/flameshot.ini", f"[General]\nsavePath={value}\n")
    assert saving_folders(tmp_path) == ()


def test_no_content_of_a_settings_file_raises(tmp_path):
    choice = random.Random(7)
    for file in dict.fromkeys(setting.file for setting in SETTINGS if not setting.schema):
        keys = [setting.key.encode() for setting in SETTINGS if setting.file == file]
        for _ in range(200):
            parts = (b"=", b"\n", b"file:", b"/", b"\\x", b"\\", b"d83d", b"\xff\xfe", b'"', b"%", b"[", *keys,
                     choice.randbytes(3))
            path = tmp_path / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"".join(choice.choices(parts, k=30)))
            for folder, _tool in saving_folders(tmp_path):
                assert folder.is_absolute()
                folder.is_dir()
        path.unlink()


def test_a_settings_file_that_is_a_folder_or_a_loop_is_passed_over(tmp_path):
    (tmp_path / "flameshot" / "flameshot.ini").mkdir(parents=True)
    (tmp_path / "spectaclerc").symlink_to("spectaclerc")
    assert saving_folders(tmp_path) == ()


@pytest.mark.skipif(shutil.which("gsettings") is None or shutil.which("gnome-screenshot") is None,
                    reason="gnome-screenshot is missing (scripts/setup.sh test installs it)")
def test_what_gnome_screenshot_is_set_to_is_asked_of_gsettings(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("GSETTINGS_BACKEND", "keyfile")  # a file instead of dconf, whose service needs a session bus
    subprocess.run(["gsettings", "set", "org.gnome.gnome-screenshot", "auto-save-directory",
                    "file:///home/u/it%27s%20here"], check=True)
    assert saving_folders(tmp_path) == ()  # without a database nothing is set, and nothing is started
    write(tmp_path, "dconf/user", "GVariant")
    assert saving_folders(tmp_path) == ((Path("/home/u/it's here"), "GNOME 截图"),)


def test_gsettings_that_does_not_answer_is_not_waited_for(tmp_path, monkeypatch):
    program = tmp_path / "gsettings"
    program.write_text("#!/bin/sh\nexec sleep 60\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr("guard.folders.screenshot_tools.ASK_SECONDS", 0.1)
    write(tmp_path, "dconf/user", "GVariant")
    assert saving_folders(tmp_path) == ()


def test_settings_behind_a_loop_of_links_are_read_like_none(tmp_path):
    (tmp_path / "flameshot").symlink_to("flameshot")
    read = threading.Semaphore(0)
    following = Following(settings_files(tmp_path), read.release)
    following.start()
    try:
        assert read.acquire(timeout=30)
    finally:
        following.stop()
