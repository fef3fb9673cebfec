"""Finds seals: a red ring, round or oval, with red characters along its inside. No discs, badges, banners or circles.

Also finds dark ones on pages that have no colour, as copiers and fax machines make them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from guard.reading.model import Pixels
from guard.reading.traits.view import Found, Mask, View
from rules.text import SEAL, Trait

_LEADS = (48, 20)
"""How far red must exceed the other colours (0–255) in ink: fresh ink first, then faded or washed-out ink."""

_COLOURLESS = 24
"""Difference of the colours (0–255) that one pixel in two hundred of a page without colour may exceed."""

_CLOSINGS = (3, 7, 13)
"""Pixels of the gaps that are bridged, small ones first: print across the seal and worn rubber break its ring."""

_LEAST_SIDE = 30
"""Pixels of the smallest seal in the small copy; its characters are three pixels high there."""

_FLATTEST = 0.5
"""Ratio of an oval's axes: oval seals have about 0.67 (45 by 30 mm), a photo from the side reduces it."""

_GATE = 150
"""Red pixels below which there is no seal."""

_CANDIDATES = 24
"""Shapes that are examined closely, the largest first."""

_ANGLES, _RADII, _OUTERMOST = 72, 44, 1.1
"""Steps around and outwards in which an ellipse is sampled, and how far outwards, in radii."""

# Measured on rendered seals (0.78–1, 0.07–0.22, 0.33–0.7, 9.9–16, 39–135) and on red signs, avatars, stickers, flags
# and drawn circles, which have fewer than five changes or hardly any contrast.
_RING = 0.62
"""Part of the ring that must be there."""
_EMPTIEST, _FULLEST = 0.05, 0.42
"""Ink inside the ring."""
_WRITTEN = 0.33
"""Part of the angles with writing inside the ring."""
_CHANGES = 9.5
"""How often ink begins or ends on the way around."""
_CONTRAST = 18
"""Difference of shade (0–255) between ink and what is between it."""


@dataclass(frozen=True, slots=True)
class _Oval:
    """An ellipse in the small copy: centre, half axes, turn of the first axis in radians."""

    x: float
    y: float
    a: float
    b: float
    turn: float


def find(view: View) -> Found:
    """Return the seals of a window; confidence grows with how much of ring and writing is visible."""
    traits: list[Trait] = []
    found: list[_Oval] = []
    for mask, shade in _inks(view):
        if cv2.countNonZero(mask) < _GATE:
            continue
        for oval in _ovals(mask):
            if any(math.hypot(oval.x - known.x, oval.y - known.y) < max(oval.a, known.a) for known in found):
                continue
            confidence = _confidence(mask, shade, oval)
            if confidence:
                found.append(oval)
                across = math.hypot(oval.a * math.cos(oval.turn), oval.b * math.sin(oval.turn))
                down = math.hypot(oval.a * math.sin(oval.turn), oval.b * math.cos(oval.turn))
                box = view.box(oval.x - across, oval.y - down, 2 * across, 2 * down)
                traits.append(Trait(SEAL, box=box, confidence=confidence))
    return Found(tuple(traits))


def _inks(view: View) -> Iterator[tuple[Mask, Mask]]:
    """Yield where there is ink that may be a seal's, and how strong each pixel is."""
    yield from ((view.red(lead), view.redness) for lead in _LEADS)
    if cv2.countNonZero(view.red(_LEADS[-1])) < _GATE and _colourless(view.small):
        yield view.ink, cv2.bitwise_not(view.grey)


def _colourless(small: Pixels) -> bool:
    sample = small[::4, ::4].astype(np.int16)
    return bool(np.percentile(sample.max(axis=2) - sample.min(axis=2), 99.5) <= _COLOURLESS)


