"""Measures the time from copy to held on X11, by the broker and by a QClipboard in the GUI process.

    .venv/bin/python tests/bench/bench_hold.py [copies]

Both ways get the same copies from the same sources, in turns: one is the observer itself, which sees how long its own
content was available, the other is xclip, of which the observer only sees the owner change twice. Takes about four
minutes.
"""

from __future__ import annotations

import os
import platform
import select
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
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

from guard.config.user_config import Configuration  # noqa: E402
from guard.ipc.framing import FrameReader, FrameWriter  # noqa: E402
from guard.ipc.messages import Arm, Flagged, FromBroker  # noqa: E402
from guard.supply.packs_and_policy import active, proven_packs  # noqa: E402
from rules.pack.encoded import encode  # noqa: E402
from tests.support.x11_client import X11Client  # noqa: E402
from ui.demo.display import Display, end, private_display  # noqa: E402

TEXT = "机密★5年\n关于某项工作的通知\n（演示样例，非国家秘密）"
WAIT_SECONDS = 4.0
BURSTS, BURST, BURST_GAP = 15, 20, 0.002
GUI = "QClipboard in the GUI"
BUSY_GUI = f"{GUI}, busy 300 ms"
OCR = (str(ROOT / "tests/bench/ocr_load.py"),)
BUSY = ("-c", """
import time
print("busy", flush=True)
while True:
    until = time.monotonic() + 0.3
    while time.monotonic() < until:
        pass
    time.sleep(0.3)
""")
"""A GUI that works for 300 ms out of every 600 takes a processor from everybody else."""
BARE = "nothing judged, by python-xlib"
BARE_WIRE = "nothing judged, by our own wire"
ROUNDS = 2


class Source:
    """Owns the clipboard, answers requests, and sees when it is taken away."""

    def __init__(self, name: str) -> None:
        self.client = X11Client(name)
        shown: xdisplay.Display = self.client.display
        shown.set_error_handler(lambda *_: None)  # a requestor may be gone before it gets its answer
        shown.xfixes_query_version()
        self.atom = self.client.atom("CLIPBOARD")
        shown.xfixes_select_selection_input(shown.screen().root, self.atom, xfixes.XFixesSetSelectionOwnerNotifyMask)
        shown.sync()
        self.changes: list[tuple[float, bool]] = []

    def copy(self) -> None:
        self.client.own()

    def serve(self, seconds: float, *, until_lost: bool) -> None:
        """Answer for this long; ``until_lost`` ends it when another program owns the clipboard."""
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
            if not shown.display.event_queue:  # to flush is also to receive
                rest = deadline - time.perf_counter()
                select.select([shown.fileno()], [], [], max(0.0, min(rest, 0.5)))


class Observer:
    """Sees a copy by xclip, and then who took it over."""

    def __init__(self, on: Display) -> None:
        self._on = on
        self._display = xdisplay.Display(on.name)
        self._display.xfixes_query_version()
        root, atom = self._display.screen().root, self._display.get_atom("CLIPBOARD")
        self._display.xfixes_select_selection_input(root, atom, xfixes.XFixesSetSelectionOwnerNotifyMask)
        self._display.sync()

    def held(self, target: str, file: Path, copies: int) -> list[float]:
        """Return the milliseconds from each owner change by xclip to the next one."""
        return [self._once(target, file) for _ in range(copies)]

    def _once(self, target: str, file: Path) -> float:
        source = self._on.start(["xclip", "-quiet", "-selection", "clipboard", "-target", target, "-in", str(file)],
                                stderr=subprocess.DEVNULL)
        copied = self._change(WAIT_SECONDS)
        taken = self._change(WAIT_SECONDS)
        end(source)
        while self._change(0.02):
            pass
        return ((taken or copied + WAIT_SECONDS) - copied) * 1000

    def _change(self, seconds: float) -> float:
        """Return when the next change of owner was seen, 0 when none was."""
        deadline = time.perf_counter() + seconds
        while not self._display.pending_events():
            rest = deadline - time.perf_counter()
            if rest <= 0 or not select.select([self._display.fileno()], [], [], rest)[0]:
                return 0.0
        seen = time.perf_counter()
        self._display.next_event()
        return seen


