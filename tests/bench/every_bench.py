"""Runs every bench in its quick form and writes its output into docs/benchmarks.md, between two marks.

    make bench                      all of them: some 20 minutes on two quiet cores
    BENCHES="start judge" make bench    only these; the others stay as they were printed last

A failed bench is reported, and the next one runs; then the exit code is 1. Nothing else is asserted.
"""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
import textwrap
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- make bench writes from here -->\n", "<!-- to here -->\n"
LONGEST_SECONDS = 600
CLUSTER = ROOT / ".build" / "cluster" / "bin" / "python"

OURS = ("PySide6-Essentials", "numpy", "onnxruntime", "opencv-python-headless", "ahocorasick-rs", "google-re2",
        "cryptography")
PEERS = {"requirements.lock": ("pytesseract",), "requirements-bench.lock": ("presidio-analyzer", "rapidocr"),
         "requirements-bench-files.lock": ("markitdown", "kreuzberg"), "requirements-cluster.lock": ("distributed",)}
"""What is measured beside ours, by the lock file of its environment."""


@dataclass(frozen=True, slots=True)
class Bench:
    """``tests/bench/bench_NAME.py`` with the arguments and the environment that make it quick."""

    name: str
    title: str
    arguments: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    python: Path = Path(sys.executable)

    def command(self) -> tuple[str, ...]:
        """Return the command to run."""
        return (str(self.python), "-m", f"tests.bench.bench_{self.name}", *self.arguments)


BENCHES = (
    Bench("judge", "judging beside a re loop and Presidio", ("--quick",)),
    Bench("fingerprints", "copies told from kin"),
    Bench("edm", "rows of a table of the unit", environment={"ROWS": "100000"}),
    Bench("hashed_words", "code words of a pack as keyed hashes"),
    Bench("ocr", "reading pictures beside RapidOCR and pytesseract, and the floor", ("--quick",)),
    Bench("reader", "a page through the reader process", ("cascade",)),
    Bench("transport", "a 4K bitmap on its way to the reader"),
    Bench("first_hit", "from a captured page to the decision", ("10",)),
    Bench("first_verdict", "from a copied document to the decision"),
    Bench("hold", "from copy to held beside a QClipboard", ("40",)),
    Bench("full_vault", "copies beside ten thousand held items", ("20",)),
    Bench("swap", "new rules while somebody copies", (), {"SWAPS": "30"}),
    Bench("warning", "from the guard's word to the warning", (), {"QT_LOGGING_RULES": "qt.qpa.*=false"}),
    Bench("turns", "windows while a 4K picture is read", ("2",)),
    Bench("review", "ten thousand held items beside a QListWidget", ("10000", "1")),
    Bench("share", "the share of a file server beside its folder", environment={"FILES": "2000"}, python=CLUSTER),
    Bench("openings", "chat clients that open a flagged file"),
    Bench("gate", "what the file gate costs", ("5000",)),
    Bench("pages", "what the extension adds to a paste and an upload", ("20",)),
    Bench("mark", "from a document's title to the mark on the screen", environment={"CHANGES": "100"}),
    Bench("trace", "the field of dots in simulated photographs of a screen", environment={"PHOTOS": "50"}),
    Bench("start", "until the guard watches", ("3",)),
    Bench("library", "a photo library of 100,000 files below the pictures"),
    Bench("memory", "processes at rest, the reader at its largest"),
    Bench("files", "a folder, and the same files beside two libraries", (),
          {"BENCH_FILES": "300", "BENCH_SAME_FILES": "60", "BENCH_ROUNDS": "1"}),
    Bench("ordered", "an ordered inspection while somebody comes back", (), {"FILES": "3000", "KEYS": "3"}),
    Bench("worker_pools", "process pool and Dask", (), {"BENCH_ROUNDS": "1"}, CLUSTER),
    Bench("fleet", "many computers that poll one server", (), {"CLIENTS": "100", "INTERVAL": "10"}),
)
"""Every bench, in the order of the page; bench_features is part of judge."""


def main() -> int:
    """Run the requested benches and return the exit code."""
    asked = os.environ.get("BENCHES", "").split() or [bench.name for bench in BENCHES]
    unknown = set(asked) - {bench.name for bench in BENCHES}
    if unknown:
        print(f"There is no bench {', '.join(sorted(unknown))}; there are {', '.join(one.name for one in BENCHES)}.")
        return 2
    failed = []
    for bench in BENCHES:
        if bench.name in asked:
            print(f"{bench.name}: {bench.title} …", flush=True)
            code, block = run(bench)
            PAGE.write_text(written(PAGE.read_text("utf-8"), bench.name, block), "utf-8")
            failed += [bench.name] if code else []
    print(f"{PAGE.relative_to(ROOT)} is written; failed: {', '.join(failed) or 'none'}")
    return 1 if failed else 0


def run(bench: Bench) -> tuple[int, str]:
    """Run one bench; return its exit code and its block of the page."""
    load, began = os.getloadavg()[0], time.monotonic()
    try:
        done = subprocess.run(bench.command(), cwd=ROOT, env={**os.environ, **bench.environment},
                              stdout=subprocess.PIPE, timeout=LONGEST_SECONDS)
        code, said = done.returncode, done.stdout.decode("utf-8", "replace")
    except (OSError, subprocess.TimeoutExpired) as error:
        code, said = -1, f"not run to its end: {type(error).__name__}\n"
    if code > 0:
        said += f"failed with exit code {code}\n"
    typed = " ".join([*(f"{name}={value}" for name, value in bench.environment.items()),
                      *bench.command()]).replace(f"{ROOT}/", "")
    took = f"{datetime.now(UTC):%d %B %Y}, load {load:.1f} before it, {time.monotonic() - began:.0f} s"
    return code, f"### {bench.name}: {bench.title}\n\n    {typed}\n\n{took}:\n\n```\n{said.strip()}\n```\n\n"


def written(page: str, name: str, block: str) -> str:
    """Return the page with this block in its place, between the marks; the rest is unchanged."""
    before, generated, after = re.split(f"(?:{re.escape(BEGIN)}|{re.escape(END)})", page)
    blocks = {found[1]: found[0] for found in re.finditer(r"(?ms)^### (\w+): .*?^```\n.*?^```\n\n", generated)}
    blocks[name] = block
    ordered = "".join(blocks[bench.name] for bench in BENCHES if bench.name in blocks)
    return f"{before}{BEGIN}\n{machine()}\n{ordered}{END}{after}"


def machine() -> str:
    """Return the machine of the measurement, and the versions of other programs."""
    model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    peers = [f"{name} {_locked(lock, name)}" for lock, names in PEERS.items() for name in names]
    tesseract = subprocess.run(["tesseract", "--version"], capture_output=True, text=True).stdout.split("\n")[0]
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    name = model[1] if model else platform.machine()
    lines = (f"- machine: {name}, {os.cpu_count()} cores, {memory:.0f} GiB, {system}",
             f"- ours: {', '.join(f'{name} {version(name)}' for name in OURS)}",
             f"- peers: {', '.join(peers)}, {tesseract}; Qt's QClipboard and QListWidget, Python's re")
    return "".join(textwrap.fill(line, 118, subsequent_indent="  ") + "\n" for line in lines)


def _locked(lock: str, name: str) -> str:
    found = re.search(rf"(?m)^{re.escape(name)}==([^ ;]+)", (ROOT / lock).read_text("utf-8"))
    return found[1] if found else "not in its lock"


if __name__ == "__main__":
    sys.exit(main())
