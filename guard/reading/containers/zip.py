"""Reads ZIP archives (APPNOTE 6.3.10)."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator

from guard.core.model import Item, Kind
from guard.reading import limits
from guard.reading.containers.members import ENCRYPTED, member, words
from guard.reading.containers.names import text_of
from guard.reading.documents.budget import Budget
from guard.reading.documents.errors import DamagedError, OverBudgetError
from guard.reading.known import zip_archive
from guard.sentences.catalogue import sentence

_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_UTF_8 = 0x800
"""General purpose bits (APPNOTE 4.4.4)."""

_UNICODE_PATH, _FIELD = 0x7075, struct.Struct("<HH")
"""An extra field (APPNOTE 4.6.9): version, checksum, name."""

_DOCUMENTS = frozenset({"[Content_Types].xml", "OFD.xml", "META-INF/manifest.xml", "_rels/.rels"})
"""Parts at the top of a ZIP that make it an office document: its parts do not contain its words as they are shown."""


def read(untrusted_bytes: bytes, budget: Budget) -> Iterator[Item]:
    """Yield the comment, and every member in the order of the index."""
    if untrusted_bytes.count(_ENTRY) > limits.CONTAINER_INDEX:
        raise OverBudgetError(sentence("reading.over-files", limit=limits.CONTAINER_INDEX))
    with zipfile.ZipFile(io.BytesIO(untrusted_bytes)) as archive:
        infos = archive.infolist()
        if any(info.filename in _DOCUMENTS for info in infos):
            raise DamagedError(sentence("reading.office-format"))
        yield words("\n".join(text_of(comment) for comment in (archive.comment, *(info.comment for info in infos))
                              if comment))
        for info in infos:
            budget.open_part()
            yield _item(archive, info, budget)
    before = untrusted_bytes[:min((info.header_offset for info in infos), default=0)]
    if zip_archive(before):
        # Two archives joined, or a member that is not in the index: programs show one part or the other.
        yield Item("", Kind.FILES, before)


def _item(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> Item:
    name = _name(info)
    if info.is_dir():
        return words(name)
    if info.flag_bits & _ENCRYPTED:
        return Item(name, Kind.FILES, problem=ENCRYPTED)
    return member(name, lambda: archive.open(info), info.compress_size, budget)


def _name(info: zipfile.ZipInfo) -> str:
    """Return the name, and the UTF-8 one that other programs show instead, when it has both."""
    other = _unicode_path(info.extra)
    return " ".join(dict.fromkeys(filter(None, (_stored_name(info), other))))


def _unicode_path(extra: bytes) -> str:
    while len(extra) >= _FIELD.size:
        kind, size = _FIELD.unpack_from(extra)
        if kind == _UNICODE_PATH:
            return text_of(extra[_FIELD.size + 5:_FIELD.size + size])
        extra = extra[_FIELD.size + size:]
    return ""


def _stored_name(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & _UTF_8:
        return info.orig_filename
    # zipfile decoded the bytes as code page 437, which is reversible.
    return text_of(info.orig_filename.encode("cp437", "replace"))
