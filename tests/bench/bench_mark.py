"""Measures the mark on the screen: from a document's title to its layer, processor time with it and without, memory.

    make bench-mark             1,000 changes of window; CHANGES=100 for less

Guard and tray are real, the document is a bare window whose title changes; the display is Xvfb with openbox and picom.
What the mark costs without a document is the difference to a guard whose unit wants none.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from guard.config.builtin_policy import builtin_policy
from guard.control.requests import Update
from guard.publish.contents import bundle_of
from guard.publish.releasing import release
from tests.support.guarding import managed_guard
from tests.support.mark_layers import layers
from tests.support.marked_desk import mark_tray
from tests.support.publishing import EVERYONE, UnitOffice
from tests.support.titled_window import TitledWindow, titled_window
from ui.demo.display import Display, end, private_display

CHANGES = int(os.environ.get("CHANGES", "1000"))
REST_SECONDS, SETTLE_SECONDS = 20.0, 8.0
AIM_MILLISECONDS = 150.0
NAME = "演练方案.txt"
WANTED = "何时: 有标志时", "共享提醒: true"
UNWANTED = "何时: 关", "共享提醒: false"


@dataclass(frozen=True, slots=True)
class Cost:
    """What guard and tray take at rest: shares of a processor, and MB of their own."""

    processor: tuple[float, float]
    megabytes: tuple[float, float]

    def __str__(self) -> str:
        return (f"guard {self.processor[0]:.2%} of a processor and {self.megabytes[0]:.1f} MB, "
                f"tray {self.processor[1]:.2%} and {self.megabytes[1]:.1f} MB")


@dataclass(frozen=True, slots=True)
class Desk:
    display: Display
    window: TitledWindow
    pids: tuple[int, int]

    def at_rest(self) -> Cost:
        """Measure while nothing happens."""
        time.sleep(SETTLE_SECONDS)
        before = [processor(pid) for pid in self.pids]
        time.sleep(REST_SECONDS)
        guard, tray = ((processor(pid) - then) / REST_SECONDS for pid, then in zip(self.pids, before, strict=True))
        return Cost((guard, tray), self.megabytes())

    def megabytes(self) -> tuple[float, float]:
        return megabytes(self.pids[0]), megabytes(self.pids[1])

    def until(self, shown: bool) -> float:
        """Return how many milliseconds it takes until there is a layer, or none."""
        began = time.perf_counter()
        while bool(layers(self.display)) is not shown and time.perf_counter() - began < 10:
            time.sleep(0.002)
        return (time.perf_counter() - began) * 1000


@contextmanager
def desk(wishes: tuple[str, str]) -> Iterator[Desk]:
    """Run guard and tray of a unit with these lines in its policy, and a window that shows no document yet."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        display = stack.enter_context(private_display("1280x900"))
        stack.callback(end, display.start(["picom", "--backend", "xrender"], stderr=subprocess.DEVNULL))
        office = UnitOffice.opened(folder / "office")
        said = builtin_policy().decode()
        for before, after in zip(WANTED, wishes, strict=True):
            assert before in said
            said = said.replace(before, after)
        policy = folder / "policy.yaml"
        policy.write_text(said, "utf-8")
        release(office.office, bundle_of(["内置"], policy), EVERYONE)
        (folder / "user").mkdir()
        guard = stack.enter_context(contextmanager(managed_guard)(display, folder / "user",
                                                                  office.machine(folder / "machine")))
        guard.ask(Update(""))
        document = folder / NAME
        document.write_text("机密★5年\n某某县委办公室文件\n某办发〔2026〕12号\n", "utf-8")
        guard.copy(f"{document.as_uri()}\r\n", "text/uri-list")
        guard.opened()
        tray = stack.enter_context(mark_tray(display, guard.socket))
        window = stack.enter_context(titled_window(display, "空白"))
        assert guard.process is not None
        yield Desk(display, window, (guard.process.pid, tray))


def processor(pid: int) -> float:
    """Return the seconds that all threads of a process have run (proc_pid_schedstat, in nanoseconds)."""
    threads = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e9


def megabytes(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024


def changed(at: Desk) -> None:
    """Change the title again and again; print when the mark appears and goes, and what stays in memory."""
    appearing, going = [], []
    start = at.megabytes()
    for change in range(CHANGES):
        at.window.says("空白")
        going.append(at.until(False))
        at.window.says(NAME)
        appearing.append(at.until(True))
        if change == CHANGES // 10:
            start = at.megabytes()
    grown = [now - then for now, then in zip(at.megabytes(), start, strict=True)]
    for what, times in (("appears", appearing), ("goes", going)):
        print(f"the mark {what} after {statistics.median(times):.0f} ms (median), "
              f"{sorted(times)[int(len(times) * 0.95)]:.0f} ms (95 %)")
    soon = sum(one <= AIM_MILLISECONDS for one in appearing) / len(appearing)
    print(f"within {AIM_MILLISECONDS:.0f} ms: {soon:.1%}")
    print(f"{CHANGES} changes, the first tenth left out: guard {grown[0]:+.1f} MB, tray {grown[1]:+.1f} MB")


def main() -> None:
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; at rest for {REST_SECONDS:.0f} s each")
    with desk(UNWANTED) as bare:
        print(f"no mark wanted:          {bare.at_rest()}")
    with desk(WANTED) as wanted:
        print(f"wanted, no document:     {wanted.at_rest()}")
        wanted.window.says(NAME)
        wanted.until(True)
        print(f"a document with a mark:  {wanted.at_rest()}")
        changed(wanted)
    print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
