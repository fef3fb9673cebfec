"""Measures the time to a decision on a docx of 5 MB, and on a folder of scans with one reader and with two.

    .venv/bin/python tests/bench/bench_first_verdict.py

The path of the guard, real readers, the built-in pack. The mark is in the first lines of the docx, or in the last.
Nothing is asserted.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import docx  # noqa: E402

from guard.core.decide import decide, decide_early  # noqa: E402
from guard.core.model import Capture, Item, Kind, Origin  # noqa: E402
from guard.core.policy import Policy  # noqa: E402
from guard.files.copied import files_of  # noqa: E402
from guard.pipeline.judging import judged_as_read  # noqa: E402
from guard.reading.client import ReaderClient  # noqa: E402
from guard.reading.readers import Readers  # noqa: E402
from guard.supply.builtin import builtin_pack  # noqa: E402
from guard.util.path_text import path_text  # noqa: E402
from rules.judge.judge import Judge  # noqa: E402
from rules.pack.loading import load  # noqa: E402
from tests.support.office_files import saved  # noqa: E402
from tests.support.pictures import encode, render_document  # noqa: E402

ROUNDS = 9
PARAGRAPHS, CHARACTERS = 6_200, 400
MARK = "机密★5年"
SCANS, SCAN_ROUNDS = 24, 3
SENTENCE = "各县（区）人民政府，市政府各部门要高度重视，联系人王小明"
READER = [sys.executable, str(ROOT / "main.py"), "--reader"]


def report(chance: random.Random, *, mark_first: bool) -> bytes:
    """Return a docx of about 5 MB: 2.5 million characters that hardly compress."""
    document = docx.Document()
    if mark_first:
        document.add_paragraph(MARK)
    for _ in range(PARAGRAPHS):
        document.add_paragraph("".join(chr(0x4E00 + chance.randrange(6000)) for _ in range(CHARACTERS)))
    if not mark_first:
        document.add_paragraph(MARK)
    return saved(document)


def reader_seconds(reader: ReaderClient) -> float:
    """Return the processor time that the reader has used so far (proc(5), schedstat)."""
    tasks = Path(f"/proc/{reader.pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


def seconds(path: Path, reader: ReaderClient, judge: Judge) -> tuple[float, float, float]:
    """Return the time until the copy of this file is stopped, and the processor time of guard and reader meanwhile."""
    in_reader, in_guard = reader_seconds(reader), time.process_time()
    started = time.perf_counter()
    listed = Item(path_text(path), Kind.FILES)
    capture = files_of(Capture("1", Origin.CLIPBOARD, Kind.FILES, 0.0, (listed,)))
    policy, stopped = Policy(version="1"), 0.0
    for known in judged_as_read(capture.items, reader, judge):
        if not stopped and decide_early(known, policy) is not None:
            stopped = time.perf_counter() - started
            in_guard, in_reader = time.process_time() - in_guard, reader_seconds(reader) - in_reader
    if not stopped:
        raise SystemExit(f"{path.name} was not stopped: {decide(known, policy)}")
    return stopped, in_guard, in_reader


def folder_seconds(folder: Path, first: int, *, second_reader: bool) -> float:
    """Return the time until a copied folder of different scans is read and judged."""
    judge = Judge([load(builtin_pack(), "builtin.yaml")])
    folder.mkdir()
    for number in range(first, first + SCANS):
        lines = "\n".join(f"{number * 14 + line} {SENTENCE}" for line in range(14))
        (folder / f"{number}.png").write_bytes(encode(render_document(lines, width=1000)))
    capture = files_of(Capture("1", Origin.CLIPBOARD, Kind.FILES, 0.0, (Item(path_text(folder), Kind.FILES),)))
    with closing(ReaderClient(READER)) as one, closing(ReaderClient(READER)) as other:
        one.prepare("cascade")
        started = time.perf_counter()
        for known in judged_as_read(capture.items, Readers(one, other) if second_reader else one, judge):
            unread = [item for item in known if item.unreadable is not None]
        if unread:
            raise SystemExit(f"{len(unread)} scans were not read")
        return time.perf_counter() - started


def scans() -> None:
    """Print the seconds with one reader and with two, in turns."""
    times: dict[bool, list[float]] = {False: [], True: []}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(2 * SCAN_ROUNDS):
            two = bool(number % 2)
            times[two].append(folder_seconds(Path(folder) / str(number), number * SCANS, second_reader=two))
    one, two_readers = (median(times[two]) for two in (False, True))
    print(f"{SCANS} copied scans: {one:.1f} s with one reader, {two_readers:.1f} s when a second may help "
          f"({one / two_readers:.2f} ×)")


def main() -> None:
    """Print the medians."""
    judge = Judge([load(builtin_pack(), "builtin.yaml")])
    reader = ReaderClient(READER)
    reader.prepare("cascade")
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, {ROUNDS} rounds")
    with tempfile.TemporaryDirectory() as folder:
        for words, first in (("first lines", True), ("last line", False)):
            path = Path(folder) / f"{first}.docx"
            path.write_bytes(report(random.Random(5), mark_first=first))
            times = [seconds(path, reader, judge) for _ in range(ROUNDS)]
            waited, in_guard, in_reader = (sorted(one) for one in zip(*times, strict=True))
            print(f"{path.stat().st_size / 1e6:.1f} MB, mark in its {words}: {median(waited) * 1000:.0f} ms "
                  f"({waited[0] * 1000:.0f} to {waited[-1] * 1000:.0f}); of the processors the guard "
                  f"{median(in_guard) * 1000:.0f} ms, the reader {median(in_reader) * 1000:.0f} ms")
    reader.close()
    scans()


if __name__ == "__main__":
    main()
