"""Printed cards are known by where their labels stand: recognised lines are laid over the card's own drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from guard.reading.model import Line

Point = tuple[float, float]

_SHEAR = 0.35
"""Cosine of the angle between the two sides of a photographed card up to which it is a rectangle seen from aside."""

_STRETCH = 1.5
"""How much longer one side may look than the other, because the card is tilted away."""


def middle(line: Line, start: float = 0.0, end: float = 1.0) -> Point:
    """Return the middle of a line, or of the part of its length from ``start`` to ``end`` (0 to 1)."""
    return line.box.x + line.box.width * (start + end) / 2, line.box.y + line.box.height / 2


def card_at(drawn: Mapping[str, Point], seen: Mapping[str, Point], tolerance: float) -> NDArray[np.float64] | None:
    """Return the 2 × 3 matrix that moves the drawing onto the picture, or None when the labels stand otherwise.

    ``drawn`` and ``seen`` give the same labels' middles, in the drawing and in the picture. ``tolerance`` is how far a
    label may stand from its place, in pixels of the drawing.
    """
    names = [name for name in drawn if name in seen]
    if len(names) < 3:
        return None
    source = np.array([(*drawn[name], 1.0) for name in names])
    target = np.array([seen[name] for name in names])
    solved, _, rank, _ = np.linalg.lstsq(source, target, rcond=None)
    matrix = solved.T
    right, down = matrix[:, 0], matrix[:, 1]
    long_right, long_down = float(np.hypot(*right)), float(np.hypot(*down))
    if rank < 3 or min(long_right, long_down) < 0.05:
        return None
    turned = float(right[0] * down[1] - right[1] * down[0])
    if turned <= 0 or abs(float(right @ down)) > _SHEAR * long_right * long_down:
        return None
    if max(long_right, long_down) > _STRETCH * min(long_right, long_down):
        return None
    away = np.hypot(*(source @ solved - target).T)
    return matrix if float(away.max()) <= tolerance * max(long_right, long_down) else None


def moved(matrix: NDArray[np.float64], points: Sequence[Point]) -> NDArray[np.float64]:
    """Return points of the drawing where they lie in the picture, one a row."""
    return np.array([(*point, 1.0) for point in points]) @ matrix.T
