"""Finds handwriting over or beside print: long winding strokes of blue or black ink that no printed line explains.

Conservative on purpose: much print must be on the page, and anything like a drawing, an icon or a frame does not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from guard.reading.model import Line
from guard.reading.traits.view import Found, Mask, View
from rules.text import HANDWRITING, Trait

_PRINTED_LINES = 4
_SURE = 0.86
"""Engine's score from which a line is print; handwriting over print spoils the score of both."""
_LIKELY = 0.5
"""Engine's score from which a line is print when it is no higher than print."""

_WEAK, _STRONG, _FREE = 1.15, 1.9, 2.7
"""Ratio of a stroke's outlines, including holes, to the outline of its hull: 1 for a disc, 2 for a bar. Written
characters reach the first two, signatures the last.
"""

_FULLEST = 0.42
"""Largest ratio of ink to bounding box: icons and pictures are fuller."""

_STRAIGHT = 0.55
"""Largest ratio of the longest straight piece of an outline to the box's diagonal: frames and grids are above."""

_SLANTED = 0.2
"""Part of an outline's steps from pixel to pixel that are diagonal: codes and tables, even turned a little, have fewer.
"""

_ACROSS = 2.2
"""Heights of a line that a stroke over print has at least."""


@dataclass(frozen=True, slots=True)
class _Stroke:
    """Ink in one piece: its box in the small copy, and how much its outline winds."""

    x: int
    y: int
    width: int
    height: int
    winding: float

    @property
    def side(self) -> int:
        return max(self.width, self.height)


def find(view: View) -> Found:
    """Return the handwriting of a window as one trait: its largest group of strokes that are close together."""
    printed = [line for line in view.lines if line.confidence >= _SURE and len(line.text) >= 2]
    # Between light letters on a dark screen the ground winds like ink, and no pen writes there.
    on_paper = [line for line in printed if _darker_than_ground(view, line)]
    if len(on_paper) < _PRINTED_LINES:
        return Found()
    # The box of a line that is not level is higher than its print, that of a short line hardly.
    height = float(np.percentile([min(line.box.height, line.box.width) for line in on_paper], 25)) / view.factor
    left, top, right, bottom = _printed_part(view, on_paper, 4 * height)
    grey = view.grey[top:bottom, left:right]
    red = view.red(16)
    ink = cv2.bitwise_and(view.ink, cv2.bitwise_not(red))[top:bottom, left:right]
    # Print below a seal is often not read, nor is small print on a bad photo: neither is handwriting. What is much
    # lower than print is a piece of a stroke.
    near_red = cv2.dilate(red[top:bottom, left:right], np.ones((21, 21), np.uint8))
    doubtful = [line for line in view.lines if _LIKELY <= line.confidence < _SURE
                and 0.5 * height <= min(line.box.height, line.box.width) / view.factor <= 1.5 * height]
    rest = _cleared(view, ink, [*printed, *doubtful], left, top)
    rest[near_red > 0] = 0
    if cv2.countNonZero(rest) < 2 * height:
        return Found()
    # What joins several lines is not print, whatever it is written over.
    strokes = [stroke for stroke in _strokes(grey, ink, height, _ACROSS * height)
               if stroke.width >= height and stroke.winding >= _FREE]
    strokes += _strokes(grey, rest, height, 0)
    groups = [group for group in _grouped(strokes, height) if _written(group, height)]
    if not groups:
        return Found()
    best = max(groups, key=lambda group: sum(stroke.side for stroke in group))
    x, y = min(stroke.x for stroke in best), min(stroke.y for stroke in best)
    over, down = max(stroke.x + stroke.width for stroke in best), max(stroke.y + stroke.height for stroke in best)
    box = view.box(left + x, top + y, over - x, down - y)
    return Found((Trait(HANDWRITING, box=box, confidence=round(min(0.9, 0.6 + 0.05 * len(best)), 2)),))


def _darker_than_ground(view: View, line: Line) -> bool:
    """Tell whether the print of a line is darker than what it is printed on, of which there is more in its box."""
    x, y, right, bottom = view.reduced(line.box)
    dark, ground, light = np.percentile(view.grey[y:bottom, x:right], (5, 50, 95))
    return bool(ground - dark > light - ground)


def _printed_part(view: View, printed: Sequence[Line], margin: float) -> tuple[int, int, int, int]:
    """Return left, top, right, bottom in the small copy of what the lines cover: the desk is left out."""
    boxes = np.array([view.reduced(line.box) for line in printed])
    left, top = (boxes[:, :2].min(axis=0) - margin).clip(0).astype(int)
    right, bottom = (boxes[:, 2:].max(axis=0) + margin).astype(int)
    return int(left), int(top), int(right), int(bottom)


