"""kill -9 at any moment: every acknowledged record is there, and the journal verifies and goes on."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from guard.journal import FILE_NAME, events, open_journal, verify

KILLS = 30
CHILD = Path(__file__).with_name("journal_child.py")


def test_thirty_kills_lose_no_acknowledged_record(tmp_path):
    chance = random.Random(20240501)
    acknowledged: list[int] = []
    for number in range(KILLS):
        acknowledged += _run_and_kill(tmp_path, number * 100_000, chance.randint(1, 6), chance.uniform(0.0, 0.01))
    assert len(acknowledged) >= KILLS
    open_journal(tmp_path).close()
    recorded = {int(event.case) for event in events(tmp_path / FILE_NAME)}
    assert set(acknowledged) - recorded == set()
    whole, words = verify(tmp_path / FILE_NAME)
    assert whole, words
    assert list(tmp_path.glob("journal-*")) == []


def _run_and_kill(folder: Path, first: int, at_least: int, seconds: float) -> list[int]:
    """Let a child append some records and a moment longer, kill it, and return the numbers it acknowledged."""
    with subprocess.Popen([sys.executable, CHILD, folder, str(first)], stdout=subprocess.PIPE, text=True,
                          env={"PYTHONPATH": str(Path.cwd())}) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        lines = [child.stdout.readline().removesuffix("\n") for _ in range(at_least)]
        time.sleep(seconds)  # the moment of the kill is the point here
        child.kill()
        lines += child.stdout.read().split("\n")[:-1]
    return [int(line) for line in lines]
