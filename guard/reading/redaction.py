"""Paints over parts of a picture. It is decoded here, in the reader, because its bytes are as hostile as any."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

import cv2
import numpy as np
from PIL import Image

from guard.core.model import Fill, Reason, Unreadable
from guard.reading import images
from guard.reading.mask_words import FILL, Area, write_words
from guard.reading.model import Pixels
from guard.reading.ocr.engine import OcrEngine
from guard.sentences.catalogue import sentence
from rules.model import Box

_QUARTER = 0.3
"""Degrees by which a page may differ from a quarter turn and be turned without resampling."""


def fill(untrusted_bytes: bytes, fills: Sequence[Fill]) -> bytes | Unreadable:
    """Return the picture as a PNG with these boxes painted over and nothing of the original file but its pixels.

    ``fills`` are in pixels of the picture as it is shown (see reading/pictures.py) and may reach beyond it. A picture
    of several different frames is Unreadable(UNSUPPORTED): what moves between two is not found by reading each.
    """
    frame = _only_frame(untrusted_bytes)
    if isinstance(frame, Unreadable):
        return frame
    pixels = np.array(frame.pixels)
    for one in fills:
        pixels[_area(one.box, frame.scale)] = FILL
    write_words(pixels, [(_area(one.box, frame.scale), one.word) for one in fills if one.word])
    return _png(pixels)


def straighten(untrusted_bytes: bytes, engine: OcrEngine | None) -> bytes | Unreadable:
    """Return the picture as a PNG, turned until the lines that the engine finds are level; new areas are white.

    Unreadable as in ``fill``, and when the engine cannot tell how far the text is turned.
    """
    frame = _only_frame(untrusted_bytes)
    if isinstance(frame, Unreadable):
        return frame
    lines = engine.recognise(frame.pixels) if engine is not None else ()
    if not lines or not lines[0].degrees:
        return Unreadable(Reason.UNSUPPORTED, sentence("mask.angle-unknown"))
    return _png(_turned_back(frame.pixels, lines[0].degrees))


def _turned_back(pixels: Pixels, degrees: float) -> Pixels:
    """Return a page turned counterclockwise by this many degrees, large enough for all of it."""
    quarters = round(degrees / 90)
    if abs(degrees - quarters * 90) < _QUARTER:
        return np.ascontiguousarray(np.rot90(pixels, quarters))
    height, width = pixels.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    cosine, sine = abs(turn[0, 0]), abs(turn[0, 1])
    wide, high = math.ceil(width * cosine + height * sine), math.ceil(width * sine + height * cosine)
    turn[:, 2] += (wide - width) / 2, (high - height) / 2
    turned: Pixels = cv2.warpAffine(pixels, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    return turned


def _only_frame(untrusted_bytes: bytes) -> images.Frame | Unreadable:
    frames = images.frames(untrusted_bytes)
    frame = next(frames)
    if isinstance(frame, Unreadable):
        return frame
    rest = next(frames, None)
    if isinstance(rest, Unreadable):
        return rest
    if rest is not None:
        return Unreadable(Reason.UNSUPPORTED, sentence("mask.several-frames"))
    return frame


def _png(pixels: Pixels) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG", compress_level=3)
    return stream.getvalue()


def _area(box: Box, scale: int) -> Area:
    """Return the pixels of a frame that a box covers, the box being in pixels ``scale`` times as small."""
    left, top = max(0, box.x) // scale, max(0, box.y) // scale
    right, bottom = -(-(box.x + box.width) // scale), -(-(box.y + box.height) // scale)
    return slice(top, max(top, bottom)), slice(left, max(left, right))
