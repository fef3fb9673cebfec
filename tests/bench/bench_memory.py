"""Measures the processes at rest, and the reader at its peak: PSS, idle processor time, peak RSS.

    .venv/bin/python tests/bench/bench_memory.py [--rest]

The tray with its guard and broker runs on a private display until the idle reader has gone; then each process is
looked at (/proc/PID/smaps_rollup) and its processor time is measured for twenty seconds. Then twenty marked
screenshots are stored, each is held and warned of, and once the readers have gone the processes are looked at again.
A second reader reads pages, a 4K screen, a photo and a long screenshot. Nothing is asserted.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from guard.core.model import Item, Kind  # noqa: E402
from guard.reading import limits  # noqa: E402
from guard.reading.client import ReaderClient  # noqa: E402
from tests.support.pictures import encode, render_chat, render_document  # noqa: E402
from ui.demo.display import private_display  # noqa: E402
from ui.firstrun import WELCOMED  # noqa: E402

IDLE_SECONDS = 20.0
SCREENSHOTS = 20
ROLES = ("--guard", "--broker", "--reader")
SENTENCE = "各县（区）人民政府，市政府各部门要高度重视，联系人王小明，身份证号110105194912310021，电话13800138000。"


def main() -> None:
    if "--rest" not in sys.argv:
        reader_peak()
    with tempfile.TemporaryDirectory() as home, private_display() as screen:
        (Path(screen.environment["HOME"]) / "Pictures").mkdir()
        greeted = Path(home, "settings", WELCOMED)  # an ordinary day: 首次使用 is not open
        greeted.parent.mkdir(0o700)
        greeted.touch()
        tray = screen.start([sys.executable, str(ROOT / "main.py"), "--home", home])
        try:
            wait_until_the_reader_is_gone(tray.pid)
            report(tray.pid)
            held = use(Path(screen.environment["HOME"]) / "Pictures")
            wait_until_the_reader_is_gone(tray.pid)
            print(f"after {held} screenshots that were held")
            report(tray.pid)
        finally:
            stop(tray.pid)


def reader_peak() -> None:
    """Print the reader's memory over pictures of every size."""
    text = "\n".join(f"{number} {SENTENCE}" for number in range(1, 60))
    page = render_document(f"机密★5年\n{text}", width=1920, size=20).crop((0, 0, 1920, 1080))
    large = render_document(text, width=3840, size=40).crop((0, 0, 3840, 2160))
    long = render_chat([("王小明", f"第{number}条消息，请大家及时查看") for number in range(90)], width=1080)
    pictures = {"1080p": encode(page), "4K": encode(large), "4K bitmap": encode(large, "BMP"),
                f"{long.width}x{long.height}": encode(long)}
    client = ReaderClient([sys.executable, str(ROOT / "main.py"), "--reader"])
    client.prepare("cascade")
    print(f"reader, ready: RSS {status(client.pid, 'VmRSS'):.0f} MB")
    for _ in range(3):
        for name, picture in pictures.items():
            client.read(Item(name, Kind.PICTURE, picture))
            resident, peak = status(client.pid, "VmRSS"), status(client.pid, "VmHWM")
            print(f"reader, {name:12} RSS {resident:4.0f} MB, peak {peak:4.0f} MB")
    client.close()


def use(folder: Path) -> int:
    """Store marked screenshots one after the other, each when the previous one is held; return how many were held."""
    held = 0
    for number in range(SCREENSHOTS):
        page = render_document(f"机密★5年\n第{number}页\n" + SENTENCE * 12, width=1920, size=28)
        picture = folder / f"截图 {number}.png"
        picture.with_suffix(".part").write_bytes(encode(page.crop((0, 0, 1920, 1080))))
        picture.with_suffix(".part").rename(picture)
        until = time.monotonic() + limits.READ_SECONDS
        while picture.exists() and time.monotonic() < until:
            time.sleep(0.1)
        held += not picture.exists()
    return held


def wait_until_the_reader_is_gone(tray: int) -> None:
    """Wait until tray, guard and broker run and the reader has come and gone."""
    until = time.monotonic() + 4 * limits.IDLE_SECONDS
    seen = False
    while time.monotonic() < until:
        roles = family(tray).values()
        seen = seen or "--reader" in roles
        if seen and "--broker" in roles and "--reader" not in roles:
            return
        time.sleep(0.5)
    print("the reader did not go away")


def stop(tray: int) -> None:
    """End the tray, then the guard, which survives a tray that merely dies; the broker ends with its guard."""
    for pid in family(tray):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)


def report(tray: int) -> None:
    """Print PSS and idle processor time of each process and of all."""
    processes = family(tray)
    before = {pid: ticks(pid) for pid in processes}
    begun = time.monotonic()
    time.sleep(IDLE_SECONDS)
    elapsed = time.monotonic() - begun
    total = busy = 0.0
    for pid, role in processes.items():
        pss = rollup(pid, "Pss")
        share = (ticks(pid) - before[pid]) / os.sysconf("SC_CLK_TCK") / elapsed * 100
        total, busy = total + pss, busy + share
        print(f"{role:10} PSS {pss:6.1f} MB   RSS {rollup(pid, 'Rss'):6.1f} MB   "
              f"private {rollup(pid, 'Private_Dirty'):6.1f} MB   peak RSS {status(pid, 'VmHWM'):6.1f} MB   "
              f"idle CPU {share:.2f} %")
    print(f"{'together':10} PSS {total:6.1f} MB   idle CPU {busy:.2f} %")


def family(pid: int) -> dict[int, str]:
    """Return a process and everything below it, with their roles."""
    found = {pid: "tray"}
    parents = {int(entry.name): parent(int(entry.name)) for entry in Path("/proc").iterdir() if entry.name.isdigit()}
    while more := {child for child, its in parents.items() if its in found and child not in found}:
        for child in more:
            words = Path(f"/proc/{child}/cmdline").read_bytes().decode(errors="replace").split("\0")
            found[child] = next((word for word in words if word in ROLES), Path(words[0]).name)
    return found


def parent(pid: int) -> int:
    """Return the parent of a process, 0 when it is gone."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def ticks(pid: int) -> int:
    """Return the processor time of a process in clock ticks."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def rollup(pid: int, field: str) -> float:
    """Return a line of smaps_rollup in megabytes."""
    return _megabytes(Path(f"/proc/{pid}/smaps_rollup"), field)


def status(pid: int, field: str) -> float:
    """Return a line of /proc/PID/status in megabytes."""
    return _megabytes(Path(f"/proc/{pid}/status"), field)


def _megabytes(path: Path, field: str) -> float:
    for line in path.read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    main()
