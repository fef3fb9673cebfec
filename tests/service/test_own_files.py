"""Tests that the guard's own files are for its user alone, however generous the user's umask is."""

from __future__ import annotations

import os
import stat

import pytest

from tests.support.guarding import DRAFT, GuardUnderTest, wait_for
from tests.support.modes import generous_umask, open_to_others
from ui.demo.material import marked_screenshot

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no modes on Windows")


def test_every_file_of_the_guard_is_for_its_user_alone_and_what_is_outside_is_as_it_was(
        guard: GuardUnderTest) -> None:
    with generous_umask():
        guard.start()
    guard.copy(DRAFT)
    case = guard.opened().case
    marked_screenshot(guard.screens / "picture.png")
    guard.opened(lambda push: push.case.id != case.id)
    wait_for(lambda: list(guard.screens.glob("*.txt")), "the note beside the screenshot")
    assert {"vault/index.db-wal", "vault/index.db-shm", "cache/files.sqlite3", "vault/codes.db"} <= {
        path.relative_to(guard.home).as_posix() for path in guard.home.rglob("*")}
    assert open_to_others(guard.home) == []
    (note,) = guard.screens.glob("*.txt")
    assert stat.S_IMODE(note.stat().st_mode) == 0o644
