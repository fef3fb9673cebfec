"""Puts the field of dots over a picture of a screen, as a compositor does."""

from __future__ import annotations

import numpy as np
from PIL import Image

from guard.screen_mark import field


def covered(screen: Image.Image, number: int, ratio: float = 1.0, strength: float = field.STRENGTH) -> Image.Image:
    tile = field.tile(number, ratio, strength)
    width, height = screen.size
    layer = np.tile(tile, (height // tile.shape[0] + 1, width // tile.shape[1] + 1, 1))[:height, :width]
    return Image.alpha_composite(screen.convert("RGBA"), Image.fromarray(layer)).convert("RGB")
