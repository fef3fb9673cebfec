"""Finds the lines of a screenshot without a network: what programs draw is sharp on an even background.

It takes a tenth of the network's time. What does not have the shape of a line, or is on an uneven background (a photo
inside a window), is left to the network. Measured: docs/benchmarks-reading.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from guard.reading.model import Pixels
from guard.reading.ocr import strokes
from guard.reading.ocr.regions import Region
from guard.reading.ocr.strokes import Boxes, Edges
from rules.model import Box

_SHARP = 28
"""Difference (0–255, the largest of the three colours) between neighbours that makes an edge: grey words of a menu."""

_SMALL = 128
"""Pixels of the shorter side below which a picture is a crop around a line, whose letters may touch its edges."""

_ROWS = 8
"""One in this many rows is examined to tell whether a page was drawn or photographed."""

_EVEN = 0.25
"""Part of those rows that may change by less than an edge. Screens have 0.02, photos 0.75 and more."""

_TILE = 32
"""Side in pixels of the tiles whose background is even or not."""

_UNEVEN = 0.5
"""Part of a tile that changes by less than an edge when it contains something other than a program's drawing."""

_LEAST_UNEVEN = 64
"""Pixels of the shorter side below which an uneven background is an icon."""

_STRAIGHT = 0.6
"""Degrees from which lines must be turned to be read: such a page was scanned or photographed."""

_SMALLER = 3
"""How much smaller the copy is in which large letters are found: their strokes are separate there like small words."""

_LARGE = 10
"""Height in that copy from which a line of it counts."""

_ACROSS = 17
"""Pixels over which letters join to words."""

_EMPTY, _TWO_LINES = 0.2, 16
"""Part of the usual amount of ink in a row below which the row is between two lines, and the height in pixels of two.
"""

_PALE, _LOWEST_PALE = 7, 8
"""Difference from which there may be pale text, and the height in pixels of such a line."""

_MOST_UNCLEAR = 0.4
"""Part of the page above which the network searches all of it."""

_COLUMN = 4
"""Number of characters one below the other from which they are a vertical line."""

