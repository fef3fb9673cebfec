"""Measures the mark on the screen: from a document's title to its layer, processor time with it and without, memory.

    make bench-mark             1,000 changes of window; CHANGES=100 for less

Guard and tray are real, the document is a bare window whose title changes; the display is Xvfb with openbox and picom.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from Xlib import X
from Xlib.display import Display as Connection
from Xlib.xobject.drawable import Window

from tests.support.guarding import GuardUnderTest
from tests.support.mark_layers import layers
from tests.support.program import ROOT
from ui.demo.display import Display, end, private_display

CHANGES = int(os.environ.get("CHANGES", "1000"))
REST_SECONDS = 10.0
NAME = "演练方案.txt"
_TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def desk() -> Iterator[tuple[GuardUnderTest, subprocess.Popen[bytes], Display]]:
    with private_display("1280x900") as display, tempfile.TemporaryDirectory() as folder:
        user = Path(folder)
        (user / "screens").mkdir()
        guard = GuardUnderTest(display, user / "mishao", user / "screens")
        guard.start()
        compositor = display.start(["picom", "--backend", "xrender"], stderr=subprocess.DEVNULL)
        document = user / NAME
        document.write_text("机密★5年\n某某县委办公室文件\n某办发〔2026〕12号\n", "utf-8")
        guard.copy(f"{document.as_uri()}\r\n", "text/uri-list")
        guard.opened()
        tray = subprocess.Popen([sys.executable, "-m", "tests.support.mark_tray", str(guard.socket)], cwd=ROOT,
                                env=display.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        try:
            assert tray.stdout is not None
            tray.stdout.readline()
            yield guard, tray, display
        finally:
            tray.communicate()
            end(compositor)
            guard.stop()


def titled(connection: Connection, window: Window, title: str) -> None:
    window.change_property(connection.intern_atom("_NET_WM_NAME"), connection.intern_atom("UTF8_STRING"), 8,
                           title.encode())
    connection.sync()


def until(display: Display, shown: bool) -> float:
    """Return how long it takes until there is a layer, or none."""
    began = time.perf_counter()
    while bool(layers(display)) is not shown and time.perf_counter() - began < 10:
        time.sleep(0.002)
    return (time.perf_counter() - began) * 1000


def processor(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def megabytes(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(("Private_", "Pss_Anon"))) / 1024


def at_rest(what: str, guard: int, tray: int) -> None:
    before = processor(guard), processor(tray)
    time.sleep(REST_SECONDS)
    used = [(now - then) / REST_SECONDS for now, then in zip((processor(guard), processor(tray)), before, strict=True)]
    print(f"{what}: guard {used[0]:.1%} of a processor, tray {used[1]:.1%}")


def main() -> None:
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    with desk() as (guard, tray, display):
        assert guard.process is not None
        connection = Connection(display.name)
        screen = connection.screen()
        window = screen.root.create_window(100, 100, 700, 500, 0, screen.root_depth, X.InputOutput,
                                           background_pixel=2**24 - 1)
        titled(connection, window, "空白")
        window.map()
        connection.sync()
        time.sleep(3)
        at_rest("without a mark", guard.process.pid, tray.pid)
        before = megabytes(tray.pid)
        titled(connection, window, NAME)
        until(display, True)
        time.sleep(2)
        print(f"the tray with a mark takes {megabytes(tray.pid) - before:.1f} MB more")
        at_rest("with a mark", guard.process.pid, tray.pid)
        appearing, going = [], []
        start = megabytes(guard.process.pid), megabytes(tray.pid)
        for change in range(CHANGES):
            titled(connection, window, "空白")
            going.append(until(display, False))
            titled(connection, window, NAME)
            appearing.append(until(display, True))
            if change == CHANGES // 10:
                start = megabytes(guard.process.pid), megabytes(tray.pid)
        grown = megabytes(guard.process.pid) - start[0], megabytes(tray.pid) - start[1]
        for what, times in (("appears", appearing), ("goes", going)):
            print(f"the mark {what} after {statistics.median(times):.0f} ms (median), "
                  f"{sorted(times)[int(len(times) * 0.95)]:.0f} ms (95 %)")
        print(f"{CHANGES} changes: guard {grown[0]:+.1f} MB, tray {grown[1]:+.1f} MB")


if __name__ == "__main__":
    main()
