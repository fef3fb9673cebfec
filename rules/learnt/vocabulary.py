"""Looks up the vocabulary: the grams that the weights know, by their hashes.

A gram that few texts contain says nothing about the next text. It would only make the vector of a text longer, and so
reduce the effect of the others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_PREFIX_BITS = 18
"""Bits of a hash by which a look-up begins: about two known hashes have each prefix."""
_SHIFT = np.uint32(32 - _PREFIX_BITS)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Known hashes, at least one, in ascending order. ``_starts[prefix]`` is the index of the first one from that
    prefix on, or of the last one."""

    hashes: NDArray[np.uint32]
    _starts: NDArray[np.int32]

    @classmethod
    def of(cls, hashes: NDArray[np.uint32]) -> Vocabulary:
        """Return the vocabulary of these hashes, which are in ascending order."""
        starts = np.zeros(1 << _PREFIX_BITS, np.int32)
        np.cumsum(np.bincount(hashes >> _SHIFT, minlength=len(starts))[:-1], out=starts[1:])
        return cls(hashes, np.minimum(starts, len(hashes) - 1))

    def __len__(self) -> int:
        return len(self.hashes)

    def find(self, hashes: NDArray[np.uint32]) -> NDArray[np.int32]:
        """Return the index of each of these hashes, in any order; -1 for one that is not known."""
        last = len(self.hashes) - 1
        places = self._starts.take(hashes >> _SHIFT)
        seen = self.hashes.take(places)
        low = np.flatnonzero((seen < hashes) & (places < last))
        while len(low):
            places[low] += 1
            seen[low] = self.hashes.take(places[low])
            low = low[(seen[low] < hashes[low]) & (places[low] < last)]
        places[seen != hashes] = -1
        return places
