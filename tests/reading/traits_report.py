"""Measures the finders of guard/reading/traits on a generated set.

usage: python -m tests.reading.traits_report [--seed N] [--part 0.1] [--names]

Every picture is read by the default engine and by every finder, as the reader does it. The set is the same each time;
times are taken once more on each picture brought to the size of a 1080p screen. Options: --seed N for another
set, --part 0.1 for a tenth of it, --names to see which pictures were missed or falsely accused.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from guard.reading import traits
from guard.reading.model import Line, Pixels
from guard.reading.ocr import ENGINES
from rules.model import Box
from rules.text import TRAIT_KINDS
from tests.reading.traits.samples import SEED, samples


def fitted(pixels: Pixels, lines: Sequence[Line]) -> tuple[Pixels, list[Line]]:
    """Return a picture and its lines stretched to 1920 × 1080, or 1080 × 1920 when it is upright."""
    height, width = pixels.shape[:2]
    size = (1920, 1080) if width >= height else (1080, 1920)
    x, y = size[0] / width, size[1] / height
    moved = [replace(line, box=Box(int(line.box.x * x), int(line.box.y * y), int(line.box.width * x) + 1,
                                   int(line.box.height * y) + 1)) for line in lines]
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), moved


def main() -> None:
    """Print recall, false alarms and time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--part", type=float, default=1.0)
    parser.add_argument("--names", action="store_true")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    engine = ENGINES["cascade"]()
    there, found, false = Counter[str](), Counter[str](), Counter[str]()
    milliseconds: list[float] = []
    pages = positive = 0
    for sample in samples(options.seed, options.part):
        pixels = np.ascontiguousarray(np.asarray(sample.picture.convert("RGB")))
        lines = engine.recognise(pixels)
        seen = {trait.kind for trait in traits.find(pixels, lines).traits}
        screen = fitted(pixels, lines)
        began = time.thread_time()
        traits.find(*screen)
        milliseconds.append((time.thread_time() - began) * 1000)
        pages, positive = pages + 1, positive + bool(sample.kinds)
        there.update(sample.kinds)
        found.update(seen & sample.kinds)
        false.update(seen - sample.kinds)
        if options.names and seen != sample.kinds:
            print(f"{sample.name}: missed {sorted(sample.kinds - seen)}, false {sorted(seen - sample.kinds)}")
    print(f"{pages} pictures, {positive} with something to find; seed {options.seed}")
    print("kind      there  found  recall   false  false a page")
    for kind in sorted(TRAIT_KINDS):
        recall = found[kind] / there[kind] if there[kind] else 0.0
        without = pages - there[kind]
        print(f"{kind:　<4}{there[kind]:9}{found[kind]:7}{recall:8.3f}{false[kind]:8}{false[kind] / without:14.4f}")
    milliseconds.sort()
    print(f"CPU time of all finders on 1920 x 1080 pixels: median {milliseconds[pages // 2]:.1f} ms, "
          f"95 % below {milliseconds[int(pages * 0.95)]:.1f} ms, most {milliseconds[-1]:.1f} ms")


if __name__ == "__main__":
    main()
