"""Measures the time from copy to held with ten thousand items in the vault: make bench-full-vault.

Two guards on separate displays get the same copies in turns, one with an empty vault and one with a full one;
milliseconds and their ratio are printed, then the cost of a status for each.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from guard.core.model import Storage
from guard.platform.paths import Paths
from guard.vault import FileKey, open_vault
from tests.support import ui_samples as samples
from tests.support.guarding import GuardUnderTest
from ui.demo.display import private_display

ITEMS = 10_000
ROUNDS = 40
DRAFT = "关于做好防汛工作的通知（讨论稿）\n内部材料，未经批准不得外传。编号 {number}\n请各科室今晚前反馈意见。"


def main() -> int:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        guards = {name: _guard(Path(folder) / name, stack, items) for name, items in (("empty", 0), ("full", ITEMS))}
        told: dict[str, list[float]] = {name: [] for name in guards}
        asked: dict[str, list[float]] = {name: [] for name in guards}
        for number in range(rounds + 2):
            for name, guard in guards.items():
                copied, status = _once(guard, number)
                if number >= 2:  # the first ones warm both up
                    told[name].append(copied)
                    asked[name].append(status)
        for what, found in ((f"copy to held, {rounds} copies", told), ("status", asked)):
            empty, full = (statistics.median(found[name]) * 1000 for name in ("empty", "full"))
            slow = sorted(found["full"])[int(0.95 * len(found["full"]))] * 1000
            print(f"{what}: empty {empty:.1f} ms, {ITEMS:,} held {full:.1f} ms (95 % within {slow:.1f}), "
                  f"ratio {full / empty:.2f}")
        print(f"machine: {platform.machine()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    return 0


def _guard(home: Path, stack: ExitStack, items: int) -> GuardUnderTest:
    screens = home / "screens"
    screens.mkdir(parents=True)
    guard = GuardUnderTest(stack.enter_context(private_display()), home / "home", screens)
    guard.start()  # makes key and vault
    guard.stop()
    if items:
        _fill(Paths.choose(guard.home), items)
    guard.start()
    stack.callback(guard.stop)
    return guard


def _fill(paths: Paths, items: int) -> None:
    vault = open_vault(paths.vault, FileKey(paths.key))
    vault._index._connection.execute("PRAGMA synchronous=OFF")
    for number in range(items):
        vault.put(replace(samples.draft(id=f"held{number}"), keeping=Storage.VAULT), b"draft")
    vault.close()


def _once(guard: GuardUnderTest, number: int) -> tuple[float, float]:
    words = DRAFT.format(number=number)
    started = time.perf_counter()
    guard.copy(words)
    guard.opened(lambda push: any(f"编号 {number}\n" in judged.text.original for judged in push.case.judged))
    copied = time.perf_counter() - started
    started = time.perf_counter()
    guard.status()
    return copied, time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
