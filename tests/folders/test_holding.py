"""Tests holding files and bringing them back, on a real disk."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from guard.core.model import Capture, FileFacts, Item, Kind, Origin
from guard.files.items import FILE_LIMIT
from guard.folders import (
    FolderError,
    finish_hold,
    hold_file,
    placeholder_for,
    remove_placeholder,
    restore_file,
)
from guard.platform.mounts import MountPoints, NetworkDevices, on_network
from guard.util.path_text import path_text
from tests.support.held_shot import CONTENT, TIME_NS, shot

__all__ = ["shot"]

CASE = "a1b2c3d4e5f60718"


class Kept:
    """Replaces the vault: what was stored, and whether the original still existed at that moment."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.content: bytes | None = None
        self.original_existed = False

    def put(self, untrusted_bytes: bytes, facts: FileFacts) -> None:
        self.content = untrusted_bytes
        self.original_existed = self.path.exists()


def capture_of(path: Path, case: str = CASE) -> Capture:
    item = Item(path.name, Kind.PICTURE, path.read_bytes())
    return Capture(case, Origin.FOLDER, Kind.PICTURE, 0.0, (item,), path=str(path))


def test_a_hold_keeps_the_bytes_before_the_original_goes(shot):
    kept = Kept(shot)
    facts = hold_file(capture_of(shot), kept.put)
    assert kept.content == CONTENT
    assert kept.original_existed
    assert not shot.exists()
    assert facts == FileFacts(str(shot), 0o640, TIME_NS)


def test_the_note_says_where_to_find_the_file_and_nothing_of_its_content(shot):
    hold_file(capture_of(shot), Kept(shot).put)
    note = shot.with_name("截图 2024.png.密哨.txt")
    words = note.read_text(encoding="utf-8")
    assert placeholder_for(shot) == note
    assert "mishao vault release a1b2c3d4e5f60718" in words
    assert "被拦截内容" in words
    assert "托盘图标" in words
    assert not [word for word in ("国家秘密", "机密", "密级", "违规", "演示样例", "规则") if word in words]


def test_when_keeping_fails_the_original_stays_and_there_is_no_note(shot):
    class DiskFullError(Exception):
        pass

    def put(untrusted_bytes: bytes, facts: FileFacts) -> None:
        raise DiskFullError

    capture = capture_of(shot)
    with pytest.raises(DiskFullError):
        hold_file(capture, put)
    assert shot.read_bytes() == CONTENT
    assert list(shot.parent.iterdir()) == [shot]


def test_a_file_that_changed_since_its_capture_is_kept_as_it_is_now(shot):
    capture = capture_of(shot)
    shot.write_bytes(b"newer")
    kept = Kept(shot)
    hold_file(capture, kept.put)
    assert kept.content == b"newer"


def test_a_file_replaced_while_its_copy_is_being_kept_is_not_removed(shot):
    newer = shot.with_name("newer")
    newer.write_bytes(b"newer")

    def put(untrusted_bytes: bytes, facts: FileFacts) -> None:
        newer.replace(shot)

    with pytest.raises(FolderError) as caught:
        hold_file(capture_of(shot), put)
    assert caught.value.errno == errno.ESTALE
    assert shot.read_bytes() == b"newer"
    assert not placeholder_for(shot).exists()


def test_a_program_that_opens_the_file_during_the_hold_waits_and_this_process_survives_its_signal(shot):
    script = "import sys\nsys.stdin.readline()\nopen(sys.argv[1], 'r+b').close()"
    opener = subprocess.Popen([sys.executable, "-c", script, str(shot)], stdin=subprocess.PIPE)
    still_waiting = []

    def put(untrusted_bytes: bytes, facts: FileFacts) -> None:
        opener.stdin.write(b"go\n")
        opener.stdin.flush()
        with pytest.raises(subprocess.TimeoutExpired):
            opener.wait(1)
        still_waiting.append(True)

    with opener:
        hold_file(capture_of(shot), put)
        opener.wait(10)
    assert still_waiting == [True]
    assert not shot.exists()


def test_a_hold_waits_for_a_program_that_still_writes(shot):
    capture = capture_of(shot)
    kept = Kept(shot)
    holder = threading.Thread(target=hold_file, args=(capture, kept.put))
    with shot.open("ab") as writer:
        holder.start()
        writer.write(b"+the rest")
        writer.flush()
        assert kept.content is None
    holder.join(10)
    assert kept.content == CONTENT + b"+the rest"
    assert not shot.exists()


def test_a_program_that_never_stops_writing_leaves_the_file_and_a_clear_error(shot):
    kept = Kept(shot)
    with shot.open("ab"), pytest.raises(FolderError, match="还在被别的程序写入") as caught:
        hold_file(capture_of(shot), kept.put, patience_seconds=0.2)
    assert caught.value.errno == errno.EBUSY
    assert kept.content is None
    assert shot.exists()


