"""Tests holding files in their place, releasing and destroying them there, on a real disk."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from guard.core.model import FileFacts
from guard.folders import FolderError, destroy_in_place, hold_in_place, release_in_place
from tests.support.held_shot import CONTENT, TIME_NS, shot

__all__ = ["shot"]


def test_holding_in_place_takes_the_permissions_and_gives_them_back(shot):
    facts = hold_in_place(shot)
    assert facts == FileFacts(str(shot), 0o640, TIME_NS, shot.stat().st_ino)
    assert stat.S_IMODE(shot.stat().st_mode) == 0
    release_in_place(facts)
    assert stat.S_IMODE(shot.stat().st_mode) == 0o640
    assert shot.read_bytes() == CONTENT


def test_holding_in_place_records_before_it_changes_anything(shot):
    modes = []
    hold_in_place(shot, lambda facts: modes.append((facts.mode, stat.S_IMODE(shot.stat().st_mode))))
    assert modes == [(0o640, 0o640)]


def test_releasing_in_place_a_file_that_is_gone_is_a_clear_error(shot):
    facts = hold_in_place(shot)
    shot.unlink()
    with pytest.raises(FolderError, match="已不在原处"):
        release_in_place(facts)


def test_what_is_held_in_its_place_is_destroyed_there(shot):
    facts = hold_in_place(shot)
    assert not destroy_in_place(facts)
    assert not shot.exists()
    assert not destroy_in_place(facts), "nothing stays"


def test_a_file_whose_number_has_128_bits_is_held_in_its_place_and_destroyed_there(shot, monkeypatch):
    def numbered(facts: os.stat_result) -> SimpleNamespace:
        return SimpleNamespace(st_mode=facts.st_mode, st_mtime_ns=facts.st_mtime_ns, st_ino=1 << 100)

    fstat, lstat = os.fstat, Path.lstat
    with monkeypatch.context() as patched:
        patched.setattr(os, "fstat", lambda descriptor: numbered(fstat(descriptor)))
        patched.setattr(Path, "lstat", lambda path: numbered(lstat(path)))
        facts = hold_in_place(shot)
        assert msgspec.msgpack.decode(msgspec.msgpack.encode(facts), type=FileFacts) == facts
        assert not destroy_in_place(facts)
    assert not shot.exists()


def opened(path: Path) -> None:
    path.chmod(0o600)


def written(path: Path) -> None:
    path.write_bytes(b"another picture")
    path.chmod(0)


def replaced(path: Path) -> None:
    path.with_name("other").write_bytes(b"another picture")
    path.with_name("other").replace(path)
    os.utime(path, ns=(TIME_NS, TIME_NS))
    path.chmod(0)


@pytest.mark.parametrize("change", [opened, written, replaced])
def test_a_file_that_its_owner_changed_is_not_destroyed_for_one_that_was_held_there(shot, change):
    facts = hold_in_place(shot)
    change(shot)
    assert destroy_in_place(facts)
    assert shot.exists()
