"""Tests kill -9 at any moment: every acknowledged record exists, and the journal verifies and goes on."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from guard.journal import FILE_NAME, events, open_journal, verify
from tests.support.killing import acknowledged_until_killed

KILLS = 30
CHILD = Path(__file__).with_name("journal_child.py")


@pytest.mark.thorough
def test_thirty_kills_lose_no_acknowledged_record(tmp_path):
    chance = random.Random(20240501)
    acknowledged: list[int] = []
    for number in range(KILLS):
        lines = acknowledged_until_killed(CHILD, tmp_path, number * 100_000, at_least=chance.randint(1, 6),
                                          seconds=chance.uniform(0.0, 0.01))
        acknowledged += map(int, lines)
    assert len(acknowledged) >= KILLS
    open_journal(tmp_path).close()
    recorded = {int(event.case) for event in events(tmp_path / FILE_NAME)}
    assert set(acknowledged) - recorded == set()
    whole, words = verify(tmp_path / FILE_NAME)
    assert whole, words
    assert list(tmp_path.glob("*.damaged-*")) == []
