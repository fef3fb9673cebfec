"""Tells which sheets of a workbook of Excel 97–2003 have only cells that people see ([MS-XLS] 2.4).

In doubt none has.
"""

from __future__ import annotations

import struct

from guard.reading.documents.ole.biff import records

_SHEET, _BEGIN, _END = 0x0085, 0x0809, 0x000A
_ROW, _COLUMNS, _USUAL_HEIGHT = 0x0208, 0x007D, 0x0225
_STATES = 0x03
"""Bits of BoundSheet8 that say whether a sheet is hidden (2.4.28)."""
_ROW_HIDDEN, _COLUMN_HIDDEN, _ROWS_HIDDEN = 0x20, 0x01, 0x02
"""Bits of the flags of Row, ColInfo and DefaultRowHeight (2.4.221, 2.4.53, 2.4.90)."""


def seen_sheets(book: bytes) -> list[bool]:
    """Return for each sheet of a workbook stream, in order, whether it is shown and hides no row and no column."""
    try:
        return [_is_seen(book, content) for kind, content in records(book) if kind == _SHEET]
    except (struct.error, IndexError):
        return []


def _is_seen(book: bytes, sheet: bytes) -> bool:
    start, state, sort = struct.unpack_from("<IBB", sheet)
    kinds = records(book[start:])
    if state & _STATES or sort or next(kinds, (0, b""))[0] != _BEGIN:
        return False
    within = 1
    for kind, content in kinds:
        within += (kind == _BEGIN) - (kind == _END)
        if not within:
            return True
        if _hides(kind, content):
            return False
    return False


def _hides(kind: int, content: bytes) -> bool:
    if kind == _ROW:
        return bool(content[12] & _ROW_HIDDEN)
    if kind == _COLUMNS:
        width, flags = struct.unpack_from("<H", content, 4)[0], content[8]
        return not width or bool(flags & _COLUMN_HIDDEN)
    return kind == _USUAL_HEIGHT and bool(content[0] & _ROWS_HIDDEN)
