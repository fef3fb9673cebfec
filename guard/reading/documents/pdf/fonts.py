"""The fonts that PDFium uses for letters whose font is not in the file: squares for reading, the system's for drawing.

PDFium places each letter by the outline that it has in its font, and one without an outline is not text for it. So for
reading each East Asian letter gets a square, whether the system has its font or not: that takes less time than its true
outline. A page that is drawn needs true letters.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar

import pypdfium2

_EAST_ASIAN = frozenset({128, 129, 134, 136})
"""Character sets of Windows for Japanese, Korean, Chinese; PDFium itself has fonts for all others."""

_OURS = 0x4D53
"""Handle of the font; those of the system are addresses, and no program has anything in the first pages of memory."""

_NAME = b"MiShao Squares\0"
_UNITS = 1000
_LEFT, _BOTTOM, _HALF, _RIGHT, _TOP = 80, -80, 420, 920, 820
_NARROW, _WIDE = 1, 2
_LETTERS = ((0x21, 0x7E, _NARROW), (0xA1, 0x1FFF, _WIDE), (0x2010, 0x2FFF, _WIDE), (0x3001, 0xFDFF, _WIDE),
            (0xFF00, 0xFF60, _WIDE), (0xFF61, 0xFFDC, _NARROW), (0xFFE0, 0xFFEF, _WIDE), (0x10000, 0x3FFFF, _WIDE))
"""Ranges of letters with an outline, and which outline: all but spaces and what no font shows."""


class Fonts(pypdfium2.PdfSysfontBase):  # type: ignore[misc]
    """Implements PDFium's font callbacks; PDFium requires the names of the methods.

    ``missed``: no font was found for letters of the page that was drawn last, and they were drawn as squares.
    """

    _installed: ClassVar[Fonts | None] = None

    def __init__(self) -> None:
        super().__init__()
        self.missed = False
        self._draws = False

    @classmethod
    def of_process(cls) -> Fonts:
        """Return the fonts of this process, which has one PDFium."""
        if cls._installed is None:
            cls._installed = cls()
            cls._installed.setup()
        return cls._installed

    @contextmanager
    def true(self) -> Iterator[None]:
        """Use the system's fonts for documents whose pages are all opened within the block, and only there."""
        self._draws, self.missed = True, False
        try:
            yield
        finally:
            self._draws = False

    def MapFont(self, _: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, exact: Any) -> Any:  # noqa: N802
        """Return the handle of the font that fits these requests best, None for one of PDFium's own."""
        found = super().MapFont(_, weight, italic, charset, pitch, face, exact) if self._draws else None
        if found or charset not in _EAST_ASIAN:
            return found
        self.missed |= self._draws
        return _OURS

    def GetFontData(self, _: Any, handle: int, table: int, buffer: Any, size: int) -> int:  # noqa: N802
        """Copy a font, which is table 0, or one of its tables when there is room; return its size."""
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
        """Release a font."""
        if handle != _OURS:
            super().DeleteFont(_, handle)


def _copied(data: bytes, buffer: Any, size: int) -> int:
    if buffer and size >= len(data):
        ctypes.memmove(buffer, data, len(data))
    return len(data)


def _font() -> bytes:
    """Return a font (ISO/IEC 14496-22) with an empty, a half-square and a square outline, one of which every letter
    uses.
    """
    groups = b"".join(struct.pack(">III", *group) for group in _LETTERS)
    many_to_one = struct.pack(">HHIII", 13, 0, 16 + len(groups), 0, len(_LETTERS)) + groups
    narrow, wide = _square(_HALF), _square(_RIGHT)
    return _packed({
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 10, 12) + many_to_one,
        b"glyf": narrow + wide,
        b"head": struct.pack(">IIIIHHqqhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _UNITS, 0, 0, _LEFT, _BOTTOM,
                             _RIGHT, _TOP, 0, 8, 2, 0, 0),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, _TOP, _BOTTOM, 0, _UNITS, 0, 0, _RIGHT, 1, 0, 0, 0, 0, 0,
                             0, 0, 3),
        b"hmtx": struct.pack(">HhHhHh", _UNITS, 0, _UNITS // 2, _LEFT, _UNITS, _LEFT),
        b"loca": struct.pack(">HHHH", 0, 0, len(narrow) // 2, (len(narrow) + len(wide)) // 2),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, 3, 4, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0),
    })


def _square(right: int) -> bytes:
    return struct.pack(">hhhhhHH4B", 1, _LEFT, _BOTTOM, right, _TOP, 3, 0, 1, 1, 1, 1) + struct.pack(
        ">8h", _LEFT, 0, right - _LEFT, 0, _BOTTOM, _TOP - _BOTTOM, 0, _BOTTOM - _TOP)


def _packed(tables: Mapping[bytes, bytes]) -> bytes:
    head = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, 16 * len(tables) - 64)
    start = len(head) + 16 * len(tables)
    index = body = b""
    for tag, table in tables.items():
        index += tag + struct.pack(">III", 0, start + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return head + index + body


_FONT = _font()