def _ovals(mask: Mask) -> Iterator[_Oval]:
    """Yield the outlines of connected shapes that are ellipses."""
    seen: set[tuple[int, int]] = set()
    for size in _CLOSINGS:
        closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
        contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        boxes = sorted(((cv2.boundingRect(contour), contour) for contour in contours if len(contour) >= 5),
                       key=lambda pair: -pair[0][2] * pair[0][3])
        for (_, _, width, height), contour in boxes[:_CANDIDATES]:
            if min(width, height) < _LEAST_SIDE or min(width, height) < _FLATTEST * max(width, height):
                continue
            oval = _fitted(contour)
            if oval is not None and (place := (int(oval.x), int(oval.y))) not in seen:
                seen.add(place)
                yield oval


def _fitted(contour: NDArray[np.int32]) -> _Oval | None:
    """Return the ellipse of a shape's hull, or None when the hull is not an ellipse."""
    hull = cv2.convexHull(contour)
    moments = cv2.moments(hull)
    area = moments["m00"]
    if area <= 0:
        return None
    xx, yy, xy = moments["mu20"] / area, moments["mu02"] / area, moments["mu11"] / area
    spread = math.hypot(xx - yy, 2 * xy)
    a, b = math.sqrt(2 * (xx + yy + spread)), math.sqrt(max(0.0, 2 * (xx + yy - spread)))
    if b < _FLATTEST * a or min(a, b) * 2 < _LEAST_SIDE or abs(area / (math.pi * a * b) - 1) > 0.06:
        return None
    oval = _Oval(moments["m10"] / area, moments["m01"] / area, a, b, 0.5 * math.atan2(2 * xy, xx - yy))
    points = hull[:, 0, :].astype(np.float64)
    along, across = _unit(oval, points[:, 0], points[:, 1])
    away = np.abs(np.hypot(along, across) - 1)
    return oval if float(away.max()) < 0.16 and float(away.mean()) < 0.06 else None


def _unit(oval: _Oval, x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    """Transform points so that the ellipse becomes the unit circle."""
    cosine, sine = math.cos(oval.turn), math.sin(oval.turn)
    x, y = x - oval.x, y - oval.y
    return (x * cosine + y * sine) / oval.a, (y * cosine - x * sine) / oval.b


def _confidence(mask: Mask, shade: Mask, oval: _Oval) -> float:
    """Return how much an ellipse looks like a seal, 0 when it does not."""
    polar = _polar(mask, oval) > 100
    ring = polar[:, _column(0.84):].any(axis=1)
    inside, written = polar[:, :_column(0.82)], polar[:, _column(0.42):_column(0.82)]
    radii = np.arange(inside.shape[1]) + 0.5
    filled = float((inside.mean(axis=0) * radii).sum() / radii.sum())
    about, some = float(ring.mean()), float((written.mean(axis=1) > 0.06).mean())
    # On the way around between ring and middle, ink and paper alternate for nearly every stroke of the writing.
    changes = float((polar[1:, _column(0.5):_column(0.8)] != polar[:-1, _column(0.5):_column(0.8)]).sum(axis=0).mean())
    if about < _RING or not _EMPTIEST <= filled <= _FULLEST or some < _WRITTEN or changes < _CHANGES:
        return 0.0
    shades = _polar(shade, oval)
    if float(shades[polar].mean() - shades[~polar].mean()) < _CONTRAST:
        return 0.0
    return round(min(1.0, 0.3 + 0.4 * about + 0.3 * min(1.0, changes / 12)), 2)


def _column(radius: float) -> int:
    return round(radius * _RADII / _OUTERMOST)


def _polar(mask: Mask, oval: _Oval) -> Mask:
    """Return a mask over angle (rows) and radius from 0 to _OUTERMOST (columns) of the ellipse."""
    angles = np.arange(_ANGLES)[:, None] * (2 * math.pi / _ANGLES)
    radii = (np.arange(_RADII)[None, :] + 0.5) * (_OUTERMOST / _RADII)
    cosine, sine = math.cos(oval.turn), math.sin(oval.turn)
    along, across = np.cos(angles) * radii * oval.a, np.sin(angles) * radii * oval.b
    x = (oval.x + along * cosine - across * sine).astype(np.float32)
    y = (oval.y + along * sine + across * cosine).astype(np.float32)
    polar: Mask = cv2.remap(mask, x, y, cv2.INTER_LINEAR)
    return polar
