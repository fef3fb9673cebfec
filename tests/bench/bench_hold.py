"""From copy to held on X11, seen from outside by one observer: the broker, and a QClipboard in the GUI process.

    .venv/bin/python tests/bench/bench_hold.py [copies]

Both ways get the same copies from the same source, in turns. Takes about three minutes.
"""

from __future__ import annotations

import os
import platform
import select
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
from PIL import Image  # noqa: E402
from Xlib import X  # noqa: E402
from Xlib import display as xdisplay  # noqa: E402
from Xlib.ext import xfixes  # noqa: E402

from guard.framing import FrameWriter  # noqa: E402
from guard.messages import Arm  # noqa: E402
from guard.policy_file import Configuration  # noqa: E402
from guard.supply.active import active, proven_packs  # noqa: E402
from rules.encoded import encode  # noqa: E402
from tests.support.x11_client import X11Client  # noqa: E402
from ui.demo.display import Display, end, private_display  # noqa: E402

TEXT = "机密★5年\n关于某项工作的通知\n（演示样例，非国家秘密）"
WAIT_SECONDS = 4.0
BURSTS, BURST, BURST_GAP = 15, 20, 0.002
ROUNDS = 2


class Source:
    """Owns the clipboard, serves who asks, and sees when it is taken away."""

    def __init__(self, name: str) -> None:
        self.client = X11Client(name)
        shown: xdisplay.Display = self.client.display
        shown.set_error_handler(lambda *_: None)  # a requestor may be gone before it has its answer
        shown.xfixes_query_version()
        self.atom = self.client.atom("CLIPBOARD")
        shown.xfixes_select_selection_input(shown.screen().root, self.atom, xfixes.XFixesSetSelectionOwnerNotifyMask)
        shown.sync()
        self.changes: list[tuple[float, bool]] = []

    def copy(self) -> None:
        self.client.own()

    def serve(self, seconds: float, *, until_lost: bool) -> None:
        """Answer for so long; ``until_lost`` ends it when another program owns the clipboard."""
        shown, deadline = self.client.display, time.perf_counter() + seconds
        while time.perf_counter() < deadline:
            while shown.pending_events():
                event = shown.next_event()
                if isinstance(event, xfixes.SelectionNotify):
                    ours = getattr(event.owner, "id", event.owner) == self.client.window.id
                    self.changes.append((time.perf_counter(), ours))
                elif event.type == X.SelectionRequest:
                    self.client._answer(event)
                elif event.type == X.PropertyNotify and event.state == X.PropertyDelete:
                    self.client._next_piece(event)
            shown.flush()
            if until_lost and self.changes and not self.changes[-1][1]:
                return
            rest = deadline - time.perf_counter()
            select.select([shown.fileno()], [], [], max(0.0, min(rest, 0.5)))


@contextmanager
def broker(on: Display) -> Iterator[None]:
    process = on.start([sys.executable, str(ROOT / "main.py"), "--broker"], stdin=subprocess.PIPE,
                       stdout=subprocess.PIPE)
    supply = active(Configuration())
    assert process.stdin
    assert process.stdout
    FrameWriter(process.stdin).write(Arm(tuple(encode(pack) for pack in proven_packs(supply)), supply.policy))
    process.stdout.read(4)  # Armed begins
    drain = subprocess.Popen(["cat"], stdin=process.stdout, stdout=subprocess.DEVNULL)
    yield
    end(process)
    end(drain)


@contextmanager
def gui(on: Display, *busy: str) -> Iterator[None]:
    process = on.start([sys.executable, str(ROOT / "tests/bench/qclipboard_guard.py"), *busy], stdout=subprocess.PIPE)
    assert process.stdout
    process.stdout.readline()
    yield
    end(process)


def held(source: Source, copies: int) -> list[float]:
    """Return the milliseconds from each copy until another program owned it; one not taken counts as WAIT_SECONDS."""
    times = []
    for _ in range(copies):
        source.changes.clear()
        started = time.perf_counter()
        source.copy()
        source.serve(WAIT_SECONDS, until_lost=True)
        times.append(((source.changes[-1][0] if source.changes and not source.changes[-1][1] else
                       started + WAIT_SECONDS) - started) * 1000)
        source.serve(0.02, until_lost=False)
    return times


def bursts(source: Source) -> tuple[list[float], int]:
    """Return for each burst the longest time in ms that the source owned the clipboard, and how many were held last."""
    exposures, last = [], 0
    for _ in range(BURSTS):
        source.changes.clear()
        for _ in range(BURST):
            source.copy()
            source.serve(BURST_GAP, until_lost=False)
        source.serve(1.0, until_lost=False)
        last += bool(source.changes) and not source.changes[-1][1]
        since, longest = None, 0.0
        for at, ours in [*source.changes, (time.perf_counter(), False)]:
            if ours and since is None:
                since = at
            elif not ours and since is not None:
                longest, since = max(longest, at - since), None
        exposures.append(longest * 1000)
    return exposures, last


def report(name: str, times: list[float]) -> None:
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    print(f"{name:44} {len(times):4} {statistics.median(times):8.2f} {cuts[98]:8.2f} {max(times):8.2f}", flush=True)


def picture() -> bytes:
    noise = np.random.default_rng(1).integers(0, 255, (2160 // 4, 3840 // 4, 3), dtype=np.uint8)
    stream = BytesIO()
    Image.fromarray(np.repeat(np.repeat(noise, 4, 0), 4, 1)).save(stream, "PNG", compress_level=1)
    return stream.getvalue()


def main() -> None:
    copies = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    print(f"{platform.system()} {platform.release()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, "
          f"Python {platform.python_version()}, Xvfb")
    print(f"{'copy → held, ms':44} {'n':>4} {'p50':>8} {'p99':>8} {'max':>8}")
    text, png = {"UTF8_STRING": ("UTF8_STRING", 8, TEXT.encode())}, {"image/png": ("image/png", 8, picture())}
    ways = {"broker": broker, "QClipboard in the GUI": gui,
            "QClipboard in the GUI, busy 300 ms": lambda on: gui(on, "busy")}
    with private_display("800x600") as on:
        source = Source(on.name)
        found: dict[tuple[str, str], list[float]] = {}
        for _ in range(ROUNDS):
            for way, start in ways.items():
                slow = "busy" in way
                with start(on):
                    for what, targets, share in (("text", text, 10 if slow else 1), ("4K picture", png, 20)):
                        source.client.targets = targets
                        found.setdefault((what, way), []).extend(held(source, max(2, copies // ROUNDS // share)))
        for (what, way), times in sorted(found.items()):
            report(f"{what}: {way}", times)
        source.client.targets = text
        print(f"\n{BURSTS} bursts of {BURST} copies {BURST_GAP * 1000:.0f} ms apart")
        for way in ("broker", "QClipboard in the GUI"):
            with ways[way](on):
                exposures, last = bursts(source)
            print(f"{way:44} last held {last}/{BURSTS}, longest exposure {max(exposures):.1f} ms")


if __name__ == "__main__":
    main()
