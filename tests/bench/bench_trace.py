"""Photographs ten screens by a model of a camera and reads the field of dots: decoded, not decoded, wrong.

    make bench-trace            500 photographs; PHOTOS=50 for less, SEED for others

No real camera took part. Times are those of one process beside others.
"""

from __future__ import annotations

import functools
import io
import os
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from math import cos, exp, log, pi, sin
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import cv2
import numpy as np
import pypdfium2 as pdfium
from PIL import Image
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from guard.screen_mark.payload import DEVICE_BITS, HOUR_BITS, Trace
from guard.screen_mark.tracing import trace
from tests.support import photographs as paper
from tests.trace.camera import Shot, photograph
from tests.trace.covering import covered
from tests.trace.screens import SCREENS

PHOTOS = int(os.environ.get("PHOTOS", "500"))
SEED = int(os.environ.get("SEED", "1"))
UNMARKED, PRINTED = max(10, PHOTOS // 10), max(5, PHOTOS // 25)
THIRD = 3 ** -0.5


@dataclass(frozen=True)
class Result:
    screen: str
    part: str
    scale: float
    tilt: float
    quality: int
    answer: str
    seconds: float


def shot_of(chance: random.Random, screen: tuple[int, int], ratio: float, part: str) -> tuple[Shot, float, float]:
    """Return how to photograph a screen, the angle of the camera, and its pixels per pixel at 100 %."""
    tilt, towards = chance.uniform(0, 40), chance.uniform(0, 2 * pi)
    scale = exp(chance.uniform(log(0.5), log(1.6)))
    share = 1.08 if part == "whole" else THIRD
    size = tuple(round(side * share * scale / ratio) for side in screen)
    aim = (0.5, 0.5) if part == "whole" else (chance.uniform(0.3, 0.7), chance.uniform(0.3, 0.7))
    return Shot(
        yaw=tilt * cos(towards), pitch=tilt * sin(towards),
        roll=chance.gauss(0, 5) + chance.choice((0, 0, 0, 0, 0, 0, 0, 0, 90, -90)), scale=scale / ratio, aim=aim,
        distance=chance.uniform(1.3, 5.7), size=(size[0], size[1]), lens=chance.uniform(-0.015, 0.015),
        blur=chance.uniform(0.5, 1.1), shake=chance.uniform(0, 2), exposure=chance.uniform(0.6, 1.05),
        grain=chance.uniform(0.004, 0.02), glare=chance.choice((0, chance.uniform(0.1, 0.8))),
        lamp=(chance.random(), chance.random()), lamp_size=chance.uniform(0.05, 0.2), veil=chance.uniform(0, 0.04),
        bands=chance.choice((0, 0, chance.uniform(0, 0.05))), gamma=chance.uniform(1.9, 2.4),
        smooth=chance.choice((0, chance.uniform(8, 25))), sharpen=chance.uniform(0, 0.8),
        quality=chance.randint(40, 90), seed=chance.randrange(2**32)), tilt, scale


@functools.lru_cache(20)
def drawn(name: str, version: int) -> Image.Image:
    return SCREENS[name][0](random.Random(f"{SEED} {version} {name}"))


def one(at: int) -> Result:
    """Take one photograph and read it; from number PHOTOS on of a screen without a field."""
    cv2.setNumThreads(1)
    chance = random.Random(f"{SEED} {at}")
    name = list(SCREENS)[at % len(SCREENS)]
    ratio = SCREENS[name][1]
    screen = drawn(name, at // 100)
    meant = Trace(chance.randrange(2**DEVICE_BITS), chance.randrange(2**HOUR_BITS))
    if at < PHOTOS:
        screen = covered(screen, meant.number, ratio)
    part = chance.choice(("whole", "third"))
    shot, tilt, scale = shot_of(chance, screen.size, ratio, part)
    photo = np.asarray(Image.open(io.BytesIO(photograph(screen, shot))).convert("RGB"))
    began = time.process_time()
    found = trace(photo)
    seconds = time.process_time() - began
    marked = at < PHOTOS
    right = found.trace == meant if found and marked else False
    answer = "not read" if found is None else "decoded" if right else "wrong"
    return Result(name if marked else "without a field", part, scale, tilt, shot.quality, answer, seconds)


def printed(at: int) -> Result:
    """Print a screen with a field onto a page (PDF), photograph the page by another model of a camera, and read it."""
    cv2.setNumThreads(1)
    chance = random.Random(f"{SEED} printed {at}")
    name = list(SCREENS)[at % len(SCREENS)]
    meant = Trace(chance.randrange(2**DEVICE_BITS), chance.randrange(2**HOUR_BITS))
    page = on_paper(covered(drawn(name, 0), meant.number, SCREENS[name][1]))
    shot = paper.Shot(chance.uniform(-8, 8), blur=chance.uniform(0.4, 1.0), shade=chance.uniform(0.1, 0.5),
                      moire=chance.uniform(0, 6), warp=chance.uniform(0, 0.05), noise=chance.uniform(2, 5),
                      quality=chance.randint(60, 90), width=round(page.width * 1.2), height=round(page.height * 1.2))
    photo = np.asarray(paper.photograph(page, shot, chance.randrange(2**32)))
    began = time.process_time()
    found = trace(photo)
    answer = "not read" if found is None else "decoded" if found.trace == meant else "wrong"
    return Result("printed", "whole", 1.0, 0.0, shot.quality, answer, time.process_time() - began)


def on_paper(screen: Image.Image) -> Image.Image:
    """Return an A4 page with the picture, as PDFium draws it at 200 dpi: without the raster of a real printer."""
    file = io.BytesIO()
    width, height = landscape(A4)
    canvas = Canvas(file, pagesize=(width, height))
    canvas.drawImage(ImageReader(screen), 20, 20, width - 40, (width - 40) * screen.height / screen.width)
    canvas.save()
    return pdfium.PdfDocument(file.getvalue())[0].render(scale=200 / 72).to_pil().convert("RGB")


def table(title: str, groups: Iterator[tuple[str, list[Result]]]) -> None:
    print(f"{title:34} photographs  decoded  wrong")
    for name, results in groups:
        counts = Counter(result.answer for result in results)
        print(f"  {name:32} {len(results):11} {counts['decoded'] / len(results):8.1%} {counts['wrong']:6}")


def by(results: list[Result], key: str, edges: tuple[float, ...]) -> Iterator[tuple[str, list[Result]]]:
    for low, high in pairwise(edges):
        inside = [result for result in results if low <= getattr(result, key) < high]
        if inside:
            yield f"{low:g} to {high:g}", inside


def main() -> None:
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; {PHOTOS} photographs by a model of a camera")
    with ProcessPoolExecutor(int(os.environ.get("WORKERS", "0")) or os.cpu_count()) as pool:
        results = list(pool.map(one, range(PHOTOS + UNMARKED)))
        pages = list(pool.map(printed, range(PRINTED)))
    marked, bare = results[:PHOTOS], results[PHOTOS:]
    table("all", iter([("with a field", marked), ("without a field", bare), ("printed, another camera", pages)]))
    table("screen", ((name, found) for name in SCREENS if (found := [one for one in marked if one.screen == name])))
    table("part of the screen", ((part, [one for one in marked if one.part == part]) for part in ("whole", "third")))
    table("pixels per pixel at 100 %", by(marked, "scale", (0.5, 0.6, 0.8, 1.0, 1.3, 1.7)))
    table("angle of the camera", by(marked, "tilt", (0, 10, 20, 30, 40.1)))
    table("JPEG quality", by(marked, "quality", (40, 55, 70, 91)))
    times = sorted(one.seconds for one in results)
    print(f"reading one: {statistics.median(times):.1f} s of a processor (median), {times[-1]:.1f} s at most")


if __name__ == "__main__":
    main()
