"""Makes an index of the rows of a table: digests of the pairs of values that tell one row from all others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from rules.exact.cells import ANCHOR, cell_of
from rules.exact.digests import ANCHOR_MARK, Digesting, Digests, Keys
from rules.exact.index import (
    ANCHOR_PROBES,
    CODE_BITS,
    KEPT_BITS,
    NAME_LIMIT,
    PAIRS_PER_BUCKET,
    VERSION,
    WORD_BITS,
    WORD_PROBES,
    ExactError,
    Header,
    bytes_of,
    file_of,
    is_name,
    parts_of,
    places_of,
    probes,
)
from rules.model import Nature
from rules.sentences.catalogue import sentence

CHANCE = 1000
"""A pair is left out where its two values would meet by chance in more than one of so many rows: a name that many have
with a town where many live tells nobody apart."""

_ROWS_PER_GROUP = 3
_FEW = 4
_MOST_COLUMNS = 16
_AT_ONCE = 100_000
_ABSENT = -1


@dataclass(frozen=True, slots=True)
class Made:
    """An index as a file, and what became of the table: ``values`` per column that can be in a pair, ``left_out``
    pairs that would meet by chance. ``shared`` has the columns whose values are those of several rows each, as an
    office or a post is."""

    content: bytes
    header: Header
    values: tuple[int, ...]
    left_out: int
    shared: frozenset[int]


@dataclass(frozen=True, slots=True)
class About:
    """What the header of an index says: the name of the table, what it protects, and when it was made."""

    name: str
    nature: Nature
    made_at: float


@dataclass(slots=True)
class _Table:
    """The values of a table, each numbered once; a column of numbers per column."""

    numbers: dict[str, int] = field(default_factory=dict)
    codes: list[bool] = field(default_factory=list)
    columns: list[list[int]] = field(default_factory=list)

    def add(self, row: Sequence[str], known: dict[str, int]) -> None:
        """Add a row; ``known`` are cells as they were written."""
        for column, written in zip(self.columns, row, strict=True):
            number = known.get(written)
            if number is None:
                number = known[written] = self._number(written)
            column.append(number)

    def _number(self, written: str) -> int:
        cell = cell_of(written)
        if cell is None:
            return _ABSENT
        number = self.numbers.setdefault(cell.text, len(self.numbers))
        if number == len(self.codes):
            self.codes.append(cell.code)
        return number


def build(rows: Iterable[Sequence[str]], about: About, key: bytes, salt: bytes) -> Made:
    """Return an index of rows of equal length. Raises ExactError where no pair of values tells a row, where the table
    cannot be called so, or where the index is too large."""
    if not is_name(about.name):
        raise ExactError(sentence("exact.name", most=NAME_LIMIT))
    table = _read(rows)
    columns = _different_rows(table)
    count = len(columns[0]) if columns else 0
    often = np.bincount(np.concatenate(columns)[np.concatenate(columns) >= 0] if columns else np.zeros(0, np.int64),
                        minlength=len(table.numbers))
    keys = Keys.of(key, salt)
    digesting = Digesting(keys)
    values = list(table.numbers)
    digests = np.concatenate([np.zeros((0, 2), np.uint64), *(
        digesting.of_strings(values[at:at + _AT_ONCE]) for at in range(0, len(values), _AT_ONCE))])
    pairs, told, left_out = _pairs(columns, often, digests, digesting, _limit(count))
    if not len(pairs):
        raise ExactError(sentence("exact.no-pairs"))
    codes = np.array(table.codes, bool) & told
    words = ~np.array(table.codes, bool) & told
    longer = [value for value, is_word in zip(values, words.tolist(), strict=True)
              if is_word and len(value) >= ANCHOR]
    anchors = _anchors(digesting, longer)
    bits = max(0, (len(pairs) // PAIRS_PER_BUCKET).bit_length() - 1)
    header = Header(VERSION, about.name, about.nature, about.made_at, count, len(columns), salt, keys.check,
                    max(1, int(words.sum()) + len(anchors)), max(1, int(codes.sum())), len(pairs), bits,
                    tuple(sorted({len(value) for value in longer})))
    parts = (_filter(header.words * WORD_BITS, (digests[words], WORD_PROBES), (anchors, ANCHOR_PROBES)),
             _filter(header.codes * CODE_BITS, (digests[codes], 1)), *_sorted(pairs, bits))
    return Made(file_of(header, parts), header,
                tuple(len(np.unique(column[(column >= 0) & told[column]])) for column in columns), left_out,
                frozenset(number for number, column in enumerate(columns)
                          if is_shared(len(np.unique(column[column >= 0])), int((column >= 0).sum()))))


def is_shared(different: int, filled: int) -> bool:
    """Return whether a column with so many different values in so many cells tells groups and not rows."""
    return filled >= different * _ROWS_PER_GROUP


def _different_rows(table: _Table) -> list[NDArray[np.int64]]:
    """Return the columns of a table with each row once: one that is repeated, as a person is for each visit, must not
    count as many people with one number."""
    if not table.columns:
        return []
    rows = np.array(table.columns, np.int64).T
    table.columns.clear()
    return [np.ascontiguousarray(column) for column in np.unique(rows, axis=0).T]


def _limit(rows: int) -> int:
    """Return how often the two values of a pair, multiplied, may be in a table."""
    return max(1, min(_FEW, rows // _FEW), rows // CHANCE)


def _read(rows: Iterable[Sequence[str]]) -> _Table:
    table, known = _Table(), dict[str, int]()
    for row in rows:
        if not table.columns:
            if not 1 < len(row) <= _MOST_COLUMNS:
                raise ExactError(sentence("exact.columns", most=_MOST_COLUMNS))
            table.columns.extend([] for _ in row)
        table.add(row, known)
    return table


def _pairs(columns: Sequence[NDArray[np.int64]], often: NDArray[np.int64], digests: Digests, digesting: Digesting,
           limit: int) -> tuple[NDArray[np.uint64], NDArray[np.bool_], int]:
    """Return the pairs, which values are in one, and how many pairs of a row were left out."""
    found, told, left_out = [np.zeros(0, np.uint64)], np.zeros(len(often), bool), 0
    for one, other in combinations(columns, 2):
        both = (one >= 0) & (other >= 0) & (one != other)
        rare = both.copy()
        rare[both] = often[one[both]] * often[other[both]] <= limit
        left_out += int(both.sum() - rare.sum())
        first, second = one[rare], other[rare]
        told[first] = told[second] = True
        found.extend(digesting.of_pairs(digests[first[at:at + _AT_ONCE]], digests[second[at:at + _AT_ONCE]])
                     for at in range(0, len(first), _AT_ONCE))
    return np.unique(np.concatenate(found)), told, left_out


def _anchors(digesting: Digesting, values: Sequence[str]) -> Digests:
    beginnings = sorted({value[:ANCHOR] for value in values})
    characters = np.array([list(map(ord, beginning)) for beginning in beginnings], np.uint16).reshape(-1)
    return digesting.of_runs(characters, (np.arange(0, len(characters), ANCHOR),), (ANCHOR,), (ANCHOR_MARK,))


def _filter(size: int, *groups: tuple[Digests, int]) -> bytes:
    """Return a Bloom filter of so many bits with these digests, of which each sets so many."""
    bits = np.zeros(bytes_of(size) * 8, bool)
    for digests, count in groups:
        for probe in probes(count):
            bits[places_of(digests, size, probe).astype(np.intp)] = True
    return np.packbits(bits, bitorder="little").tobytes()


def _sorted(pairs: NDArray[np.uint64], bits: int) -> Iterator[bytes]:
    """Yield the parts of a file with the pairs, which are in ascending order."""
    bucket, middle, last = parts_of(pairs, bits)
    assert bits + KEPT_BITS <= 64
    begins = np.zeros((1 << bits) + 1, np.uint32)
    begins[1:] = np.cumsum(np.bincount(bucket, minlength=1 << bits))
    yield begins.tobytes()
    yield middle.astype("<u4").tobytes()
    yield last.tobytes()
