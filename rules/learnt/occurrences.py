"""Finds where a text contains known grams, and which ones each of its parts contains."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rules.learnt.grams import LONGEST, hashes
from rules.learnt.vocabulary import Vocabulary

_GRAM_BITS = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Occurrences:
    """The known grams of a row of symbols. ``grams[length - 1, first]`` is the index in the vocabulary of the gram of
    so many symbols that begins at that symbol of the row; -1 where it is not known, or longer than the rest of the row.
    """

    grams: NDArray[np.int32]

    def between(self, first: int, end: int) -> Occurrences:
        """Return those of the symbols from ``first`` to ``end`` (exclusive) alone."""
        part = self.grams[:, first:end].copy()
        for longer in range(1, LONGEST):
            part[longer, max(end - first - longer, 0):] = -1
        return Occurrences(part)

    def distinct(self) -> NDArray[np.intp]:
        """Return the grams that occur, each once, in ascending order."""
        found = np.sort(self.grams[self.grams >= 0])
        distinct = found[np.diff(found, prepend=-1) != 0]
        return np.asarray(distinct, np.intp)

    def of_parts(self, owners: NDArray[np.intp]) -> KnownGrams:
        """Return the distinct grams of each part, those across two parts left out; ``owners`` has the number of the
        part of each symbol, ascending."""
        inside = self.grams >= 0
        for longer in range(1, min(LONGEST, len(owners))):
            inside[longer, :-longer] &= owners[:-longer] == owners[longer:]
        owner = np.broadcast_to(owners.astype(np.uint64), inside.shape)[inside]
        keys = np.sort((owner << _GRAM_BITS) | self.grams[inside].astype(np.uint64))
        keys = keys[np.diff(keys, prepend=keys[:1] + np.uint64(1)) != 0]
        return KnownGrams((keys & np.uint64(0xFFFFFFFF)).astype(np.intp), (keys >> _GRAM_BITS).astype(np.intp))


@dataclass(frozen=True, slots=True)
class KnownGrams:
    """The distinct known grams of the parts of a text: the index of each in the vocabulary, and the number of its part,
    in the order of the parts."""

    grams: NDArray[np.intp]
    owners: NDArray[np.intp]

    def of(self, part: int) -> NDArray[np.intp]:
        """Return the grams of one part."""
        first, end = np.searchsorted(self.owners, (part, part + 1))
        return self.grams[first:end]


def occurrences(symbols: NDArray[np.uint32], vocabulary: Vocabulary) -> Occurrences:
    """Return the known grams of a row of symbols (rules.learnt.grams)."""
    found = hashes(symbols)
    grams = vocabulary.find(np.concatenate(found))
    by_length = np.full((LONGEST, len(symbols)), -1, np.int32)
    start = 0
    for row, some in zip(by_length, found, strict=False):
        row[:len(some)] = grams[start:start + len(some)]
        start += len(some)
    return Occurrences(by_length)
