"""Reads Word 97–2003 and WPS documents ([MS-DOC]): the text of the piece table, which has headers, notes and boxes too.

Only the body is seen on the pages, and only where nothing in the document is hidden or deleted.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from guard.reading.documents import field_codes
from guard.reading.documents.errors import DamagedError, EncryptedError
from guard.reading.documents.ole import compound, drawn_words, hidden_text
from guard.reading.documents.transcript import Transcript
from guard.sentences.catalogue import sentence

_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
"""Bits of FibBase ([MS-DOC] 2.5.2)."""

_WORD_97 = 0x00C1
_FLAGS, _FIRST, _BODY, _PIECES = 0x0A, 0x18, 0x4C, 0x01A2
_NARROW = 0x40000000
"""Bit of FcCompressed (2.9.73): one byte per character."""

_CODE = re.compile("\x13[^\x13\x14\x15]*[\x14\x15]?")
"""A field's code (2.8.25), before what it shows."""

_OF_FIELDS = "\x13\x14\x15"
_ROW_END = re.compile("\x07\x07")
_SHOWN = str.maketrans({"\r": "\n", "\x07": "\t", "\x0b": "\n", "\x1e": "-", "\x1f": None, "\x14": None, "\x15": None,
                        "\x01": None, "\x08": None, "\x02": None, "\x05": None, "\x03": None, "\x04": None,
                        "\x13": None, "\0": None})
_TABLES = ("0Table", "1Table")
_STREAMS = ("Data", "Pictures")


def read(untrusted_bytes: bytes, transcript: Transcript) -> Iterator[None]:
    """Write the text of a doc, dot or wps page by page, as far as page breaks were set by hand; yields after each."""
    file = compound.Compound(untrusted_bytes)
    main = file.stream("WordDocument")
    if len(main) < _PIECES + 8:
        raise DamagedError(sentence("reading.damaged"))
    version, = struct.unpack_from("<H", main, 2)
    flags, = struct.unpack_from("<H", main, _FLAGS)
    if flags & _ENCRYPTED:
        raise EncryptedError(sentence("reading.encrypted"))
    if not version:
        raise DamagedError(sentence("reading.damaged"))
    if version < _WORD_97:
        first, last = struct.unpack_from("<II", main, _FIRST)
        body, beside, visible = main[first:last].decode("gb18030", "replace"), "", False
    else:
        table = file.stream("1Table" if flags & _TABLE_1 else "0Table")
        text, (length,) = _of_pieces(main, table), struct.unpack_from("<i", main, _BODY)
        body, beside = text[:max(0, length)], text[max(0, length):]
        visible = not hidden_text.hides_any(main, table)
    pages = [(page, visible) for page in _shown(body).split("\f")]
    pages += ((page, False) for page in _shown(beside).split("\f") if page.strip())
    for number, (page, seen) in enumerate(pages, 1):
        transcript.turn(number, visible=seen)
        transcript.line(page)
        yield
    transcript.turn(None)
    file.properties(transcript)
    for name in _TABLES:
        if name in file:
            drawn_words.write(file.stream(name), transcript)
    file.objects(transcript)
    for name in _STREAMS:
        if name in file:
            compound.pictures(file.stream(name), transcript)


def _of_pieces(main: bytes, table: bytes) -> str:
    """Return the characters of all pieces in order (2.8.35, 2.9.178)."""
    start, size = struct.unpack_from("<II", main, _PIECES)
    clx = table[start:start + size]
    at = 0
    while at + 3 <= len(clx) and clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at + 5 > len(clx) or clx[at] != 2:
        raise DamagedError(sentence("reading.body-missing"))
    plc = clx[at + 5:at + 5 + struct.unpack_from("<I", clx, at + 1)[0]]
    count = (len(plc) - 4) // 12
    places = struct.unpack_from(f"<{count + 1}I", plc)
    parts: list[str] = []
    for number in range(count):
        length = max(0, places[number + 1] - places[number])
        offset, = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * number + 2)
        if offset & _NARROW:
            offset = (offset & ~_NARROW & 0x3FFFFFFF) // 2
            parts.append(main[offset:offset + length].decode("cp1252", "replace"))
        else:
            parts.append(main[offset:offset + 2 * length].decode("utf-16-le", "replace"))
    return "".join(parts)


def _shown(text: str) -> str:
    """Return the text without field codes; cells of a row separated by tabs, rows by line ends."""
    rows = _ROW_END.sub("\r", text)
    return _CODE.sub(lambda code: field_codes.shown(code[0].strip(_OF_FIELDS)), rows).translate(_SHOWN)
