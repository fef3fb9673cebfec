"""Reads OLE compound files ([MS-CFB]): streams by name, properties, pictures that Office has stored in them."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial

import olefile

from guard.core.model import Unreadable
from guard.markup.declared_marks import mark_of
from guard.reading import images, limits
from guard.reading.documents import loose_words
from guard.reading.documents.errors import DamagedError, OverBudgetError
from guard.reading.documents.ole import storages
from guard.reading.documents.transcript import Transcript
from guard.sentences.catalogue import sentence
from guard.util.sizes import megabytes

_WRITTEN_BY_PEOPLE = ("title", "subject", "author", "keywords", "comments", "last_saved_by", "category", "manager",
                      "company")
_SUMMARY = "\x05DocumentSummaryInformation"
_BLIPS = re.compile(rb"[\s\S]{2}[\x1a\x1b\x1d\x1e\x1f\x29\x2a]\xf0([\s\S]{4})")
"""Headers of stored EMF, WMF, JPEG, PNG, DIB and TIFF ([MS-ODRAW] 2.2.23): two bytes, the type, the length."""

_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_FINGERPRINTS, _DRAWING_HEADER, _PACKED, _PLAIN = (16, 32), 34, 0, 0xFE
_HEADER = 64
"""Bytes after a header within which the picture itself begins."""

_DICTIONARY, _CODE_PAGE = 0, 1
_NARROW, _WIDE = 0x1E, 0x1F
_UTF_16, _UTF_8 = 1200, 65001
_MOST_PROPERTIES, _PROPERTY_BYTES = 4096, 64 * 1024
"""Properties of one section, and bytes of one of them, that are read."""


class Compound:
    """The streams of one file. Raises DamagedError when these bytes are not a compound file."""

    def __init__(self, untrusted_bytes: bytes) -> None:
        try:
            self._file = olefile.OleFileIO(io.BytesIO(untrusted_bytes))
        except (OSError, ValueError, IndexError, struct.error, TypeError, AttributeError) as error:
            raise DamagedError(sentence("reading.damaged")) from error

    @property
    def names(self) -> frozenset[str]:
        """The names of the streams at the root, as written."""
        return frozenset(path[0] for path in self._file.listdir() if len(path) == 1)

    def below(self, storage: str) -> Iterator[bytes]:
        """Yield the streams in one storage."""
        for path in self._file.listdir():
            if len(path) == 2 and path[0] == storage:
                yield self.stream("/".join(path))

    def __contains__(self, name: str) -> bool:
        return bool(self._file.exists(name))

    def stream(self, name: str) -> bytes:
        """Return a stream; raises DamagedError for one that is missing, OverBudgetError for a huge one."""
        if name not in self:
            raise DamagedError(sentence("reading.part-missing"))
        if self._file.get_size(name) > limits.ITEM_BYTES:
            raise OverBudgetError(sentence("reading.part-too-large"))
        content: bytes = self._file.openstream(name).read()
        return content

    def properties(self, transcript: Transcript) -> None:
        """Write title, keywords and the like ([MS-OLEPS])."""
        found = self._file.get_metadata()
        code_page = found.codepage if isinstance(found.codepage, int) else 0
        for name in _WRITTEN_BY_PEOPLE:
            value = getattr(found, name, None)
            if isinstance(value, bytes):
                text = value.decode("utf-8" if code_page in {-535, 65001} else "gb18030", "replace").strip("\0 ")
                if text:
                    transcript.line(text)
        if _SUMMARY in self:
            for text in _own_properties(self.stream(_SUMMARY)):
                transcript.line(text)

    def objects(self, transcript: Transcript) -> None:
        """Note the documents and files in the storages of this one."""
        storages.note(self._file, transcript)


def pictures(stream: bytes, transcript: Transcript) -> None:
    """Note the pictures in a stream on the page that is being written."""
    for header in _BLIPS.finditer(stream):
        length = int.from_bytes(header.group(1), "little")
        if not _HEADER < length <= min(limits.PART_BYTES, len(stream) - header.end()):
            continue
        body = stream[header.end():header.end() + length]
        starts = [start for signature in _SIGNATURES if (start := body[:_HEADER].find(signature)) >= 0]
        if drawing := _drawing(body):
            transcript.document(drawing)
        elif starts:
            transcript.picture(partial(_frames, body[min(starts):]))


def _drawing(body: bytes) -> Callable[[], bytes] | None:
    """Return a function that returns a stored EMF or WMF, after one or two fingerprints and a header (2.2.31)."""
    for start in _FINGERPRINTS:
        if len(body) > start + _DRAWING_HEADER:
            size, packing = struct.unpack_from("<IB", body, start + 28)
            content = body[start + _DRAWING_HEADER:]
            if size == len(content) and packing in {_PACKED, _PLAIN}:
                return partial(unpacked, content) if packing == _PACKED else partial(bytes, content)
    return None


def unpacked(untrusted_bytes: bytes, *, gzip: bool = False) -> bytes:
    """Return what was packed (zlib, or gzip); raises OverBudgetError when it has more than PART_BYTES."""
    unpacker = zlib.decompressobj(31 if gzip else 15)
    content = unpacker.decompress(untrusted_bytes, limits.PART_BYTES)
    if unpacker.unconsumed_tail:
        raise OverBudgetError(sentence("reading.part-over-mb", limit=megabytes(limits.PART_BYTES)))
    return content


def _frames(untrusted_bytes: bytes) -> Iterator[images.Frame | Unreadable]:
    return images.frames(untrusted_bytes)


def _own_properties(stream: bytes) -> Iterator[str]:
    """Yield the words that people have put into the second section of a stream of properties ([MS-OLEPS] 2.26): names
    and values, and the mark that one declares. Stops at damage.
    """
    try:
        sections, = struct.unpack_from("<I", stream, 24)
        if sections > 1:
            yield from _property_words(stream[struct.unpack_from("<I", stream, 28 + 20 + 16)[0]:])
    except struct.error:
        return


def _property_words(section: bytes) -> Iterator[str]:
    _, count = struct.unpack_from("<II", section)
    places = dict(struct.iter_unpack("<II", section[8:8 + 8 * min(count, _MOST_PROPERTIES)]))
    code_page = struct.unpack_from("<H", section, places[_CODE_PAGE] + 4)[0] if _CODE_PAGE in places else 0
    names = _property_names(section, places[_DICTIONARY], code_page) if _DICTIONARY in places else {}
    yield from filter(loose_words.written, names.values())
    for number, at in places.items():
        if number == _DICTIONARY:
            continue
        if number != _CODE_PAGE:
            kind, size = struct.unpack_from("<II", section, at)
            size = 2 * size if kind == _WIDE else size
            if kind in (_NARROW, _WIDE) and (words := _property_text(section[at + 8:at + 8 + size],
                                                            _UTF_16 if kind == _WIDE else code_page)):
                yield words
                if mark := mark_of(names.get(number, ""), words):
                    yield mark


def _property_names(section: bytes, at: int, code_page: int) -> dict[int, str]:
    """Return the names of properties by their numbers (2.17), of a damaged dictionary those before the damage."""
    names: dict[int, str] = {}
    with suppress(struct.error):
        count, = struct.unpack_from("<I", section, at)
        at += 4
        for _ in range(min(count, _MOST_PROPERTIES)):
            number, length = struct.unpack_from("<II", section, at)
            size = length * (2 if code_page == _UTF_16 else 1)
            names[number] = _property_text(section[at + 8:at + 8 + size], code_page)
            at += 8 + size + (-size % 4 if code_page == _UTF_16 else 0)
    return names


def _property_text(untrusted_bytes: bytes, code_page: int) -> str:
    untrusted_bytes = untrusted_bytes[:_PROPERTY_BYTES]
    codec = {_UTF_16: "utf-16-le", _UTF_8: "utf-8"}.get(code_page, "gb18030")
    return untrusted_bytes.decode(codec, "replace").strip("\0 ")
