"""Finds lines of writing in a map of edges, by their shape alone: removes drawn shapes and joins the rest.

Boxes are rows of an integer array: left, top, right, bottom in pixels of the map, right and bottom not included.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Edges = NDArray[np.uint8]
"""height × width: 1 where the picture changes sharply."""

Boxes = NDArray[np.int32]
"""count × 4."""

TALLEST = 120
"""Pixels; what is taller when joined is a drawing, or letters that are examined in a smaller copy."""

_RULE_WIDTH, _RULE_HEIGHT = 60, 40
"""Pixels from which an unbroken straight edge is the line of a table or a window, not the stroke of a letter."""

_BAR_HEIGHT, _BAR_SHAPE = 18, 0.5
"""A part at least this high and at most this many times as wide may be a 1, or the rounded end of a speech bubble."""

_FRAME_SIZE, _FRAME_FILL = (30, 14), 0.2
"""A part larger than this and less filled than this is an outline, around a bubble or a button, or a thin letter."""

_LEAST = (4, 6)
"""Width and height below which joined parts are not a line of letters."""

_APART = 0.9
"""Gap between two pieces of a line, in parts of the taller one's height."""

_HIGHEST = 2 * TALLEST
"""Pixels; the tallest piece that another one still joins."""

_LEVEL = 0.4
"""Part of the lower piece's height that two pieces of one line share."""

_ALIKE, _LOW = 1.5, 10
"""How many times as tall as the other piece, or as this many pixels, a piece of the same line may be."""

_OUTSIDE = 0.2
"""How much of a line's height a 1 or a thin letter beside it may extend beyond it. The end of a bubble extends further.
"""


_ASKED, _LONG, _LENGTH = 24, 4, 60
"""How many of the longest pieces tell how far the page is turned, how many times as long as wide these are, and how
many pixels long at least: shorter ones may be strokes of large letters.
"""


_BAR, _BORDER, _INNER = 12, 8, 0.2
"""Pixels of the shorter side up to which a part is a stroke; pixels from the edges of its box in which a frame is, and
the part of it that may be further in.
"""

_WALL, _TOUCH = 5, 0.12
"""Pixels that a wall takes, and the gap on both sides of it together, in parts of the height, at which it may run
through letters rather than between cells.
"""


@dataclass(frozen=True, slots=True)
class _Odd:
    """A part that must not join others; true when letters may be attached to it."""

    box: NDArray[np.int32]
    may_hold_letters: bool


@dataclass(frozen=True, slots=True)
class Found:
    """The boxes of lines, and of larger things that are not lines; by how many degrees most lines are turned, 0 to 90.

    A straight edge may run through the letters of the boxes ``cut``; in those of ``hanging`` letters may be attached to
    drawn shapes.
    """

    boxes: Boxes
    cut: Boxes
    hanging: Boxes
    degrees: float


