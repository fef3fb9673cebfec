"""Cuts long screenshots into tiles, so that no engine shrinks them until nothing can be read.

Only across, and where no writing is: between two lines a cut costs nothing. Wide pages stay whole, since a cut would go
through their lines.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from guard.reading import limits
from guard.reading.model import Line, Pixels
from rules.model import Box

LONG = 2.5
"""A page higher than this many times its width is cut: two A4 pages above each other are not, three are."""

OVERLAP = 128
"""Pixels that two neighbouring tiles share on each side of the cut: more than the height of any line of body text."""

_SEARCH = 320
"""Rows on each side of an even cut that are searched for the emptiest place; a line of chat has 50."""

_EMPTY = 12
"""Brightness (0–255) by which adjacent pixels in an empty row may differ: JPEG noise, not strokes."""

_FRAME = 0.6
"""Share of the rows near a cut in which an upright line continues."""

_FRAMES = 0.1
"""Share of the columns that may be such lines."""

_JITTER = 3.0
"""Pixels by which two readings of one line may differ: where a cut has to go through writing, a line whose centre is
that near belongs to both tiles. Reading it twice is better than not at all.
"""


@dataclass(frozen=True, slots=True)
class Tile:
    """A part of a page that begins at row ``y``; it owns the lines whose centre is from ``start`` to ``end``."""

    pixels: Pixels
    y: int
    start: float
    end: float


def cut(page: Pixels) -> Iterator[Tile]:
    """Yield the tiles of a page from top to bottom; a page of normal shape is one tile."""
    height, width = page.shape[:2]
    if height <= limits.LONG_SIDE or height < width * LONG:
        yield Tile(page, 0, -math.inf, math.inf)
        return
    count = math.ceil(height / limits.LONG_SIDE)
    cuts = [_emptiest(page, round(number * height / count)) for number in range(1, count)]
    for number in range(count):
        start, before = cuts[number - 1] if number else (0, 0.0)
        end, behind = cuts[number] if number < count - 1 else (height, 0.0)
        top, bottom = max(0, start - OVERLAP), min(height, end + OVERLAP)
        yield Tile(page[top:bottom], top, start - before if number else -math.inf,
                   end + behind if number < count - 1 else math.inf)


def own_lines(tile: Tile, lines: Iterable[Line]) -> list[Line]:
    """Return the lines that belong to this tile and not to a neighbour, in pixels of the page."""
    own: list[Line] = []
    for line in lines:
        box = Box(line.box.x, line.box.y + tile.y, line.box.width, line.box.height)
        if tile.start <= box.y + box.height / 2 < tile.end:
            own.append(replace(line, box=box))
    return own


def _emptiest(page: Pixels, row: int) -> tuple[int, float]:
    """Return the row to cut at, in the middle of the empty rows nearest to ``row``, and 0.

    Without empty rows nearby: ``row`` itself, and how far both tiles reach beyond it.
    """
    first = max(0, row - _SEARCH)
    window = page[first:row + _SEARCH, :, 1].astype(np.int16)
    changes = np.abs(np.diff(window, axis=1)) > _EMPTY
    # What changes in most rows is a frame or the lines of a table, not writing; in a photograph everything does.
    frames = changes.mean(axis=0) >= _FRAME
    if frames.mean() < _FRAMES:
        changes = changes[:, ~frames]
    empty = ~changes.any(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], empty, [False])).astype(np.int8)))
    runs = [(int(start), int(end)) for start, end in edges.reshape(-1, 2) if end - start >= 2 * _JITTER]
    if not runs:
        return row, _JITTER
    middle = row - first
    start, end = min(runs, key=lambda run: max(run[0] - middle, middle - run[1], 0))
    margin = int(_JITTER)
    return first + min(max(middle, start + margin), end - margin), 0.0
