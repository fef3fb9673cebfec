"""Measures the inspection of a generated folder with one worker, with two, and with Dask.

    make bench-files        (BENCH_FILES: how many, 1000, 0 leaves this part out; BENCH_SAME_FILES: how many docx,
                             xlsx, pptx and pdf are read beside two other libraries, 200; BENCH_ROUNDS: 3)

Runs of each kind take turns. Each works on an index of its own, so that every file is read every time.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from guard.core.model import Outcome  # noqa: E402
from tests.inspect.tree import PLACES, Planted, plant  # noqa: E402

CLUSTER = ROOT / ".build" / "cluster" / "bin" / "python"
PEERS = ROOT / ".build" / "bench-files" / "bin" / "python"
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
SAME_FILES = int(os.environ.get("BENCH_SAME_FILES", "200"))
OURS = "mishao: sandboxed, judged, kept in the index"
Arguments = tuple[str, ...]


def inspected(python: str, tree: Path, arguments: Arguments) -> tuple[float, dict[Path, Outcome]]:
    """Inspect a tree; return the seconds of the whole command and what it says of each file."""
    with tempfile.TemporaryDirectory() as home:
        started = time.perf_counter()
        done = subprocess.run([python, str(ROOT / "main.py"), "check", "--home", home, "--json", *arguments, str(tree)],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        seconds = time.perf_counter() - started
    answers = map(json.loads, done.stdout.decode().splitlines())
    return seconds, {Path(answer["path"]): Outcome(answer["action"]) for answer in answers}


def found_words(found: dict[Path, Outcome], planted: Planted) -> str:
    """Return the share of planted words that was found."""
    parts = []
    for outcome, words in ((Outcome.BLOCK, "marked files found"), (Outcome.ALLOW, "clean ones let pass"),
                           (Outcome.UNREADABLE, "unreadable ones said to be")):
        wanted = planted.of(outcome)
        parts.append(f"{sum(found.get(path) is outcome for path in wanted)} of {len(wanted)} {words}")
    return ", ".join(parts)


@dataclass(slots=True)
class Runs:
    """The measurements of one program: seconds of each run, the bytes of its largest process, files it failed on."""

    seconds: list[float] = field(default_factory=list)
    peak: int = 0
    failed: int = 0

    def add(self, command: list[str]) -> None:
        """Run once more."""
        started = time.perf_counter()
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            assert process.stdout is not None
            said = process.stdout.read().decode()
            _, _, usage = os.wait4(process.pid, 0)
            process.returncode = 0
        self.seconds.append(time.perf_counter() - started)
        self.peak = max(self.peak, usage.ru_maxrss * 1024)
        self.failed = failures(said)


def failures(said: str) -> int:
    """Return how many files a run failed on: ours answers in JSON lines, the others print seconds and a number."""
    if said.startswith("{"):
        return sum(json.loads(line)["action"] == Outcome.UNREADABLE for line in said.splitlines())
    return int(said.split()[1])


def same_files(folder: Path) -> Path:
    """Make the files that all the programs can read."""
    kinds = [place for place in PLACES if place[1] in {".docx", ".xlsx", ".pptx", ".pdf"} and "picture" not in place[0]]
    same = folder / "same"
    same.mkdir()
    for number in range(SAME_FILES):
        place, suffix, make = kinds[number % len(kinds)]
        (same / f"{number:03d}-{place}{suffix}").write_bytes(make(f"第 {number} 号"))
    return same


def beside_others(folder: Path) -> None:
    """Print a table of one process per program on the same docx, xlsx, pptx and pdf."""
    same = same_files(folder)
    listing = folder / "list"
    listing.write_text("\n".join(map(str, sorted(same.iterdir()))), "utf-8")
    ways = {OURS: [sys.executable, str(ROOT / "main.py"), "check", "--home", str(folder / "home"), "--json", "--index",
                   str(folder / "same.sqlite"), "--workers", "1", str(same)]}
    if PEERS.exists():
        ways |= {name: [str(PEERS), str(ROOT / "tests" / "bench" / "extract_child.py"), name, str(listing)]
                 for name in ("markitdown", "kreuzberg")}
    runs = {name: Runs() for name in ways}
    for _ in range(ROUNDS):
        for name, command in ways.items():
            (folder / "same.sqlite").unlink(missing_ok=True)
            runs[name].add(command)
    ours = statistics.median(runs[OURS].seconds)
    print(f"{SAME_FILES} docx, xlsx, pptx, pdf, one process each, its start included, {ROUNDS} rounds, "
          f"load {os.getloadavg()[0]:.1f}:\n")
    print("| | files/s | time beside ours | largest process | failed |\n|---|---|---|---|---|")
    for name, each in runs.items():
        median = statistics.median(each.seconds)
        print(f"| {name} | {SAME_FILES / median:.1f} | {median / ours:.1f} × | {each.peak / 2**20:.0f} MB | "
              f"{each.failed} |")


def whole_folder(folder: Path, count: int) -> None:
    """Print what is found in a generated folder, and how fast each way is."""
    ways: list[tuple[str, str, Arguments]] = [("1 worker", sys.executable, ("--workers", "1")),
                                              ("2 workers", sys.executable, ("--workers", "2"))]
    if CLUSTER.exists():
        ways.append(("Dask, 2 workers", str(CLUSTER), ("--workers", "2", "--dask", "local")))
    tree = folder / "tree"
    planted = plant(tree, count)
    print(f"{count} files, {sum(path.stat().st_size for path in planted.expected) / 1e6:.0f} MB, {ROUNDS} rounds:")
    seconds: dict[str, list[float]] = {name: [] for name, _, _ in ways}
    found: dict[str, dict[Path, Outcome]] = {}
    for _ in range(ROUNDS):
        for name, python, arguments in ways:
            taken, found[name] = inspected(python, tree, arguments)
            seconds[name].append(taken)
    for name, taken_each in seconds.items():
        median = statistics.median(taken_each)
        ratio = statistics.median(seconds["1 worker"]) / median
        print(f"  {name}: {count / median:.1f} files/s, median {median:.1f} s of "
              f"{', '.join(f'{one:.1f}' for one in taken_each)}; {ratio:.2f} × one worker; "
              f"{found_words(found[name], planted)}")


def main() -> None:
    count = int(os.environ.get("BENCH_FILES", "1000"))
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        if count:
            whole_folder(Path(folder), count)
        if SAME_FILES:
            beside_others(Path(folder))


if __name__ == "__main__":
    main()
