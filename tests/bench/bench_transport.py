"""Measures passing a bitmap of a 4K screen (33 MB) to the reader: through the pipe, and through shared memory.

    .venv/bin/python tests/bench/bench_transport.py

The bitmap claims more pixels than are read, so that the real reader answers as soon as it has the bytes. Both ways
take turns; nothing is asserted.
"""

from __future__ import annotations

import os
import statistics
import struct
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from guard.core.model import Item, Kind, Reason, Unreadable  # noqa: E402
from guard.reading import shared  # noqa: E402
from guard.reading.client import ReaderClient  # noqa: E402

ROUNDS = 15
SIZE = 3840 * 2160 * 4


def bitmap() -> bytes:
    """Return a bitmap header (BITMAPINFOHEADER) of 40,000 × 40,000 pixels and the bytes of a 4K screen."""
    header = struct.pack("<IiiHHIIiiII", 40, 40_000, 40_000, 1, 32, 0, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", SIZE, 0, 0, 54) + header + os.urandom(SIZE)


def main() -> None:
    item = Item("screen", Kind.PICTURE, bitmap())
    reader = ReaderClient([sys.executable, str(ROOT / "main.py"), "--reader"])
    reader.prepare("cascade")
    worth = shared.WORTH_BYTES
    times: dict[str, list[float]] = {"pipe": [], "shared memory": []}
    for _ in range(ROUNDS):
        for way, values in times.items():
            shared.WORTH_BYTES = 2**40 if way == "pipe" else worth
            begun = time.perf_counter()
            reading = reader.read(item)
            values.append((time.perf_counter() - begun) * 1000)
            assert isinstance(reading, Unreadable)
            assert reading.reason is Reason.TOO_LARGE
    reader.close()
    for way, values in times.items():
        print(f"{way:14} p50 {statistics.median(values):6.1f} ms   best {min(values):6.1f}   worst {max(values):6.1f}")


if __name__ == "__main__":
    main()
