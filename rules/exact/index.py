"""Reads the file of an index: which pairs of values are in one row of a unit's table, as keyed digests.

Layout, little-endian: eight bytes of magic, four of the length of the header, the header (JSON of ``Header``); the
Bloom filter of the words; the filter of the codes; where each bucket of the pairs begins (four bytes per bucket and
four more for the end); the middle 32 bits of each pair, ascending inside a bucket; its last eight bits. The first bits
of a pair are the number of its bucket. Nothing else is in it: no value, no heading, no number of a row.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray

from rules.characters import hides
from rules.exact.cells import LONGEST
from rules.exact.digests import CHECK_BYTES, SALT_BYTES, Digests, Keys
from rules.model import Nature
from rules.sentences.catalogue import sentence
from rules.sentences.sentence import SaidError

MAGIC = b"MISHAOXM"
VERSION = 1
INDEX_LIMIT = 40 * 1024 * 1024
"""Bytes of an index at most: a million rows of four columns have 36 million."""

WORD_BITS, WORD_PROBES, ANCHOR_PROBES = 12, 4, 8
"""Bits per word in its Bloom filter, and how many of them a word and an anchor set: one of 150 other words passes."""

CODE_BITS = 8
"""Bits per code in its filter, of which a code sets one: one of eight other codes passes, and so does one of eight
guesses of somebody who has key and index."""

PAIRS_PER_BUCKET = 8
KEPT_BITS = 40
"""Bits of a pair that are stored beside the number of its bucket."""

_HEAD = len(MAGIC) + 4
_HEADER_LIMIT = 4096
_SHIFT = np.uint64(32)
_LAST_BITS = 8
_AT_ONCE = 64
_FULLEST = 1024
"""Pairs of a bucket at most; of six million random ones the fullest has about 30."""
NAME_LIMIT = 40
"""Characters of the name of a table at most. It is part of the id of a rule: reports have commas between these."""
_LATEST = 1e11
"""Seconds since the epoch that a date can be written of."""
_MOST_BUCKET_BITS = 24


class ExactError(SaidError):
    """These bytes are no index, or none that this program can read with this key; the words say why."""


class Header(msgspec.Struct, frozen=True):
    """What the file says in clear: ``name`` as people call the table, what it protects, when it was made (seconds since
    the epoch), how many different rows and how many columns it has, and the sizes of its parts. ``lengths`` are those
    of the words with five characters or more."""

    version: int
    name: str
    nature: Nature
    made_at: float
    rows: int
    columns: int
    salt: bytes
    check: bytes
    words: int
    codes: int
    pairs: int
    bucket_bits: int
    lengths: tuple[int, ...]
    parts: bytes = b""
    """The SHA-256 of all that follows the header: an index that a copy has damaged finds nothing, in silence."""


@dataclass(frozen=True, slots=True)
class ExactIndex:
    """An index ready for use. Immutable; the arrays may be in a mapped file."""

    header: Header
    keys: Keys
    words: NDArray[np.uint8]
    codes: NDArray[np.uint8]
    begins: NDArray[np.uint32]
    middles: NDArray[np.uint32]
    lasts: NDArray[np.uint8]
    fullest: int
    """Pairs in the fullest bucket."""

    def may_be_words(self, digests: Digests) -> NDArray[np.intp]:
        """Return the numbers of the digests of words or anchors that may be in the table."""
        some = self._set(digests, _FIRST).nonzero()[0]
        return some[self._set(digests[some], _OTHERS)]

    def may_be_anchors(self, digests: Digests) -> NDArray[np.bool_]:
        """Return for each digest of an anchor that passed ``may_be_words`` whether it may be in the table."""
        return self._set(digests, _OF_ANCHORS)

    def _set(self, digests: Digests, probes: NDArray[np.uint64]) -> NDArray[np.bool_]:
        return _all_set(self.words, places_of(digests, self.header.words * WORD_BITS, probes))

    def may_be_codes(self, digests: Digests) -> NDArray[np.intp]:
        """Return the numbers of the digests of codes that may be in the table."""
        return _all_set(self.codes, places_of(digests, self.header.codes * CODE_BITS, _FIRST)).nonzero()[0]

    def holds(self, pairs: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Return for each pair whether its values are in one row; wrong for one of 10^11 (PAIRS_PER_BUCKET / 2^40)."""
        bucket, middle, last = parts_of(pairs, self.header.bucket_bits)
        low, end = self.begins[bucket].astype(np.intp), self.begins[bucket + 1]
        found = np.zeros(len(pairs), bool)
        for step in range(0, self.fullest, _AT_ONCE):
            at = low[:, None] + np.arange(step, min(step + _AT_ONCE, self.fullest))
            same = (self.middles.take(at, mode="clip") == middle[:, None]) & (at < end[:, None])
            row, column = same.nonzero()
            found[row[self.lasts[at[row, column]] == last[row]]] = True
        return found


def probes(count: int, first: int = 0) -> NDArray[np.uint64]:
    """Return the numbers of probes as a column."""
    return np.arange(first, count, dtype=np.uint64)[:, None]


_FIRST, _OTHERS = probes(1), probes(WORD_PROBES, 1)
_OF_ANCHORS = probes(ANCHOR_PROBES, WORD_PROBES)


