"""Writes pixels of an X server as a bitmap file (BMP): a header before them, without a library for pictures."""

from __future__ import annotations

import struct

_FILE, _INFO = struct.Struct("<2sIHHI"), struct.Struct("<IiiHHIIiiII")
_BITS = 32


def bitmap(width: int, height: int, bgrx: bytes) -> bytes:
    """Return a BMP file of pixels of four bytes, blue first, the topmost row first."""
    head = _FILE.size + _INFO.size
    info = _INFO.pack(_INFO.size, width, -height, 1, _BITS, 0, len(bgrx), 0, 0, 0, 0)  # a negative height: top-down
    return _FILE.pack(b"BM", head + len(bgrx), 0, 0, head) + info + bgrx