def find(edges: Edges, across: int, down: int) -> Found:
    """Return what is in a map of edges; ``across`` and ``down`` are how far parts of it join."""
    written, walls = _without_rules(edges)
    written, odd = _without_odd(written)
    joined = cv2.morphologyEx(written, cv2.MORPH_CLOSE, np.ones((down, across), np.uint8))
    cv2.subtract(joined, walls, joined)
    outlines, levels = cv2.findContours(joined, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    outer = [outline for outline, level in zip(outlines, levels[0] if outlines else (), strict=True) if level[3] < 0]
    rectangles = np.array([cv2.boundingRect(outline) for outline in outer], np.int32).reshape(-1, 4)
    large = (rectangles[:, 2] >= _LEAST[0]) & (rectangles[:, 3] >= _LEAST[1])
    pieces, cut = _merged(_corners(rectangles[large]), walls)
    lines, hanging = _with_odd(pieces, odd)
    lines, _ = _merged(lines, walls)
    length = rectangles[:, 2:].max(axis=1, initial=0)
    longest = [number for number in np.argsort(-length)[:_ASKED] if length[number] >= _LENGTH]
    return Found(lines, cut, hanging, _degrees([outer[number] for number in longest]))


def _without_rules(edges: Edges) -> tuple[Edges, Edges]:
    """Remove straight lines, and also return the upright ones; letters on a line stay."""
    around = np.ones((3, 3), np.uint8)
    level = cv2.morphologyEx(edges, cv2.MORPH_OPEN, np.ones((1, _RULE_WIDTH), np.uint8))
    walls = cv2.dilate(cv2.morphologyEx(edges, cv2.MORPH_OPEN, np.ones((_RULE_HEIGHT, 1), np.uint8)), around)
    written = cv2.subtract(edges, cv2.bitwise_or(cv2.dilate(level, around), walls))
    return written, walls


def _without_odd(written: Edges) -> tuple[Edges, list[_Odd]]:
    """Remove parts that must not join others: a line with a bubble's end in it would be taken for a taller one."""
    _, labels, parts, _ = cv2.connectedComponentsWithStatsWithAlgorithm(written, 8, cv2.CV_32S, cv2.CCL_GRANA)
    width, height, filled = parts[:, 2], parts[:, 3], parts[:, 4]
    bar = (height >= _BAR_HEIGHT) & (width <= _BAR_SHAPE * height)
    outline = (width > _FRAME_SIZE[0]) & (height > _FRAME_SIZE[1]) & (filled < _FRAME_FILL * width * height)
    odd = bar | outline
    odd[0] = False
    rest: Edges = written * (~odd).astype(np.uint8)[labels] if odd.any() else written
    return rest, [_Odd(_corners(parts[number:number + 1])[0], _may_hold_letters(labels, parts, number))
                  for number in np.flatnonzero(odd)]


def _may_hold_letters(labels: NDArray[np.int32], parts: NDArray[np.int32], number: np.int64) -> bool:
    """True when a part is not a bar and more than a frame: much of it is away from the edges of its box."""
    left, top, width, height, filled = parts[number].tolist()
    if min(width, height) <= _BAR:
        return False
    inner = labels[top + _BORDER:top + height - _BORDER, left + _BORDER:left + width - _BORDER] == number
    return bool(np.count_nonzero(inner) > _INNER * filled)


def _degrees(outlines: Sequence[NDArray[np.int32]]) -> float:
    """Return the median of how far long outlines are turned, by their second moments."""
    angles = []
    for outline in outlines:
        shape = cv2.moments(outline)
        spread, turned = shape["mu20"] - shape["mu02"], 2 * shape["mu11"]
        along, across = _axes(shape["mu20"], shape["mu02"], math.hypot(spread, turned))
        if along > _LONG**2 * across:
            angles.append(abs(math.degrees(math.atan2(turned, spread))) / 2)
    return float(np.median(angles)) if angles else 0.0


def _axes(level: float, upright: float, difference: float) -> tuple[float, float]:
    """Return the larger and the smaller of the two variances along a shape's own axes, not divided by its size."""
    return (level + upright + difference) / 2, (level + upright - difference) / 2


def _with_odd(lines: Boxes, odd: Sequence[_Odd]) -> tuple[Boxes, Boxes]:
    """Add to the lines the parts that are as high and beside them; return the rest that may contain letters."""
    stray = []
    for part in sorted(odd, key=lambda part: int(part.box[0])):
        box, height = part.box, lines[:, 3] - lines[:, 1]
        fits = (box[1] >= lines[:, 1] - _OUTSIDE * height) & (box[3] <= lines[:, 3] + _OUTSIDE * height)
        fits &= (box[0] - lines[:, 2] < _APART * height) & (lines[:, 0] - box[2] < _APART * height)
        places = np.flatnonzero(fits)
        if len(places):
            lines[places[0]] = _union(lines[places[0]], box)
        elif part.may_hold_letters:
            stray.append(box)
    return lines, np.array(stray, np.int32).reshape(-1, 4)


def _merged(pieces: Boxes, walls: Edges) -> tuple[Boxes, Boxes]:
    """Join pieces that follow each other on one line, with no wall between them; return lines that a wall may cut."""
    lines: list[list[int]] = []
    open_lines: list[list[int]] = []
    cut: list[list[int]] = []
    for piece in pieces[np.argsort(pieces[:, 0], kind="stable")].tolist():
        open_lines = [line for line in open_lines if piece[0] - line[2] < _APART * _HIGHEST]
        near = [line for line in open_lines if _goes_on(line, piece)]
        line = next((line for line in near if not _parted(line, piece, walls)), None)
        cut += [_union(line, piece) for line in near if _touch(line, piece) and _parted(line, piece, walls)]
        if line is None:
            lines.append(piece)
            open_lines.append(piece)
        else:
            line[:] = _union(line, piece)
    return np.array(lines, np.int32).reshape(-1, 4), np.array(cut, np.int32).reshape(-1, 4)


def _touch(line: Sequence[int], piece: Sequence[int]) -> bool:
    """True when two pieces are separated by no more than the wall itself, as it was drawn and widened."""
    return piece[0] - line[2] <= _WALL + _TOUCH * (piece[3] - piece[1])


def _goes_on(line: Sequence[int], piece: Sequence[int]) -> bool:
    """True when a piece is after or in a line, and level with it."""
    shared = min(line[3], piece[3]) - max(line[1], piece[1])
    if shared <= 0:
        return False
    low, tall = sorted((line[3] - line[1], piece[3] - piece[1]))
    level = shared > _LEVEL * low and tall < _ALIKE * max(_LOW, low)
    beyond = _OUTSIDE * tall
    within = any(one[1] >= other[1] - 1 and one[3] <= other[3] + beyond
                 for one, other in ((piece, line), (line, piece)))
    return piece[0] - line[2] < _APART * tall and (level or within)


def _parted(line: Sequence[int], piece: Sequence[int], walls: Edges) -> bool:
    """True when a wall between them is higher than both; the stroke of a large letter is not."""
    if line[2] >= piece[0]:
        return False
    top, bottom = min(line[1], piece[1]), max(line[3], piece[3])
    beyond = 1 + (bottom - top) // 6
    return bool(walls[max(0, top - beyond):bottom + beyond, line[2]:piece[0]].all(axis=0).any())


def _union(one: Sequence[int] | NDArray[np.int32], other: Sequence[int] | NDArray[np.int32]) -> list[int]:
    return [min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])]


def _corners(parts: NDArray[np.int32]) -> Boxes:
    """Convert left, top, width, height to left, top, right, bottom."""
    return np.concatenate([parts[:, :2], parts[:, :2] + parts[:, 2:4]], axis=1).astype(np.int32)
