"""Reads the file of weights of the learnt judge.

Layout: eight bytes of magic, four of the length of the header (little-endian), the header (JSON of ``Header``), the
vocabulary (four bytes per gram, little-endian, ascending: its hash), the tables (one signed byte per gram; the rarity
of each, then one table per column of the header), the SHA-256 of all that. It contains no text: only hashes of
strings of at most four characters, each of which several texts share.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from math import isfinite
from types import MappingProxyType

import msgspec
import numpy as np
from numpy.typing import NDArray

from rules.learnt.vocabulary import Vocabulary
from rules.model import Explanation
from rules.sensitivity import Sensitivity
from rules.sentences.catalogue import sentence
from rules.sentences.sentence import SaidError

MAGIC = b"MISHAOLJ"
VERSION = 3
_DIGEST = 32
_HEAD = len(MAGIC) + 4
WEIGHTS_LIMIT = 16 * 1024 * 1024
"""Most bytes of a file; the built-in one has less than seven million."""

FIRST_COLUMNS = ("held", "block", "passage")
"""The scores that come first: for stopping and for blocking, of a text; for deciding, of a passage. One for each
nature follows."""

HELD, BLOCK, PASSAGE = range(len(FIRST_COLUMNS))
"""The columns of the first scores."""

RARITY = 5.0
"""The factor of a gram's rarity in its table; defined by tests.learning.fitting.rarity."""

_HASH_BYTES = 4
_HEADER_LIMIT = 1024 * 1024
_OUTCOMES = 3
_MOST, _LEAST_SPREAD = 1e6, 1e-6
"""Limits that no number of a learnt file exceeds; beyond them sums would no longer be finite."""

_OTHER = sentence("weights.other-version")
_WRONG = sentence("weights.wrong")


class WeightsError(SaidError):
    """These bytes are no weights, or none that this program can read; the message says why, for people."""


class Column(msgspec.Struct, frozen=True):
    """One linear score: the sum of its table over the distinct known grams of a text, times ``scale``, divided by the
    length of their vector (rules.learnt.linear), plus ``bias``.
    """

    name: str
    scale: float
    bias: float


class Weigher(msgspec.Struct, frozen=True):
    """Multinomial logistic regression of allow, warn and block on ``features`` after (value − mean) / spread."""

    features: tuple[str, ...]
    mean: tuple[float, ...]
    spread: tuple[float, ...]
    coefficients: tuple[tuple[float, ...], ...]
    intercepts: tuple[float, ...]


class Words(msgspec.Struct, frozen=True):
    """The messages where the learnt judge alone stops a text; ``column`` is the score that selects them."""

    column: str
    told: Explanation


