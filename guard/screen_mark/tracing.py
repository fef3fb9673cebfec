"""Reads the field of dots from a photograph of a screen, or from a part of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from guard.screen_mark.coding import decode
from guard.screen_mark.field import CODED_PLACES, KNOWN_PLACES, KNOWN_SIGNS, SIDE, signs
from guard.screen_mark.lattice import TRIED, WINDOW, Geometry, Spectra, clearest, even, geometries, spectra_of
from guard.screen_mark.payload import Trace, trace_of
from guard.screen_mark.phases import Fitted, fitted

LARGEST_SIDE = 4200
"""Pixels; a larger photograph is reduced first."""

_BEGINS_TRIED = 6
_CERTAIN = 0.3
"""Least correlation of the received signs with those of the number that they are decoded to."""


LARGE, PART = 2_000_000, 1024
"""A picture of more pixels than ``LARGE`` is read only with a geometry that fits its clearest part, a square with this
side: to fit one to all of it takes seconds of a processor.
"""

COHERENT = 0.02
"""Least coherence of that part: 0.015 was the most in noise, 0.05 the least in photographs that are read.

Chosen on photographs of other seeds than those that are reported (ADR 61).
"""

SIZES = 3
"""In how many sizes of the photograph a field is looked for."""


def _nobody(_tried: int, _most: int) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a photograph carries; ``likeness`` is from 0 to 1."""

    trace: Trace
    likeness: float


