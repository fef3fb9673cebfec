"""Finds the lattice of dots in a photograph: how it was tilted, from the frequencies of many small windows.

A homography maps pixels of the photograph to the lattice, whose dark dots are at whole numbers (u, v). In a small
window the lattice is nearly regular, so that its spectrum has two peaks, the gradients of u and v. Windows all over the
photograph must agree on one homography: that distinguishes the lattice from lines of text and from moiré.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

WINDOW = 128
"""Side of a window in pixels."""

_STEP = 64
_MOST_WINDOWS = 700
_COMPARED = 150
"""Windows that a geometry is compared with before the best ones are compared with all."""

_LOWEST, _HIGHEST = 1 / 15, 1 / 5
"""Cycles per pixel that are looked for: a photograph is halved for finer ones."""

_PEAKS = 8
_CLEAR = 8.0
"""How far a peak must be above its neighbourhood."""

_TILTS = np.linspace(-0.8, 0.8, 21)
"""Changes of scale over the longer side of the photograph that are tried."""

_PAIRS = 60
TRIED = 6
"""Geometries of one size of a photograph that are returned at most."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Geometry:
    """``matrix`` maps pixels (x, y, 1) to the lattice.

    ``agreement`` says how clearly the windows have its frequencies, in the mean of those that were compared.
    """

    matrix: Floats
    agreement: float

    def within(self, left: int, top: int) -> Geometry:
        """Return the geometry of a part of the photograph that begins there."""
        return Geometry(self.matrix @ np.array([[1, 0, left], [0, 1, top], [0, 0, 1.0]]), self.agreement)

    def gradients(self, x: Floats, y: Floats) -> Floats:
        """Return the gradients of u and of v at these pixels, shape (2, 2, n): [u or v, x or y]."""
        u, v, w = self.matrix @ np.stack([x, y, np.ones_like(x)])
        rows, last = self.matrix[:2, :2], self.matrix[2, :2]
        at = np.stack([u, v]) / w
        return np.asarray((rows[:, :, None] - at[:, None, :] * last[None, :, None]) / w)


@dataclass(frozen=True, slots=True)
class Spectra:
    """Power of each window relative to its neighbourhood; ``x`` and ``y`` are the middles of the windows."""

    power: NDArray[np.float32]
    x: Floats
    y: Floats
    size: tuple[int, int]

    def at(self, gradients: Floats) -> Floats:
        """Return each window's power at its frequency, shape (2, n) → (n,) or (…, 2, n) → (…, n)."""
        column = np.rint(gradients[..., 0, :] * WINDOW).astype(int) % WINDOW
        row = np.rint(gradients[..., 1, :] * WINDOW).astype(int) % WINDOW
        return np.asarray(self.power[np.arange(len(self.x)), row, column], np.float64)


