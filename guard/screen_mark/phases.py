"""Fits the lattice to a fraction of a dot's distance, by the phases of its two waves all over the photograph."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from guard.screen_mark.lattice import Floats, Geometry

_EVERY = 24
"""Pixels between two places whose phases are compared."""

_SMOOTH = 20.0
"""Pixels over which a phase is averaged (standard deviation)."""

_COARSE = 8
"""Pixels that are joined to one before that."""

_BEGIN = 60.0
"""Radius in pixels around a clear place with which the fit begins: less than half a cycle can be wrong there."""

_BEGINS = 3

_TILT_SEEN = 250.0
"""Radius from which on the tilt is fitted, too."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """Maps pixels to the lattice; ``bend`` are the coefficients by which a lens departs from a homography.

    ``coherence``: from 0 to 1, how regular the waves are where they are clearest.
    """

    matrix: Floats
    bend: Floats
    size: tuple[int, int]
    coherence: float

    def lattice(self, x: Floats, y: Floats) -> Floats:
        """Return u and v at pixels, shape (2, …)."""
        w = self.matrix[2, 0] * x + self.matrix[2, 1] * y + self.matrix[2, 2]
        flat = np.stack([(row[0] * x + row[1] * y + row[2]) / w for row in self.matrix[:2]])
        return np.asarray(flat + np.tensordot(self.bend, _powers(x, y, self.size), 1))

    def pixels(self, u: Floats, v: Floats) -> Floats:
        """Return the pixels of points of the lattice, shape (2, …)."""
        back = np.linalg.inv(self.matrix)
        wanted = np.stack([u, v])
        at = wanted
        for _ in range(3):
            w = back[2, 0] * at[0] + back[2, 1] * at[1] + back[2, 2]
            place = np.stack([(row[0] * at[0] + row[1] * at[1] + row[2]) / w for row in back[:2]])
            near = np.clip(place, -1e4, 1e5)
            at = wanted - np.tensordot(self.bend, _powers(near[0], near[1], self.size), 1)
        return np.asarray(place)


def _powers(x: Floats, y: Floats, size: tuple[int, int]) -> Floats:
    """Return the polynomials up to the third degree, over the longer side of the photograph."""
    side = max(size) / 2
    across, down = np.clip((x - size[0] / 2) / side, -1.2, 1.2), np.clip((y - size[1] / 2) / side, -1.2, 1.2)
    return np.stack([across ** i * down ** j for i in range(4) for j in range(4 - i)])


def fitted(texture: NDArray[np.float32], geometry: Geometry) -> Fitted:
    """Return the exact lattice near a geometry."""
    height, width = texture.shape
    size = (width, height)
    waves = _waves(texture, geometry.matrix)
    tries = [_grown(geometry.matrix, waves, begin, _BEGIN) for begin in _clearest(waves)]
    refitted = [(matrix, _waves(texture, matrix)) for matrix in tries if np.isfinite(matrix).all()]
    matrix, waves = max(refitted, key=lambda one: one[1].regular(), default=(geometry.matrix, waves))
    matrix = _grown(matrix, waves, _clearest(waves)[0], 1e9)
    waves = _waves(texture, matrix)
    weight = np.abs(waves.values)
    weight[weight < 0.25 * np.quantile(weight, 0.95)] = 0
    powers = _powers(waves.x, waves.y, size)
    bend = np.stack([np.linalg.lstsq((powers * weight[axis]).T, waves.phases()[axis] * weight[axis], rcond=1e-3)[0]
                     for axis in (0, 1)])
    return Fitted(matrix, bend, size, waves.regular())


@dataclass(frozen=True, slots=True)
class _Waves:
    """How the two waves depart from the expected ones at places of the photograph: amplitude and phase, (2, n)."""

    x: Floats
    y: Floats
    values: NDArray[np.complex128]

    def phases(self) -> Floats:
        return np.asarray(np.angle(self.values) / (2 * np.pi))

    def regular(self) -> float:
        """Return the length of the mean wave: large where the phases are the same all over."""
        return float(np.abs(self.values.mean(axis=1)).min())


def _clearest(waves: _Waves) -> list[int]:
    """Return up to three places, far from each other, where both waves are clear in a whole neighbourhood."""
    strength = np.abs(waves.values[0]) * np.abs(waves.values[1])
    places: list[int] = []
    for at in np.argsort(-strength):
        if all(np.hypot(waves.x[at] - waves.x[other], waves.y[at] - waves.y[other]) > 3 * _BEGIN for other in places):
            places.append(int(at))
            if len(places) == _BEGINS:
                break
    return places


def _waves(texture: NDArray[np.float32], matrix: Floats) -> _Waves:
    height, width = texture.shape
    x, y = np.arange(width, dtype=np.float64)[None, :], np.arange(height, dtype=np.float64)[:, None]
    below = matrix[2, 0] * x + matrix[2, 1] * y + matrix[2, 2]
    rows, columns = np.arange(_EVERY // 2, height, _EVERY), np.arange(_EVERY // 2, width, _EVERY)
    waves = []
    for row in matrix[:2]:
        angle = (2 * np.pi * ((row[0] * x + row[1] * y + row[2]) / below % 1)).astype(np.float32)
        parts = [_mean(texture * wave)[np.ix_(rows // _COARSE, columns // _COARSE)].astype(np.float64)
                 for wave in (np.cos(angle), -np.sin(angle))]
        waves.append((parts[0] + 1j * parts[1]).ravel())
    at_x, at_y = np.meshgrid(columns.astype(float), rows.astype(float))
    return _Waves(at_x.ravel(), at_y.ravel(), np.stack(waves))


def _mean(values: NDArray[np.float32]) -> NDArray[np.float32]:
    height, width = values.shape
    coarse = cv2.resize(values, (-(-width // _COARSE), -(-height // _COARSE)), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.GaussianBlur(coarse, (0, 0), _SMOOTH / _COARSE), np.float32)


def _grown(matrix: Floats, waves: _Waves, begin: int, radius: float) -> Floats:
    """Return the homography that fits the phases, first near one place, then ever farther."""
    x, y = waves.x - waves.x[begin], waves.y - waves.y[begin]
    far = np.hypot(x, y)
    back = np.array([[1, 0, -waves.x[begin]], [0, 1, -waves.y[begin]], [0, 0, 1.0]])
    values = matrix @ np.linalg.inv(back)
    values = values / values[2, 2]
    before = _mapped(values, x, y)
    phases, weights = waves.phases(), np.abs(waves.values)
    while True:
        near = far <= radius
        # Near one place a tilt cannot be told from a scale: there it stays what the frequencies said.
        free = _ALL if radius > _TILT_SEEN else _FLAT
        for _ in range(3):
            rest = phases[:, near] - (_mapped(values, x[near], y[near]) - before[:, near])
            rest -= np.rint(rest)
            weight = weights[:, near] * np.exp(-(rest / 0.25) ** 2)
            slopes = (_derivatives(values, x[near], y[near])[free] * weight).reshape(len(free), -1)
            sizes = np.linalg.norm(slopes, axis=1, keepdims=True) + 1e-12
            change = np.zeros(9)
            change[free] = np.linalg.lstsq((slopes / sizes).T, (rest * weight).ravel(), rcond=1e-4)[0] / sizes[:, 0]
            values = values + change.reshape(3, 3)
        if radius >= far.max():
            return np.asarray(values @ back)
        radius *= 1.25


_FLAT, _ALL = [0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5, 6, 7]


def _mapped(values: Floats, x: Floats, y: Floats) -> Floats:
    u, v, w = values @ np.stack([x, y, np.ones_like(x)])
    return np.asarray(np.stack([u, v]) / w)


def _derivatives(values: Floats, x: Floats, y: Floats) -> Floats:
    """Return how u and v change with the first eight values of the matrix, shape (8, 2, n)."""
    _, _, w = values @ np.stack([x, y, np.ones_like(x)])
    u, v = _mapped(values, x, y)
    rows = np.stack([x / w, y / w, 1 / w])
    zero = np.zeros_like(rows)
    for_u = np.concatenate([rows, zero, [-u * x / w, -u * y / w]])
    for_v = np.concatenate([zero, rows, [-v * x / w, -v * y / w]])
    return np.asarray(np.stack([for_u, for_v], axis=1), np.float64)
