"""Tests paths, processes, screenshot folders and the instance lock on the real system."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from guard.daemon.preflight import put_in_order
from guard.platform import UnsupportedPlatformError, this_platform
from guard.platform.instance import AlreadyRunningError, InstanceLock
from guard.platform.linux import LinuxPlatform
from guard.platform.paths import SOCKET_PATH_LIMIT, PathError, Paths

HOLDER = ("import sys; from pathlib import Path; from guard.platform.instance import InstanceLock\n"
          "InstanceLock(Path(sys.argv[1])).acquire(); print('held', flush=True); sys.stdin.read()\n")


def test_with_a_home_every_path_is_under_it(tmp_path):
    paths = Paths.choose(tmp_path)
    assert all(getattr(paths, field.name).is_relative_to(tmp_path) for field in fields(paths))
    assert not paths.key.is_relative_to(paths.vault)


def test_without_a_home_the_xdg_folders_are_used(tmp_path, monkeypatch):
    for name in ("DATA", "STATE", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    runtime = tmp_path / "run"
    runtime.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    paths = Paths.choose(None)
    assert paths.vault == tmp_path / "DATA" / "mishao" / "vault"
    assert paths.journal == tmp_path / "STATE" / "mishao" / "journal"
    assert paths.settings == tmp_path / "CONFIG" / "mishao"
    assert paths.cache == tmp_path / "CACHE" / "mishao"
    assert paths.socket == runtime / "mishao" / "guard.sock"


def test_prepare_makes_folders_for_their_owner_only(tmp_path):
    paths = Paths.choose(tmp_path / "home")
    paths.prepare()
    for folder in (paths.vault, paths.journal, paths.settings, paths.cache, paths.packs, paths.key.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_nobody_else_may_write_to_the_folder_around_vault_and_journal(tmp_path, monkeypatch):
    for name in ("DATA", "STATE", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    tmp_path.chmod(0o700)
    paths = Paths.choose(None)
    paths.prepare()
    around = (paths.vault.parent, paths.journal.parent)
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in around] == [0o700, 0o700]
    for folder in around:
        folder.chmod(0o775)
    put_in_order(paths)
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in around] == [0o700, 0o700]


def test_files_that_an_earlier_version_left_open_to_others_are_closed(tmp_path):
    paths = Paths.choose(tmp_path / "home")
    paths.prepare()
    left = [paths.vault / "index.db", paths.vault / "index.db-wal", paths.file_index, paths.settings / "language"]
    for file in left:
        file.touch()
        file.chmod(0o644)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.touch()
    elsewhere.chmod(0o644)
    (paths.settings / "mishao.toml").symlink_to(elsewhere)
    put_in_order(paths)
    assert [stat.S_IMODE(file.stat().st_mode) for file in left] == [0o600] * 4
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o644


def test_a_deep_home_gets_a_socket_that_can_be_bound_and_is_its_own(tmp_path, monkeypatch):
    runtime = Path("/tmp") / f"mishao-test-{os.getpid()}"
    runtime.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    deep, other = (tmp_path / ("很深的文件夹" * 6) / name for name in ("a", "b"))
    try:
        paths = Paths.choose(deep)
        paths.prepare()
        assert len(os.fsencode(paths.socket)) <= SOCKET_PATH_LIMIT
        assert paths.socket == Paths.choose(deep).socket
        assert paths.socket != Paths.choose(other).socket
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(paths.socket))
    finally:
        shutil.rmtree(runtime)


def test_a_socket_folder_that_others_may_write_to_is_refused(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o777)
    with pytest.raises(PathError, match="已拒绝使用"):
        Paths.choose(home).prepare()


def test_a_home_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "home").write_text("a file is here")
    with pytest.raises(PathError, match="home"):
        Paths.choose(tmp_path / "home").prepare()


def test_a_vault_folder_that_cannot_be_made_is_left_to_the_vault(tmp_path):
    (tmp_path / "vault").write_text("a file is here")
    paths = Paths.choose(tmp_path)
    paths.prepare()
    assert paths.journal.is_dir()
    assert not paths.vault.is_dir()


def test_this_platform_is_linux_and_others_are_said_not_to_be_supported():
    assert isinstance(this_platform("linux"), LinuxPlatform)
    with pytest.raises(UnsupportedPlatformError, match="sunos5"):
        this_platform("sunos5")


def _pictures(home: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, ...]:
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return LinuxPlatform().picture_folders()


def test_the_picture_folder_of_the_desktop_is_used_with_its_screenshot_folders(tmp_path, monkeypatch):
    (tmp_path / ".config").mkdir()
    (tmp_path / ".config" / "user-dirs.dirs").write_text(
        '# comment\nXDG_DESKTOP_DIR="$HOME/桌面"\nXDG_PICTURES_DIR="$HOME/图片"\n', encoding="utf-8")
    assert _pictures(tmp_path, monkeypatch) == tuple(
        tmp_path / "图片" / name for name in ("", "Screenshots", "屏幕截图", "截图"))


def test_an_absolute_picture_folder_is_used_as_written(tmp_path, monkeypatch):
    (tmp_path / ".config").mkdir()
    setting = 'XDG_PICTURES_DIR="/数据/My \\"Pictures\\""\n'
    (tmp_path / ".config" / "user-dirs.dirs").write_text(setting, encoding="utf-8")
    assert _pictures(tmp_path, monkeypatch)[0] == Path('/数据/My "Pictures"')


@pytest.mark.parametrize("written", [None, 'XDG_PICTURES_DIR="$HOME/"\n', "XDG_MUSIC_DIR=x\n"])
def test_without_a_picture_folder_the_usual_names_are_used_whether_or_not_they_exist(tmp_path, monkeypatch, written):
    if written is not None:
        (tmp_path / ".config").mkdir()
        (tmp_path / ".config" / "user-dirs.dirs").write_text(written)
    folders = _pictures(tmp_path, monkeypatch)
    assert tmp_path / "Pictures" / "Screenshots" in folders
    assert tmp_path / "图片" / "屏幕截图" in folders


def test_a_second_instance_is_refused_with_the_first_ones_process_id(tmp_path):
    lock = tmp_path / "guard.lock"
    with subprocess.Popen([sys.executable, "-c", HOLDER, lock], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(AlreadyRunningError, match=f"进程号 {holder.pid}") as caught:
            InstanceLock(lock).acquire()
        assert caught.value.pid == holder.pid
        holder.send_signal(signal.SIGKILL)
        holder.wait(10)
        with InstanceLock(lock):
            assert lock.read_text() == f"{os.getpid()}\n"


@pytest.mark.parametrize("written", [b"", b"\n", b"12\n", b"12\n\n", b"garbage\n/run/guard.sock\n"])
def test_a_lock_file_that_names_no_socket_is_read_without_one(tmp_path, written):
    lock = tmp_path / "guard.lock"
    with InstanceLock(lock):
        lock.write_bytes(written)
        with pytest.raises(AlreadyRunningError) as caught:
            InstanceLock(lock).acquire()
        assert caught.value.socket is None


def test_a_lock_file_says_where_its_owner_can_be_asked(tmp_path):
    socket = tmp_path / os.fsdecode(b"g\xff.sock")
    with InstanceLock(tmp_path / "guard.lock", socket), pytest.raises(AlreadyRunningError) as caught:
        InstanceLock(tmp_path / "guard.lock").acquire()
    assert (caught.value.pid, caught.value.socket) == (os.getpid(), socket)


def test_a_released_lock_can_be_taken_again(tmp_path):
    for _ in range(2):
        with InstanceLock(tmp_path / "guard.lock"), pytest.raises(AlreadyRunningError):
            InstanceLock(tmp_path / "guard.lock").acquire()
