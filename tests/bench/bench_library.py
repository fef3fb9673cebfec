"""Measures what a photo library in the pictures folder costs the guard: start-up, memory, processor time.

    .venv/bin/python -m tests.bench.bench_library [FILES] [FOLDERS]

Makes FILES empty pictures (100,000) in FOLDERS folders (2,000), in memory where it can, and starts a guard beside an
empty home and beside it, in turn. Nothing is asserted.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from guard.platform.paths import Paths
from tests.bench.bench_start import watches
from tests.support.program import ROOT
from ui.demo.display import Display, end, private_display

TURNS = 5
REST_SECONDS = 10.0
_TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    files, folders = (int(each) for each in (sys.argv[1:] + ["100000", "2000"][len(sys.argv) - 1:]))
    roomy = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=roomy if roomy.is_dir() else None) as place, private_display() as screen:
        homes = {"empty": Path(place, "empty"), "library": Path(place, "library")}
        for home in homes.values():
            (home / "Pictures").mkdir(parents=True)
        begun = time.monotonic()
        fill(homes["library"] / "Pictures", files, folders)
        print(f"{files:,} files in {folders:,} folders, made in {time.monotonic() - begun:.1f} s")
        found: dict[str, list[tuple[float, ...]]] = {name: [] for name in homes}
        for _ in range(TURNS):
            for name, home in homes.items():
                found[name].append(start(screen, home))
        for name, runs in found.items():
            seconds, anonymous, rest, watched = (statistics.median(column) for column in zip(*runs, strict=True))
            print(f"{name:8} watches after {seconds:.2f} s, {anonymous:.1f} MB private, "
                  f"{rest:.2f} % of a core at rest, {watched:.0f} watches")


def fill(pictures: Path, files: int, folders: int) -> None:
    """Make the library: links to one file, because only their number counts."""
    seed = pictures.parent / "seed"
    seed.touch()
    for number in range(folders):
        folder = pictures / f"{2000 + number % 25}" / f"{number:04}"
        folder.mkdir(parents=True)
        for each in range(files // folders):
            os.link(seed, folder / f"IMG_{each:04}.jpg")


def start(screen: Display, home: Path) -> tuple[float, float, float, float]:
    """Return seconds until a guard watches, its private megabytes, percent of a core at rest, and its watches."""
    environment = {**screen.environment, "HOME": str(home)}
    with tempfile.TemporaryDirectory() as ours:
        begun = time.monotonic()
        guard = replace(screen, environment=environment).start(
            [sys.executable, str(ROOT / "main.py"), "--home", ours, "--guard"])
        try:
            while not watches(Paths.choose(Path(ours)).socket) and time.monotonic() - begun < REST_SECONDS:
                time.sleep(0.01)
            seconds = time.monotonic() - begun
            time.sleep(REST_SECONDS / 2)
            before = ticks(guard.pid)
            time.sleep(REST_SECONDS)
            rest = (ticks(guard.pid) - before) / _TICKS / REST_SECONDS * 100
            return seconds, private_megabytes(guard.pid), rest, float(count_watches(guard.pid))
        finally:
            end(guard)


def ticks(pid: int) -> int:
    """Return the processor time of a process, in clock ticks."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def private_megabytes(pid: int) -> float:
    """Return the private memory of a process."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1000


def count_watches(pid: int) -> int:
    """Return how many inotify watches a process has."""
    return sum(file.read_text("ascii").count("inotify wd:") for file in Path(f"/proc/{pid}/fdinfo").iterdir())


if __name__ == "__main__":
    main()
