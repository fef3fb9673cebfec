"""Tells whether a Word document has text that people do not see: hidden, or deleted and still stored ([MS-DOC] 2.6.1).

In doubt it has. Which text it is would need the styles and every exception to them; of a document that has any, nothing
counts as seen.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_STYLES, _CHARACTERS, _PIECES = 0xA2, 0xFA, 0x01A2
"""Where the Fib says the styles, the formatting of characters and the pieces are (2.5.6)."""
_PAGE = 512
_PAGE_NUMBER = 0x3FFFFF
_DELETED, _HIDDEN, _ALWAYS_HIDDEN = 0x0800, 0x083C, 0x0818
_UNSEEN = frozenset({_DELETED, _HIDDEN, _ALWAYS_HIDDEN})
_CHARACTERS_OF_STYLE = {1: 1, 2: 0, 3: 2}
"""By the kind of a style (paragraph, character, table): which of its parts formats characters (2.9.259 and on)."""
_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
"""By the highest bits of a property's number: bytes of its value (2.2.5.1); 0: the first byte says."""


def hides_any(main: bytes, table: bytes) -> bool:
    """Return whether any character may be hidden or deleted, by ``WordDocument`` and its table stream."""
    try:
        return (_changed_pieces(main, table) or any(map(_hides, _styles(_part(main, table, _STYLES))))
                or any(map(_hides, _formats(main, _part(main, table, _CHARACTERS)))))
    except (struct.error, IndexError):
        return True


def _part(main: bytes, table: bytes, at: int) -> bytes:
    start, size = struct.unpack_from("<II", main, at)
    if not size or start + size > len(table):
        raise IndexError
    return table[start:start + size]


def _changed_pieces(main: bytes, table: bytes) -> bool:
    """Return whether a piece changes the formatting of its characters, as a quick save wrote it (2.9.177)."""
    clx = _part(main, table, _PIECES)
    if clx[0] != 2:
        return True
    count = (struct.unpack_from("<I", clx, 1)[0] - 4) // 12
    return any(struct.unpack_from("<H", clx, 5 + 4 * (count + 1) + 8 * number + 6)[0] for number in range(count))


def _formats(main: bytes, places: bytes) -> Iterator[bytes]:
    """Yield the exceptions to the styles of all runs of characters (2.8.5, 2.9.33)."""
    count = (len(places) - 4) // 8
    for number in range(count):
        first = _PAGE * (struct.unpack_from("<I", places, 4 * (count + 1) + 4 * number)[0] & _PAGE_NUMBER)
        page = main[first:first + _PAGE]
        runs = page[_PAGE - 1]
        for offset in page[4 * (runs + 1):4 * (runs + 1) + runs]:
            if offset:
                yield page[2 * offset + 1:2 * offset + 1 + page[2 * offset]]


def _styles(sheet: bytes) -> Iterator[bytes]:
    """Yield how each style formats characters (2.9.271, 2.9.258)."""
    head, count, base = struct.unpack_from("<HHH", sheet)
    at = 2 + head
    for _ in range(count):
        size, = struct.unpack_from("<H", sheet, at)
        style = sheet[at + 2:at + 2 + size]
        at += 2 + size + size % 2
        if style:
            yield from _parts_of(style, base)


def _parts_of(style: bytes, base: int) -> Iterator[bytes]:
    wanted = _CHARACTERS_OF_STYLE.get(style[2] & 0xF)
    parts = style[4] & 0xF
    at = base + 2 + 2 * struct.unpack_from("<H", style, base)[0] + 2  # behind its name
    for number in range(parts):
        size, = struct.unpack_from("<H", style, at)
        if number == wanted:
            yield style[at + 2:at + 2 + size]
        at += 2 + size + size % 2


def _hides(properties: bytes) -> bool:
    at = 0
    while at + 2 < len(properties):
        number, = struct.unpack_from("<H", properties, at)
        if number in _UNSEEN and properties[at + 2]:
            return True
        size = _SIZES[number >> 13]
        at += 2 + (size or 1 + properties[at + 2])
    return False
