"""Handwriting over or beside print: long winding strokes of blue or black ink that no printed line explains.

Conservative on purpose: much print must be on the page, and what looks like a drawing, an icon or a frame is none.
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

_WEAK, _STRONG, _FREE = 1.15, 1.9, 2.7
"""Outlines of a stroke, holes included, to the outline of its hull: 1 for a disc, 2 for a bar. Written characters
reach the first two, signatures the last."""

_FULLEST = 0.42
"""Ink to bounding box at the most: icons and pictures are fuller."""

_STRAIGHT = 0.55
"""Longest straight piece of an outline to the box's diagonal: frames and grids are above."""

_SLANTED = 0.2
"""Part of an outline's steps from pixel to pixel that go aslant: codes and tables, even turned a little, have fewer."""

_ACROSS = 2.2
"""Heights of a line that a stroke over print reaches at least."""


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
    if len(printed) < _PRINTED_LINES:
        return Found()
    # The box of a line that is not level is higher than its print, that of a short line hardly.
    height = float(np.percentile([min(line.box.height, line.box.width) for line in printed], 25)) / view.factor
    ink = cv2.bitwise_and(view.ink, cv2.bitwise_not(view.red(16)))
    # What joins several lines is no print, whatever it is written over.
    strokes = [stroke for stroke in _strokes(view, ink, printed, height)
               if stroke.height >= _ACROSS * height and stroke.width >= height and stroke.winding >= _FREE]
    _clear(view, ink, printed)
    strokes += _strokes(view, ink, printed, height)
    groups = [group for group in _grouped(strokes, height) if _written(group, height)]
    if not groups:
        return Found()
    best = max(groups, key=lambda group: sum(stroke.side for stroke in group))
    left, top = min(stroke.x for stroke in best), min(stroke.y for stroke in best)
    right, bottom = max(stroke.x + stroke.width for stroke in best), max(stroke.y + stroke.height for stroke in best)
    confidence = min(0.9, 0.5 + 0.05 * len(best))
    box = view.box(left, top, right - left, bottom - top)
    return Found((Trait(HANDWRITING, box=box, confidence=round(confidence, 2)),))


def _written(group: list[_Stroke], height: float) -> bool:
    """Say whether strokes are a signature, or several characters one of which winds as print does not."""
    if any(stroke.winding >= _FREE and stroke.side >= 2.5 * height for stroke in group):
        return True
    strong = sum(stroke.winding >= _STRONG for stroke in group)
    return len(group) >= 3 and strong >= 1 and sum(stroke.side for stroke in group) >= 5 * height


def _blue(view: View) -> Mask:
    """Return where the ink is blue: what a pen writes over black print stays visible."""
    red, _, blue = cv2.split(view.small)
    mask: Mask = cv2.bitwise_and(cv2.compare(cv2.subtract(blue, red), 30, cv2.CMP_GE), view.ink)
    return mask


def _clear(view: View, rest: Mask, printed: list[Line]) -> None:
    """Take printed lines out of the ink; blue strokes stay where the line around them is black."""
    blue = _blue(view)
    for line in printed:
        left, top, right, bottom = view.reduced(line.box)
        left, top, right, bottom = max(0, left - 2), max(0, top - 2), right + 2, bottom + 2
        area = rest[top:bottom, left:right]
        coloured = blue[top:bottom, left:right]
        if cv2.countNonZero(coloured) > 0.5 * max(1, cv2.countNonZero(view.ink[top:bottom, left:right])):
            area[:] = 0
        else:
            np.minimum(area, coloured, out=area)


def _strokes(view: View, rest: Mask, printed: list[Line], height: float) -> Iterator[_Stroke]:
    """Yield the pieces of ink on the printed part of the page that may be written."""
    boxes = np.array([view.reduced(line.box) for line in printed])
    margin = 4 * height
    left, top = boxes[:, :2].min(axis=0) - margin
    right, bottom = boxes[:, 2:].max(axis=0) + margin
    paper = float(np.median([view.grey[y:down, x:over].max() for x, y, over, down in boxes]))
    contours, tree = cv2.findContours(rest, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    for number, contour in enumerate(contours):
        if tree[0][number][3] >= 0 or len(contour) < 2 * height:
            continue
        x, y, width, tall = cv2.boundingRect(contour)
        if not (1.2 * height <= max(width, tall) <= 25 * height and min(width, tall) >= 0.5 * height
                and left <= x and x + width <= right and top <= y and y + tall <= bottom):
            continue
        if float(np.percentile(view.grey[y:y + tall, x:x + width], 80)) < paper - 60:
            continue
        outline = cv2.arcLength(contour, True) + _holes(contours, tree, number)
        winding = outline / max(1.0, cv2.arcLength(cv2.convexHull(contour), True))
        filled = cv2.countNonZero(rest[y:y + tall, x:x + width]) / (width * tall)
        thickness = 2 * filled * width * tall / outline
        if winding >= _WEAK and filled <= _FULLEST and thickness <= 0.35 * height and not _straight(contour):
            yield _Stroke(x, y, width, tall, winding)


def _holes(contours: Sequence[NDArray[np.int32]], tree: NDArray[np.int32], number: int) -> float:
    """Return the length of the outlines inside a contour."""
    length, hole = 0.0, int(tree[0][number][2])
    while hole >= 0:
        length += cv2.arcLength(contours[hole], True)
        hole = int(tree[0][hole][0])
    return length


def _straight(contour: NDArray[np.int32]) -> bool:
    """Say whether a straight line runs along most of a shape, or all of it is level and upright, as in frames."""
    steps = np.abs(np.diff(contour[:, 0, :], axis=0)).sum(axis=1)
    if float((steps == 2).mean()) < _SLANTED:
        return True
    _, _, width, height = cv2.boundingRect(contour)
    corners = cv2.approxPolyDP(contour, 2.0, True)[:, 0, :].astype(np.float64)
    longest = float(np.hypot(*(corners - np.roll(corners, 1, axis=0)).T).max())
    return longest > _STRAIGHT * float(np.hypot(width, height))


def _grouped(strokes: list[_Stroke], height: float) -> list[list[_Stroke]]:
    """Put strokes together whose boxes are less than two and a half lines apart."""
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
