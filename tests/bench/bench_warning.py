"""Measures the time from the guard's report that something was held until its warning is shown: make bench-warning.

With a real control socket between them and Qt offscreen; it prints milliseconds of the median and of the slowest.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from guard.core.model import Case
from tests.support import ui_samples as samples
from tests.support.ui_guard import GuardHere
from ui.app import TrayWindows
from ui.kit.theme import Theme

ROUNDS = 20
SECONDS = 10.0


def main() -> int:
    """Measure each kind of item and print a line."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication([])
    application.setQuitOnLastWindowClosed(False)
    with tempfile.TemporaryDirectory() as folder:
        guard = GuardHere(Path(folder) / "guard.sock")
        guard.start()
        desk = TrayWindows(Theme(application, "light", 1.0), guard.socket)
        desk.start()
        _wait(lambda: desk.guard_status.status is not None)
        picture = samples.hospital_picture()
        for name, make, payload in (("text", samples.secret, b""), ("picture", samples.patient, picture),
                                    ("hostile text", samples.hostile, b"")):
            taken = [_once(guard, desk, make(id=f"{name}-{number}"), payload) for number in range(ROUNDS)]
            print(f"{name}: median {statistics.median(taken):.0f} ms, slowest {max(taken):.0f} ms of {ROUNDS}")
        print(f"machine: {platform.machine()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
        desk.close()
        guard.stop()
    return 0


def _once(guard: GuardHere, desk: TrayWindows, case: Case, untrusted_payload: bytes) -> float:
    guard.keep(case, untrusted_payload)
    started = time.perf_counter()
    guard.announce(case)
    _wait(lambda: (window := desk.warnings.window()) is not None and window.isVisible())
    taken = (time.perf_counter() - started) * 1000
    window = desk.warnings.window()
    assert window is not None
    window.close()
    _wait(lambda: desk.warnings.window() is None)
    return taken


def _wait(until: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not until():
        if time.monotonic() > deadline:
            raise TimeoutError
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)


if __name__ == "__main__":
    sys.exit(main())
