"""Cuts long screenshots into tiles, so that no engine shrinks them until nothing can be read.

Only across: a cut between two lines costs nothing. Wide pages stay whole, since a cut would go through their lines.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from guard.reading import limits
from guard.reading.model import Line, Pixels
from rules.model import Box

LONG = 2.5
"""A page higher than this many times its width is cut: two A4 pages above each other are not, three are."""

OVERLAP = 128
"""Pixels two neighbouring tiles share on each side of the cut: more than the height of any line of body text."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A part of a page that begins at row ``y``; it owns the lines whose centre lies from ``start`` to ``end``."""

    pixels: Pixels
    y: int
    start: float
    end: float


def cut(page: Pixels) -> Iterator[Tile]:
    """Yield the tiles of a page from top to bottom; a page of ordinary shape is one tile."""
    height, width = page.shape[:2]
    if height <= limits.LONG_SIDE or height < width * LONG:
        yield Tile(page, 0, -math.inf, math.inf)
        return
    count = math.ceil(height / limits.LONG_SIDE)
    step = height / count
    for number in range(count):
        start, end = number * step, (number + 1) * step
        top, bottom = max(0, int(start) - OVERLAP), min(height, math.ceil(end) + OVERLAP)
        yield Tile(page[top:bottom], top, start if number else -math.inf, end if number < count - 1 else math.inf)


def own_lines(tile: Tile, lines: Iterable[Line]) -> list[Line]:
    """Return the lines that belong to this tile and not to a neighbour, in pixels of the page."""
    own: list[Line] = []
    for line in lines:
        box = Box(line.box.x, line.box.y + tile.y, line.box.width, line.box.height)
        if tile.start <= box.y + box.height / 2 < tile.end:
            own.append(Line(line.text, box, line.confidence, line.char_edges))
    return own
