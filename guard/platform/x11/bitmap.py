"""Writes pixels of an X server as a bitmap file (BMP): a header before them, without a library for pictures."""

from __future__ import annotations

import struct
from collections.abc import Iterable

_FILE, _INFO = struct.Struct("<2sIHHI"), struct.Struct("<IiiHHIIiiII")
_BITS = 32
_PIXEL = _BITS // 8


def bitmap(width: int, height: int, bgrx: bytes) -> bytes:
    """Return a BMP file of pixels of four bytes, blue first, the topmost row first."""
    head = _FILE.size + _INFO.size
    info = _INFO.pack(_INFO.size, width, -height, 1, _BITS, 0, len(bgrx), 0, 0, 0, 0)  # a negative height: top-down
    return _FILE.pack(b"BM", head + len(bgrx), 0, 0, head) + info + bgrx


def blanked(width: int, bgrx: bytes, areas: Iterable[tuple[int, int, int, int]]) -> bytes:
    """Return such pixels with these areas white: left, top, width and height, which may be outside."""
    pixels = bytearray(bgrx)
    height = len(bgrx) // (width * _PIXEL)
    for left, top, across, down in areas:
        begin, end = max(left, 0), min(left + across, width)
        for row in range(max(top, 0), min(top + down, height)) if end > begin else ():
            at = row * width
            pixels[(at + begin) * _PIXEL:(at + end) * _PIXEL] = b"\xff" * ((end - begin) * _PIXEL)
    return bytes(pixels)
