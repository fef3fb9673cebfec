"""Reads records of a workbook of Excel 97–2003 that contain words beside the cells, and the pictures.

[MS-XLS] 2.1.4: comments, text boxes, headers, footers, titles of charts.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from guard.reading.documents import cells
from guard.reading.documents.errors import EncryptedError
from guard.reading.documents.ole import biff_values, compound, drawn_words
from guard.reading.documents.transcript import Transcript
from guard.sentences.catalogue import sentence

_BEGIN, _GO_ON, _PASSWORD = 0x0809, 0x003C, 0x002F
_TEXT_OBJECT, _PICTURES, _RULE, _OF_CHART, _END = 0x01B6, 0x00EB, 0x01BE, 0x100D, 0x000A
_PIVOTS = "_SX_DB_CUR"
_EDGES = frozenset({0x0014, 0x0015})
"""Header and footer (2.4.136, 2.4.124)."""


def write(untrusted_bytes: bytes, transcript: Transcript) -> None:
    """Write these words, the page being the sheet, and note the pictures."""
    file = compound.Compound(untrusted_bytes)
    sheet, depth = -1, 0
    pictures = bytearray()
    previous, after_text = 0, False
    values = biff_values.Values()
    for kind, content in records(book_of(file)):
        for shown, cell in values.take(kind, content):
            transcript.write_cells(f"{shown}\n", cell)
        if kind == _BEGIN:
            if not depth:  # else a chart on this sheet
                sheet += 1
                transcript.turn(sheet or None)
            depth += 1
        elif kind == _END:
            depth = max(0, depth - 1)
        for words in _words(kind, content, after_text):
            transcript.line(words)
        if kind == _PICTURES or (kind == _GO_ON and previous == _PICTURES):
            pictures += content
        after_text = kind == _TEXT_OBJECT
        previous = previous if kind == _GO_ON else kind
    transcript.turn(None)
    file.properties(transcript)
    for cache in file.below(_PIVOTS):
        for words in dict.fromkeys(biff_values.pivot_words(records(cache))):
            transcript.line(words)
    drawn_words.write(book_of(file), transcript)
    file.objects(transcript)
    compound.pictures(bytes(pictures), transcript)


def _words(kind: int, content: bytes, after_text: bool) -> Iterator[str]:
    """Yield the words of one record; ``after_text``: it continues the text of an object."""
    if kind in _EDGES and len(content) > 3:
        yield cells.edge_words(_string(content[2:]))
    elif kind == _RULE:
        yield from biff_values.choice_words(content)
    elif kind == _OF_CHART and len(content) > 3:
        # The title of a chart or of an axis, or a legend (2.4.254): its length is one byte (2.5.240).
        yield _string(content[3:])[:content[2]]
    elif kind == _GO_ON and after_text and len(content) > 1:
        yield _string(content)


def check_password(untrusted_bytes: bytes) -> None:
    """Raise EncryptedError for a workbook whose records are encrypted (2.4.117)."""
    if any(kind == _PASSWORD for kind, _ in records(book_of(compound.Compound(untrusted_bytes)))):
        raise EncryptedError(sentence("reading.encrypted"))


def book_of(file: compound.Compound) -> bytes:
    """Return the stream of the workbook, of Excel 97 or of 5."""
    return file.stream("Workbook" if "Workbook" in file else "Book")


def _string(content: bytes) -> str:
    """Return a string that begins with its flags (2.5.294): bit 0 for two bytes per character."""
    text = content[1:].decode("utf-16-le" if content[0] & 1 else "latin-1", "replace")
    return text.replace("\r", "\n")


def records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the kind and the content of each record."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if not kind and not length:
            return
        yield kind, stream[at + 4:at + 4 + length]
        at += 4 + length
