"""Measures a swap of rules while somebody copies every ten milliseconds: its time, and unjudged copies.

    make bench-fleet        SWAPS (100) swaps; the same number of copies without a swap beside it

Each copy is a different text that the rules block, put on a private X display by a real owner; the broker reports it
as held, or it does not. The broker is real, its packs are the built-in ones. A copy that is replaced before the
broker could fetch it is gone from the clipboard and can reach nobody: it counts as replaced. One that the owner gave
to the broker while it was the current copy, and that is not reported, is unjudged. A request for a copy before the
current one is late: it counts for neither.
"""

from __future__ import annotations

import os
import platform
import re
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from guard.clipboard.process import load_arms  # noqa: E402
from guard.config.user_config import Configuration  # noqa: E402
from guard.ipc.framing import FrameReader, FrameWriter  # noqa: E402
from guard.ipc.messages import Arm, Armed, Flagged, FromBroker  # noqa: E402
from guard.supply.packs_and_policy import active, proven_packs  # noqa: E402
from rules.pack.encoded import encode  # noqa: E402
from tests.support.x11_client import X11Client  # noqa: E402
from ui.demo.display import end, private_display  # noqa: E402

SWAPS = int(os.environ.get("SWAPS", "100"))
BETWEEN_SECONDS = 0.01
REST_SECONDS = 20.0
MADE = 20
_NUMBER = re.compile("第([0-9]+)号")


class Reports(threading.Thread):
    """The broker's reports: which copies it held, and when it was armed."""

    def __init__(self, stream: object) -> None:
        super().__init__(daemon=True)
        self._frames: FrameReader[FromBroker] = FrameReader(stream, FromBroker)  # type: ignore[arg-type]
        self.held: set[int] = set()
        self.armed: list[float] = []
        self.start()

    def run(self) -> None:
        while (message := self._frames.read()) is not None:
            if isinstance(message, Armed):
                self.armed.append(time.perf_counter())
            elif isinstance(message, Flagged) and message.judged.text is not None:
                self.held.update(int(number) for number in _NUMBER.findall(message.judged.text.original))


class Copier:
    """Copies a numbered text every ten milliseconds, and records which numbers were requested."""

    def __init__(self, display: str) -> None:
        self._client = X11Client(display)
        self._client.display.set_error_handler(lambda *_: None)  # the requestor may be gone before it gets its answer
        self.number = 0
        self.handed_out: set[int] = set()
        self.late = 0

    def copy(self) -> None:
        self.number += 1
        text = f"机密★5年\n关于第{self.number}号工作的通知\n（演示样例，非国家秘密）".encode()
        self._client.targets = {"UTF8_STRING": ("UTF8_STRING", 8, text)}
        self._client.asked_since.clear()
        self._client.own()
        self._client.serve(BETWEEN_SECONDS)
        if ("UTF8_STRING", self._client.since) in self._client.asked_since:
            self.handed_out.add(self.number)
        self.late += sum(since != self._client.since for _, since in self._client.asked_since)

    def rest(self, reports: Reports) -> None:
        """Wait for the report of the last copy: reports come in order."""
        self._client.serve(REST_SECONDS, lambda: self.number in reports.held)


def main() -> None:
    supply = active(Configuration())
    arm = Arm(tuple(encode(pack) for pack in proven_packs(supply)), supply.policy)
    print(f"{platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {SWAPS} swaps\n")
    made = statistics.median(making(arm) for _ in range(MADE))
    print(f"making the new judge: {made:.0f} ms of processor time, median")
    with private_display("800x600") as display:
        process = display.start([sys.executable, str(ROOT / "main.py"), "--broker"], stdin=subprocess.PIPE,
                                stdout=subprocess.PIPE)
        writer, reports = FrameWriter(process.stdin), Reports(process.stdout)
        writer.write(arm)
        while not reports.armed:
            time.sleep(0.05)
        copier = Copier(display.environment["DISPLAY"])
        before = resident(process.pid)
        swapping(copier, reports, writer, arm)
        print(f"memory of the broker: {before:.0f} MB before the swaps, {resident(process.pid):.0f} MB after them")
        still(copier, reports)
        end(process)


def making(arm: Arm) -> float:
    """Return the milliseconds of this thread for making the new judge, which another program's load hardly changes."""
    began = time.thread_time()
    load_arms(arm)
    return (time.thread_time() - began) * 1000


def resident(pid: int) -> float:
    """Return the resident megabytes of a process."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024


def swapping(copier: Copier, reports: Reports, writer: FrameWriter, arm: Arm) -> None:
    times = []
    for _ in range(SWAPS):
        before = len(reports.armed)
        began = time.perf_counter()
        writer.write(arm)
        while len(reports.armed) == before:
            copier.copy()
        times.append((reports.armed[-1] - began) * 1000)
    copier.rest(reports)
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    print(f"swap, from the order to judging by it: median {statistics.median(times):.0f} ms, "
          f"99 % {cuts[98]:.0f} ms, longest {max(times):.0f} ms")
    say("copies while rules were swapped", copier, reports, set(range(1, copier.number + 1)))


def still(copier: Copier, reports: Reports) -> None:
    first = copier.number + 1
    for _ in range(first - 1):
        copier.copy()
    copier.rest(reports)
    say("the same without a swap", copier, reports, set(range(first, copier.number + 1)))


def say(name: str, copier: Copier, reports: Reports, numbers: set[int]) -> None:
    fetched = copier.handed_out & numbers
    print(f"{name}: {len(numbers)}, held {len(reports.held & numbers)}, replaced before they could be fetched "
          f"{len(numbers - fetched - reports.held)}, handed out and unjudged {len(fetched - reports.held)}", flush=True)


if __name__ == "__main__":
    main()
