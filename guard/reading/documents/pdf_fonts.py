"""A font of last resort for PDFium: it leaves out letters of a font that is neither in the file nor on the system.

PDFium places each letter by the outline that it has in its font, and a letter without one is no text for it. Here every
letter has the same square, which nobody gets to see: words are taken as text and not from the drawn page.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Mapping
from typing import Any, ClassVar

import pypdfium2

_EAST_ASIAN = frozenset({128, 129, 134, 136})
"""Character sets of Windows for Japanese, Korean, Chinese; PDFium itself has fonts for all others."""

_OURS = 0x4D53
"""Handle of the font; those of the system are addresses, and no program has anything in the first pages of memory."""

_NAME = b"MiShao Last Resort\0"
_UNITS = 1000
_LEFT, _BOTTOM, _RIGHT, _TOP = 80, -80, 920, 820
_LETTERS = ((0x21, 0x7E), (0xA1, 0x1FFF), (0x2010, 0x2FFF), (0x3001, 0xFDFF), (0xFF00, 0xFFEF), (0x10000, 0x3FFFF))
"""What has an outline, from and to: all but spaces and what no font shows."""


class LastResort(pypdfium2.PdfSysfontBase):  # type: ignore[misc]
    """The system's fonts, and ours for East Asian letters when there is none; PDFium calls it by its own names."""

    _installed: ClassVar[LastResort | None] = None

    @classmethod
    def install(cls) -> None:
        """Let the PDFium of this process use it from now on."""
        if cls._installed is None:
            cls._installed = cls()
            cls._installed.setup()

    def MapFont(self, _: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, exact: Any) -> Any:  # noqa: N802
        """Return the handle of the font that suits these wishes best, None for one of PDFium's own."""
        found = super().MapFont(_, weight, italic, charset, pitch, face, exact)
        return found or (_OURS if charset in _EAST_ASIAN else None)

    def GetFontData(self, _: Any, handle: int, table: int, buffer: Any, size: int) -> int:  # noqa: N802
        """Copy a font, which is table 0, or a table of it when there is room; return its size."""
        if handle != _OURS:
            return int(super().GetFontData(_, handle, table, buffer, size))
        return _copied(_FONT, buffer, size) if table == 0 else 0

    def GetFaceName(self, _: Any, handle: int, buffer: Any, size: int) -> int:  # noqa: N802
        """Copy the name of a font when there is room; return its size."""
        if handle != _OURS:
            return int(super().GetFaceName(_, handle, buffer, size))
        return _copied(_NAME, buffer, size)

    def GetFontCharset(self, _: Any, handle: int) -> int:  # noqa: N802
        """Return the character set that a font is for."""
        return int(super().GetFontCharset(_, handle)) if handle != _OURS else min(_EAST_ASIAN)

    def DeleteFont(self, _: Any, handle: int) -> None:  # noqa: N802
        """Let go of a font."""
        if handle != _OURS:
            super().DeleteFont(_, handle)


def _copied(data: bytes, buffer: Any, size: int) -> int:
    if buffer and size >= len(data):
        ctypes.memmove(buffer, data, len(data))
    return len(data)


def _font() -> bytes:
    """Return a font (ISO/IEC 14496-22) of two glyphs, nothing and a square, and every letter is the square."""
    groups = b"".join(struct.pack(">III", first, last, 1) for first, last in _LETTERS)
    many_to_one = struct.pack(">HHIII", 13, 0, 16 + len(groups), 0, len(_LETTERS)) + groups
    square = struct.pack(">hhhhhHH4B", 1, _LEFT, _BOTTOM, _RIGHT, _TOP, 3, 0, 1, 1, 1, 1) + struct.pack(
        ">8h", _LEFT, 0, _RIGHT - _LEFT, 0, _BOTTOM, _TOP - _BOTTOM, 0, _BOTTOM - _TOP)
    return _packed({
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 10, 12) + many_to_one,
        b"glyf": square,
        b"head": struct.pack(">IIIIHHqqhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _UNITS, 0, 0, _LEFT, _BOTTOM,
                             _RIGHT, _TOP, 0, 8, 2, 0, 0),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, _TOP, _BOTTOM, 0, _UNITS, 0, 0, _RIGHT, 1, 0, 0, 0, 0, 0,
                             0, 0, 1),
        b"hmtx": struct.pack(">Hhh", _UNITS, 0, _LEFT),
        b"loca": struct.pack(">HHH", 0, 0, len(square) // 2),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, 2, 4, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0),
    })


def _packed(tables: Mapping[bytes, bytes]) -> bytes:
    head = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, 16 * len(tables) - 64)
    start = len(head) + 16 * len(tables)
    index = body = b""
    for tag, table in tables.items():
        index += tag + struct.pack(">III", 0, start + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return head + index + body


_FONT = _font()
