"""Computes the interval that contains the true share with a probability of 95 % (Wilson 1927)."""

from __future__ import annotations

from math import sqrt

_Z = 1.96


def interval(part: int, whole: int) -> tuple[float, float]:
    """Return the ends of the interval; ``whole`` is not 0."""
    rate, square = part / whole, _Z * _Z
    middle = (rate + square / (2 * whole)) / (1 + square / whole)
    half = _Z * sqrt(rate * (1 - rate) / whole + square / (4 * whole * whole)) / (1 + square / whole)
    return max(middle - half, 0), min(middle + half, 1)
