"""Reads generated pictures with cascade, RapidOCR's default and pytesseract's best setting, in turns.

    make bench-ocr            all pictures, at most about 15 minutes
    .venv/bin/python tests/bench/bench_ocr.py --quick [--seed 7]      two of each kind, at most about 3 minutes

Each engine runs in its own process; they read the same picture one after the other, so a busy machine is busy for all.
No time is asserted. An engine that used up its share of the time reads no further pictures; recall is that of the
pictures it read, ratios are of pictures both read.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import statistics
import sys
import time
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from guard.core.model import Item, Kind  # noqa: E402
from guard.reading.client import ReaderClient  # noqa: E402
from tests.bench import ocr_floor  # noqa: E402
from tests.bench.ocr_engines import LIBRARIES, NAMES, Answered, Asked, Child, Pixels  # noqa: E402
from tests.bench.ocr_pictures import Picture, pictures, scrolled, with_clock  # noqa: E402
from tests.support.pictures import encode  # noqa: E402

SHARE = {True: 25.0, False: 210.0}
"""Seconds of reading for each engine, quick or not."""

ROUNDS = 3
"""Readings of the 1080p page, of which the best counts."""

READER = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from guard.reading.process import run
sys.exit(run(sys.stdin.buffer, sys.stdout.buffer))
"""


@dataclass(frozen=True)
class Result:
    """What one engine made of one picture: found and all (kind, string) pairs, wrong characters, time."""

    picture: Picture
    found: tuple[tuple[str, str], ...]
    wrong: int
    answered: Answered


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="two pictures of each kind")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--share", type=float, help="seconds of reading for each engine; 25 with --quick, else 210")
    parser.add_argument("--show-missed", action="store_true", help="print what cascade did not find")
    chosen = parser.parse_args()
    begun = time.monotonic()
    corpus = _mixed(list(pictures(chosen.seed, chosen.quick)))
    print(f"{machine()}\n{len(corpus)} pictures (seed {chosen.seed}), "
          f"{sum(len(picture.sensitive) for picture in corpus)} strings to find")
    children = {name: Child(name, LIBRARIES.get(name, "")) for name in NAMES}
    page = next(picture for picture in corpus if picture.name == "document 1")
    for child in children.values():
        child.read(Asked(pixels_of(page.image.crop((0, 0, 600, 200)))))
    results = _compare(corpus, children, chosen.share or SHARE[chosen.quick])
    _print_recall(results)
    _print_times(results)
    if chosen.show_missed:
        _print_missed(results["cascade"])
    _print_page(page, children)
    _print_repeats(corpus, children["cascade"])
    for child in children.values():
        child.close()
    _print_memory(corpus)
    print(f"\nwhole bench: {time.monotonic() - begun:.0f} s")


def _compare(corpus: Sequence[Picture], children: dict[str, Child], share: float) -> dict[str, list[Result]]:
    results: dict[str, list[Result]] = {name: [] for name in children}
    used = dict.fromkeys(children, 0.0)
    for picture in corpus:
        blocking = tuple(text for kind, text in picture.sensitive if kind in {"mark", "keyword"})
        asked = Asked(pixels_of(picture.image), blocking=blocking)
        for name, child in children.items():
            if used[name] < share:
                answered = child.read(asked)
                used[name] += answered.milliseconds / 1000
                results[name].append(scored(picture, answered))
    return results


def scored(picture: Picture, answered: Answered) -> Result:
    """Return what was found.

    Numbers must not touch other digits, unless the page itself breaks them at the end of a line.
    """
    lines = [unicodedata.normalize("NFKC", line) for line in answered.lines]
    whole = _plain("\n".join(lines))
    written = [_plain(line) for line in picture.lines]

    def is_found(kind: str, text: str) -> bool:
        if kind in {"identity", "phone"} and any(text in line for line in written):
            return any(re.search(rf"(?<![0-9]){text}(?![0-9X])", line) for line in lines)
        return _plain(text) in whole

    found = tuple(pair for pair in picture.sensitive if is_found(*pair))
    return Result(picture, found, sum(_edits(line, whole) for line in written), answered)


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _edits(line: str, whole: str) -> int:
    """Return the fewest edits that turn a line into some part of the whole text (Sellers 1980)."""
    if line in whole:
        return 0
    letters = np.frombuffer(whole.encode("utf-32-le"), np.uint32)
    places = np.arange(len(letters) + 1, dtype=np.int32)
    row = np.zeros(len(letters) + 1, np.int32)
    for number, letter in enumerate(line):
        following = np.empty_like(row)
        following[0] = number + 1
        following[1:] = np.minimum(row[1:] + 1, row[:-1] + (letters != ord(letter)))
        row = np.minimum.accumulate(following - places) + places
    return int(row.min())


