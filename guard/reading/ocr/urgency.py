"""Determines the order in which lines are read: first those that most often decide, and of these the cheap ones.

Marks and document heads are at the top of a page, are red, or are short; a line of prose costs ten times as much.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from guard.reading.model import Pixels
from guard.reading.ocr.recognise import input_width
from guard.reading.ocr.regions import Region

_TOP = 0.3
"""Part of the page that is its top."""

_SHORT = 640
"""Columns of the network's input up to which a line is short: thirteen Chinese characters."""

_RED = 60
"""How much more red than green and blue a pixel of a red letter is (0–255)."""

_RED_PART = 0.04
"""Part of a crop's pixels that are red when its text is."""

_FIRST_BATCH, _GROWTH, _LARGEST_BATCH = 2400, 2, 19200
"""Columns of input in the first batch, read in about 20 ms, the growth factor of each next one, and the most: a caller
can stop only between two batches.
"""


def batches(places: Sequence[int], regions: Sequence[Region], crops: Sequence[Pixels],
            height: int) -> Iterator[list[int]]:
    """Yield ``places`` (indices into regions and crops of a page ``height`` pixels high), the most urgent first."""
    size, batch, filled = _FIRST_BATCH, list[int](), 0
    for place in sorted(places, key=lambda place: _rank(regions[place], crops[place], height)):
        batch.append(place)
        filled += input_width(crops[place])
        if filled >= size:
            yield batch
            size, batch, filled = min(size * _GROWTH, _LARGEST_BATCH), [], 0
    if batch:
        yield batch


def _rank(region: Region, crop: Pixels, height: int) -> tuple[int, float]:
    short, top = input_width(crop) <= _SHORT, region.y < _TOP * height
    if _is_red(crop):
        return 0, region.y
    return (1 if short and top else 2 if short else 3), region.y


def _is_red(crop: Pixels) -> bool:
    sample = crop[::3, ::3].astype(np.int16)
    red = sample[..., 0] - np.maximum(sample[..., 1], sample[..., 2]) > _RED
    return bool(red.mean() > _RED_PART)