@contextmanager
def broker(on: Display) -> Iterator[list[float]]:
    """Run a broker; when it has ended, the list contains the milliseconds that judging each text took."""
    judging: list[float] = []
    process = on.start([sys.executable, str(ROOT / "main.py"), "--broker"], stdin=subprocess.PIPE,
                       stdout=subprocess.PIPE)
    supply = active(Configuration())
    assert process.stdin
    assert process.stdout
    FrameWriter(process.stdin).write(Arm(tuple(encode(pack) for pack in proven_packs(supply)), supply.policy))
    FrameReader[FromBroker](process.stdout.raw, FromBroker).read()  # Armed
    with tempfile.TemporaryFile() as said:
        # Read only afterwards: reading takes processor time from what is measured.
        keep = subprocess.Popen(["cat"], stdin=process.stdout, stdout=said)
        yield judging
        end(process)
        keep.wait()
        said.seek(0)
        reports = FrameReader[FromBroker](said, FromBroker)
        while (report := reports.read()) is not None:
            if isinstance(report, Flagged):
                judging.append(report.judged.elapsed_ms)


@contextmanager
def broker_beside(on: Display, *loads: Sequence[str]) -> Iterator[list[float]]:
    """Run a broker beside Python programs, each given by its arguments; each prints a line when it has begun."""
    running = [on.start([sys.executable, *load], stdout=subprocess.PIPE) for load in loads]
    for process in running:
        assert process.stdout
        process.stdout.readline()
    with broker(on) as judging:
        yield judging
    for process in running:
        end(process)


@contextmanager
def another(on: Display, *command: str) -> Iterator[list[float]]:
    """Run a program of this folder that takes copies over too; its judging times are not known."""
    process = on.start([sys.executable, str(ROOT / "tests/bench" / command[0]), *command[1:]], stdout=subprocess.PIPE)
    assert process.stdout
    process.stdout.readline()
    yield []
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
    """Return for each burst the longest time in ms that the source owned the clipboard, and how many of the last
    copies were held."""
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


def picture(width: int = 3840, height: int = 2160) -> bytes:
    noise = np.random.default_rng(1).integers(0, 255, (height // 4, width // 4, 3), dtype=np.uint8)
    stream = BytesIO()
    Image.fromarray(np.repeat(np.repeat(noise, 4, 0), 4, 1)).save(stream, "PNG", compress_level=1)
    return stream.getvalue()


def one_by_one(on: Display, source: Source, copies: int) -> None:
    """Report how long each way takes to hold single copies, some at a time from each way in turns."""
    observer = Observer(on)
    contents = {"text": ("UTF8_STRING", TEXT.encode(), 1), "4K picture": ("image/png", picture(), 20)}
    found: dict[tuple[str, str], list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "content")
        for way, start in ROUNDS * list(WAYS.items()):
            with start(on) as judging:
                for what, (target, content, share) in contents.items():
                    if way in (BARE, BARE_WIRE) and what != "text":
                        continue
                    file.write_bytes(content)
                    source.client.targets = {target: (target, 8, content)}
                    count = max(2, copies // ROUNDS // (10 if way == BUSY_GUI and what == "text" else share))
                    found.setdefault((what, way), []).extend(held(source, count))
                    found.setdefault((f"{what} from xclip", way), []).extend(observer.held(target, file, count))
            if judging:
                found.setdefault(("text, the judging alone", way), []).extend(judging)
    for (what, way), times in sorted(found.items()):
        report(f"{what}: {way}", times)


def in_bursts(on: Display, source: Source) -> None:
    """Report which of several immediate copies are held, and how long each was available before."""
    contents = {"text": ("UTF8_STRING", TEXT.encode()), "picture": ("image/png", picture(640, 360))}
    for way in ("broker", GUI):
        with WAYS[way](on):
            for what, (target, content) in contents.items():
                source.client.targets = {target: (target, 8, content)}
                exposures, last = bursts(source)
                print(f"{f'{what}: {way}':44} last held {last}/{BURSTS}, "
                      f"longest exposure {max(exposures):.1f} ms, median {statistics.median(exposures):.1f}")


WAYS = {
    "broker": broker, "broker, OCR running": lambda on: broker_beside(on, OCR),
    "broker, OCR and a busy GUI": lambda on: broker_beside(on, OCR, BUSY),
    GUI: lambda on: another(on, "qclipboard_guard.py"),
    BUSY_GUI: lambda on: another(on, "qclipboard_guard.py", "busy"),
    BARE: lambda on: another(on, "bare_owner.py", "python-xlib"),
    BARE_WIRE: lambda on: another(on, "bare_owner.py", "wire"),
}


def main() -> None:
    copies = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    print(f"{platform.system()} {platform.release()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, "
          f"Python {platform.python_version()}, Xvfb")
    print(f"{'copy → held, ms':44} {'n':>4} {'p50':>8} {'p99':>8} {'max':>8}")
    with private_display("800x600") as on:
        source = Source(on.name)
        one_by_one(on, source, copies)
        print(f"\n{BURSTS} bursts of {BURST} copies {BURST_GAP * 1000:.0f} ms apart; pictures are held unread")
        in_bursts(on, source)


if __name__ == "__main__":
    main()
