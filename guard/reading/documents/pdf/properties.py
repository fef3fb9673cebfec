"""Reads what a PDF says of itself: its properties (14.3.3), also custom ones, XMP, bookmarks, XFA."""

from __future__ import annotations

import ctypes
import re
import zlib
from collections.abc import Iterable, Iterator
from itertools import islice

import pypdfium2
import pypdfium2.raw as pdfium

from guard.markup.declared_marks import mark_of
from guard.reading.documents import xml
from guard.reading.documents.errors import DamagedError, OverBudgetError
from guard.reading.documents.transcript import Transcript
from guard.sentences.catalogue import sentence

_BY_PROGRAMS = frozenset({"Creator", "Producer", "CreationDate", "ModDate", "Trapped", "PTEX.Fullbanner"})
_MOST = 2000
"""Bookmarks, names and packets that are read."""

_LONGEST = 1 << 22
"""Bytes of one packet or stream of objects that are read."""

_FILLED_IN = frozenset({b"preamble", b"datasets", b"form", b"postamble"})
"""Packets of a form with what people filled in, and those around all others (XFA 3.3, chapter 22)."""

_LONGEST_NAME = 64
"""Bytes of a packet's name that are looked at."""

_DICTIONARY = 1 << 16
"""Bytes from the beginning of the property dictionary that are searched for its keys."""

_NEWEST = 4
"""Property dictionaries that are read: each incremental save may add another one."""

_UNPACKED = 1 << 26
"""Bytes of all streams of objects together."""

_INFO = re.compile(rb"/Info\s+(\d{1,10})\s+\d+\s+R")
_OBJECTS = re.compile(rb"/Type\s*/ObjStm\b[^>]{0,400}>>\s*stream\r?\n")
_NAME = re.compile(rb"/([^\x00-\x20()<>\[\]{}/%]{1,127})\s*[(<]")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_LISTS = frozenset({"li", "Alt", "Bag", "Seq", "value", "Description"})
_XMP, _XMP_END = b"<rdf:RDF", b"</rdf:RDF>"
_OF_PROGRAMS = re.compile(rb"/(?:Producer|Creator|CreationDate|ModDate|Title)\s*[(<]")


def write(document: pypdfium2.PdfDocument, untrusted_bytes: bytes, transcript: Transcript) -> None:
    """Write what people wrote into the properties, each once."""
    for words in dict.fromkeys(filter(None, (*_properties(document, untrusted_bytes), *_xmp(untrusted_bytes),
                                             *_bookmarks(document, transcript), *_xfa(document, transcript)))):
        transcript.line(words)


def _properties(document: pypdfium2.PdfDocument, untrusted_bytes: bytes) -> Iterator[str]:
    for key, value in document.get_metadata_dict(skip_empty=True).items():
        if key not in _BY_PROGRAMS:
            yield value
            yield mark_of(key, value)
    for name in _names(untrusted_bytes):
        size = pdfium.FPDF_GetMetaText(document, name, None, 0)
        if name.decode("latin-1") not in _BY_PROGRAMS and 2 < size <= _LONGEST:
            buffer = ctypes.create_string_buffer(size)
            pdfium.FPDF_GetMetaText(document, name, buffer, size)
            value = buffer.raw[:size - 2].decode("utf-16-le", "replace").strip()
            yield value
            yield mark_of(name.decode("utf-8", "replace"), value)


def _names(untrusted_bytes: bytes) -> Iterable[bytes]:
    """Return what may be keys of the property dictionary: PDFium returns the value of a key, but no keys."""
    names: dict[bytes, None] = {}
    numbers = list(dict.fromkeys(match[1] for match in _INFO.finditer(untrusted_bytes)))[-_NEWEST:]
    for number in numbers:
        for place in islice(re.finditer(rb"(?<!\d)%s\s+\d+\s+obj\b" % number, untrusted_bytes), _NEWEST):
            names |= dict.fromkeys(_NAME.findall(untrusted_bytes[place.end():place.end() + _DICTIONARY]))
    if numbers and not names:
        for objects in _packed_objects(untrusted_bytes):
            if _OF_PROGRAMS.search(objects):
                names |= dict.fromkeys(_NAME.findall(objects))
    return [_ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), name) for name in islice(names, _MOST)]