_MARGIN, _LEAST_MARGIN = 0.16, 2
"""Room around a line in parts of its height, and in pixels; measured: letters then fill as much of the recogniser's
input as those it was trained on, and a line costs half of what the network's tighter boxes do.
"""


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines of a screenshot, and the parts of it that a network must search. All in page pixels."""

    lines: tuple[Region, ...]
    unclear: tuple[Box, ...]


def look(page: Pixels) -> Layout | None:
    """Return the layout of an RGB page, or None when it was not drawn by a program."""
    if min(page.shape[:2]) < _SMALL or not _is_drawn(page[::_ROWS]):
        return None
    contrast = _contrast(page)
    edges = _edges(contrast)
    fine = strokes.find(edges, _ACROSS, 3)
    if fine.degrees > _STRAIGHT:
        return None
    uneven = _uneven(cv2.inRange(contrast, 1, _SHARP))
    found = _with_large(fine.boxes, page)
    strange = found[:, 3] - found[:, 1] > strokes.TALLEST
    strange |= np.array([_is_stacked(edges, box) for box in found.tolist()], bool)
    clear = [_box(box) for box in found[~strange].tolist()]
    hanging = [box for box in fine.hanging.tolist() if not any(_inside(box, line) for line in clear)]
    doubts = [*found[strange].tolist(), *fine.cut.tolist(), *hanging, *_faint(contrast, found).tolist()]
    unclear = [*uneven, *(_box(box) for box in doubts), *_columns(found[~strange])]
    if sum(area.width * area.height for area in unclear) > _MOST_UNCLEAR * page.shape[0] * page.shape[1]:
        return None
    lines = [box for box in found[~strange].tolist() if not any(_inside(box, area) for area in unclear)]
    return Layout(tuple(_region(box) for box in lines), tuple(unclear))


def _is_drawn(rows: Pixels) -> bool:
    """True when hardly any pixel differs a little from its neighbour. A photo of 12 megapixels costs 4 MB here."""
    changes = cv2.absdiff(rows[:, 1:], rows[:, :-1]).max(axis=2)
    return bool(((changes > 0) & (changes <= _SHARP)).mean() <= _EVEN)


def _contrast(page: Pixels) -> NDArray[np.uint8]:
    """Return for each pixel how much it and its neighbours differ in the colour that differs most."""
    changes = cv2.morphologyEx(page, cv2.MORPH_GRADIENT, np.ones((2, 2), np.uint8))
    red, green, blue = cv2.split(changes)
    most: NDArray[np.uint8] = cv2.max(cv2.max(red, green), blue)
    return most


def _edges(contrast: NDArray[np.uint8]) -> Edges:
    edges: Edges = cv2.threshold(contrast, _SHARP, 1, cv2.THRESH_BINARY)[1]
    return edges


def _uneven(faint: NDArray[np.uint8]) -> list[Box]:
    """Return where the background is not even: photos, pictures of pictures."""
    rows, columns = faint.shape[0] // _TILE, faint.shape[1] // _TILE
    if not rows or not columns:
        return []
    tiles = cv2.resize(faint[:rows * _TILE, :columns * _TILE], (columns, rows), interpolation=cv2.INTER_AREA)
    many = (tiles > _UNEVEN * 255).astype(np.uint8)
    _, _, found, _ = cv2.connectedComponentsWithStats(many, connectivity=8)
    boxes = [Box(*(side * _TILE for side in part[:4])) for part in found[1:].tolist()]
    return [box for box in boxes if min(box.width, box.height) >= _LEAST_UNEVEN]


def _faint(contrast: NDArray[np.uint8], found: Boxes) -> Boxes:
    """Return where something like a line is so pale that it has no edges: grey on grey, a watermark."""
    pale = cv2.inRange(contrast, _PALE, _SHARP)
    pale[contrast > _SHARP] = 0
    for left, top, right, bottom in found.tolist():
        margin = 2 + (bottom - top) // 4
        pale[max(0, top - margin):bottom + margin, max(0, left - margin):right + margin] = 0
    near = cv2.dilate(_edges(contrast), np.ones((5, 5), np.uint8))
    written = strokes.find((pale & (1 - near) * 255 > 0).astype(np.uint8), _ACROSS, 3)
    boxes = np.concatenate([written.boxes, written.hanging])
    width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    lines: Boxes = boxes[(height >= _LOWEST_PALE) & (width >= 1.5 * height)]
    return lines


def _with_large(fine: Boxes, page: Pixels) -> Boxes:
    """Replace the pieces of large letters by the lines that a smaller copy shows."""
    size = (page.shape[1] // _SMALLER, page.shape[0] // _SMALLER)
    if min(size) < 1:
        return fine
    copy = cv2.resize(page, size, interpolation=cv2.INTER_AREA)
    coarse = strokes.find(_edges(_contrast(copy)), _ACROSS, 1).boxes
    high = coarse[:, 3] - coarse[:, 1]
    pieces = fine
    kept = []
    for box in coarse[(high >= _LARGE) & (high <= strokes.TALLEST)] * _SMALLER:
        inside = _centred(pieces, box)
        if not _are_lines(pieces[inside], box):
            kept.append(_grown(box, pieces[inside]))
            pieces = pieces[~inside]
    return np.concatenate([pieces, np.array(kept, np.int32).reshape(-1, 4)])


def _centred(pieces: Boxes, box: NDArray[np.int32]) -> NDArray[np.bool_]:
    x, y = (pieces[:, 0] + pieces[:, 2]) / 2, (pieces[:, 1] + pieces[:, 3]) / 2
    return np.asarray((box[0] <= x) & (x < box[2]) & (box[1] <= y) & (y < box[3]))


def _are_lines(pieces: Boxes, box: NDArray[np.int32]) -> bool:
    """True when the pieces are lines of their own: of a paragraph, inside a bubble, or as high as the box itself."""
    width, height = pieces[:, 2] - pieces[:, 0], pieces[:, 3] - pieces[:, 1]
    whole = height > 0.6 * (box[3] - box[1])
    long = width > 2.5 * height
    most = 0.5 * (box[2] - box[0])
    return bool((long & ~whole).sum() > 1 or (long & (width > most)).any() or width[whole].sum() > 1.6 * most)


def _grown(box: NDArray[np.int32], pieces: Boxes) -> NDArray[np.int32]:
    """Extend the box of a smaller copy by the pixels that its pieces have beyond it."""
    everything = np.vstack([box, pieces])
    return np.concatenate([everything[:, :2].min(axis=0), everything[:, 2:].max(axis=0)])


def _is_stacked(edges: Edges, box: list[int]) -> bool:
    """True when hardly anything is written along some row in the middle of a box: it may contain two lines."""
    rows = edges[box[1]:box[3], box[0]:box[2]].sum(axis=1, dtype=np.int64)
    if len(rows) < _TWO_LINES:
        return False
    quarter = len(rows) // 4
    return bool(rows[quarter:len(rows) - quarter].min() < _EMPTY * rows.mean())


def _columns(boxes: Boxes) -> list[Box]:
    """Return where single characters are close together one below the other: vertical lines."""
    columns: list[list[list[int]]] = []
    width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    for box in sorted(boxes[(width < 1.5 * height) & (height < 1.5 * width)].tolist(), key=lambda box: box[1]):
        column = next((column for column in columns if _below(column[-1], box)), None)
        if column is None:
            columns.append([box])
        else:
            column.append(box)
    wholes = [np.array(column) for column in columns if len(column) >= _COLUMN]
    return [_box([*whole[:, :2].min(axis=0).tolist(), *whole[:, 2:].max(axis=0).tolist()]) for whole in wholes]


def _below(one: list[int], other: list[int]) -> bool:
    high = max(one[3] - one[1], other[3] - other[1])
    return 0 <= other[1] - one[3] < 0.5 * high and abs(one[0] + one[2] - other[0] - other[2]) < 0.6 * high


def _inside(box: list[int], area: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return area.x <= x < area.x + area.width and area.y <= y < area.y + area.height


def _region(box: list[int]) -> Region:
    margin = max(_LEAST_MARGIN, round(_MARGIN * (box[3] - box[1])))
    left, top, right, bottom = box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin
    return Region((left + right) / 2, (top + bottom) / 2, (right - left) / 2, 0.0, 0.0, (bottom - top) / 2, margin)


def _box(box: list[int]) -> Box:
    return Box(box[0], box[1], box[2] - box[0], box[3] - box[1])