def test_a_file_that_is_gone_is_a_clear_error_and_nothing_is_put(shot):
    capture = capture_of(shot)
    shot.unlink()
    kept = Kept(shot)
    with pytest.raises(FolderError, match="已不在原处") as caught:
        hold_file(capture, kept.put)
    assert caught.value.errno == errno.ENOENT
    assert kept.content is None


def test_a_file_larger_than_any_that_is_read_stays_and_the_error_says_so(shot):
    os.truncate(shot, FILE_LIMIT + 1)  # a hole, which takes no room
    kept = Kept(shot)
    with pytest.raises(FolderError, match="还在原处") as caught:
        hold_file(Capture(CASE, Origin.FOLDER, Kind.PICTURE, 0.0, (), path=str(shot)), kept.put)
    assert caught.value.errno == errno.EFBIG
    assert kept.content is None
    assert list(shot.parent.iterdir()) == [shot]


def test_a_link_in_the_files_place_is_never_followed(shot, tmp_path):
    capture = capture_of(shot)
    other = tmp_path / "other"
    shot.rename(other)
    shot.symlink_to(other)
    with pytest.raises(FolderError):
        hold_file(capture, Kept(shot).put)
    assert other.read_bytes() == CONTENT


def test_restoring_gives_back_name_time_mode_and_bytes_and_takes_the_note_away(shot):
    facts = hold_file(capture_of(shot), Kept(shot).put)
    assert restore_file(facts, CONTENT, CASE) == shot
    now = shot.stat()
    assert shot.read_bytes() == CONTENT
    assert (stat.S_IMODE(now.st_mode), now.st_mtime_ns) == (0o640, TIME_NS)
    assert list(shot.parent.iterdir()) == [shot]


def test_a_note_goes_also_after_the_time_zone_has_changed(shot, monkeypatch):
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    facts = hold_file(capture_of(shot), Kept(shot).put)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    restore_file(facts, CONTENT, CASE)
    monkeypatch.undo()
    time.tzset()
    assert list(shot.parent.iterdir()) == [shot]


def test_a_note_that_may_not_be_removed_keeps_no_file_from_coming_back(shot, tmp_path, unwritable):
    folder, elsewhere = tmp_path / "share", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()
    shared = shot.rename(folder / shot.name)
    facts = hold_file(capture_of(shared), Kept(shared).put)
    unwritable(folder)
    assert restore_file(facts, CONTENT, CASE, elsewhere).read_bytes() == CONTENT
    assert placeholder_for(shared).exists()


def test_restoring_never_overwrites(shot):
    facts = hold_file(capture_of(shot), Kept(shot).put)
    shot.write_bytes(b"somebody else's")
    assert restore_file(facts, CONTENT, CASE) == shot.with_name("截图 2024 (取回 2).png")
    assert restore_file(facts, CONTENT, CASE) == shot.with_name("截图 2024 (取回 3).png")
    assert shot.read_bytes() == b"somebody else's"
    assert shot.with_name("截图 2024 (取回 2).png").read_bytes() == CONTENT


