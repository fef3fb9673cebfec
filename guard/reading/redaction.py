"""Paints over parts of a picture: decoded here, in the reader, because its bytes are as hostile as any."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image

from guard.model import Reason, Unreadable
from guard.reading import images
from rules.model import Box

FILL = 0
"""Brightness of what is filled: black, as everybody knows it from masked documents."""


def fill(untrusted_bytes: bytes, boxes: Sequence[Box]) -> bytes | Unreadable:
    """Return the picture as a PNG with these boxes filled and nothing of the original file but its pixels.

    ``boxes`` are in pixels of the picture as it is shown (see reading/pictures.py) and may reach beyond it. A picture
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
    for box in boxes:
        left, top = max(0, box.x) // frame.scale, max(0, box.y) // frame.scale
        right, bottom = -(-(box.x + box.width) // frame.scale), -(-(box.y + box.height) // frame.scale)
        pixels[top:max(top, bottom), left:max(left, right)] = FILL
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG", compress_level=3)
    return stream.getvalue()
