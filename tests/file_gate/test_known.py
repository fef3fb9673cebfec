"""Tests which of the files that a gate remembers it forgets first."""

from __future__ import annotations

import time

import pytest

from guard.file_gate import known
from guard.file_gate.known import KnownFiles
from guard.file_gate.messages import FileKey


def key(inode: int) -> FileKey:
    return FileKey(1, inode, 10, 20, 30)


def test_only_what_was_judged_by_the_rules_in_force_is_remembered() -> None:
    files = KnownFiles()
    files.put(key(1), (), "")
    files.by_rules("new")
    for inode, rules in ((2, "old"), (3, ""), (4, "new")):
        files.put(key(inode), (), rules)
    assert [files.get(key(inode)) for inode in (1, 2, 3, 4)] == [None, None, None, ()]


def test_what_was_let_again_is_forgotten_after_what_was_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "LET_LIMIT", 2)
    files = KnownFiles()
    for inode in (1, 2, 1, 3):
        files.let(key(inode), "/usr/bin/wechat", 100.0)
    assert [files.is_let(key(inode), "/usr/bin/wechat", 0.0) for inode in (1, 2, 3)] == [True, False, True]


def test_what_a_program_made_again_is_forgotten_after_what_it_did_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "OWN_LIMIT", 2)
    files, born = KnownFiles(), time.time_ns()
    for inode in (1, 2, 1, 3):
        files.made(key(inode), "/usr/bin/wechat", born, 0.0)
    assert [files.is_own(key(inode), "/usr/bin/wechat", born, 1.0) for inode in (1, 2, 3)] == [True, False, True]


@pytest.mark.parametrize("seconds", [-3600, -3, 3, None], ids=str)
def test_an_empty_file_that_is_not_new_is_no_programs_own(seconds: int | None) -> None:
    born = 0 if seconds is None else time.time_ns() + seconds * 1_000_000_000
    files = KnownFiles()
    files.made(key(1), "/usr/bin/wechat", born, 0.0)
    assert not files.is_own(key(1), "/usr/bin/wechat", born, 1.0)
