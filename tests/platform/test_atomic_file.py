"""Tests the guarantees of atomic file writes, on real disks, against real kills and other users."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from guard.platform import atomic_file
from guard.platform.atomic_file import Durability
from guard.platform.file_system import try_lock
from tests.support.processes import stopped

OTHER_USER = 65534

WRITER = """
import sys
from pathlib import Path
from guard.platform import atomic_file
write = getattr(atomic_file, sys.argv[1])
with write(Path(sys.argv[2])) as stream:
    stream.write(b"new" * 1000)
    stream.flush()
    print("written", flush=True)
    sys.stdin.read()
"""


def killed_before_the_rename(operation: str, path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", WRITER, operation, path], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, env={"PYTHONPATH": str(Path.cwd())}) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"written\n"
        writer.kill()


@pytest.mark.parametrize("durability", Durability)
def test_a_replaced_file_has_its_new_content_its_mode_and_nothing_beside_it(tmp_path, durability):
    path = tmp_path / "settings"
    path.write_bytes(b"old")
    atomic_file.replace(path, b"new", durability=durability)
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", 0o600)
    assert list(tmp_path.iterdir()) == [path]


def test_a_public_file_is_as_open_as_the_umask_lets_it_be(tmp_path):
    before = os.umask(0o027)
    try:
        atomic_file.create(tmp_path / "entry", b"", mode=atomic_file.PUBLIC)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "entry").stat().st_mode) == 0o640


def test_a_writer_killed_before_the_rename_leaves_the_old_file_and_the_next_one_clears_up(tmp_path):
    path = tmp_path / "settings"
    path.write_bytes(b"old")
    killed_before_the_rename("replacing", path)
    assert path.read_bytes() == b"old"
    assert {found.name for found in tmp_path.iterdir()} == {"settings", ".settings.new"}
    atomic_file.replace(path, b"newer")
    assert path.read_bytes() == b"newer"
    assert list(tmp_path.iterdir()) == [path]


def test_a_key_whose_writer_is_killed_is_nowhere_under_its_name(tmp_path):
    path = tmp_path / "root.key"
    killed_before_the_rename("creating", path)
    assert not path.exists()
    atomic_file.create(path, b"whole")
    assert path.read_bytes() == b"whole"
    assert list(tmp_path.iterdir()) == [path]


def test_what_fails_while_it_is_written_leaves_the_old_file(tmp_path):
    path = tmp_path / "report"
    path.write_bytes(b"old")

    def fail_half_way() -> None:
        with atomic_file.replacing(path) as stream:
            stream.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_leaves_the_old_file_and_no_half_of_the_new(small_disk):
    path = small_disk / "settings"
    path.write_bytes(b"old")
    with pytest.raises(OSError, match="space"):
        atomic_file.replace(path, bytes(3_000_000))
    with pytest.raises(OSError, match="space"):
        atomic_file.create(small_disk / "key", bytes(3_000_000))
    assert list(small_disk.iterdir()) == [path]
    assert path.read_bytes() == b"old"


def test_a_new_file_whose_name_cannot_be_made_lasting_is_not_there(tmp_path, monkeypatch):
    def fails(folder):
        raise OSError(errno.EIO, "the disk", str(folder))

    monkeypatch.setattr(atomic_file, "sync_folder", fails)
    with pytest.raises(OSError, match="the disk"):
        atomic_file.create(tmp_path / "key", b"new")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("operation", ["replacing", "creating"])
def test_a_link_under_the_hidden_name_is_not_written_through(tmp_path, operation):
    other = tmp_path / "other"
    other.write_bytes(b"other")
    (tmp_path / ".settings.new").symlink_to(other)
    with getattr(atomic_file, operation)(tmp_path / "settings") as stream:
        stream.write(b"new")
    assert other.read_bytes() == b"other"
    assert (tmp_path / "settings").read_bytes() == b"new"


def test_a_hard_link_under_the_hidden_name_is_not_written_through(tmp_path):
    other = tmp_path / "other"
    other.write_bytes(b"other")
    os.link(other, tmp_path / ".settings.new")
    atomic_file.replace(tmp_path / "settings", b"new")
    assert other.read_bytes() == b"other"


def test_a_pipe_under_the_hidden_name_keeps_nobody_waiting(tmp_path):
    os.mkfifo(tmp_path / ".settings.new")
    atomic_file.replace(tmp_path / "settings", b"new")
    assert (tmp_path / "settings").read_bytes() == b"new"


def test_a_link_under_the_final_name_is_replaced_and_what_it_points_to_left_alone(tmp_path):
    other = tmp_path / "other"
    other.write_bytes(b"other")
    (tmp_path / "settings").symlink_to(other)
    atomic_file.replace(tmp_path / "settings", b"new")
    assert not (tmp_path / "settings").is_symlink()
    assert other.read_bytes() == b"other"


@pytest.mark.parametrize("target", ["other", "nowhere"])
def test_nothing_is_created_over_a_link(tmp_path, target):
    (tmp_path / "other").write_bytes(b"other")
    (tmp_path / "key").symlink_to(tmp_path / target)
    with pytest.raises(FileExistsError):
        atomic_file.create(tmp_path / "key", b"new")
    assert (tmp_path / "other").read_bytes() == b"other"
    assert not (tmp_path / "nowhere").exists()
    assert not (tmp_path / ".key.new").exists()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can be somebody else, too")
def test_a_hidden_file_of_somebody_else_is_not_written_into(tmp_path):
    """In a sticky folder, which many may write to, it cannot be removed either: the write is refused."""
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    bait = shared / ".note.new"
    bait.write_bytes(b"")
    bait.chmod(0o666)
    child = os.fork()
    if not child:
        os.setresuid(OTHER_USER, OTHER_USER, OTHER_USER)
        try:
            atomic_file.replace(shared / "note", b"secret")
        except PermissionError:
            os._exit(3)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 3
    assert bait.read_bytes() == b""
    assert not (shared / "note").exists()


def test_several_writers_at_once_never_show_half_a_file(tmp_path):
    path = tmp_path / "settings"
    contents = {bytes([letter]) * 50_000 for letter in b"abcd"}
    atomic_file.replace(path, b"a" * 50_000)

    def write(content: bytes) -> None:
        for _ in range(20):
            atomic_file.replace(path, content, durability=Durability.NONE)

    writers = [threading.Thread(target=write, args=(content,)) for content in contents]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        assert path.read_bytes() in contents
    assert list(tmp_path.iterdir()) == [path]


def test_a_writer_that_does_not_end_is_not_waited_for_for_ever(tmp_path, monkeypatch):
    monkeypatch.setattr(atomic_file, "_TURN_SECONDS", 0.1)
    path = tmp_path / "settings"
    path.write_bytes(b"old")
    with subprocess.Popen([sys.executable, "-c", WRITER, "replacing", path], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, env={"PYTHONPATH": str(Path.cwd())}) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        with stopped(writer.pid):
            with pytest.raises(OSError, match="busy"):
                atomic_file.replace(path, b"new")
            writer.kill()
    assert path.read_bytes() == b"old"


def test_a_program_that_locks_the_folder_keeps_nobody_from_writing(tmp_path, monkeypatch):
    monkeypatch.setattr(atomic_file, "_TURN_SECONDS", 0.1)
    folder = os.open(tmp_path, os.O_RDONLY)
    try:
        assert try_lock(folder)
        atomic_file.create(tmp_path / "settings", b"new")
        atomic_file.replace(tmp_path / "settings", b"newer")
    finally:
        os.close(folder)
    assert (tmp_path / "settings").read_bytes() == b"newer"


def test_of_several_who_create_a_file_at_once_one_does_and_the_others_are_told(tmp_path):
    path = tmp_path / "key"
    start = threading.Barrier(8)

    def create(number: int) -> bool:
        start.wait()
        try:
            atomic_file.create(path, bytes([number]) * 1000)
        except FileExistsError:
            return False
        return True

    with ThreadPoolExecutor(8) as creators:
        for _ in range(10):
            path.unlink(missing_ok=True)
            made = list(creators.map(create, range(8)))
            assert made.count(True) == 1
            assert path.read_bytes() == bytes([made.index(True)]) * 1000
            assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["长" * 85, "n" * 255, os.fsdecode(b"\xff" * 255)])
def test_the_longest_names_that_a_disk_takes_can_be_written(tmp_path, name):
    atomic_file.create(tmp_path / name, b"new")
    atomic_file.replace(tmp_path / name, b"newer")
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_bytes() == b"newer"
