"""Measures an ordered inspection of many files with the real process, while somebody uses the computer now and then.

    make bench-ordered                       100,000 small files: FILES; how often somebody comes back: KEYS (20)
    PRIORITY=normal make bench-ordered       on a busy machine: an inspection that gives way gets next to no time there

A key on a private display, which is idle two seconds after it, is what ends and delays the inspection. Printed: files
per second of work, how long after a key the process was gone, how many files were judged while the display was in use,
a second order over the same files, and the memory of the process and its reader. Nothing is asserted.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median

import main
from guard.core.events import Event
from guard.core.inspection_order import InspectionOrder, Step
from guard.daemon.ordered_inspections import Ends, OrderedInspections
from guard.ordered.desk import OrderDesk
from guard.ordered.ledger import OrderLedger
from guard.ordered.requests import Inspecting
from guard.platform.idle import Bounds, IdleWatch
from guard.platform.linux import LinuxPlatform
from guard.platform.machine import MachineLayer
from guard.platform.paths import Paths
from guard.supply.loader_process import Ground, _found
from guard.supply.rules_in_force import InForce
from tests.inspect.notices import plant_notices
from tests.support.program import ROOT
from ui.demo.display import Display, private_display

FILES, KEYS = int(os.environ.get("FILES", "100000")), int(os.environ.get("KEYS", "20"))
NORMAL = os.environ.get("PRIORITY") == "normal"
IN_USE_SECONDS = 2.0
DAY = 86400.0


@dataclass
class Seen:
    """What the computer told: the newest state, and when a process was there."""

    entries: tuple[Inspecting, ...] = ()
    changed: threading.Condition = field(default_factory=threading.Condition)
    records: list[Event] = field(default_factory=list)

    def append(self, event: Event) -> None:
        self.records.append(event)

    def tell(self, entries: tuple[Inspecting, ...]) -> None:
        with self.changed:
            self.entries = entries
            self.changed.notify_all()

    def wait(self, until: Callable[[Inspecting], bool], seconds: float) -> bool:
        with self.changed:
            return self.changed.wait_for(lambda: any(until(one) for one in self.entries), seconds)


def order(number: int) -> InspectionOrder:
    now = time.time()
    return InspectionOrder("保密办", "量一量", ("桌面",), now, now + DAY, now + 2 * DAY, everyone=True, number=number,
                           id=f"id{number}", signed_at=now)


def process() -> int:
    """Return the process that inspects, or 0."""
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1]) == os.getpid() \
                    and COMMAND[-1].encode() in (entry / "cmdline").read_bytes():
                return int(entry.name)
        except OSError:
            continue
    return 0


COMMAND = (sys.executable, str(ROOT / "tests" / "support" / "paced_inspector.py"), "-", "/nowhere") if NORMAL \
    else main.command("inspector")


def interrupted(display: Display, seen: Seen) -> tuple[list[float], int]:
    """Press a key now and then until the order is done; return how long after each the process was gone, and how many
    files were judged while the display counted as in use."""
    chance, gone, judged = random.Random(60), [], 0
    for _ in range(KEYS):
        if seen.wait(lambda one: one.step is Step.DONE, chance.uniform(5, 15)):
            break
        if not seen.wait(lambda one: one.working and one.done > 0, 120):
            break
        display.press("a")
        pressed = time.monotonic()
        while process() and time.monotonic() < pressed + 30:
            time.sleep(0.01)
        gone.append(time.monotonic() - pressed)
        seen.wait(lambda one: not one.working, 10)
        before = seen.entries[0].done
        time.sleep(max(0.0, pressed + IN_USE_SECONDS - 0.2 - time.monotonic()))
        judged += seen.entries[0].done - before + bool(process())
    return gone, judged


def bench(display: Display, folder: Path) -> None:
    """Measure one computer."""
    home, paths = folder / "person", Paths.under(folder / "home")
    paths.prepare()
    os.environ["HOME"] = str(home)
    started = time.monotonic()
    plant_notices(home / "Desktop", FILES)
    print(f"{FILES} files written in {time.monotonic() - started:.0f} s")
    in_force = _found(Ground(paths, None, MachineLayer(folder / "none", lambda _: True)), "")
    assert isinstance(in_force, InForce)
    seen = Seen()
    desk = OrderDesk(OrderLedger(paths.orders, paths.inspected), seen, lambda: ("PC-1",), lambda: ("桌面",),
                     LinuxPlatform(), lambda words: print(words) if words else None, lambda: True)
    bounds = replace(Bounds(), input_seconds=IN_USE_SECONDS, busy=2.0)
    inspections = OrderedInspections(
        Ends(COMMAND, lambda: in_force, lambda: False, seen.tell, lambda _part, words: print(words) if words else None,
             lambda: IdleWatch({"DISPLAY": display.name}, bounds)), desk)
    inspections.start()
    try:
        measured(display, seen, inspections)
    finally:
        inspections.stop()
    size = paths.inspected.stat().st_size / 1e6
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"index {size:.0f} MB; largest process {used.ru_maxrss * 1024 / 1e6:.0f} MB; "
          f"processor time of all processes {used.ru_utime + used.ru_stime:.0f} s")


def measured(display: Display, seen: Seen, inspections: OrderedInspections) -> None:
    """Carry out an order with interruptions, and a second one over the same files."""
    started, orders = time.monotonic(), (order(1), order(2))
    inspections.take(orders[:1], ())
    gone, judged = interrupted(display, seen)
    assert seen.wait(lambda one: one.step is Step.DONE, 3600)
    took = time.monotonic() - started
    print(f"first order: {took:.0f} s with {len(gone)} interruptions, {FILES / took:.0f} files per second of the clock")
    if gone:
        print(f"after a key the process was gone in {median(gone) * 1000:.0f} ms (median), {max(gone) * 1000:.0f} ms "
              f"at most; files judged while the display was in use: {judged}")
    second = time.monotonic()
    inspections.take(orders, ())
    assert seen.wait(lambda one: one.order.number == 2 and one.step is Step.DONE, 3600)
    print(f"second order over the same files: {time.monotonic() - second:.0f} s, nothing judged again")
    (end, again) = (dict(one.inspection) for one in seen.records if dict(one.inspection)["step"] == Step.DONE.value)
    print(f"found: {end['blocked']} and {again['blocked']} of {end['total']} files")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made, private_display("640x480") as shown:
        bench(shown, Path(made))
