"""Reads words and pictures in drawings made of commands: EMF ([MS-EMF]), EMF+ ([MS-EMFPLUS]) and WMF ([MS-WMF])."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import partial

from guard.reading import images
from guard.reading.documents.ole.compound import unpacked
from guard.reading.documents.transcript import Transcript

_GZIP, _PLACEABLE = b"\x1f\x8b", b"\xd7\xcd\xc6\x9a"
_SMALL, _COMMENT = 108, 70
_TEXTS = {83: "gb18030", 84: "utf-16-le"}
_BITMAPS = {81: 48, 80: 48, 76: 84, 77: 84, 114: 84}
"""Records that draw a bitmap → the offset of the field that says where the bitmap is in the record."""

_GLYPHS, _NO_BOUNDS, _NARROW = 0x10, 0x100, 0x200
_PLUS, _PLUS_STRING, _PLUS_CHARACTERS, _LOOKED_UP = b"EMF+", 0x401C, 0x4036, 1
_OLD_TEXT, _OLD_LONG_TEXT, _WITH_BOX = 0x0521, 0x0A32, 0x6
_OLD_BITMAPS = frozenset({0x0F43, 0x0B41, 0x0940, 0x0D33})
_HEADER = b"\x28\0\0\0"
_PNG, _PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND"

_Found = str | bytes
"""Words, or the bytes of a picture."""


def read(untrusted_bytes: bytes, transcript: Transcript) -> Iterator[None]:
    """Write a drawing that is alone: a file of its own, or a picture of RTF."""
    write(untrusted_bytes, transcript)
    yield


def write(untrusted_bytes: bytes, transcript: Transcript) -> None:
    """Write the words of a drawing, those of one height on one line, and note its pictures; stops at damage."""
    if untrusted_bytes.startswith(_GZIP):
        untrusted_bytes = unpacked(untrusted_bytes, gzip=True)
    emf = untrusted_bytes[40:44] == b" EMF"
    lines: list[str] = []
    height: int | None = None
    for at, found in _emf(untrusted_bytes, transcript) if emf else _wmf(untrusted_bytes, transcript):
        if isinstance(found, bytes):
            transcript.picture(partial(images.frames, found))
        elif lines and height is not None and at == height:
            lines[-1] += found
        else:
            lines.append(found)
        height = at if isinstance(found, str) else height
    for words in dict.fromkeys(line.strip("\0 \r\n") for line in lines):
        if words:
            transcript.line(words)


def _emf(stream: bytes, transcript: Transcript) -> Iterator[tuple[int | None, _Found]]:
    """Yield the content of the records, with the height of its position."""
    at = 0
    while at + 8 <= len(stream):
        kind, size = struct.unpack_from("<II", stream, at)
        if size < 8 or at + size > len(stream):
            return
        transcript.budget.check_time()
        record = stream[at:at + size]
        if kind in _TEXTS and size >= 56:
            _, height, count, start, options = struct.unpack_from("<iiIII", record, 36)
            if not options & _GLYPHS:
                yield height, _decoded(record[start:], count, _TEXTS[kind])
        elif kind == _SMALL and size >= 36:
            _, height, count, options = struct.unpack_from("<iiII", record, 8)
            start = 36 if options & _NO_BOUNDS else 52
            if not options & _GLYPHS:
                yield height, _decoded(record[start:], count, "latin-1" if options & _NARROW else "utf-16-le")
        elif kind in _BITMAPS and size >= _BITMAPS[kind] + 16:
            head, head_size, bits, bits_size = struct.unpack_from("<IIII", record, _BITMAPS[kind])
            if head_size and bits_size:
                yield None, record[head:head + head_size] + record[bits:bits + bits_size]
        elif kind == _COMMENT:
            yield from _comment(record[12:])
        at += size


def _comment(content: bytes) -> Iterator[tuple[int | None, _Found]]:
    """Yield what newer programs have stored beside the records for older ones (EMF+)."""
    if not content.startswith(_PLUS):
        return
    start, end = content.find(_PNG), content.rfind(_PNG_END)
    if 0 <= start < end:
        yield None, content[start:end + 8]
    at = 4
    while at + 12 <= len(content):
        kind, _, size, _ = struct.unpack_from("<HHII", content, at)
        if size < 12:
            return
        if kind == _PLUS_STRING and size >= 40:
            count, = struct.unpack_from("<I", content, at + 20)
            yield None, _decoded(content[at + 40:at + size], count, "utf-16-le")
        elif kind == _PLUS_CHARACTERS and size >= 28:
            _, options, _, count = struct.unpack_from("<IIII", content, at + 12)
            if options & _LOOKED_UP:
                yield None, _decoded(content[at + 28:at + size], count, "utf-16-le")
        at += size


def _wmf(stream: bytes, transcript: Transcript) -> Iterator[tuple[int | None, _Found]]:
    at = 40 if stream.startswith(_PLACEABLE) else 18
    while at + 6 <= len(stream):
        words, kind = struct.unpack_from("<IH", stream, at)
        if words < 3 or at + 2 * words > len(stream):
            return
        transcript.budget.check_time()
        record = stream[at + 6:at + 2 * words]
        if kind == _OLD_TEXT and len(record) >= 6:
            count, = struct.unpack_from("<H", record)
            end = 2 + count + count % 2
            height = struct.unpack_from("<h", record, end)[0] if end + 2 <= len(record) else None
            yield height, _decoded(record[2:], count, "gb18030")
        elif kind == _OLD_LONG_TEXT and len(record) >= 8:
            height, _, count, options = struct.unpack_from("<hhHH", record)
            if not options & _GLYPHS:
                yield height, _decoded(record[16 if options & _WITH_BOX else 8:], count, "gb18030")
        elif kind in _OLD_BITMAPS and (start := record.find(_HEADER, 0, 64)) >= 0:
            yield None, record[start:]
        at += 2 * words


def _decoded(content: bytes, count: int, codec: str) -> str:
    return content[:count * (2 if codec == "utf-16-le" else 1)].decode(codec, "replace")
