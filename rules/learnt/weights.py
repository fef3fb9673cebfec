"""The file of weights that the learnt judge works with, and how it is read.

Layout: eight bytes of magic, four of the length of the header (little-endian), the header (JSON of ``Header``), the
tables (one signed byte per bucket; how rare each is, then one table per column of the header), the SHA-256 of all
that. Nothing of any text stands in it: only sums over buckets that many strings share.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import msgspec
import numpy as np
from numpy.typing import NDArray

from rules.learnt.grams import BUCKETS_BITS
from rules.model import Explanation, Nature

MAGIC = b"MISHAOLJ"
VERSION = 1
_DIGEST = 32
_HEAD = len(MAGIC) + 4
_HEADER_LIMIT = 1024 * 1024


class WeightsError(Exception):
    """These bytes are no weights, or not such as this program reads; the message says why, for people."""


class Column(msgspec.Struct, frozen=True):
    """One linear score: the sum of its table over the distinct buckets of a text, times ``scale``, divided by the
    length of their vector (rules.learnt.scoring.length_of), plus ``bias``.
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
    """What people are told where the learnt judge alone stops a text; ``column`` is the score that it goes by."""

    column: str
    rule: str
    name: str
    category: str
    nature: str
    legal_basis: str
    cases: tuple[int, ...]
    destinations: tuple[str, ...]
    title: str
    sentence: str
    advice: str


class Header(msgspec.Struct, frozen=True):
    """All but the tables. ``rules`` are those whose matches are weighed; ``thresholds`` say from which probability a
    text is stopped, by the name of the sensitivity. A stretch whose score of being stopped is below the ``floor``, and
    of which no rule says anything, may go out. What is ``decisive`` (rule and action) is not weighed. What rules ask
    for is lifted where the probability is below ``lift``; from there to the threshold it stands.
    """

    version: int
    label: str
    bits: int
    columns: tuple[Column, ...]
    rules: tuple[str, ...]
    weigher: Weigher
    thresholds: dict[str, float]
    floor: float
    lift: float
    decisive: tuple[str, ...]
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights ready for use. ``rarity`` and ``tables[column]`` have a signed byte per bucket."""

    header: Header
    rarity: NDArray[np.int8]
    tables: NDArray[np.int8]
    explanations: Mapping[str, Explanation]

    @property
    def label(self) -> str:
        """What a verdict carries of them."""
        return self.header.label


def parse(untrusted_bytes: bytes) -> Weights:
    """Read a file of weights. Raises WeightsError."""
    if untrusted_bytes[:len(MAGIC)] != MAGIC or len(untrusted_bytes) < _HEAD + _DIGEST:
        raise WeightsError("不是权重文件。请重新安装密哨，或重新发布规则。")
    body, digest = untrusted_bytes[:-_DIGEST], untrusted_bytes[-_DIGEST:]
    if hashlib.sha256(body).digest() != digest:
        raise WeightsError("权重文件损坏（校验值不符）。请重新安装密哨，或重新发布规则。")
    length = int.from_bytes(body[len(MAGIC):_HEAD], "little")
    if length > _HEADER_LIMIT:
        raise WeightsError("权重文件的头部太长。")
    try:
        header = msgspec.json.decode(body[_HEAD:_HEAD + length], type=Header)
    except msgspec.DecodeError as error:
        raise WeightsError("权重文件的头部读不懂，可能是别的版本的。请更新密哨。") from error
    tables = np.frombuffer(body, np.int8, offset=_HEAD + length)
    _check(header, len(tables))
    rows = tables.reshape(len(header.columns) + 1, -1)
    return Weights(header, rows[0], rows[1:], MappingProxyType(
        {words.rule: _explanation(words) for words in header.words}))


def _check(header: Header, size: int) -> None:
    weigher = header.weigher
    width = len(weigher.features)
    sound = (
        header.version == VERSION and header.bits == BUCKETS_BITS
        and size == (len(header.columns) + 1) << BUCKETS_BITS
        and width == len(weigher.mean) == len(weigher.spread)
        and len(weigher.intercepts) == len(weigher.coefficients) == 3
        and all(len(row) == width for row in weigher.coefficients)
        and all(spread > 0 for spread in weigher.spread)
        and len(header.columns) > 2 and bool(header.thresholds)
    )
    natures = {nature.value for nature in Nature}
    if not sound or any(words.nature not in natures for words in header.words):
        raise WeightsError("权重文件是别的版本的，不能使用。请更新密哨。")


def _explanation(words: Words) -> Explanation:
    return Explanation(words.rule, words.name, words.category, Nature(words.nature), words.legal_basis, words.cases,
                       words.destinations, words.title, words.sentence, words.advice, yields=True)


def pack(header: Header, rows: NDArray[np.int8]) -> bytes:
    """Return the bytes of a file of weights; ``rows`` are the rarity and the tables."""
    head = msgspec.json.encode(header)
    body = MAGIC + len(head).to_bytes(4, "little") + head + np.ascontiguousarray(rows).tobytes()
    return body + hashlib.sha256(body).digest()
