"""Draws the field of dots: a tile that repeats over the whole screen, dark and light dots of a few per cent.

The dots are on a square grid, whose places alternate like the fields of a chessboard. On one colour every dot is dark:
they are the lattice by which a photograph is straightened. On the other colour each dot is one sign: dark or light. A
few of these are known and tell where the tile begins. Light dots cannot be seen on white and dark ones not on black:
half of the signs remain there, which is enough.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from guard.screen_mark.coding import CODED, encode, signs_of

PITCH = 12
"""Pixels between neighbouring dots at 100 %: 3.2 mm at 96 dpi."""

SIDE = 24
"""Dots along one side of the tile."""

STRENGTH = 0.05
"""How much a dot covers in its middle: 5 %."""

_ROUND = 0.26
"""Width of a dot (standard deviation), as a share of the pitch."""

_KNOWN_EVERY = 6
_STRIDE = 89

DATA_PLACES = np.array([(row, column) for row in range(SIDE) for column in range(SIDE) if (row + column) % 2])
"""Row and column of each dot that carries a sign: 288."""

_IS_KNOWN = np.arange(len(DATA_PLACES)) % _KNOWN_EVERY == 0
KNOWN_PLACES = DATA_PLACES[_IS_KNOWN]
KNOWN_SIGNS = signs_of("mishao trace known", len(KNOWN_PLACES))
CODED_PLACES = DATA_PLACES[~_IS_KNOWN][np.arange(CODED) * _STRIDE % CODED]
"""Neighbouring signs of the code are far apart: what covers a place of the screen covers no run of them."""


def signs(number: int) -> NDArray[np.float32]:
    """Return the tile as one sign per dot: +1 dark, -1 light. ``number`` has 48 bits."""
    tile = np.ones((SIDE, SIDE), np.float32)
    tile[tuple(KNOWN_PLACES.T)] = KNOWN_SIGNS
    tile[tuple(CODED_PLACES.T)] = encode(number)
    return tile


def tile(number: int, ratio: float = 1.0, strength: float = STRENGTH) -> NDArray[np.uint8]:
    """Return the tile as RGBA at ``ratio`` pixels per pixel at 100 %, colour and cover apart (not premultiplied).

    It is a square of a whole number of pixels for every ratio in steps of 1/4, so that it repeats without a seam.
    """
    size = round(SIDE * PITCH * ratio)
    pitch = size / SIDE
    # Distance of each pixel's middle to the dot of each column, around the edge of the tile.
    middles = (np.arange(SIDE) + 0.5) * pitch
    apart = np.abs(np.arange(size)[:, None] + 0.5 - middles)
    apart = np.minimum(apart, size - apart)
    profile = np.exp(-(apart / (_ROUND * pitch)) ** 2 / 2)
    cover = profile @ signs(number) @ profile.T
    picture = np.zeros((size, size, 4), np.uint8)
    picture[..., :3] = np.where(cover < 0, 255, 0)[..., None]
    picture[..., 3] = np.round(np.minimum(np.abs(cover), 1) * strength * 255)
    return picture
