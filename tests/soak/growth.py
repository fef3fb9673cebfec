"""Runs `make growth`: what each repeated action of an office worker adds to the memory of tray, guard and broker.

    SOAK_SEED=1 .venv/bin/python -m tests.soak.growth TIMES

Each action is done a few times first. Prints resident megabytes before and after all repetitions of one; before each
look the processes have released memory that they keep for a while (guard.platform.memory). Then, with everything
warmed up, the cost of each of MORE_ITEMS held items. Takes half an hour; asserts nothing. With TIMES 0 only the
latter.
"""

from __future__ import annotations

import os
import random
import sys
import time

from guard.platform.memory import GIVING_SECONDS
from tests.soak.deeds import DEEDS, secret_text
from tests.soak.desk import Desk
from tests.soak.material import Material
from tests.soak.office import office
from tests.soak.report import machine
from tests.soak.watching import look

ROLES = ("tray", "guard", "broker")
WARM_UP = 3
SELDOM_MINUTES = 40
"""Actions that are rarer than this are repeated a quarter as often: they take long."""

MORE_ITEMS = 300
"""Held texts, each with its warning, and as many before: caches that fill are full by then."""

SLACK_SECONDS = 5.0


def main(times: int) -> None:
    """Repeat each action."""
    seed = int(os.environ.get("SOAK_SEED", "1"))
    print(machine(), flush=True)
    with office() as computer:
        material = Material(seed)
        computer.start(material.unit_word())
        desk = Desk(computer, material, random.Random(seed))
        desk.records.begin()
        for deed in DEEDS * WARM_UP:
            deed.do(desk)
        if times:
            each_deed(desk, times)
        each_item(desk)
        computer.stop()


def each_deed(desk: Desk, times: int) -> None:
    """Print a table with a row for each action."""
    print("\n".join(["", "| deed | times | " + " | ".join(ROLES) + " |", "|---" * (len(ROLES) + 2) + "|"]), flush=True)
    before = rested(desk)
    for deed in DEEDS:
        count = times if deed.minutes < SELDOM_MINUTES else max(1, times // 4)
        for _ in range(count):
            deed.do(desk)
        after = rested(desk)
        row = (f"{before[role]:.1f} → {after[role]:.1f}" for role in ROLES)
        print(f"| {deed.do.__name__.replace('_', ' ')} | {count} | {' | '.join(row)} |", flush=True)
        before = after


def each_item(desk: Desk) -> None:
    """Print the cost of held items, the first MORE_ITEMS and as many more."""
    print("", flush=True)
    before = rested(desk)
    for which in ("first", "next"):
        for _ in range(MORE_ITEMS):
            secret_text(desk)
        after = rested(desk)
        costs = (f"{(after[role] - before[role]) * 1000 / MORE_ITEMS:.1f} KB in the {role}" for role in ROLES)
        print(f"The {which} {MORE_ITEMS} held texts cost each {', '.join(costs)}.", flush=True)
        before = after


def rested(desk: Desk) -> dict[str, float]:
    """Return the resident megabytes of each process after all of them have released memory."""
    desk.no_warning()
    time.sleep(GIVING_SECONDS + SLACK_SECONDS)  # nothing shows when they have
    return {sample.role: sample.resident for sample in look(0.0, desk.office.started())}


if __name__ == "__main__":
    main(int(sys.argv[1]))
