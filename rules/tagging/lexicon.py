"""Looks up pairs of Chinese characters: how often they occur, and which others are used beside the same words.

Texts that nobody has marked teach this. 糖尿 and 骨折 occur in the same clauses (topic), 丈夫 and 妻子 between the same
characters (use), although few marked texts may contain either.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rules.tagging.symbols import Numbers


@dataclass(frozen=True, slots=True)
class Pairs:
    """What is known of each character and its successor, 0 where nothing is; groups are numbered from 1."""

    topics: Numbers
    uses: Numbers
    counts: Numbers


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``keys`` are sorted pairs, two characters of 16 bits each; ``table`` has topic, use and rounded count."""

    keys: Numbers
    table: NDArray[np.uint8]

    def pairs(self, symbols: Numbers) -> Pairs:
        """Return what is known of each symbol with the next one."""
        asked = pairs_of(symbols)
        if not len(self.keys):
            return Pairs(*(np.zeros(len(symbols), np.uint32) for _ in range(3)))
        places = self.keys.searchsorted(asked)
        places[places == len(self.keys)] = 0
        known = self.keys[places] == asked
        return Pairs(*(np.where(known, row[places], 0).astype(np.uint32) for row in self.table))


def pairs_of(symbols: Numbers) -> Numbers:
    """Return each symbol with the next one as one number; 0 for the last and for symbols beyond 16 bits."""
    found = np.zeros(len(symbols), np.uint32)
    within = (symbols[:-1] < 0x10000) & (symbols[1:] < 0x10000)
    found[:-1] = np.where(within, (symbols[:-1] << np.uint32(16)) | (symbols[1:] & np.uint32(0xFFFF)), 0)
    return found
