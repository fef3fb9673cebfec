"""A generated folder inspected with one worker, with two, and with Dask; what is found is what was put in.

    make bench-files        (BENCH_FILES: how many, 1000; BENCH_ROUNDS: 3)

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
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from guard.model import Outcome  # noqa: E402
from tests.inspect.tree import PLACES, Planted, plant  # noqa: E402

CLUSTER = ROOT / ".build" / "cluster" / "bin" / "python"
PEERS = ROOT / ".build" / "bench-files" / "bin" / "python"
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
SAME_FILES = 200
OURS = "mishao, judged too"
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


def say_found(found: dict[Path, Outcome], planted: Planted) -> None:
    for outcome, words in ((Outcome.BLOCK, "marked files found"), (Outcome.ALLOW, "clean files let pass"),
                           (Outcome.UNREADABLE, "unreadable files said to be")):
        wanted = planted.of(outcome)
        print(f"  {words}: {sum(found.get(path) is outcome for path in wanted)} of {len(wanted)}")


def beside_others(folder: Path) -> None:
    """Print files a second and peak memory of one process each on the same docx, xlsx, pptx and pdf."""
    kinds = [place for place in PLACES if place[1] in {".docx", ".xlsx", ".pptx", ".pdf"} and "picture" not in place[0]]
    same = folder / "same"
    same.mkdir()
    for number in range(SAME_FILES):
        place, suffix, make = kinds[number % len(kinds)]
        (same / f"{number:03d}-{place}{suffix}").write_bytes(make(f"第 {number} 号"))
    listing = folder / "list"
    listing.write_text("\n".join(map(str, sorted(same.iterdir()))), "utf-8")
    ways = {OURS: [sys.executable, str(ROOT / "main.py"), "check", "--home", str(folder / "home"), "--json", "--index",
                   str(folder / "same.sqlite"), "--workers", "1", str(same)]}
    if PEERS.exists():
        ways |= {name: [str(PEERS), str(ROOT / "tests" / "bench" / "extract_child.py"), name, str(listing)]
                 for name in ("markitdown", "kreuzberg")}
    taken: dict[str, list[float]] = {name: [] for name in ways}
    peak: dict[str, int] = dict.fromkeys(ways, 0)
    for _ in range(ROUNDS):
        for name, command in ways.items():
            (folder / "same.sqlite").unlink(missing_ok=True)
            started = time.perf_counter()
            with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
                _, _, usage = os.wait4(process.pid, 0)
                process.returncode = 0
            taken[name].append(time.perf_counter() - started)
            peak[name] = max(peak[name], usage.ru_maxrss)
    print(f"{SAME_FILES} docx, xlsx, pptx, pdf, one process each, its start included:")
    ours = statistics.median(taken[OURS])
    for name, each in taken.items():
        median = statistics.median(each)
        print(f"  {name}: {SAME_FILES / median:.1f} files/s, median {median:.1f} s, {median / ours:.1f} × our time; "
              f"its largest process has {peak[name] / 1024:.0f} MB")


def main() -> None:
    count = int(os.environ.get("BENCH_FILES", "1000"))
    ways: list[tuple[str, str, Arguments]] = [("1 worker", sys.executable, ("--workers", "1")),
                                              ("2 workers", sys.executable, ("--workers", "2"))]
    if CLUSTER.exists():
        ways.append(("Dask, 2 workers", str(CLUSTER), ("--workers", "2", "--dask", "local")))
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        planted = plant(tree, count)
        print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; "
              f"{count} files, {sum(path.stat().st_size for path in planted.expected) / 1e6:.0f} MB")
        seconds: dict[str, list[float]] = {name: [] for name, _, _ in ways}
        for _ in range(ROUNDS):
            for name, python, arguments in ways:
                taken, found = inspected(python, tree, arguments)
                seconds[name].append(taken)
        say_found(found, planted)
        for name, taken_each in seconds.items():
            median = statistics.median(taken_each)
            ratio = statistics.median(seconds["1 worker"]) / median
            print(f"  {name}: {count / median:.1f} files/s, median {median:.1f} s of "
                  f"{', '.join(f'{one:.1f}' for one in taken_each)}; {ratio:.2f} × one worker")
        beside_others(Path(folder))


if __name__ == "__main__":
    main()
