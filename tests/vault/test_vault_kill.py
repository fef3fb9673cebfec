"""Tests kill -9 at any moment: every acknowledged item can be opened afterwards."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import pytest

from guard.vault import FileKey, open_vault
from tests.support.killing import acknowledged_until_killed

KILLS = 30
CHILD = Path(__file__).with_name("kill_child.py")
SIZE = 60_000


@pytest.mark.thorough
def test_thirty_kills_lose_no_acknowledged_item_and_leave_no_orphan(tmp_path):
    chance = random.Random(20240501)
    acknowledged: list[str] = []
    for _ in range(KILLS):
        acknowledged += acknowledged_until_killed(CHILD, tmp_path, at_least=1, seconds=chance.uniform(0.0, 0.06))
    assert len(acknowledged) >= KILLS
    vault = open_vault(tmp_path / "vault", FileKey(tmp_path / "key"))
    listed = {summary.id for summary in vault.summaries()}
    unreadable = [item for item in acknowledged
                  if vault.payload(item) != hashlib.shake_128(item.encode()).digest(SIZE)
                  or vault.case(item).id != item]
    assert unreadable == []
    assert set(acknowledged) <= listed
    blobs = {path.name for path in (tmp_path / "vault" / "blobs").iterdir() if path.suffix != ".new"}
    assert blobs == listed
    vault.close()