def test_restoring_never_overwrites_where_hard_links_are_refused(shot, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    facts = hold_file(capture_of(shot), Kept(shot).put)
    assert restore_file(facts, CONTENT, CASE) == shot
    assert restore_file(facts, b"second", CASE) == shot.with_name("截图 2024 (取回 2).png")
    assert shot.read_bytes() == CONTENT


def test_restoring_elsewhere_into_a_folder_or_to_a_name(shot, tmp_path):
    facts = hold_file(capture_of(shot), Kept(shot).put)
    folder = tmp_path / "桌面"
    folder.mkdir()
    assert restore_file(facts, CONTENT, CASE, folder) == folder / shot.name
    assert restore_file(facts, CONTENT, CASE, folder / "另一个.png").read_bytes() == CONTENT
    assert not shot.exists()
    assert not placeholder_for(shot).exists()


def test_restoring_into_a_folder_that_was_removed_makes_it_again(tmp_path):
    facts = FileFacts(str(tmp_path / "gone" / "a.png"), 0o600, TIME_NS)
    assert restore_file(facts, CONTENT, CASE).read_bytes() == CONTENT


def test_restoring_to_a_folder_that_does_not_exist_is_a_clear_error(shot, tmp_path):
    facts = hold_file(capture_of(shot), Kept(shot).put)
    with pytest.raises(FolderError) as caught:
        restore_file(facts, CONTENT, CASE, tmp_path / "nowhere" / "a.png")
    assert caught.value.errno == errno.ENOENT
    assert placeholder_for(shot).exists()


def test_two_files_that_had_one_name_share_a_note_until_both_are_back(shot):
    first = hold_file(capture_of(shot, "1111111111111111"), Kept(shot).put)
    shot.write_bytes(b"second")
    second = hold_file(capture_of(shot, "2222222222222222"), Kept(shot).put)
    words = placeholder_for(shot).read_text(encoding="utf-8")
    assert "release 1111111111111111" in words
    assert "release 2222222222222222" in words
    restore_file(first, CONTENT, "1111111111111111")
    words = placeholder_for(shot).read_text(encoding="utf-8")
    assert "release 1111111111111111" not in words
    assert "release 2222222222222222" in words
    restore_file(second, b"second", "2222222222222222")
    assert not placeholder_for(shot).exists()


def test_a_users_own_file_at_the_notes_name_is_left_alone(shot):
    note = placeholder_for(shot)
    note.write_text("我自己的文件", encoding="utf-8")
    facts = hold_file(capture_of(shot), Kept(shot).put)
    assert not shot.exists()
    remove_placeholder(facts, CASE)
    assert note.read_text(encoding="utf-8") == "我自己的文件"


def test_a_name_of_the_greatest_length_still_gets_a_note(tmp_path):
    path = tmp_path / ("截" * 83 + ".png")
    path.write_bytes(CONTENT)
    facts = hold_file(capture_of(path), Kept(path).put)
    (note,) = tmp_path.iterdir()
    assert note.name.endswith(".密哨.txt")
    restore_file(facts, CONTENT, CASE)
    assert list(tmp_path.iterdir()) == [path]


def test_a_hold_cut_by_a_crash_before_the_removal_is_finished_later(shot):
    facts = FileFacts(str(shot), 0o640, TIME_NS)
    assert finish_hold(facts, CONTENT, "a1b2c3d4e5f60718")
    assert not shot.exists()
    assert placeholder_for(shot).exists()
    assert not finish_hold(facts, CONTENT, "a1b2c3d4e5f60718")


def test_a_hold_is_not_finished_over_other_bytes(shot):
    facts = FileFacts(str(shot), 0o640, TIME_NS)
    assert not finish_hold(facts, bytes(len(CONTENT)), "a1b2c3d4e5f60718")
    assert shot.read_bytes() == CONTENT


def test_in_a_folder_that_may_not_be_written_the_file_stays_and_the_error_says_so(shot, unwritable):
    capture = capture_of(shot)
    unwritable(shot.parent)
    with pytest.raises(FolderError, match="不允许改动"):
        hold_file(capture, Kept(shot).put)
    assert shot.read_bytes() == CONTENT
    assert list(shot.parent.iterdir()) == [shot]


def test_a_gbk_file_name_is_held_noted_and_restored_byte_for_byte(tmp_path):
    name = "截图.png".encode("gb18030")
    path = tmp_path / os.fsdecode(name)
    path.write_bytes(CONTENT)
    source_path = path_text(path)
    source_path.encode("utf-8")  # the vault and the messages carry it
    capture = Capture(CASE, Origin.FOLDER, Kind.PICTURE, 0.0, (), path=source_path)
    facts = hold_file(capture, Kept(path).put)
    assert facts.path.encode("utf-8").decode("utf-8") == facts.path
    assert [each.name for each in tmp_path.iterdir()] == ["截图.png.密哨.txt"]
    restore_file(facts, CONTENT, CASE)
    assert [os.fsencode(each.name) for each in tmp_path.iterdir()] == [name]


def test_a_network_share_is_known_from_the_mount_table(tmp_path):
    table = tmp_path / "mountinfo"
    table.write_text("36 35 0:45 / /home rw,noatime shared:1 - nfs4 server:/home rw\n"
                     "37 35 8:1 / / rw - ext4 /dev/sda1 rw\n"
                     "38 35 0:46 / /share rw master:1 propagate_from:2 - cifs //server/share rw\n")
    assert on_network(os.makedev(0, 45), table)
    assert on_network(os.makedev(0, 46), table)
    assert not on_network(os.makedev(8, 1), table)
    assert not on_network(os.makedev(9, 9), table)


def test_a_mount_point_is_known_by_its_name_whatever_is_in_it(tmp_path):
    table, names = tmp_path / "mountinfo", ("a\u2028b", "c\rd", "e f", "g\\h")
    escaped = [name.replace("\\", "\\134").replace(" ", "\\040") for name in names]
    table.write_bytes("".join(f"36 35 0:45 / /{name} rw - {kind} x rw\n" for name, kind in zip(
        escaped, ("fuse.sshfs", "ext4", "cifs", "nfs4"), strict=True)).encode())
    mounts = MountPoints(table)
    assert all(f"/{name}" in mounts for name in names)
    assert [mounts.is_on_network(f"/{name}/below/it") for name in names] == [True, False, True, True]
    assert not mounts.is_on_network("/elsewhere")
    mounts.close()
    assert on_network(os.makedev(0, 45), table)


def test_the_mount_table_is_read_once_a_second_for_however_many_files(tmp_path):
    table, clock = tmp_path / "mountinfo", [0.0]
    table.write_text("36 35 0:45 / /home rw,noatime shared:1 - nfs4 server:/home rw\n")
    shares = NetworkDevices(table, lambda: clock[0])
    assert os.makedev(0, 45) in shares
    assert os.makedev(8, 1) not in shares
    table.write_text("")
    clock[0] += 0.9
    assert os.makedev(0, 45) in shares
    clock[0] += 0.1
    assert os.makedev(0, 45) not in shares
