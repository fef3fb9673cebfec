"""Finds red headings (GB/T 9704-2012): the issuing body in large red characters, centred over a long red rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from guard.reading.model import Line
from guard.reading.traits.view import Found, Mask, View
from rules.text import RED_HEADING, Trait

_LEADS = (48, 24)
"""How far red must exceed the other colours (0–255) in print: clear print first, then photos in poor light."""

_GATE = 300
"""Red pixels below which there is no heading."""

_PART, _RULE = 0.09, 0.2
"""Length of a rule's smallest part, and of a whole rule, relative to the window's width: a star in its middle may
divide it, and the page may fill less than half of a screen.
"""


_STEEPEST = 0.3
"""Largest rise of a rule relative to its length, on a photo that was taken at a slant."""

_BENT = 0.03
"""How far a rule may deviate from a straight line, relative to its length: for a star in its middle, and for bent
paper.
"""

_GAP = 0.2
"""Widest gap in the heading relative to the rule's length: two headings side by side over one line are a web page."""


_Place = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Rule:
    """A red rule in the small copy: its upright bounding box, and how much it falls for each pixel to the right."""

    left: int
    top: int
    right: int
    bottom: int
    slope: float

    @property
    def length(self) -> int:
        return self.right - self.left

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


def find(view: View) -> Found:
    """Return the red heading of a window, if there is one: its confidence is lower for faint print."""
    for lead, confidence in zip(_LEADS, (0.95, 0.8), strict=True):
        mask = view.red(lead)
        if cv2.countNonZero(mask) < _GATE:
            continue
        for turns in _turns(view.lines):
            place = _heading(np.ascontiguousarray(np.rot90(mask, turns)))
            if place is not None:
                box = view.box(*_turned_back(place, turns, mask.shape[1], mask.shape[0]))
                return Found((Trait(RED_HEADING, box=box, confidence=confidence),))
    return Found()


def _turns(lines: Sequence[Line]) -> tuple[int, ...]:
    """Return how many quarter turns to the left may make the page upright, from its lines in reading order.

    Lines from top to bottom may belong to a page turned either way.
    """
    if len(lines) < 4:
        return (0,)
    upright = sum(line.box.height > line.box.width for line in lines if len(line.text) > 1)
    if 2 * upright > len(lines):
        return 1, 3
    half = len(lines) // 2
    first, last = (float(np.median([line.box.y for line in part])) for part in (lines[:half], lines[half:]))
    return (0,) if first <= last else (2, 0)


def _turned_back(place: _Place, turns: int, width: int, height: int) -> _Place:
    """Return the position (x, y, width, height) on the page, which is ``width`` × ``height``, of a place on the page
    turned left.
    """
    x, y, across, down = place
    if turns == 1:
        return width - y - down, x, down, across
    if turns == 2:
        return width - x - across, height - y - down, across, down
    if turns == 3:
        return y, height - x - across, down, across
    return place


def _heading(mask: Mask) -> _Place | None:
    """Return x, y, width, height of the first rule with large red characters over it."""
    for rule in _rules(mask):
        body = _body(_levelled(mask, rule), rule)
        if body is not None:
            left, right = min(body[0], rule.left), max(body[1], rule.right)
            top = max(0.0, body[2] - abs(rule.slope) * rule.length / 2)
            return left, top, right - left, rule.bottom - top
    return None


def _rules(mask: Mask) -> list[_Rule]:
    """Return the long thin red shapes from top to bottom, parts of one rule joined."""
    width = mask.shape[1]
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 9), np.uint8))
    contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    rules: list[_Rule] = []
    for contour in contours:
        x, y, across, down = cv2.boundingRect(contour)
        if across < _PART * width or down > _STEEPEST * across:
            continue
        slope = _slope(contour, max(6.0, _BENT * across))
        if slope is not None and cv2.contourArea(contour) <= across * max(4.0, 0.022 * across):
            rules.append(_Rule(x, y, x + across, y + down, slope))
    joined: list[_Rule] = []
    for rule in sorted(rules, key=lambda rule: rule.left):
        before = next((index for index, other in enumerate(joined) if _continues(other, rule, 0.02 * width)), None)
        if before is None:
            joined.append(rule)
        else:
            joined[before] = _both(joined[before], rule)
    return sorted((rule for rule in joined if rule.length >= _RULE * width), key=lambda rule: rule.top)


def _slope(contour: NDArray[np.int32], tolerance: float) -> float | None:
    """Return how much a shape falls for each pixel to the right, or None when it deviates from its line: a curve does.
    """
    vx, vy, x, y = (float(value) for value in cv2.fitLine(contour, cv2.DIST_L2, 0, 0.01, 0.01).ravel())
    points = contour[:, 0, :].astype(np.float64)
    away = np.abs((points[:, 0] - x) * vy - (points[:, 1] - y) * vx)
    return vy / vx if abs(vx) > 0.5 and float(away.max()) <= tolerance else None


def _continues(rule: _Rule, other: _Rule, tolerance: float) -> bool:
    """Tell whether one rule is where the other one continues, or close beside it."""
    (x, y), (over, down) = rule.middle, other.middle
    return abs(y + rule.slope * (over - x) - down) < tolerance and abs(rule.slope - other.slope) < 0.1


def _both(rule: _Rule, other: _Rule) -> _Rule:
    longer = max(rule, other, key=lambda part: part.length)
    return _Rule(min(rule.left, other.left), min(rule.top, other.top), max(rule.right, other.right),
                 max(rule.bottom, other.bottom), longer.slope)


def _levelled(mask: Mask, rule: _Rule) -> Mask:
    """Return the mask with its columns moved up and down so that the rule is level through its middle."""
    if abs(rule.slope) < 0.01:
        return mask
    x, _ = rule.middle
    matrix = np.array([[1, 0, 0], [-rule.slope, 1, rule.slope * x]])
    level: Mask = cv2.warpAffine(mask, matrix, (mask.shape[1], mask.shape[0]), flags=cv2.INTER_NEAREST)
    return level


def _body(mask: Mask, rule: _Rule) -> tuple[int, int, int] | None:
    """Return left, right and top of large red characters centred over a level rule, or None."""
    length = rule.length
    foot = int(rule.middle[1]) - 4 if abs(rule.slope) >= 0.01 else rule.top
    top, offset = max(0, foot - int(0.7 * length)), max(0, rule.left - length // 20)
    area = mask[top:max(top, foot), offset:rule.right + length // 20]
    if area.size == 0:
        return None
    count, _, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(area, np.ones((5, 3), np.uint8)))
    glyphs = sorted((int(x), int(x + width), int(y)) for x, y, width, height, ink in stats[1:count]
                    if 0.03 * length <= height <= 0.3 * length and width <= 0.5 * length
                    and 0.1 < ink / (width * height) < 0.92)
    if len(glyphs) < 2:
        return None
    left, right = glyphs[0][0], max(glyph[1] for glyph in glyphs)
    centred = abs((left + right) / 2 - area.shape[1] / 2) < 0.12 * length
    gaps = [after[0] - max(glyph[1] for glyph in glyphs[:number + 1]) for number, after in enumerate(glyphs[1:])]
    covered = sum(after - before for before, after, _ in glyphs)
    if not centred or right - left < 0.3 * length or covered < 0.25 * length or max(gaps) > _GAP * length:
        return None
    return left + offset, right + offset, min(glyph[2] for glyph in glyphs) + top
