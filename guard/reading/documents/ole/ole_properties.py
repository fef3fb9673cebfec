"""Properties that people have given an OLE document ([MS-OLEPS] 2.26): names and values of the second section."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from guard.reading.documents.ooxml import loose_words

_DICTIONARY, _CODE_PAGE = 0, 1
_NARROW, _WIDE = 0x1E, 0x1F
_UTF_16, _UTF_8 = 1200, 65001
_MOST, _MOST_BYTES = 4096, 64 * 1024
"""Properties of one section, and bytes of one of them, that are read."""



def own(stream: bytes) -> Iterator[str]:
    """Yield the words in the second section of a stream of properties; what is damaged ends it."""
    try:
        sections, = struct.unpack_from("<I", stream, 24)
        if sections > 1:
            yield from _words(stream[struct.unpack_from("<I", stream, 28 + 20 + 16)[0]:])
    except struct.error:
        return


def _words(section: bytes) -> Iterator[str]:
    _, count = struct.unpack_from("<II", section)
    places = dict(struct.iter_unpack("<II", section[8:8 + 8 * min(count, _MOST)]))
    code_page = struct.unpack_from("<H", section, places[_CODE_PAGE] + 4)[0] if _CODE_PAGE in places else 0
    for number, at in places.items():
        if number == _DICTIONARY:
            yield from _names(section, at, code_page)
        elif number != _CODE_PAGE:
            kind, size = struct.unpack_from("<II", section, at)
            size = 2 * size if kind == _WIDE else size
            if kind in (_NARROW, _WIDE) and (words := _text(section[at + 8:at + 8 + size],
                                                            _UTF_16 if kind == _WIDE else code_page)):
                yield words


def _names(section: bytes, at: int, code_page: int) -> Iterator[str]:
    count, = struct.unpack_from("<I", section, at)
    at += 4
    for _ in range(min(count, _MOST)):
        size = struct.unpack_from("<I", section, at + 4)[0] * (2 if code_page == _UTF_16 else 1)
        name = _text(section[at + 8:at + 8 + size], code_page)
        if loose_words.written(name):
            yield name
        at += 8 + size + (-size % 4 if code_page == _UTF_16 else 0)


def _text(untrusted_bytes: bytes, code_page: int) -> str:
    untrusted_bytes = untrusted_bytes[:_MOST_BYTES]
    codec = {_UTF_16: "utf-16-le", _UTF_8: "utf-8"}.get(code_page, "gb18030")
    return untrusted_bytes.decode(codec, "replace").strip("\0 ")
