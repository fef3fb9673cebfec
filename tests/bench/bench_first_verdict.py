"""From a copied docx of 5 MB to the decision that stops it: the path of the guard, a real reader, the built-in pack.

    .venv/bin/python tests/bench/bench_first_verdict.py

The mark stands in the first lines, or in the last. Nothing is asserted.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import docx  # noqa: E402

from guard.copied import load_copied  # noqa: E402
from guard.decide import decide, decide_early  # noqa: E402
from guard.file_names import path_text  # noqa: E402
from guard.model import Capture, Item, Kind, Origin  # noqa: E402
from guard.pipeline import judged_as_read  # noqa: E402
from guard.policy import Policy  # noqa: E402
from guard.reading.client import ReaderClient  # noqa: E402
from guard.supply.builtin import builtin_pack  # noqa: E402
from rules.judge import Judge  # noqa: E402
from rules.pack import load  # noqa: E402
from tests.support.office_files import saved  # noqa: E402

ROUNDS = 9
PARAGRAPHS, CHARACTERS = 6_200, 400
MARK = "机密★5年"


def report(chance: random.Random, *, mark_first: bool) -> bytes:
    """Return a docx of about 5 MB: 2.5 million characters that hardly pack."""
    document = docx.Document()
    if mark_first:
        document.add_paragraph(MARK)
    for _ in range(PARAGRAPHS):
        document.add_paragraph("".join(chr(0x4E00 + chance.randrange(6000)) for _ in range(CHARACTERS)))
    if not mark_first:
        document.add_paragraph(MARK)
    return saved(document)


def seconds(path: Path, reader: ReaderClient, judge: Judge) -> float:
    """Return the time until the copy of this file is stopped."""
    started = time.perf_counter()
    listed = Item(path_text(path), Kind.FILES)
    capture = load_copied(Capture("1", Origin.CLIPBOARD, Kind.FILES, 0.0, (listed,)))
    policy, stopped = Policy(version="1"), 0.0
    for known in judged_as_read(capture.items, reader, judge):
        if not stopped and decide_early(known, policy) is not None:
            stopped = time.perf_counter() - started
    if not stopped:
        raise SystemExit(f"{path.name} was not stopped: {decide(known, policy)}")
    return stopped


def main() -> None:
    """Print the medians."""
    judge = Judge([load(builtin_pack(), "builtin.yaml")])
    reader = ReaderClient([sys.executable, str(ROOT / "main.py"), "--reader"])
    reader.prepare("cascade")
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, {ROUNDS} rounds")
    with tempfile.TemporaryDirectory() as folder:
        for words, first in (("first lines", True), ("last line", False)):
            path = Path(folder) / f"{first}.docx"
            path.write_bytes(report(random.Random(5), mark_first=first))
            times = sorted(seconds(path, reader, judge) for _ in range(ROUNDS))
            print(f"{path.stat().st_size / 1e6:.1f} MB, mark in its {words}: {median(times) * 1000:.0f} ms "
                  f"({times[0] * 1000:.0f} to {times[-1] * 1000:.0f})")
    reader.close()


if __name__ == "__main__":
    main()
