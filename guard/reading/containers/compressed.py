"""Reads one compressed file: gzip (RFC 1952), bzip2, xz. A tar inside is read while it is unpacked."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from typing import IO

from guard.core.model import Item
from guard.reading import known
from guard.reading.containers import tar
from guard.reading.containers.members import member, words
from guard.reading.containers.names import text_of
from guard.reading.documents.budget import Budget

_Unpacking = gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile

_OPENERS: tuple[tuple[bytes, Callable[[IO[bytes]], _Unpacking]], ...] = (
    (b"\x1f\x8b", lambda stream: gzip.GzipFile(fileobj=stream)),
    (b"BZh", bz2.BZ2File),
    (b"\xfd7zXZ", lzma.LZMAFile),
)

_HAS_EXTRA, _HAS_NAME = 0x04, 0x08
"""Flags of a gzip header (RFC 1952, 2.3.1)."""


def read(untrusted_bytes: bytes, budget: Budget) -> Iterator[Item]:
    """Yield the name in a gzip header, and the content."""
    if name := _gzip_name(untrusted_bytes):
        yield words(name)
    budget.open_part()
    packed = len(untrusted_bytes)
    with _unpacking(untrusted_bytes) as stream:
        first = stream.read(512)
    with _unpacking(untrusted_bytes) as stream:
        if known.tar(first):
            yield from tar.read_stream(stream, packed, budget)
        else:
            yield member("", lambda: nullcontext(stream), packed, budget)


def _unpacking(untrusted_bytes: bytes) -> _Unpacking:
    opener = next(opener for mark, opener in _OPENERS if untrusted_bytes.startswith(mark))
    return opener(io.BytesIO(untrusted_bytes))


def _gzip_name(untrusted_bytes: bytes) -> str:
    """Return the original name (RFC 1952, FNAME), "" when there is none."""
    if not untrusted_bytes.startswith(b"\x1f\x8b") or len(untrusted_bytes) < 12 or not untrusted_bytes[3] & _HAS_NAME:
        return ""
    start = 10
    if untrusted_bytes[3] & _HAS_EXTRA:
        start += 2 + int.from_bytes(untrusted_bytes[10:12], "little")
    end = untrusted_bytes.find(b"\0", start, start + 1024)
    return text_of(untrusted_bytes[start:end]) if end > start else ""
