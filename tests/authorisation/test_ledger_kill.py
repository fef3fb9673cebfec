"""kill -9 at any moment: what was spent stays spent."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from guard.authorisation.ledger import Ledger

KILLS = 12
CHILD = Path(__file__).with_name("spending_child.py")


def test_no_kill_makes_a_spent_request_good_again(tmp_path: Path) -> None:
    chance = random.Random(20261124)
    spent: list[str] = []
    for _ in range(KILLS):
        spent += _run_and_kill(tmp_path, chance.randint(1, 4), chance.uniform(0.0, 0.03))
        ledger = Ledger(tmp_path)
        assert not any(ledger.spend("a1", bytes.fromhex(nonce)) for nonce in spent)
        assert set(spent) <= {nonce.hex() for nonce in ledger.used("a1")}
        ledger.close()
    assert len(spent) >= KILLS


def _run_and_kill(folder: Path, at_least: int, seconds: float) -> list[str]:
    with subprocess.Popen([sys.executable, CHILD, folder], stdout=subprocess.PIPE, text=True,
                          env={"PYTHONPATH": str(Path.cwd())}) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        lines = [child.stdout.readline().removesuffix("\n") for _ in range(at_least)]
        time.sleep(seconds)  # the moment of the kill is the point here
        child.kill()
        return lines + child.stdout.read().split("\n")[:-1]