def even(gray: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a photograph in which every part has the same contrast, dark positive: faint dots count as text does."""
    fine = cv2.GaussianBlur(gray, (0, 0), 0.8) - cv2.GaussianBlur(gray, (0, 0), 5.0)
    spread = np.sqrt(cv2.GaussianBlur(fine * fine, (0, 0), 6.0)) + 0.6
    return np.asarray(-np.clip(fine / spread, -2, 2), np.float32)


def spectra_of(texture: NDArray[np.float32]) -> Spectra | None:
    """Return the spectra of windows all over a picture, None when it is smaller than a window."""
    height, width = texture.shape
    if min(height, width) < WINDOW:
        return None
    step = max(_STEP, int(np.sqrt(height * width / _MOST_WINDOWS)))
    tops, lefts = (range(0, side - WINDOW + 1, step) for side in (height, width))
    taper = np.outer(np.hanning(WINDOW), np.hanning(WINDOW)).astype(np.float32)
    windows = np.stack([texture[top:top + WINDOW, left:left + WINDOW] * taper for top in tops for left in lefts])
    power = np.abs(np.fft.fft2(windows)).astype(np.float32) ** 2
    power = np.stack([one / (_around(one) + 1e-6) for one in power])
    middles = np.array([(left + WINDOW / 2, top + WINDOW / 2) for top in tops for left in lefts])
    return Spectra(power, middles[:, 0], middles[:, 1], (width, height))


def _around(power: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the mean of each frequency's neighbourhood: the spectrum is periodic."""
    wrapped = cv2.copyMakeBorder(power, 8, 8, 8, 8, cv2.BORDER_WRAP)
    return np.asarray(cv2.blur(wrapped, (13, 13))[8:-8, 8:-8], np.float32)


def clearest(geometry: Geometry, spectra: Spectra, side: int) -> tuple[int, int]:
    """Return left and top of the part with this side, in pixels, whose windows have the geometry's frequencies most
    clearly.
    """
    first, second = geometry.gradients(spectra.x, spectra.y)
    clear = sum(np.log(np.maximum(spectra.at(each), 1)) for each in (first, second, first + second, first - second))
    near = (np.abs(spectra.x[:, None] - spectra.x) < side / 2) & (np.abs(spectra.y[:, None] - spectra.y) < side / 2)
    best = int((near @ clear / near.sum(axis=1)).argmax())
    left, top = spectra.x[best] - side / 2, spectra.y[best] - side / 2
    return int(np.clip(left, 0, max(spectra.size[0] - side, 0))), int(np.clip(top, 0, max(spectra.size[1] - side, 0)))


def geometries(spectra: Spectra) -> Iterator[Geometry]:
    """Yield possible geometries, the most agreed upon first."""
    some = np.unique(np.linspace(0, len(spectra.x) - 1, _COMPARED).astype(int))
    power = np.stack([cv2.dilate(spectra.power[one], np.ones((3, 3), np.uint8)) for one in some])
    wide = Spectra(np.log(np.maximum(power, 1)).clip(0, 3.5), spectra.x[some], spectra.y[some], spectra.size)
    found = [_tilted((spectra.x[number], spectra.y[number]), (first, second), wide)
             for number, first, second in _pairs(spectra)]
    seen: list[Geometry] = []
    for rough in sorted(found, key=lambda one: -one.agreement):
        if len(seen) == TRIED:
            return
        if any(_alike(rough, other, spectra) for other in seen):
            continue
        exact = _refined(rough, spectra)
        if not any(_alike(exact, other, spectra) for other in seen):
            seen.append(exact)
            yield exact


def _pairs(spectra: Spectra) -> list[tuple[int, Floats, Floats]]:
    """Return the clearest pairs of peaks that could be a lattice: number of the window, and both frequencies."""
    pairs: list[tuple[float, int, Floats, Floats]] = []
    for number, power in enumerate(spectra.power):
        peaks = _peaks(power)
        for at, (first, high) in enumerate(peaks):
            for second, other in peaks[at + 1:]:
                ratio = np.hypot(*first) / np.hypot(*second)
                sine = (first[0] * second[1] - first[1] * second[0]) / (np.hypot(*first) * np.hypot(*second))
                if 0.55 < ratio < 1.8 and abs(sine) > 0.75:
                    second_right = second if sine > 0 else -second
                    pairs.append((float(min(high, other)), number, first, second_right))
    pairs.sort(key=lambda pair: -pair[0])
    clear = [(number, first, second) for _, number, first, second in pairs[:_PAIRS]]
    # The waves along rows and columns of all dots may be the clearest: those of the dark dots alone are between them.
    return clear + [(number, (first - second) / 2, (first + second) / 2) for number, first, second in clear]


def _peaks(power: NDArray[np.float32]) -> list[tuple[Floats, float]]:
    """Return the frequencies of the highest peaks of one window and their height, one of each pair of opposite ones."""
    is_peak = (power == cv2.dilate(power, np.ones((5, 5), np.uint8))) & (power > _CLEAR) & _LOOKED_FOR
    rows, columns = np.nonzero(is_peak)
    order = np.argsort(-power[rows, columns])[:_PEAKS]
    return [(_between(power, int(rows[at]), int(columns[at])), float(power[rows[at], columns[at]])) for at in order]


def _between(power: NDArray[np.float32], row: int, column: int) -> Floats:
    """Return the frequency (x, y) of a peak, between the bins of the spectrum."""
    def offset(before: float, here: float, after: float) -> float:
        before, here, after = np.log([max(one, 1e-3) for one in (before, here, after)])
        bend = before - 2 * here + after
        return float(np.clip((before - after) / (2 * bend), -0.5, 0.5)) if bend < 0 else 0.0

    here = float(power[row, column])
    down = offset(power[row - 1, column], here, power[(row + 1) % WINDOW, column])
    across = offset(power[row, column - 1], here, power[row, (column + 1) % WINDOW])
    return np.array([_signed(column + across), _signed(row + down)])


def _signed(bins: float) -> float:
    return (bins - WINDOW if bins > WINDOW / 2 else bins) / WINDOW


def _tilted(place: tuple[float, float], pair: tuple[Floats, Floats], wide: Spectra) -> Geometry:
    """Return the geometry with these frequencies at one place whose tilt agrees best with the windows elsewhere."""
    first, second = pair
    x, y = wide.x - place[0], wide.y - place[1]
    across, down = (tilts.ravel() / max(wide.size) for tilts in np.meshgrid(_TILTS, _TILTS))
    w = 1 + across[:, None] * x + down[:, None] * y
    seen = w > 0.3
    w = np.where(seen, w, 1)
    total = np.zeros(len(across))
    for frequency in (first, second, first + second, first - second):
        at = (frequency[0] * x + frequency[1] * y) / w
        gradient = np.stack([frequency[0] - at * across[:, None], frequency[1] - at * down[:, None]], axis=1)
        gradient /= w[:, None]
        length = np.hypot(gradient[:, 0], gradient[:, 1])
        total += np.where(seen & (length < 0.35), wide.at(gradient), 0).sum(axis=1)
    best = int(total.argmax())
    matrix = np.array([[*first, 0], [*second, 0], [across[best], down[best], 1.0]])
    shift = np.array([[1, 0, -place[0]], [0, 1, -place[1]], [0, 0, 1]])
    return Geometry(matrix @ shift, float(total[best]) / len(wide.x))


def _alike(one: Geometry, other: Geometry, spectra: Spectra) -> bool:
    """Return whether two have the same frequencies in most windows, whichever is called u."""
    first, second = (each.gradients(spectra.x, spectra.y) for each in (one, other))
    turned = np.stack([-second[1], second[0]])
    return any(np.median(np.hypot(*(first[0] - sign * frame[0]))) < 2 / WINDOW for frame in (second, turned)
               for sign in (1, -1))


def _refined(rough: Geometry, spectra: Spectra) -> Geometry:
    """Return the geometry that fits the peaks of all windows near its frequencies."""
    x0, y0 = (side / 2 for side in spectra.size)
    middle = np.array([[1, 0, x0], [0, 1, y0], [0, 0, 1]])
    values = rough.matrix @ middle
    values = values / values[2, 2]
    for _ in range(5):
        geometry = Geometry(values @ np.linalg.inv(middle), rough.agreement)
        wanted = geometry.gradients(spectra.x, spectra.y)
        rows: list[Floats] = []
        rests: list[Floats] = []
        jacobian = _jacobian(values, middle, spectra)
        for axis in (0, 1):
            near, measured, weight = _measured(spectra, wanted[axis])
            rest = (measured - wanted[axis][:, near]) * weight
            rows.append((jacobian[:, axis][:, :, near] * weight).reshape(len(jacobian), -1))
            rests.append(rest.ravel())
        change = np.linalg.lstsq(np.concatenate(rows, axis=1).T, np.concatenate(rests), rcond=1e-9)[0]
        values = values + _spread(np.asarray(change, np.float64))
    return Geometry(values @ np.linalg.inv(middle), rough.agreement)


_FREE = ((0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1))
"""What frequencies determine of the matrix: all but the place of the origin."""


def _spread(change: Floats) -> Floats:
    matrix = np.zeros((3, 3))
    for value, place in zip(change, _FREE, strict=True):
        matrix[place] = value
    return matrix


def _jacobian(values: Floats, middle: Floats, spectra: Spectra) -> Floats:
    """Return how the frequencies change with each free value, shape (6, 2, 2, n)."""
    back = np.linalg.inv(middle)
    derivatives = []
    for place in _FREE:
        step = 1e-7
        more = values.copy()
        more[place] += step
        derivatives.append((Geometry(more @ back, 0).gradients(spectra.x, spectra.y)
                            - Geometry(values @ back, 0).gradients(spectra.x, spectra.y)) / step)
    return np.stack(derivatives)


def _measured(spectra: Spectra, wanted: Floats) -> tuple[NDArray[np.intp], Floats, Floats]:
    """Return the windows with a clear peak near the wanted frequency, the peak's frequency, and its weight."""
    near, measured, weights = [], [], []
    for number, (across, down) in enumerate(wanted.T * WINDOW):
        if np.hypot(across, down) > WINDOW * 0.4:
            continue
        rows = (np.arange(-2, 3) + round(down)) % WINDOW
        columns = (np.arange(-2, 3) + round(across)) % WINDOW
        patch = spectra.power[number][np.ix_(rows, columns)]
        row, column = np.unravel_index(patch.argmax(), patch.shape)
        if patch[row, column] > _CLEAR:
            near.append(number)
            measured.append(_between(spectra.power[number], int(rows[row]), int(columns[column])))
            weights.append(np.sqrt(patch[row, column]))
    shape = np.array(measured).reshape(-1, 2).T
    return np.array(near, np.intp), shape, np.array(weights)


_FREQUENCIES = np.hypot(*np.meshgrid(np.fft.fftfreq(WINDOW), np.fft.fftfreq(WINDOW)))
_HALF = (np.fft.fftfreq(WINDOW)[:, None] > 0) | ((np.fft.fftfreq(WINDOW)[:, None] == 0)
                                                & (np.fft.fftfreq(WINDOW)[None, :] > 0))
_LOOKED_FOR = (_FREQUENCIES > _LOWEST) & (_FREQUENCIES < _HIGHEST) & _HALF