def _print_recall(results: dict[str, list[Result]]) -> None:
    print(f"\n{'recall':14}" + "".join(f"{name:>22}" for name in results))
    for title, key in (("picture", "picture"), ("string", "string")):
        table: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
        for name, read in results.items():
            for result in read:
                for pair in result.picture.sensitive:
                    table[result.picture.kind if key == "picture" else pair[0]][name].append(pair in result.found)
        print(f"by {title}")
        for kind, columns in table.items():
            print(f"  {kind:12}" + "".join(f"{_share(columns[name]):>22}" for name in results))
    everything = {name: [pair in result.found for result in read for pair in result.picture.sensitive]
                  for name, read in results.items()}
    print(f"{'all':14}" + "".join(f"{_share(everything[name]):>22}" for name in results))
    print(f"{'wrong letters':14}" + "".join(f"{_error_rate(read):>22.4f}" for read in results.values()))
    print(f"{'pictures read':14}" + "".join(f"{len(read):>22}" for read in results.values()))


def _share(hits: Sequence[bool]) -> str:
    return f"{sum(hits) / len(hits):.4f} ({sum(hits)}/{len(hits)})" if hits else "-"


def _error_rate(read: Sequence[Result]) -> float:
    return sum(result.wrong for result in read) / sum(
        len(_plain(line)) for result in read for line in result.picture.lines)


def _print_times(results: dict[str, list[Result]]) -> None:
    heads = "".join(f"{name + ' p50 / p95':>26}" for name in results)
    print(f"\n{'ms per picture':14}{heads}   ratio of medians")
    kinds = list(dict.fromkeys(result.picture.kind for result in results["cascade"]))
    for kind in [*kinds, "all"]:
        times = {name: {result.picture.name: result.answered.milliseconds for result in read
                        if kind in {result.picture.kind, "all"}} for name, read in results.items()}
        row = "".join(f"{_quantiles(list(column.values())):>26}" for column in times.values())
        ratios = "  ".join(f"{name} {_ratio(times['cascade'], times[name])}" for name in NAMES[1:])
        print(f"{kind:14}{row}   {ratios}")
    firsts = [(result.answered.first, result.answered.milliseconds) for result in results["cascade"]
              if result.answered.first is not None and result.picture.image.size == (1920, 1080)]
    if firsts:
        hits = [first for first, _ in firsts]
        print(f"first mark or keyword on 1920 × 1080, cascade: median {statistics.median(hits):.0f} ms, slowest "
              f"{max(hits):.0f} ms; whole page median {statistics.median(whole for _, whole in firsts):.0f} ms")


def _quantiles(times: Sequence[float]) -> str:
    if not times:
        return "-"
    ordered = sorted(times)
    return f"{statistics.median(ordered):.0f} / {ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]:.0f}"


def _ratio(ours: dict[str, float], theirs: dict[str, float]) -> str:
    ratios = [theirs[name] / ours[name] for name in theirs]
    return f"{statistics.median(ratios):.1f}×" if ratios else "-"


def _print_missed(read: Sequence[Result]) -> None:
    print("\nnot found by cascade")
    for result in read:
        missed = [text for kind, text in result.picture.sensitive if (kind, text) not in result.found]
        if missed:
            print(f"  {result.picture.name}: {'、'.join(missed)}")


