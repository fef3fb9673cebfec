"""Finds the text lines of a page: PP-OCR's detection network, run over the page band by band.

The bands' probability maps are joined before outlines are searched, so a line may cross a seam at any angle. Bands
halve the memory of the network and let the top of a page be read before its bottom is searched.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from guard.reading import limits
from guard.reading.model import Pixels
from guard.reading.ocr import regions
from guard.reading.ocr.models import TINY_DETECTION, Network
from guard.reading.ocr.regions import Region
from rules.model import Box

_PROBABLE = 0.3
"""Probability from which a pixel counts as text (PP-OCR's own value)."""

_STRIDE = 32
"""The network's input sides are multiples of this."""

_HUGE = 4800
"""Pixels of the long side from which a page is also searched in windows: body text of 20 pixels would shrink to 8."""

_WINDOW = 3840
"""Pixels of a window's side: shrunk by half, as a 4K screen is."""

_TIGHT = 128
"""Pixels of the short side below which a page is a crop around a line or two, and gets a margin: without anything
around them the network detects the characters of a line one by one, or not at all.
"""

_MARGIN = 32
"""Pixels of that margin on each side."""

_SHARP = 1440
"""Pixels of the long side up to which a page is not shrunk, and to which a larger screen may be shrunk."""

_SHRINK = 0.75
"""The smallest factor, while the copy stays below limits.LONG_SIDE: text of 12 pixels is found just as well, and in 60
% of the time.
"""

_LARGE = 600_000
"""Pixels of a copy from which there are at least two bands, so that the top of a screen is read early."""

_BAND_PIXELS = 900_000
"""Pixels the network sees at once: 115 MB while it runs, where a whole 4:3 photo takes 355."""

_CONTEXT = 64
"""Rows beyond each end of a band that the network also sees, since it judges a pixel by its surroundings."""


class Detector:
    """Finds text lines on an RGB page; works on copies whose long side has at most limits.LONG_SIDE pixels."""

    def __init__(self, threads: int) -> None:
        self._network = Network(TINY_DETECTION, threads)

    def search(self, page: Pixels) -> Iterator[list[Region]]:
        """Yield the regions of a page from top to bottom, those of one band after the other. Raises EngineError.

        On a page so large that its shrunk copy would lose body text, windows of the page are searched as well.
        """
        if min(page.shape[:2]) < _TIGHT:
            for found in self._search(_with_margin(page)):
                yield [region.moved(-_MARGIN, -_MARGIN) for region in found]
        else:
            yield from self._search(page)

    def _search(self, page: Pixels) -> Iterator[list[Region]]:
        known: list[Region] = []
        for found in self._in_bands(page, _factor(page)):
            known += found
            yield found
        if max(page.shape[:2]) <= _HUGE:
            return
        for top in _starts(page.shape[0]):
            for left in _starts(page.shape[1]):
                window = Box(left, top, min(_WINDOW, page.shape[1]), min(_WINDOW, page.shape[0]))
                fresh = [region for region in self.search_window(page, window, limits.LONG_SIDE / _WINDOW)
                         if not any(_same(region, other) for other in known)]
                known += fresh
                yield fresh

    def search_window(self, page: Pixels, window: Box, factor: float | None = None) -> list[Region]:
        """Return the regions of a part of the page, in page pixels, found at the page's own scale or at ``factor``."""
        part = page[window.y:window.y + window.height, window.x:window.x + window.width]
        return [region.moved(window.x, window.y) for found in self._in_bands(part, factor or _factor(page))
                for region in found]

    def _in_bands(self, page: Pixels, factor: float) -> Iterator[list[Region]]:
        height, width = page.shape[:2]
        inner = _shrunk(page, factor)
        rows, columns = inner.shape[:2]
        scale_x, scale_y = width / columns, height / rows
        probability = np.zeros((rows, columns), np.float32)
        text = np.zeros((rows, columns), np.uint8)
        for start, end in pairwise(_seams(rows, columns)):
            first, last = max(0, start - _CONTEXT), min(rows, end + _CONTEXT)
            tensor = cv2.dnn.blobFromImage(inner[first:last], 1 / 127.5, None, (127.5, 127.5, 127.5), swapRB=True)
            probability[start:end] = self._network.run(tensor)[0, 0, start - first:end - first]
            text[start:end] = probability[start:end] > _PROBABLE
            outlines = _complete(text, end)
            found = (regions.from_outline(outline, probability, scale_x, scale_y) for outline in outlines)
            yield [region for region in found if region is not None]


def _factor(page: Pixels) -> float:
    """Return the factor by which a page is shrunk: 1 up to 1440 pixels, 0.75 from 1920 to 2560, then to 1920 pixels."""
    side = float(max(page.shape[:2]))
    return min(1.0, max(_SHARP / side, min(_SHRINK, limits.LONG_SIDE / side)))


def _with_margin(page: Pixels) -> Pixels:
    """Return the page with a margin in the colour of most of its edge."""
    edge = np.concatenate([page[0], page[-1], page[:, 0], page[:, -1]])
    colour = [float(value) for value in np.median(edge, axis=0)]
    whole: Pixels = cv2.copyMakeBorder(page, _MARGIN, _MARGIN, _MARGIN, _MARGIN, cv2.BORDER_CONSTANT, value=colour)
    return whole


def _shrunk(page: Pixels, factor: float) -> Pixels:
    height, width = page.shape[:2]
    size = (max(_STRIDE, round(width * factor / _STRIDE) * _STRIDE),
            max(_STRIDE, round(height * factor / _STRIDE) * _STRIDE))
    if size == (width, height):
        return page
    shrunk: Pixels = cv2.resize(page, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR)
    return shrunk


def _seams(rows: int, columns: int) -> list[int]:
    """Return the rows where bands begin and end, multiples of the stride, about equal in height."""
    allowed = max(4 * _STRIDE, _BAND_PIXELS // columns - 2 * _CONTEXT)
    count = max(2 if rows * columns > _LARGE else 1, math.ceil((rows - 2 * _CONTEXT) / allowed))
    return [round(number * rows / count / _STRIDE) * _STRIDE for number in range(count + 1)]


def _complete(text: Pixels, end: int) -> list[NDArray[np.int32]]:
    """Return the outlines above row ``end`` that do not continue below it, and erase them from the map."""
    last = end == text.shape[0]
    contours, _ = cv2.findContours(text[:end], cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    outlines = [contour for contour in contours if last or int(contour[:, 0, 1].max()) < end - 1]
    cv2.drawContours(text, outlines, -1, 0, cv2.FILLED)
    return outlines


def _starts(side: int) -> list[int]:
    """Return where windows begin along one side of the page, so that neighbours share a quarter of a window."""
    if side <= _WINDOW:
        return [0]
    count = math.ceil((side - _WINDOW) / (_WINDOW * 0.75)) + 1
    return [round(number * (side - _WINDOW) / (count - 1)) for number in range(count)]


def _same(region: Region, known: Region) -> bool:
    """True when a region of a window is (a part of) a known line; a much taller known one is a whole paragraph."""
    if known.height > 1.8 * region.height:
        return False
    half_width, half_height = abs(known.ux) + abs(known.vx), abs(known.uy) + abs(known.vy)
    return abs(region.x - known.x) < half_width and abs(region.y - known.y) < half_height
