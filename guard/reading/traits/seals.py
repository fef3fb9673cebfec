"""Red seals: a red ring, round or oval, with red characters along its inside. No discs, badges, banners or circles."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from guard.reading.traits.view import Found, Mask, View
from rules.text import SEAL, Trait

_LEADS = (48, 20)
"""Lead of red over the other colours (0–255) that counts as ink: fresh ink first, then faded or washed-out ink."""

_CLOSINGS = (3, 7, 13)
"""Pixels of the gaps that are bridged, small ones first: print across the seal and worn rubber break its ring."""

_LEAST_SIDE = 30
"""Pixels of the smallest seal in the small copy; its characters are three pixels high there."""

_FLATTEST = 0.5
"""Ratio of an oval's axes: oval seals have about 0.67 (45 by 30 mm), a photo from the side takes some more."""

_GATE = 150
"""Red pixels below which there is no seal."""

_CANDIDATES = 24
"""Shapes that are looked at closely, the largest first."""

_ANGLES = 72


@dataclass(frozen=True, slots=True)
class _Oval:
    """An ellipse in the small copy: centre, half axes, turn of the first axis in radians."""

    x: float
    y: float
    a: float
    b: float
    turn: float


def find(view: View) -> Found:
    """Return the seals of a window; confidence grows with how much of ring and writing can be seen."""
    traits: list[Trait] = []
    found: list[_Oval] = []
    for lead in _LEADS:
        mask = view.red(lead)
        if cv2.countNonZero(mask) < _GATE:
            continue
        for oval in _ovals(mask):
            if any(math.hypot(oval.x - known.x, oval.y - known.y) < max(oval.a, known.a) for known in found):
                continue
            confidence = _confidence(mask, oval)
            if confidence:
                found.append(oval)
                across = math.hypot(oval.a * math.cos(oval.turn), oval.b * math.sin(oval.turn))
                down = math.hypot(oval.a * math.sin(oval.turn), oval.b * math.cos(oval.turn))
                box = view.box(oval.x - across, oval.y - down, 2 * across, 2 * down)
                traits.append(Trait(SEAL, box=box, confidence=confidence))
    return Found(tuple(traits))


def _ovals(mask: Mask) -> Iterator[_Oval]:
    """Yield the outlines of connected red things that are ellipses."""
    for size in _CLOSINGS:
        closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
        contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        boxes = sorted(((cv2.boundingRect(contour), contour) for contour in contours if len(contour) >= 5),
                       key=lambda pair: -pair[0][2] * pair[0][3])
        for (_, _, width, height), contour in boxes[:_CANDIDATES]:
            if min(width, height) < _LEAST_SIDE or min(width, height) < _FLATTEST * max(width, height):
                continue
            oval = _fitted(contour)
            if oval is not None:
                yield oval


def _fitted(contour: NDArray[np.int32]) -> _Oval | None:
    """Return the ellipse that a shape's hull is, or None when the hull is no ellipse."""
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
    """Move points to where the ellipse is the unit circle."""
    cosine, sine = math.cos(oval.turn), math.sin(oval.turn)
    x, y = x - oval.x, y - oval.y
    return (x * cosine + y * sine) / oval.a, (y * cosine - x * sine) / oval.b


def _confidence(mask: Mask, oval: _Oval) -> float:
    """Return how much an ellipse looks like a seal, 0 when it does not."""
    polar = _polar(mask, oval)
    steps = polar.shape[1]
    ring = polar[:, int(0.84 * steps / 1.1):].max(axis=1) > 0
    inside = polar[:, : int(0.82 * steps / 1.1)]
    radii = np.arange(inside.shape[1]) + 0.5
    filled = float((inside.mean(axis=0) * radii).sum() / radii.sum())
    written = inside[:, int(0.42 * steps / 1.1):].mean(axis=1)
    about, some = float(ring.mean()), float((written > 0.06).mean())
    writing = polar[:, int(0.5 * steps / 1.1):int(0.8 * steps / 1.1)]
    changes = float(np.abs(np.diff(writing, axis=0)).sum(axis=0).mean())
    if about < 0.62 or not 0.05 <= filled <= 0.6 or some < 0.4 or changes < 10:
        return 0.0
    return round(min(1.0, 0.3 + 0.4 * about + 0.3 * some), 2)


def _polar(mask: Mask, oval: _Oval) -> NDArray[np.float64]:
    """Return the mask as 0 and 1 over angle (rows) and radius from 0 to 1.1 (columns) of the ellipse."""
    angles = np.arange(_ANGLES)[:, None] * (2 * math.pi / _ANGLES)
    radii = (np.arange(44)[None, :] + 0.5) / 40
    cosine, sine = math.cos(oval.turn), math.sin(oval.turn)
    along, across = np.cos(angles) * radii * oval.a, np.sin(angles) * radii * oval.b
    x = (oval.x + along * cosine - across * sine).astype(np.float32)
    y = (oval.y + along * sine + across * cosine).astype(np.float32)
    mapped: Mask = cv2.remap(mask, x, y, cv2.INTER_LINEAR)
    return (mapped > 100).astype(np.float64)