def _packed_objects(untrusted_bytes: bytes) -> Iterator[bytes]:
    """Yield streams of objects (7.5.7), as far as they are packed in the usual way."""
    left = _UNPACKED
    for place in _OBJECTS.finditer(untrusted_bytes):
        try:
            objects = zlib.decompressobj().decompress(untrusted_bytes[place.end():place.end() + _LONGEST], _LONGEST)
        except zlib.error:
            continue
        yield objects
        left -= len(objects)
        if left < 0:
            return


def _xmp(untrusted_bytes: bytes) -> Iterator[str]:
    """Yield the words of XMP packets, which are in the file as they are; most other content is the programs' own."""
    end = 0
    for _ in range(_MOST):
        start = untrusted_bytes.find(_XMP, end)
        end = untrusted_bytes.find(_XMP_END, start) if start >= 0 else -1
        if end < 0:
            return
        if end - start <= _LONGEST:
            packet = untrusted_bytes[start:end] + _XMP_END
            yield from (text for text in _texts(packet) if not text.isascii())
            yield from _declared(packet)


def _declared(untrusted_xml: bytes) -> Iterator[str]:
    """Yield the marks that properties of XMP declare (ISO 16684-1, 7): as elements, in their lists, as attributes."""
    open_: list[str] = []
    try:
        for event in xml.events([untrusted_xml]):
            if event.kind is xml.Kind.START:
                open_.append(event.name)
                yield from (mark_of(name, value) for name, value in event.attributes.items())
            elif event.kind is xml.Kind.END:
                open_.pop()
            else:
                named = next((name for name in reversed(open_) if name not in _LISTS), "")
                yield from (mark_of(named, word) for word in event.name.split(","))
    except (DamagedError, OverBudgetError):
        return


def _xfa(document: pypdfium2.PdfDocument, transcript: Transcript) -> Iterator[str]:
    """Yield the words of a form that only Adobe's programs show: its pages say so and nothing else (12.7.8).

    Its packets are one document together; what people filled in counts more than how it looks.
    """
    count = max(0, pdfium.FPDF_GetXFAPacketCount(document))
    packets: dict[int, bytes] = {}
    left = _LONGEST
    for number in sorted(range(min(count, _MOST)), key=lambda number: _packet_name(document, number) not in _FILLED_IN):
        size = ctypes.c_ulong()
        pdfium.FPDF_GetXFAPacketContent(document, number, None, 0, size)
        if size.value > left:
            transcript.incomplete(sentence("reading.part-too-large"))
            continue
        buffer = ctypes.create_string_buffer(size.value)
        pdfium.FPDF_GetXFAPacketContent(document, number, buffer, size.value, size)
        packets[number] = buffer.raw
        left -= size.value
    if count > _MOST:
        transcript.incomplete(sentence("reading.not-to-end"))
    yield from _texts(b"".join(packets[number] for number in sorted(packets)))


def _packet_name(document: pypdfium2.PdfDocument, number: int) -> bytes:
    buffer = ctypes.create_string_buffer(_LONGEST_NAME)
    pdfium.FPDF_GetXFAPacketName(document, number, buffer, _LONGEST_NAME)
    return buffer.value


def _texts(untrusted_xml: bytes) -> Iterator[str]:
    try:
        for event in xml.events([untrusted_xml]):
            if event.kind is xml.Kind.TEXT:
                yield event.name.strip()
            elif event.kind is xml.Kind.START:
                yield from map(str.strip, event.attributes.values())
    except (DamagedError, OverBudgetError):
        return


def _bookmarks(document: pypdfium2.PdfDocument, transcript: Transcript) -> Iterator[str]:
    for number, bookmark in enumerate(document.get_toc(max_depth=32)):
        if number == _MOST:
            transcript.incomplete(sentence("reading.not-to-end"))
            return
        yield bookmark.get_title().strip()