def _written(group: list[_Stroke], height: float) -> bool:
    """Tell whether strokes are a signature, or several characters one of which winds as print does not."""
    if any(stroke.winding >= _FREE and stroke.side >= 2.5 * height for stroke in group):
        return True
    strong = sum(stroke.winding >= _STRONG for stroke in group)
    return len(group) >= 3 and strong >= 1 and sum(stroke.side for stroke in group) >= 5 * height


def _blue(view: View) -> Mask:
    """Return where the ink is blue: what a pen writes over black print stays visible."""
    red, _, blue = cv2.split(view.small)
    mask: Mask = cv2.bitwise_and(cv2.compare(cv2.subtract(blue, red), 30, cv2.CMP_GE), view.ink)
    return mask


def _cleared(view: View, ink: Mask, printed: Sequence[Line], left: int, top: int) -> Mask:
    """Return the ink without printed lines; blue strokes stay where the line around them is black.

    ``left`` and ``top`` are where the ink begins in the small copy.
    """
    rest, blue = ink.copy(), _blue(view)[top:top + ink.shape[0], left:left + ink.shape[1]]
    for line in printed:
        x, y, over, down = view.reduced(line.box)
        rows = slice(max(0, y - top - 2), max(0, down - top + 2))
        columns = slice(max(0, x - left - 2), max(0, over - left + 2))
        area, coloured = rest[rows, columns], blue[rows, columns]
        if cv2.countNonZero(coloured) > 0.5 * max(1, cv2.countNonZero(ink[rows, columns])):
            area[:] = 0
        else:
            np.minimum(area, coloured, out=area)
    return rest


def _strokes(grey: Mask, ink: Mask, height: float, lowest: float) -> Iterator[_Stroke]:
    """Yield the pieces of ink, ``lowest`` pixels high or more, that may be written on paper."""
    paper = float(np.percentile(grey[::4, ::4], 75))
    contours, tree = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    for number, contour in enumerate(contours):
        if len(contour) < 2.4 * height or tree[0][number][3] >= 0:
            continue
        x, y, width, tall = cv2.boundingRect(contour)
        if not (1.2 * height <= max(width, tall) <= 25 * height and min(width, tall) >= 0.5 * height
                and tall >= lowest) or _straight(contour):
            continue
        if float(np.percentile(grey[y:y + tall, x:x + width], 80)) < paper - 60:
            continue
        outline = cv2.arcLength(contour, True) + _holes(contours, tree, number)
        winding = outline / max(1.0, cv2.arcLength(cv2.convexHull(contour), True))
        area = cv2.countNonZero(ink[y:y + tall, x:x + width])
        if winding >= _WEAK and area <= _FULLEST * width * tall and 2 * area <= 0.35 * height * outline:
            yield _Stroke(x, y, width, tall, winding)


def _holes(contours: Sequence[NDArray[np.int32]], tree: NDArray[np.int32], number: int) -> float:
    """Return the length of the outlines inside a contour."""
    length, hole = 0.0, int(tree[0][number][2])
    while hole >= 0:
        length += cv2.arcLength(contours[hole], True)
        hole = int(tree[0][hole][0])
    return length


def _straight(contour: NDArray[np.int32]) -> bool:
    """Tell whether a straight line runs along most of a shape, or all of it is level and upright, as in frames."""
    steps = np.abs(np.diff(contour[:, 0, :], axis=0)).sum(axis=1)
    if float((steps == 2).mean()) < _SLANTED:
        return True
    _, _, width, height = cv2.boundingRect(contour)
    corners = cv2.approxPolyDP(contour, 2.0, True)[:, 0, :].astype(np.float64)
    longest = float(np.hypot(*(corners - np.roll(corners, 1, axis=0)).T).max())
    return longest > _STRAIGHT * float(np.hypot(width, height))


def _grouped(strokes: list[_Stroke], height: float) -> list[list[_Stroke]]:
    """Group strokes whose boxes are less than two and a half lines apart."""
    groups: list[list[_Stroke]] = []
    for stroke in strokes:
        near = [group for group in groups if any(_gap(stroke, other) < 2.5 * height for other in group)]
        merged = [stroke, *(other for group in near for other in group)]
        groups = [group for group in groups if group not in near] + [merged]
    return groups


def _gap(one: _Stroke, other: _Stroke) -> int:
    across = max(one.x, other.x) - min(one.x + one.width, other.x + other.width)
    down = max(one.y, other.y) - min(one.y + one.height, other.y + other.height)
    return max(across, down, 0)
