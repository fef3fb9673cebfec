"""Measures the time from the start of the guard's process until it reports watching; median and best of N starts.

    .venv/bin/python tests/bench/bench_start.py [N]

Each start has a home of its own on a private display. Nothing is asserted.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from guard.control.endpoint import Client, ControlError  # noqa: E402
from guard.control.requests import GetStatus, State, StatusReply  # noqa: E402
from guard.platform.paths import Paths  # noqa: E402
from ui.demo.display import Display, end, private_display  # noqa: E402

LONGEST_SECONDS = 60.0


def main() -> None:
    starts = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with private_display() as screen:
        times = [start(screen) for _ in range(starts)]
    print(f"until the guard watches: median {statistics.median(times):.2f} s, best {min(times):.2f} s, {starts} starts")


def start(screen: Display) -> float:
    """Return the seconds of one start."""
    with tempfile.TemporaryDirectory() as home:
        begun = time.monotonic()
        guard = screen.start([sys.executable, str(ROOT / "main.py"), "--home", home, "--guard"])
        try:
            while not watches(Paths.choose(Path(home)).socket) and time.monotonic() - begun < LONGEST_SECONDS:
                time.sleep(0.01)
            return time.monotonic() - begun
        finally:
            end(guard)


def watches(socket: Path) -> bool:
    """Ask the guard for its status."""
    try:
        client = Client.connect(socket)
        try:
            reply = client.ask(GetStatus())
        finally:
            client.close()
    except ControlError:
        return False
    return isinstance(reply, StatusReply) and reply.status.state is State.WATCHING


if __name__ == "__main__":
    main()
