"""Measures how long the windows occupy the event loop while a 4K picture is recognised: 发前自查 beside a real guard.

    .venv/bin/python -m tests.bench.bench_turns [pictures]

A turn is the time from waking up to going back to sleep. With GLib's loop the two signals come in the other order
around the work, so the plain loop runs here. While the picture is being read somebody types into a second window, a
key every 30 ms; the same typing without a picture, and the thread's own processor time, show what other work on the
machine adds. Takes about half a minute.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LIMIT_MS = 16.0
PICTURES = 5
KEY_MS = 30
FIRST_MS, QUIET_MS = 1500, 4000
SECONDS = 120
ROOT = Path(__file__).parents[2]


def main(arguments: list[str]) -> int:
    """Start a guard on a private display and the windows beside it; or run the windows (SOCKET PICTURES)."""
    if len(arguments) == 2:
        return _windows(Path(arguments[0]), int(arguments[1]))
    from tests.support.guarding import GuardUnderTest
    from ui.demo.display import private_display

    count = int(arguments[0]) if arguments else PICTURES
    with private_display("1920x1200") as display, tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "screens").mkdir()
        guard = GuardUnderTest(display, Path(folder) / "home", Path(folder) / "screens")
        guard.start()
        try:
            command = [sys.executable, "-m", "tests.bench.bench_turns", str(guard.socket), str(count)]
            surroundings = {**display.environment, "QT_QPA_PLATFORM": "xcb", "QT_NO_GLIB": "1"}
            return subprocess.run(command, cwd=ROOT, env=surroundings, timeout=SECONDS).returncode
        finally:
            guard.stop()


def _picture() -> bytes:
    """Return a 4K screen full of an invented text."""
    from tests.support.pictures import encode, render_document

    lines = "\n".join(f"{number}. 关于组织开展防汛应急演练的通知，请各科室于本周五前把参加人员名单报办公室汇总。"
                      for number in range(1, 45))
    page = render_document(lines, width=3840, size=30)
    return encode(page.crop((0, 0, 3840, 2160)))


def _windows(socket: Path, count: int) -> int:
    from PySide6.QtCore import QMimeData, QTimer
    from PySide6.QtWidgets import QApplication

    from ui.guard_client.bridge import Bridge
    from ui.kit.theme import Theme
    from ui.selfcheck.window import SelfCheckWindow

    application = QApplication([])
    theme = Theme(application, "light", 1.0)
    bridge = Bridge(socket)
    bridge.start()
    window, typed = SelfCheckWindow(theme, bridge), SelfCheckWindow(theme, bridge)
    for each in (window, typed):
        each.show()
    mime = QMimeData()
    mime.setData("image/png", _picture())
    left, begun, answers, quiet = [count], [0.0], [], []
    typing = QTimer(application, interval=KEY_MS)
    typing.timeout.connect(lambda: typed.editor.insertPlainText("字"))

    def answered() -> None:
        answers.append(time.perf_counter() - begun[0])
        left[0] -= 1
        if left[0]:
            QTimer.singleShot(300, give)
        else:
            QTimer.singleShot(300, application.quit)

    def begin() -> None:
        quiet.extend(turns.milliseconds)
        turns.clear()
        give()

    def give() -> None:
        begun[0] = time.perf_counter()
        window.take(mime)

    window.checked.connect(answered)
    turns = _Turns()
    QTimer.singleShot(FIRST_MS, turns.clear)  # the windows' first painting is not measured
    QTimer.singleShot(FIRST_MS + QUIET_MS, begin)
    typing.start()
    application.exec()
    bridge.close()
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; "
          f"{len(answers)} pictures of 3840 × 2160, median {statistics.median(answers):.2f} s to the verdict")
    _print("typing alone", quiet)
    _print("typing while pictures are read", turns.milliseconds)
    _print("of that, the thread's own processor time", turns.own)
    return 0


class _Turns:
    """Measures the turns of this thread's event loop, by the clock and by its own processor time."""

    def __init__(self) -> None:
        from PySide6.QtCore import QAbstractEventDispatcher

        self.milliseconds: list[float] = []
        self.own: list[float] = []
        self._spent = 0.0
        self._woke = 0.0
        dispatcher = QAbstractEventDispatcher.instance()
        dispatcher.awake.connect(self._awake)
        dispatcher.aboutToBlock.connect(self._sleeps)

    def clear(self) -> None:
        self.milliseconds.clear()
        self.own.clear()

    def _awake(self) -> None:
        # Emitted again between timers and posted events: a turn lasts until the next sleep.
        if not self._woke:
            self._woke, self._spent = time.perf_counter(), time.thread_time()

    def _sleeps(self) -> None:
        if self._woke:
            self.milliseconds.append((time.perf_counter() - self._woke) * 1000)
            self.own.append((time.thread_time() - self._spent) * 1000)
        self._woke = 0.0


def _print(what: str, turns: list[float]) -> None:
    turns.sort()
    under = sum(1 for turn in turns if turn < LIMIT_MS)
    print(f"{what}: {len(turns)} turns, {100 * under / len(turns):.2f} % under {LIMIT_MS:.0f} ms; "
          f"median {statistics.median(turns):.2f} ms, 99 % {turns[int(len(turns) * 0.99)]:.2f} ms, "
          f"longest {turns[-1]:.1f} ms")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
