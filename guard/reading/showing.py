"""Decodes a picture into pixels for display, at the requested size: here, in the reader, as for reading."""

from __future__ import annotations

import math

from PIL import Image

from guard.core.model import Unreadable
from guard.ipc.raster import Raster
from guard.reading import images


def show(untrusted_bytes: bytes, pixels: int) -> Raster | Unreadable:
    """Return the first frame of a picture, upright, reduced to at most ``pixels`` pixels, or why there is none."""
    frame = next(images.frames(untrusted_bytes))
    if isinstance(frame, Unreadable):
        return frame
    height, width = frame.pixels.shape[:2]
    image = Image.fromarray(frame.pixels)
    shrink = math.sqrt(pixels / (width * height))
    if shrink < 1:
        # When one side would be below one pixel it becomes one: the other one is cut to fit.
        size = max(1, int(width * shrink)), max(1, int(height * shrink))
        size = min(size[0], pixels // size[1] or 1), min(size[1], pixels)
        image = image.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)
    return Raster(image.width, image.height, width * frame.scale, height * frame.scale, image.tobytes())
