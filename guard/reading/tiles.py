"""Cuts long pages into tiles, so that no engine shrinks a long screenshot until nothing can be read."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from guard.reading import limits
from guard.reading.model import Line, Pixels
from rules.model import Box

LONG = 2.5
"""A page longer than this many times its short side is cut: two A4 pages above each other are not, three are."""

OVERLAP = 128
"""Pixels two neighbouring tiles share on each side of the cut: more than the height of any line of body text."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A part of a page at (x, y); it owns the lines whose centre lies from ``start`` to ``end`` along the cut axis."""

    pixels: Pixels
    x: int
    y: int
    start: float
    end: float
    tall: bool


def cut(page: Pixels) -> Iterator[Tile]:
    """Yield the tiles of a page in reading order; a page of ordinary shape is one tile."""
    height, width = page.shape[:2]
    long, short = max(height, width), min(height, width)
    if long <= limits.LONG_SIDE or long < short * LONG:
        yield Tile(page, 0, 0, -math.inf, math.inf, tall=True)
        return
    tall = height >= width
    count = math.ceil(long / limits.LONG_SIDE)
    step = long / count
    for number in range(count):
        start, end = number * step, (number + 1) * step
        low, high = max(0, int(start) - OVERLAP), min(long, math.ceil(end) + OVERLAP)
        own_start, own_end = (start if number else -math.inf), (end if number < count - 1 else math.inf)
        part = page[low:high] if tall else page[:, low:high].copy()
        yield Tile(part, 0 if tall else low, low if tall else 0, own_start, own_end, tall)


def own_lines(tile: Tile, lines: Iterable[Line]) -> list[Line]:
    """Return the lines that belong to this tile and not to a neighbour, in pixels of the page."""
    own: list[Line] = []
    for line in lines:
        box = Box(line.box.x + tile.x, line.box.y + tile.y, line.box.width, line.box.height)
        centre = box.y + box.height / 2 if tile.tall else box.x + box.width / 2
        if tile.start <= centre < tile.end:
            own.append(Line(line.text, box, line.confidence, tuple(edge + tile.x for edge in line.char_edges)))
    return own