def trace(rgb: NDArray[np.uint8], tried: Callable[[int, int], None] = _nobody) -> Found | None:
    """Return what the field of dots in a photograph says, None when there is none that can be read with certainty.

    ``tried`` is told before each try how many were made, and how many there are at most.
    """
    gray = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
    shrink = min(1.0, LARGEST_SIDE / max(gray.shape))
    if min(gray.shape) * shrink < WINDOW:
        return None
    if shrink < 1:
        gray = cv2.resize(gray, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    for size, level in enumerate(_levels(gray)):
        tried(size * TRIED, SIZES * TRIED)
        texture = even(level)
        spectra = spectra_of(texture)
        if spectra is None:
            return None
        for number, geometry in enumerate(geometries(spectra)):
            tried(size * TRIED + number, SIZES * TRIED)
            if level.size > LARGE and _coherence(texture, geometry, spectra) < COHERENT:
                continue
            found = _read(level, fitted(texture, geometry))
            if found is not None:
                return found
    return None


def _levels(gray: NDArray[np.float32]) -> Iterator[NDArray[np.float32]]:
    """Yield the photograph at its own size, half and a quarter of it: dots have a size that can be found in one."""
    half = cv2.resize(gray, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    yield gray
    yield half
    yield cv2.resize(half, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)


def _coherence(texture: NDArray[np.float32], geometry: Geometry, spectra: Spectra) -> float:
    """Return how well a geometry fits where it is clearest: a field is regular there, whatever it is elsewhere."""
    left, top = clearest(geometry, spectra, PART)
    return fitted(texture[top:top + PART, left:left + PART], geometry.within(left, top)).coherence


def _read(gray: NDArray[np.float32], fit: Fitted) -> Found | None:
    tile = _tile(gray, fit)
    if tile is None:
        return None
    for turned in _begun(tile):
        number = decode(turned[tuple(CODED_PLACES.T)])
        if number is None:
            continue
        likeness = _likeness(turned, number)
        if likeness > _CERTAIN:
            return Found(trace_of(number), likeness)
    return None


def _tile(gray: NDArray[np.float32], fit: Fitted) -> NDArray[np.float32] | None:
    """Return the mean of all tiles in the photograph: for each dot how dark it is, 0 between dark and light."""
    height, width = gray.shape
    edge = np.linspace(0, 1, 40)
    rim = np.concatenate([np.stack([edge * width, edge * 0]), np.stack([edge * width, edge * 0 + height]),
                          np.stack([edge * 0, edge * height]), np.stack([edge * 0 + width, edge * height])], axis=1)
    u, v = fit.lattice(rim[0], rim[1])
    # Rows and columns of dots are diagonals of the lattice.
    first, last = np.floor([(u + v).min(), (v - u).min()]), np.ceil([(u + v).max(), (v - u).max()])
    if not (np.isfinite(first).all() and np.isfinite(last).all()) or (last - first).max() > 2000:
        return None
    columns, rows = np.meshgrid(np.arange(first[0], last[0] + 1), np.arange(first[1], last[1] + 1))
    x, y = fit.pixels((columns - rows) / 2, (columns + rows) / 2)
    inside = (x > 8) & (y > 8) & (x < width - 8) & (y < height - 8)
    if inside.sum() < SIDE * SIDE:
        return None
    value, doubt = _dots(gray, x, y, inside)
    is_data = inside & ((columns + rows) % 2 == 1)
    weight = np.where(inside, 1 / doubt ** 2, 0).astype(np.float32)
    signs_mean, lattice_mean = (_local(value, np.where(these, weight, 0)) for these in (is_data, inside & ~is_data))
    # Where the dots of the lattice are no darker than the others there is no field: a wall, a reflection, a bezel.
    clear = np.clip(lattice_mean - signs_mean, 0, 4)
    weight = np.where(is_data, weight * clear, 0)
    value = np.clip(value - signs_mean, -2.5 * doubt, 2.5 * doubt) * weight
    weight = weight * clear
    tile, total = np.zeros((SIDE, SIDE)), np.full((SIDE, SIDE), 1e-9)
    place = rows.astype(int) % SIDE, columns.astype(int) % SIDE
    np.add.at(tile, place, value)
    np.add.at(total, place, weight)
    return np.asarray(tile / np.sqrt(total), np.float32)


def _local(value: NDArray[np.float32], weight: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the weighted mean around each dot."""
    return np.asarray(cv2.GaussianBlur(value * weight, (0, 0), 3.0) / (cv2.GaussianBlur(weight, (0, 0), 3.0) + 1e-9))


def _dots(gray: NDArray[np.float32], x: NDArray[np.float64], y: NDArray[np.float64], inside: NDArray[np.bool_],
          ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return for each dot how much darker it is than what surrounds it, and how much such differences vary there."""
    steps = np.hypot(np.diff(x, axis=1), np.diff(y, axis=1))[inside[:, 1:]]
    pitch = float(np.clip(np.median(steps), 2, 40))
    fine = cv2.GaussianBlur(gray, (0, 0), pitch * 0.28) - cv2.GaussianBlur(gray, (0, 0), pitch * 0.8)
    varies = np.sqrt(cv2.GaussianBlur(fine * fine, (0, 0), pitch * 0.9))
    at = x.astype(np.float32), y.astype(np.float32)
    value = -cv2.remap(fine, *at, cv2.INTER_LINEAR)
    doubt = cv2.remap(varies, *at, cv2.INTER_LINEAR)
    return np.where(inside, value, 0).astype(np.float32), np.maximum(doubt, 0.35)


def _begun(tile: NDArray[np.float32]) -> Iterator[NDArray[np.float32]]:
    """Yield the tile as it may begin and be turned, the most likely first: four directions, every even shift."""
    known = np.zeros((SIDE, SIDE), np.float32)
    known[tuple(KNOWN_PLACES.T)] = KNOWN_SIGNS
    pattern = np.conj(np.fft.fft2(known))
    tries: list[tuple[float, int, int, int]] = []
    for quarter in range(4):
        turned = _turned(tile, quarter)
        fit = np.real(np.fft.ifft2(np.fft.fft2(turned) * pattern))
        for row, column in np.argwhere(fit >= np.sort(fit, axis=None)[-_BEGINS_TRIED]):
            if (row + column) % 2 == 0:
                tries.append((float(fit[row, column]), quarter, int(row), int(column)))
    for _, quarter, row, column in sorted(tries, reverse=True)[:_BEGINS_TRIED]:
        yield np.roll(_turned(tile, quarter), (-row, -column), (0, 1))


def _turned(tile: NDArray[np.float32], quarter: int) -> NDArray[np.float32]:
    """Turn the tile around the dot in its first corner."""
    turned = np.rot90(tile, quarter)
    shift = ((0, 0), (1, 0), (1, 1), (0, 1))[quarter]
    return np.roll(turned, shift, (0, 1))


def _likeness(tile: NDArray[np.float32], number: int) -> float:
    at = tuple(np.concatenate([CODED_PLACES, KNOWN_PLACES]).T)
    return float(np.corrcoef(tile[at], signs(number)[at])[0, 1])
