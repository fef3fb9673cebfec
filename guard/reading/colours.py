"""Converts a decoded frame to upright 8-bit RGB, as it is shown: EXIF rotation, stretched deep grey, no transparency.

Raises one of DECODING_ERRORS for damaged pixels, which guard/reading/images.py handles.
"""

from __future__ import annotations

import struct
import zlib

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageOps

from guard.reading.model import Pixels

DECODING_ERRORS = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, OverflowError,
                   ZeroDivisionError, AttributeError, NotImplementedError, RuntimeError, MemoryError, AssertionError,
                   struct.error, zlib.error)
"""What Pillow's decoders raise for damaged input, besides OSError: collected by the fuzz test."""

_GROUNDS = (255, 0, 128)
"""Backgrounds for a transparent picture: white unless that hides something, black, and grey when both would."""

_VISIBLE = 64
"""Difference in brightness (0–255) from which a pixel can be distinguished from the background."""

_SPECKS = 64
_SPECK_SHARE = 1e-4
"""Share of deep-grey pixels left out of the range that is stretched: a scanner's hot pixels, less than a letter."""


def to_rgb(image: Image.Image) -> Pixels:
    """Return the frame as it is shown: turned according to EXIF, on a background, 8 bits, RGB."""
    image.load()
    upright = _upright(image)
    if upright.mode in ("I", "F") or upright.mode.startswith("I;"):
        return _grey_to_rgb(np.asarray(upright))
    if upright.has_transparency_data:
        return _on_ground(upright.convert("RGBA"))
    return np.ascontiguousarray(np.asarray(upright if upright.mode == "RGB" else upright.convert("RGB")))


def _upright(image: Image.Image) -> Image.Image:
    """Turn the picture according to its EXIF orientation; a damaged EXIF block turns nothing."""
    try:
        if image.getexif().get(ExifTags.Base.Orientation, 1) == 1:
            return image
        return ImageOps.exif_transpose(image)
    except DECODING_ERRORS:
        return image


def _grey_to_rgb(grey: NDArray[np.generic]) -> Pixels:
    """Stretch 16-bit, 32-bit or floating-point grey to 8 bits: many such pictures use only a part of their range."""
    values = np.nan_to_num(grey.astype(np.float32))
    specks = min(_SPECKS, int(values.size * _SPECK_SHARE))
    ordered = np.partition(values.ravel(), (specks, values.size - 1 - specks))
    low, high = float(ordered[specks]), float(ordered[values.size - 1 - specks])
    if high <= low:
        low, high = float(values.min()), float(values.max())
    values -= low
    values *= 255.0 / (high - low if high > low else 1.0)
    eight = np.clip(values, 0, 255, out=values).astype(np.uint8)
    return np.ascontiguousarray(np.repeat(eight[:, :, None], 3, axis=2))


def _on_ground(image: Image.Image) -> Pixels:
    """Lay a transparent picture on the background from which most of its visible pixels differ: white text must stay
    text.

    A picture that is entirely transparent is treated as opaque: programs fill the fourth byte with zeros when they do
    not use it, and programs differ in how they show such a picture.
    """
    alpha = np.asarray(image.getchannel("A"))
    if alpha.min() == 255 or alpha.max() == 0:
        return np.ascontiguousarray(np.asarray(image.convert("RGB")))
    # Pixels count by their visibility: white words of little alpha are still words.
    counts = np.bincount(np.asarray(image.convert("L")).ravel(), weights=alpha.ravel(), minlength=256)
    levels = np.arange(256)
    shade = max(_GROUNDS, key=lambda ground: float(counts[np.abs(levels - ground) > _VISIBLE].sum()))
    ground = Image.new("RGBA", image.size, (shade, shade, shade, 255))
    ground.alpha_composite(image)
    return np.ascontiguousarray(np.asarray(ground.convert("RGB")))