def _print_page(page: Picture, children: dict[str, Child]) -> None:
    """Read one page in turns; the best time of each engine counts, and the floor is that of this page."""
    pixels = pixels_of(page.image)
    best, cpu = dict.fromkeys(children, float("inf")), dict.fromkeys(children, float("inf"))
    for _ in range(ROUNDS):
        for name, child in children.items():
            answered = child.read(Asked(pixels))
            best[name], cpu[name] = min(best[name], answered.milliseconds), min(cpu[name], answered.cpu)
    operations, peak = ocr_floor.operations(pixels), ocr_floor.peak()
    floor = operations / peak * 1000
    print(f"\nthe page {page.name} (1920 × 1080), best of {ROUNDS} in turns: " + ", ".join(
        f"{name} {time:.0f} ms ({time / best['cascade']:.1f}×), of the processor {cpu[name]:.0f} ms "
        f"({cpu[name] / cpu['cascade']:.1f}×)" for name, time in best.items()))
    print(f"floor: {operations / 1e9:.1f} GFLOP ÷ {peak / 1e9:.0f} GFLOP/s = {floor:.0f} ms; "
          f"cascade is {best['cascade'] / floor:.1f}× above it")


def _print_repeats(corpus: Sequence[Picture], cascade: Child) -> None:
    """Capture the same windows again, scrolled, and with another time of day; a blank screen."""
    print(f"\n{'ms, best of 3':16}{'new':>8}{'again':>8}{'scrolled':>10}{'clock':>8}")
    for name, left in (("document 1", 0), ("chat light 1", 300), ("spreadsheet 1", 0)):
        image = next(picture.image for picture in corpus if picture.name == name)
        seen = {"new": image, "again": image, "scrolled": scrolled(image, 120, left),
                "clock": with_clock(image, "9:41")}
        best = dict.fromkeys(seen, float("inf"))
        for _ in range(ROUNDS):
            for what, other in seen.items():
                cascade.read(Asked(pixels_of(image)))
                answered = cascade.read(Asked(pixels_of(other), forget=what == "new"))
                best[what] = min(best[what], answered.milliseconds)
        print(f"{name:16}{best['new']:8.0f}{best['again']:8.0f}{best['scrolled']:10.0f}{best['clock']:8.0f}")
    blank = np.full((1080, 1920, 3), 255, np.uint8)
    print(f"blank 1920 × 1080: {min(cascade.read(Asked(blank)).milliseconds for _ in range(5)):.1f} ms")


def _print_memory(corpus: Sequence[Picture]) -> None:
    """Read through the real reader process and print the most memory it ever had resident."""
    client = ReaderClient([sys.executable, "-c", READER])
    peaks: dict[str, int] = {}
    for picture in sorted(corpus, key=lambda picture: picture.image.size[0] * picture.image.size[1]):
        kind = "JPEG" if picture.kind in {"photo", "rotated"} else "PNG"
        client.read(Item("page", Kind.PICTURE, encode(picture.image, kind)))
        peaks[f"{picture.kind} {picture.image.width} × {picture.image.height}"] = _megabytes(client.pid)
    client.close()
    grown = [f"{what}: {now}" for (what, now), before in zip(peaks.items(), [0, *peaks.values()], strict=False)
             if now > before]
    print(f"\npeak RSS of the reader process, MB, from the smallest picture to the largest: {'; '.join(grown)}")


def _megabytes(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) >> 10


def _mixed(corpus: Sequence[Picture]) -> list[Picture]:
    """Return the first pictures of all kinds, then the second ones: an engine that runs out of time saw every kind."""
    return sorted(corpus, key=lambda picture: int(picture.name.rsplit(" ", 1)[1]))


def pixels_of(image: Image.Image) -> Pixels:
    """Return a picture as engines are given it."""
    return np.ascontiguousarray(np.asarray(image.convert("RGB")))


def machine() -> str:
    """Return in a line what this computer is."""
    information = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    model = re.search(r"model name\s*:\s*(.+)", information)
    return (f"{model.group(1) if model else platform.processor()}, {os.cpu_count()} cores, load "
            f"{os.getloadavg()[0]:.1f}, Python {platform.python_version()}, {platform.system()} {platform.machine()}")


if __name__ == "__main__":
    main()