class Header(msgspec.Struct, frozen=True):
    """Everything except the tables. ``rules`` are those whose matches are weighed; ``thresholds`` are the
    probabilities from which a text is stopped, by the name of the sensitivity; ``apart`` those from which it is stopped
    by one of its blocks alone (rules.learnt.blocks), none where it never is. A stretch with a stopping score below
    the ``floor``, in which no rule matches, may be sent. What is ``decisive`` (rule and action) is not weighed. The
    rules' action is dropped where the probability is below ``lift``; from there to the threshold it stays."""

    version: int
    label: str
    grams: int
    columns: tuple[Column, ...]
    rules: tuple[str, ...]
    weigher: Weigher
    thresholds: dict[str, float]
    floor: float
    lift: float
    decisive: tuple[str, ...]
    words: tuple[Words, ...]
    apart: dict[str, float] = {}


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights ready for use. ``rarity`` and ``tables[column]`` have a signed byte per gram of the ``vocabulary``."""

    header: Header
    vocabulary: Vocabulary
    rarity: NDArray[np.int8]
    tables: NDArray[np.int8]
    explanations: Mapping[str, Explanation]

    @property
    def label(self) -> str:
        """The name by which a verdict refers to them."""
        return self.header.label


def parse(untrusted_bytes: bytes) -> Weights:
    """Read a file of weights. Raises WeightsError."""
    if untrusted_bytes[:len(MAGIC)] != MAGIC or len(untrusted_bytes) < _HEAD + _DIGEST:
        raise WeightsError(sentence("weights.not-weights"))
    if len(untrusted_bytes) > WEIGHTS_LIMIT:
        raise WeightsError(_WRONG)
    body = memoryview(untrusted_bytes)[:-_DIGEST]  # never copied: each process of the program has these megabytes
    if hashlib.sha256(body).digest() != untrusted_bytes[-_DIGEST:]:
        raise WeightsError(sentence("weights.damaged"))
    length = int.from_bytes(body[len(MAGIC):_HEAD], "little")
    if length > min(_HEADER_LIMIT, len(body) - _HEAD):
        raise WeightsError(_WRONG)
    try:
        header = msgspec.json.decode(body[_HEAD:_HEAD + length], type=Header)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise WeightsError(_OTHER) from error
    if header.version != VERSION:
        raise WeightsError(_OTHER)
    rows = len(header.columns) + 1
    if len(body) - _HEAD - length != header.grams * (_HASH_BYTES + rows) or not _sound(header):
        raise WeightsError(_WRONG)
    vocabulary = np.require(np.frombuffer(body, "<u4", header.grams, _HEAD + length), np.uint32, "A")
    tables = np.frombuffer(body, np.int8, offset=_HEAD + length + header.grams * _HASH_BYTES).reshape(rows, -1)
    if not np.all(vocabulary[:-1] < vocabulary[1:]) or not all(table.any() for table in tables):
        raise WeightsError(_WRONG)
    return Weights(header, Vocabulary.of(vocabulary), tables[0], tables[1:], MappingProxyType(
        {words.told.rule: words.told for words in header.words}))


def _sound(header: Header) -> bool:
    """Return whether weighing by this header can neither fail, nor give no number, nor be disabled."""
    columns = tuple(column.name for column in header.columns)
    return (header.grams > 0 and columns[:len(FIRST_COLUMNS)] == FIRST_COLUMNS and len(set(columns)) == len(columns)
            and all(map(_usual, (header.floor, *(value for one in header.columns for value in (one.scale, one.bias)))))
            and header.floor <= 0 <= header.lift < 1
            and _weigher_is_sound(header.weigher) and _stops_are_sound(header.thresholds)
            and (not header.apart or (_stops_are_sound(header.apart) and all(
                header.apart[stop] >= least for stop, least in header.thresholds.items())))
            and bool(header.words) and all(_are_sound(words, columns) for words in header.words))


def _weigher_is_sound(weigher: Weigher) -> bool:
    width = len(weigher.features)
    numbers = chain(weigher.mean, weigher.spread, weigher.intercepts, *weigher.coefficients)
    return (width == len(set(weigher.features)) == len(weigher.mean) == len(weigher.spread)
            and len(weigher.intercepts) == len(weigher.coefficients) == _OUTCOMES
            and all(len(row) == width for row in weigher.coefficients)
            and all(map(_usual, numbers)) and all(spread > _LEAST_SPREAD for spread in weigher.spread))


def _stops_are_sound(thresholds: Mapping[str, float]) -> bool:
    """Return whether each sensitivity has its probability, and a stricter one has no higher one."""
    if set(thresholds) != set(Sensitivity):
        return False
    strictest_last = [thresholds[stop] for stop in Sensitivity]
    return all(0 < one < 1 for one in strictest_last) and strictest_last == sorted(strictest_last, reverse=True)


def _are_sound(words: Words, columns: tuple[str, ...]) -> bool:
    told = words.told
    return words.column in columns[len(FIRST_COLUMNS):] and told.yields and all(
        (told.rule, told.name, told.title, told.sentence, told.advice))


def _usual(number: float) -> bool:
    return isfinite(number) and abs(number) < _MOST


def pack(header: Header, vocabulary: NDArray[np.uint32], rows: NDArray[np.int8]) -> bytes:
    """Return the bytes of a file of weights; ``rows`` are the rarity and the tables."""
    head = msgspec.json.encode(header)
    head += b" " * (-(_HEAD + len(head)) % _HASH_BYTES)  # aligned: the vocabulary is used where it is
    body = b"".join((MAGIC, len(head).to_bytes(4, "little"), head, vocabulary.astype("<u4").tobytes(),
                     np.ascontiguousarray(rows).tobytes()))
    return body + hashlib.sha256(body).digest()
