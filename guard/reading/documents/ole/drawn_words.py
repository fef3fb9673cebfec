"""Reads words that drawings of the old Office formats have in their properties ([MS-ODRAW] 2.3): WordArt, watermarks.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from guard.reading.documents.budget import Budget
from guard.reading.documents.transcript import Transcript

_TABLES = (b"\x0b\xf0", b"\x22\xf1")
"""Types of the records that contain properties (2.2.9, 2.2.11)."""

_VERSION, _COMPLEX, _NUMBER = 0x3, 0x8000, 0x3FFF
_WORDS = frozenset({0x00C0, 0x0381, 0x038D})
"""Text laid along a path (2.3.22.1), what a shape shows (2.3.4.9), its tip (2.3.4.21)."""

_PROPERTY = struct.Struct("<HI")


def write(stream: bytes, transcript: Transcript) -> None:
    """Write the words of the drawings in a stream on the page that is being written, each once."""
    found = dict.fromkeys(words for kind in _TABLES for table in _found(stream, kind, transcript.budget)
                          for words in _of(*table))
    for words in found:
        transcript.line(words)


def _found(stream: bytes, kind: bytes, budget: Budget) -> Iterator[tuple[int, bytes]]:
    """Yield each table of properties of this kind: how many it has, and its bytes."""
    at = stream.find(kind, 2)
    while 0 <= at <= len(stream) - 6:
        budget.check_time()
        version, _, length = struct.unpack_from("<HHI", stream, at - 2)
        start, count = at + 6, version >> 4
        if version & 0xF == _VERSION and start + length <= len(stream) and count * _PROPERTY.size <= length:
            yield count, stream[start:start + length]
            start += length  # so that each byte is examined once
        at = stream.find(kind, start)


def _of(count: int, body: bytes) -> Iterator[str]:
    """Yield the words of a table: the properties come first, then the data of the complex ones."""
    place = count * _PROPERTY.size
    for number, size in _PROPERTY.iter_unpack(body[:place]):
        if not number & _COMPLEX:
            continue
        if number & _NUMBER in _WORDS:
            words = body[place:place + size].decode("utf-16-le", "replace").strip("\0 \r\n").replace("\r", "\n")
            if words:
                yield words
        place += size
