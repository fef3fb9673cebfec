"""Tests kill -9 at any moment: a spent code stays spent."""

from __future__ import annotations

import random
from pathlib import Path

from guard.authorisation.ledger import Ledger
from tests.support.killing import acknowledged_until_killed

KILLS = 12
CHILD = Path(__file__).with_name("spending_child.py")


def test_no_kill_makes_a_spent_request_good_again(tmp_path: Path) -> None:
    chance = random.Random(20261124)
    spent: list[str] = []
    for _ in range(KILLS):
        spent += acknowledged_until_killed(CHILD, tmp_path, at_least=chance.randint(1, 4),
                                           seconds=chance.uniform(0.0, 0.03))
        ledger = Ledger(tmp_path)
        assert not any(ledger.spend("a1", bytes.fromhex(public)) for public in spent)
        assert set(spent) <= {public.hex() for public in ledger.used("a1")}
        ledger.close()
    assert len(spent) >= KILLS
