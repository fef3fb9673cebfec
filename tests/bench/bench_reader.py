"""Measures the reader on a 1080p page, through the client and the pipe: cold start, p50, p95, memory.

    .venv/bin/python tests/bench/bench_reader.py [engine …]
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from guard.core.model import Item, Kind  # noqa: E402
from guard.reading.client import ReaderClient  # noqa: E402
from guard.reading.ocr import ENGINES  # noqa: E402
from rules.text import Text  # noqa: E402
from tests.support.pictures import encode, render_document  # noqa: E402

READINGS = 15
PROGRAM = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from guard.reading.process import run
sys.exit(run(sys.stdin.buffer, sys.stdout.buffer))
"""
SENTENCE = "各县（区）人民政府，市政府各部门要高度重视，联系人王小明，身份证号110105194912310021，电话13800138000。"


def main() -> None:
    page = render_document("机密★5年\n" + "\n".join(f"{number} {SENTENCE}" for number in range(1, 27)), width=1920,
                           size=20).crop((0, 0, 1920, 1080))
    item = Item("page", Kind.PICTURE, encode(page))
    print(f"{'engine':10} {'cold s':>7} {'p50 ms':>7} {'p95 ms':>7} {'RSS MB':>7} {'idle MB':>8} {'peak MB':>8}")
    for engine in sys.argv[1:] or ENGINES:
        print(measure(engine, item))


def measure(engine: str, item: Item) -> str:
    client = ReaderClient([sys.executable, "-c", PROGRAM], engine=engine)
    begun = time.perf_counter()
    reading = client.read(item)
    cold = time.perf_counter() - begun
    assert isinstance(reading, Text), reading
    milliseconds = []
    for _ in range(READINGS):
        begun = time.perf_counter()
        client.read(item)
        milliseconds.append((time.perf_counter() - begun) * 1000)
    busy = _megabytes(client.pid, "VmRSS")
    time.sleep(4)
    idle, peak = _megabytes(client.pid, "VmRSS"), _megabytes(client.pid, "VmHWM")
    client.close()
    p95 = statistics.quantiles(milliseconds, n=20)[-1]
    return f"{engine:10} {cold:7.2f} {statistics.median(milliseconds):7.0f} {p95:7.0f} {busy:7} {idle:8} {peak:8}"


def _megabytes(pid: int, field: str) -> int:
    """Return a line of /proc/PID/status in megabytes."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) >> 10
    return 0


if __name__ == "__main__":
    main()