def places_of(digests: Digests, size: int, probes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return a row of places in a filter of ``size`` bits per probe, one per digest: double hashing (Kirsch,
    Mitzenmacher 2006)."""
    mixed = digests[:, 0] + digests[:, 1] * probes
    return ((mixed >> _SHIFT) * np.uint64(size)) >> _SHIFT


def parts_of(pairs: NDArray[np.uint64], bucket_bits: int) -> tuple[
        NDArray[np.intp], NDArray[np.uint32], NDArray[np.uint8]]:
    """Return for each pair its bucket and the two parts that are stored."""
    kept = pairs >> np.uint64(64 - bucket_bits - KEPT_BITS)
    return ((kept >> np.uint64(KEPT_BITS)).astype(np.intp), (kept >> np.uint64(_LAST_BITS)).astype(np.uint32),
            kept.astype(np.uint8))


def sizes_of(header: Header) -> tuple[int, int, int, int, int]:
    """Return the bytes of each part of a file in its order."""
    return (bytes_of(header.words * WORD_BITS), bytes_of(header.codes * CODE_BITS), 4 * ((1 << header.bucket_bits) + 1),
            4 * header.pairs, header.pairs)


def bytes_of(bits: int) -> int:
    """Return how many whole groups of four bytes hold so many bits, in bytes: every part begins at such a place."""
    return (bits + 31) // 32 * 4


def header_of(content: memoryview | bytes) -> Header:
    """Return the header of a file whose size fits it. Raises ExactError."""
    view = memoryview(content)
    if len(view) > INDEX_LIMIT:
        raise ExactError(sentence("exact.too-large", size=len(view), limit=INDEX_LIMIT))
    length = int.from_bytes(view[len(MAGIC):_HEAD], "little")
    if bytes(view[:len(MAGIC)]) != MAGIC or not 0 < length <= _HEADER_LIMIT:
        raise ExactError(sentence("exact.no-index"))
    try:
        header = msgspec.json.decode(view[_HEAD:_HEAD + length], type=Header)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise ExactError(sentence("exact.no-index")) from error
    if header.version != VERSION:
        raise ExactError(sentence("exact.other-version"))
    if not _plausible(header) or len(view) != _HEAD + length + sum(sizes_of(header)):
        raise ExactError(sentence("exact.incomplete"))
    return header


def refuse_damaged(content: memoryview | bytes) -> Header:
    """Return the header of a whole file. Raises ExactError for one of which a part was changed."""
    header, view = header_of(content), memoryview(content)
    begin = _HEAD + int.from_bytes(view[len(MAGIC):_HEAD], "little")
    if hashlib.sha256(view[begin:]).digest() != header.parts:
        raise ExactError(sentence("exact.incomplete"))
    return header


def index_of(content: memoryview | bytes, key: bytes) -> ExactIndex:
    """Return the index in these bytes for the key of the unit. Raises ExactError."""
    header = header_of(content)
    keys = Keys.of(key, header.salt)
    if keys.check != header.check:
        raise ExactError(sentence("exact.wrong-key", name=header.name))
    at = _HEAD + int.from_bytes(memoryview(content)[len(MAGIC):_HEAD], "little")
    parts = []
    for size, kind in zip(sizes_of(header), (np.uint8, np.uint8, np.uint32, np.uint32, np.uint8), strict=True):
        parts.append(np.frombuffer(content, kind, size // np.dtype(kind).itemsize, at))
        at += size
    words, codes, begins, middles, lasts = parts
    sizes = np.diff(begins.astype(np.int64))
    if begins[0] != 0 or begins[-1] != header.pairs or sizes.min() < 0 or sizes.max() > _FULLEST:
        raise ExactError(sentence("exact.incomplete"))
    return ExactIndex(header, keys, words, codes, begins, middles, lasts, int(sizes.max()))


def file_of(header: Header, parts: tuple[bytes, ...]) -> bytes:
    """Return the bytes of a file. Raises ExactError where they are more than a release may carry."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    written = msgspec.json.encode(msgspec.structs.replace(header, parts=digest.digest()))
    written += b" " * (-(len(written) + _HEAD) % 4)
    content = b"".join((MAGIC, len(written).to_bytes(4, "little"), written, *parts))
    header_of(content)
    return content


def is_name(name: str) -> bool:
    """Return whether a table can be called so."""
    return 0 < len(name) <= NAME_LIMIT and not hides(name) and "," not in name


def _plausible(header: Header) -> bool:
    counts = (header.rows, header.columns, header.words, header.codes, header.pairs)
    return (all(0 < count < 1 << 32 for count in counts)
            and is_name(header.name) and len(header.salt) == SALT_BYTES and len(header.check) == CHECK_BYTES
            and 0 <= header.made_at < _LATEST and 0 <= header.bucket_bits <= _MOST_BUCKET_BITS
            and header.words * WORD_BITS < 1 << 32 and header.codes * CODE_BITS < 1 << 32
            and all(0 < length <= LONGEST for length in header.lengths) and len(header.lengths) <= LONGEST)


def _all_set(bits: NDArray[np.uint8], places: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Return for each column of places of a filter whether all their bits are set."""
    where = places.view(np.int64)
    bit = (bits.take(where >> 3) >> (where & 7).astype(np.uint8)) & 1
    found: NDArray[np.bool_] = np.logical_and.reduce(bit, axis=0)
    return found
