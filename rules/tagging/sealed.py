"""Reads and writes the frame of a file of weights.

Eight bytes of magic, four of the length of the header (little-endian), the header (JSON), the tables, the SHA-256 of
all that. Nothing is copied: the tables are a view of the bytes.
"""

from __future__ import annotations

import hashlib
from typing import TypeVar

import msgspec

from rules.sentences.catalogue import sentence
from rules.sentences.sentence import SaidError
from rules.tagging.deciding import Limits

_DIGEST = 32
_LENGTH = 4
_HEADER_LIMIT = 4096


class TagWeightsError(SaidError):
    """These bytes are no weights of the tagger, or none that this program can read; the message says why."""


class SealedHeader(msgspec.Struct, frozen=True, kw_only=True):
    """What each header has: its version, what people see it called, and the thresholds with it (``Limits``)."""

    version: int
    label: str
    hide: float
    strict: float
    doubt: float

    @property
    def limits(self) -> Limits:
        """The thresholds."""
        return Limits(self.hide, self.strict, self.doubt)


_Header = TypeVar("_Header", bound=SealedHeader)


def opened(untrusted_bytes: bytes, magic: bytes, limit: int, kind: type[_Header],
           version: int) -> tuple[_Header, memoryview]:
    """Return the header and the tables of a whole file of this version. Raises TagWeightsError."""
    head = len(magic) + _LENGTH
    if untrusted_bytes[:len(magic)] != magic or not head + _DIGEST < len(untrusted_bytes) <= limit:
        raise TagWeightsError(sentence("weights.not-weights"))
    body = memoryview(untrusted_bytes)[:-_DIGEST]
    if hashlib.sha256(body).digest() != untrusted_bytes[-_DIGEST:]:
        raise TagWeightsError(sentence("weights.damaged"))
    length = int.from_bytes(body[len(magic):head], "little")
    try:
        header = msgspec.json.decode(body[head:head + min(length, _HEADER_LIMIT)], type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise TagWeightsError(sentence("weights.other-version")) from error
    if header.version != version:
        raise TagWeightsError(sentence("weights.other-version"))
    if not 0 < header.doubt <= header.strict <= header.hide < 1:
        raise TagWeightsError(sentence("weights.wrong"))
    return header, body[head + length:]


def sealed(magic: bytes, header: SealedHeader, tables: bytes | memoryview) -> bytes:
    """Return the bytes of a file."""
    head = msgspec.json.encode(header)
    body = b"".join((magic, len(head).to_bytes(_LENGTH, "little"), head, tables))
    return body + hashlib.sha256(body).digest()
