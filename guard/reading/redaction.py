"""Paints over parts of a picture: decoded here, in the reader, because its bytes are as hostile as any."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image

from guard.model import Fill, Reason, Unreadable
from guard.reading import images
from guard.reading.mask_words import FILL, Area, write_words
from rules.model import Box


def fill(untrusted_bytes: bytes, fills: Sequence[Fill]) -> bytes | Unreadable:
    """Return the picture as a PNG with these boxes painted over and nothing of the original file but its pixels.

    ``fills`` are in pixels of the picture as it is shown (see reading/pictures.py) and may reach beyond it. A picture
    of several different frames is Unreadable(UNSUPPORTED): what moves between two is not found by reading each.
    """
    frames = images.frames(untrusted_bytes)
    frame = next(frames)
    if isinstance(frame, Unreadable):
        return frame
    rest = next(frames, None)
    if isinstance(rest, Unreadable):
        return rest
    if rest is not None:
        return Unreadable(Reason.UNSUPPORTED, "图片有多帧或多页，不能打码。请截取需要的一页再试。")
    pixels = np.array(frame.pixels)
    for one in fills:
        pixels[_area(one.box, frame.scale)] = FILL
    write_words(pixels, [(_area(one.box, frame.scale), one.word) for one in fills if one.word])
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG", compress_level=3)
    return stream.getvalue()


def _area(box: Box, scale: int) -> Area:
    """Return the pixels of a frame that a box covers, the box being in pixels ``scale`` times as small."""
    left, top = max(0, box.x) // scale, max(0, box.y) // scale
    right, bottom = -(-(box.x + box.width) // scale), -(-(box.y + box.height) // scale)
    return slice(top, max(top, bottom)), slice(left, max(left, right))
