"""Measures 被拦截内容 with ten thousand held items: the time to open it, and the time of each frame of scrolling.

    .venv/bin/python tests/bench/bench_review.py [ITEMS [ROUNDS]]

A guard in its own process keeps the items in a real encrypted vault (in memory-backed storage where there is some, so
that filling it does not take minutes); a quarter are pictures. Beside it runs the obvious implementation: Qt's own
QListWidget with every name fetched at the start. Both scroll the same way, in turn; a frame is everything the GUI
thread does from the scroll bar's move to the pixels, with the answers that came in between. Nothing is asserted.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles

from guard.control.requests import DescribeCases, ListCases

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QObject  # noqa: E402
from PySide6.QtWidgets import QApplication, QListWidget, QListWidgetItem, QScrollBar, QWidget  # noqa: E402

from guard.control.requests import CaseHeadings, CaseList, Reply  # noqa: E402
from guard.core.model import Case  # noqa: E402
from tests.support import ui_samples as samples  # noqa: E402
from tests.support.ui_guard import GuardHere  # noqa: E402
from ui.guard_client.bridge import Bridge  # noqa: E402
from ui.guard_client.guard_status import GuardStatus  # noqa: E402
from ui.guard_client.titles import Headings  # noqa: E402
from ui.kit import icons  # noqa: E402
from ui.kit.glyph_words import shape  # noqa: E402
from ui.kit.theme import Theme  # noqa: E402
from ui.review.window import ReviewWindow  # noqa: E402

ITEMS = 10_000
ROUNDS, FRAMES = 3, 240
PIXELS_PER_FRAME, FRAME_SECONDS = 90, 1 / 60
BUDGET_MS = 16.0


def main() -> None:
    if "--guard" in sys.argv:
        serve(Path(sys.argv[2]), int(sys.argv[3]))
        return
    items = int(sys.argv[1]) if len(sys.argv) > 1 else ITEMS
    shared = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=shared if shared.is_dir() else None) as folder:
        guard = subprocess.Popen([sys.executable, __file__, "--guard", folder, str(items)], stdout=subprocess.PIPE)
        assert guard.stdout is not None
        try:
            print(guard.stdout.readline().decode().strip())
            compare(Path(folder) / "guard.sock", int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS)
        finally:
            guard.kill()
            guard.wait()


def serve(folder: Path, items: int) -> None:
    """Fill a vault and answer until killed."""
    from guard.vault import FileKey, open_vault

    application = QApplication([])  # the sample picture needs its font
    vault = open_vault(folder / "vault", FileKey(folder / "key"))
    guard = GuardHere(folder / "guard.sock", vault)
    started = time.perf_counter()
    picture = samples.hospital_picture()
    text, seen = samples.personal(), samples.patient()
    for number in range(items):
        case: Case = seen if number % 4 == 0 else text
        guard.keep(replace(case, id=f"{number:06}", title=f"名单 {number}", opened_at=samples.AT - number * 300),
                   picture if number % 4 == 0 else b"text")
    guard.start()
    print(f"{items} items in an encrypted vault, put there in {time.perf_counter() - started:.1f} s; "
          f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}", flush=True)
    application.exec()


class Ours:
    """The window."""

    name = "密哨, names and pictures when a row is seen"

    def __init__(self, theme: Theme, bridge: Bridge, guard_status: GuardStatus, headings: Headings) -> None:
        self.window = ReviewWindow(theme, bridge, guard_status, headings)
        self.window.open()

    def ready(self) -> bool:
        return bool(self.window.shown()) and self.window.listing.model.rowCount() > 0

    def bar(self) -> QScrollBar:
        return self.window.listing.list.verticalScrollBar()


class Plain(QObject):
    """QListWidget with everything in it."""

    name = "QListWidget, every name at the start"

    def __init__(self, theme: Theme, bridge: Bridge, _guard_status: GuardStatus, _headings: Headings) -> None:
        super().__init__()
        self._theme, self._bridge = theme, bridge
        self.window: QWidget = QListWidget()
        self.window.resize(348, 700)
        self.window.show()
        self._done = False
        bridge.ask(ListCases(), self, self._listed)

    def _listed(self, reply: Reply) -> None:
        assert isinstance(reply, CaseList)
        self._glyphs = {summary.id: shape(summary.outcome) for summary in reply.cases}
        self._bridge.ask(DescribeCases(tuple(self._glyphs)), self, self._described)

    def _described(self, reply: Reply) -> None:
        assert isinstance(reply, CaseHeadings)
        assert isinstance(self.window, QListWidget)
        drawn = {glyph: icons.icon(self._theme, f"state-{glyph}", 20) for glyph in set(self._glyphs.values())}
        for heading in reply.headings:
            icon = drawn[self._glyphs[heading.id]]
            self.window.addItem(QListWidgetItem(icon, f"{heading.untrusted_title}\n{heading.category}"))
        self._done = True

    def ready(self) -> bool:
        return self._done

    def bar(self) -> QScrollBar:
        assert isinstance(self.window, QListWidget)
        self.window.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        return self.window.verticalScrollBar()


def compare(socket: Path, rounds: int) -> None:
    """Open and scroll both, in turn, and print the times."""
    application = QApplication([])
    theme = Theme(application, "light", 1.0)
    bridge = Bridge(socket)
    guard_status, headings = GuardStatus(bridge), Headings(bridge)
    bridge.start()
    wait(lambda: guard_status.status is not None)
    opening: dict[str, list[float]] = {}
    longest: dict[str, list[float]] = {}
    frames: dict[str, list[Frame]] = {}
    for _ in range(rounds):
        for side in (Ours, Plain):
            started = time.perf_counter()
            shown = side(theme, bridge, guard_status, headings)
            turn = wait(shown.ready)
            opening.setdefault(side.name, []).append((time.perf_counter() - started) * 1000)
            longest.setdefault(side.name, []).append(turn)
            frames.setdefault(side.name, []).extend(scroll(shown.bar()))
            shown.window.close()
            headings.forget()
            application.processEvents()
    bridge.close()
    for name, measured in frames.items():
        print(f"{name}\n  open {median(opening[name]):.0f} ms, its longest turn {median(longest[name]):.0f} ms")
        for kind, times in (("on the clock", [clock for clock, _ in measured]),
                            ("of the processor", [processor for _, processor in measured])):
            within = 100 * sum(each < BUDGET_MS for each in times) / len(times)
            last = quantiles(times, n=100)[98]
            print(f"  {len(times)} frames, {kind}: median {median(times):.1f} ms, 99th {last:.1f} ms,"
                  f" longest {max(times):.1f} ms, {within:.1f} % under {BUDGET_MS:.0f} ms")
    ours, plain = median(opening[Ours.name]), median(opening[Plain.name])
    print(f"opening takes {ours / plain:.2f} of the time of the list with every name")


Frame = tuple[float, float]
"""Milliseconds by the clock, and of this thread's processor time, to which other work on the machine does not add."""


def scroll(bar: QScrollBar) -> list[Frame]:
    """Scroll down at a steady speed with a jump now and then; return what each frame took."""
    frames: list[Frame] = []
    for number in range(FRAMES):
        jumped = bar.maximum() * (number * 7919 % 1000) // 1000
        place = bar.value() + PIXELS_PER_FRAME if number % 40 else jumped
        started, worked = time.perf_counter(), time.thread_time()
        bar.setValue(min(place, bar.maximum()))
        QApplication.processEvents()
        took = time.perf_counter() - started
        frames.append((took * 1000, (time.thread_time() - worked) * 1000))
        time.sleep(max(0.0, FRAME_SECONDS - took))  # answers wait for the next frame
    return frames


def wait(reached: Callable[[], bool]) -> float:
    """Run the event loop until a condition is true; return its longest turn in milliseconds."""
    longest = 0.0
    while not reached():
        started = time.perf_counter()
        QApplication.processEvents()
        longest = max(longest, (time.perf_counter() - started) * 1000)
        time.sleep(0.001)
    return longest


if __name__ == "__main__":
    main()
