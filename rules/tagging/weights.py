"""Reads the file of weights of the learnt tagger.

Layout: that of rules.tagging.sealed with ``Header`` and compressed tables. The tables: the pairs of the lexicon (four
bytes each, ascending, then a byte each for topic, use and count), the hashes of common words (as differences of four
bytes, the first bytes of all first; then a byte each for class and cost), the features (four bytes each, ascending:
its hash), for each label one signed byte per feature, the transitions (four bytes per pair of labels). It contains no
text: hashes of features, each of which texts of several writers share, hashes of the words of a dictionary, and pairs
of characters that many texts contain.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from rules.sentences.catalogue import sentence
from rules.tagging.kinds import LABELS
from rules.tagging.lexicon import Lexicon
from rules.tagging.sealed import SealedHeader, TagWeightsError, opened, sealed
from rules.tagging.symbols import Numbers
from rules.tagging.wordlist import WordList

MAGIC = b"MISHAOTG"
VERSION = 2
LIMIT = 8 * 1024 * 1024
"""Most bytes of a file; the built-in one has less than five million."""

SLOTS = 1 << 21
"""A feature is looked up by the first twenty-one bits of its hash; no two of a file have the same."""

_MOST = 1_000_000
_GREATEST = 50.0


class Header(SealedHeader, frozen=True, kw_only=True):
    """Everything except the tables. A feature's weight is its byte times ``scale``, that of a unit also times
    ``unit_scale``."""

    pairs: int
    words: int
    features: int
    scale: float
    unit_scale: float


@dataclass(frozen=True, slots=True)
class TagWeights:
    """Weights ready for use; ``table`` has a row per feature and a column per label."""

    header: Header
    lexicon: Lexicon
    word_list: WordList
    features: Numbers
    table: NDArray[np.int8]
    transitions: NDArray[np.float64]


def parse(untrusted_bytes: bytes) -> TagWeights:
    """Read a file of weights. Raises TagWeightsError."""
    header, content = opened(untrusted_bytes, MAGIC, LIMIT, Header, VERSION)
    if not _is_sound(header):
        raise TagWeightsError(sentence("weights.wrong"))
    size = 7 * header.pairs + 6 * header.words + (4 + LABELS) * header.features + 4 * LABELS * LABELS
    try:
        unpacker = zlib.decompressobj()
        tables = unpacker.decompress(content, size + 1)
    except zlib.error as error:
        raise TagWeightsError(sentence("weights.wrong")) from error
    if len(tables) != size:
        raise TagWeightsError(sentence("weights.wrong"))
    return _read(header, tables)


def _is_sound(header: Header) -> bool:
    return (0 <= header.pairs <= _MOST and 0 <= header.words <= _MOST and 0 < header.features <= _MOST
            and all(isfinite(one) and 0 < one < 1 for one in (header.scale, header.unit_scale)))


def _read(header: Header, tables: bytes) -> TagWeights:
    pairs, features = header.pairs, header.features
    keys = np.frombuffer(tables, "<u4", pairs).astype(np.uint32)
    known = np.frombuffer(tables, np.uint8, 3 * pairs, 4 * pairs).reshape(3, pairs)
    place = 7 * pairs
    word_list = _word_list(tables[place:place + 6 * header.words], header.words)
    place += 6 * header.words
    hashes = np.frombuffer(tables, "<u4", features, place).astype(np.uint32)
    place += 4 * features
    table = np.frombuffer(tables, np.int8, features * LABELS, place).reshape(LABELS, features)
    transitions = np.frombuffer(tables, "<f4", LABELS * LABELS, place + features * LABELS)
    ascending = all(np.all(one[:-1] < one[1:]) for one in (keys, word_list.keys, hashes))
    if not ascending or not np.all(np.abs(transitions) < _GREATEST):
        raise TagWeightsError(sentence("weights.wrong"))
    return TagWeights(header, Lexicon(keys, known), word_list, hashes, np.ascontiguousarray(table.T),
                      transitions.astype(np.float64).reshape(LABELS, LABELS))


def _word_list(tables: bytes, count: int) -> WordList:
    bytes_of = np.frombuffer(tables, np.uint8, 4 * count).reshape(4, count)
    differences = np.ascontiguousarray(bytes_of.T).view("<u4").ravel()
    table = np.frombuffer(tables, np.uint8, 2 * count, 4 * count).reshape(2, count)
    return WordList(np.cumsum(differences, dtype=np.uint32), table)


def _differences(keys: Numbers) -> bytes:
    differences = np.diff(keys, prepend=np.uint32(0)).astype("<u4")
    return np.ascontiguousarray(differences.view(np.uint8).reshape(-1, 4).T).tobytes()


def slots_of(keys: Numbers) -> NDArray[np.intp]:
    """Return the slots in which features are looked up."""
    return (keys >> np.uint32(11)).astype(np.intp)


def pack(weights: TagWeights) -> bytes:
    """Return the bytes of a file of weights."""
    tables = b"".join((
        weights.lexicon.keys.astype("<u4").tobytes(), weights.lexicon.table.tobytes(),
        _differences(weights.word_list.keys), weights.word_list.table.tobytes(),
        weights.features.astype("<u4").tobytes(), np.ascontiguousarray(weights.table.T).tobytes(),
        weights.transitions.astype("<f4").tobytes()))
    return sealed(MAGIC, weights.header, zlib.compress(tables, 9))
