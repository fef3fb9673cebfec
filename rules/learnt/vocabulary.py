"""Looks up the vocabulary: the grams that the weights know, by their hashes.

A gram that few texts contain says nothing about the next text. It would only make the vector of a text longer, and so
reduce the effect of the others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_PREFIX_BITS = 19
"""Bits of a hash by which a look-up begins: about one known hash has each prefix."""
_SHIFT = np.uint32(32 - _PREFIX_BITS)
_BEYOND = np.uint32(0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Known hashes in ascending order. ``_starts[prefix]`` is the index of the first one from that prefix on;
    ``_ended`` has one more hash, which no other exceeds."""

    hashes: NDArray[np.uint32]
    _starts: NDArray[np.int32]
    _ended: NDArray[np.uint32]

    @classmethod
    def of(cls, hashes: NDArray[np.uint32]) -> Vocabulary:
        """Return the vocabulary of these hashes, which are in ascending order."""
        counts = np.bincount(hashes >> _SHIFT, minlength=1 << _PREFIX_BITS)
        starts = np.zeros(1 << _PREFIX_BITS, np.int32)
        np.cumsum(counts[:-1], out=starts[1:])
        return cls(hashes, starts, np.append(hashes, _BEYOND))

    def __len__(self) -> int:
        return len(self.hashes)

    def find(self, hashes: NDArray[np.uint32]) -> NDArray[np.int32]:
        """Return the index of each of these hashes, in any order; -1 for one that is not known."""
        places = self._starts.take(hashes >> _SHIFT)
        seen = self._ended.take(places)
        low = np.flatnonzero(seen < hashes)
        while len(low):
            places[low] += 1
            seen[low] = self._ended.take(places[low])
            low = low[seen[low] < hashes[low]]
        places[(seen != hashes) | (places == len(self.hashes))] = -1
        return places
