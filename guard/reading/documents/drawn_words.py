"""Words that drawings of the old Office formats hold in their properties ([MS-ODRAW] 2.3): WordArt, watermarks."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from guard.reading.documents.draft import Draft

_TABLES = (b"\x0b\xf0", b"\x22\xf1")
"""Types of the records that hold properties (2.2.9, 2.2.11)."""

_VERSION, _COMPLEX, _NUMBER = 0x3, 0x8000, 0x3FFF
_WORDS = frozenset({0x00C0, 0x0381, 0x038D})
"""Text laid along a path (2.3.22.1), what a shape shows (2.3.4.9), its tip (2.3.4.21)."""

_PROPERTY = struct.Struct("<HI")


def write(stream: bytes, draft: Draft) -> None:
    """Write the words of the drawings in a stream on the page that is written now, each once."""
    found = dict.fromkeys(words for table in _TABLES for at in _found(stream, table) for words in _of(stream, at))
    for words in found:
        draft.line(words)


def _found(stream: bytes, table: bytes) -> Iterator[int]:
    at = stream.find(table, 2)
    while at >= 0:
        yield at - 2
        at = stream.find(table, at + 1)


def _of(stream: bytes, at: int) -> Iterator[str]:
    """Yield the words of the table whose header stands here: the properties, then what the complex ones hold."""
    if at + 8 > len(stream):
        return
    version, _, length = struct.unpack_from("<HHI", stream, at)
    body = stream[at + 8:at + 8 + length]
    count = version >> 4
    if version & 0xF != _VERSION or len(body) < length or count * _PROPERTY.size > length:
        return
    place = count * _PROPERTY.size
    for number, size in _PROPERTY.iter_unpack(body[:place]):
        if not number & _COMPLEX:
            continue
        if number & _NUMBER in _WORDS:
            words = body[place:place + size].decode("utf-16-le", "replace").strip("\0 \r\n").replace("\r", "\n")
            if words:
                yield words
        place += size
