"""Reads numbers of an Excel 97–2003 workbook whose format writes words around them, and the words of pivot tables."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator

from guard.reading.documents import format_words, loose_words
from rules.tables import cell_name

_FORMAT, _STYLE = 0x041E, 0x00E0
_NUMBER, _FORMULA, _PACKED, _SEVERAL = 0x0203, 0x0006, 0x027E, 0x00BD
_PIVOT_WORDS = frozenset({0x00CD, 0x00C7})
"""An item and a field of the cache (2.4.296, 2.4.283)."""

_LONGEST = 1024
_LITERAL = b"\x17"
"""A string in a formula (2.5.198.89)."""

_FIELD, _FIELD_HEADER = 0x00C7, 14


class Values:
    """Takes the records of a workbook in order; returns numbers with the words of their formats."""

    def __init__(self) -> None:
        self._codes: dict[int, str] = {}
        self._styles: list[int] = []

    def take(self, kind: int, content: bytes) -> Iterator[tuple[str, str]]:
        """Yield each number with words around it, and the name of its cell."""
        try:
            if kind == _FORMAT:
                number, = struct.unpack_from("<H", content)
                code = string(content[2:])[:_LONGEST]
                if loose_words.written(code):
                    self._codes[number] = code
            elif kind == _STYLE:
                self._styles.append(struct.unpack_from("<H", content, 2)[0])
            elif self._codes and kind in {_NUMBER, _FORMULA, _PACKED, _SEVERAL}:
                yield from self._shown(kind, content)
        except struct.error:
            return

    def _shown(self, kind: int, content: bytes) -> Iterator[tuple[str, str]]:
        row, column = struct.unpack_from("<HH", content)
        for style, value in _numbers(kind, content):
            column += 1
            code = self._codes.get(self._styles[style], "") if style < len(self._styles) else ""
            plain = str(int(value)) if value == value // 1 and abs(value) < 1e15 else str(value)
            shown = format_words.around(code, plain, value)
            if shown != plain:
                yield shown, cell_name(column, row + 1)


def pivot_words(records: Iterable[tuple[int, bytes]]) -> Iterator[str]:
    """Yield the words of one pivot cache ([MS-XLS] 2.1.7.12), of which the sheet may show some or none."""
    for kind, content in records:
        if kind in _PIVOT_WORDS:
            words = string(content[_FIELD_HEADER if kind == _FIELD else 0:])
            if words.strip("\0 "):
                yield words


def choice_words(content: bytes) -> Iterator[str]:
    """Yield the words of a validation rule of a cell (2.4.89): its input message, and its choices."""
    at = 4
    for _ in range(4):
        words = string(content[at:])
        if words.strip("\0 "):
            yield words.strip("\0 ")
        at += 3 + (content[at] | content[at + 1] << 8) * (1 + (content[at + 2] & 1)) if at + 2 < len(content) else 3
    if content[at + 4:at + 5] == _LITERAL:
        length = content[at + 5:at + 6]
        yield from string(length + b"\0" + content[at + 6:]).split("\0")


def string(content: bytes) -> str:
    """Return a string that begins with its length and its flags (2.5.294)."""
    if len(content) < 3:
        return ""
    length, wide = content[0] | content[1] << 8, content[2] & 1
    return content[3:3 + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace")


def _numbers(kind: int, content: bytes) -> Iterator[tuple[int, float]]:
    """Yield style and value of each cell of a record (2.4.180, 2.4.127, 2.4.220, 2.4.175)."""
    if kind in {_NUMBER, _FORMULA}:
        if kind == _NUMBER or content[12:14] != b"\xff\xff":
            style, value = struct.unpack_from("<Hd", content, 4)
            yield style, value
    elif kind == _PACKED:
        style, packed = struct.unpack_from("<Hi", content, 4)
        yield style, _unpacked(packed)
    else:
        for style, packed in struct.iter_unpack("<Hi", content[4:4 + (len(content) - 6) // 6 * 6]):
            yield style, _unpacked(packed)


def _unpacked(packed: int) -> float:
    """Return the value of a number in four bytes (2.5.217)."""
    value = float(packed >> 2) if packed & 2 else struct.unpack("<d", struct.pack("<Ii", 0, packed & ~3))[0]
    return value / 100 if packed & 1 else value
