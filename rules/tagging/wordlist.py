"""Divides Chinese text into words, with a list of common words: what no list has is often a name.

The list has hashes, not words, and no name of a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rules.tagging.symbols import DIGIT, HAN, LOWER, UPPER, Numbers, strings

LONGEST = 5
"""Characters of a word at most."""

UNKNOWN, LATIN, OTHER = 0, 14, 15
"""Classes of what is no word of the list: a Chinese character, a run of letters and digits with the blank after it,
any other character.
"""

_COST_OF_UNKNOWN = 26
_BLANK = 0x20


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in order: where each begins, and the last ends, its class and its hash, and for each
    character the number of its word."""

    edges: NDArray[np.intp]
    classes: Numbers
    hashes: Numbers
    owners: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class WordList:
    """``keys`` are sorted hashes of words; ``table`` has the class of each and its cost in bits."""

    keys: Numbers
    table: NDArray[np.uint8]

    def words_of(self, symbols: Numbers, of_class: Numbers) -> Words:
        """Return the words with the smallest sum of costs; ``of_class`` are the classes of the symbols."""
        hashes = strings(symbols, LONGEST)
        found = np.stack([self._known(one) for one in hashes])
        latin = np.isin(of_class, (DIGIT, UPPER, LOWER))
        edges = self._edges(found, _runs(latin, symbols == _BLANK))
        first, last = edges[:-1], edges[1:] - 1
        lengths = last + 1 - first - (latin[first] & ~latin[last])  # without a blank
        known = found[np.minimum(lengths, LONGEST) - 1, first]
        unknown = np.where(of_class[first] == HAN, UNKNOWN, np.where(latin[first], LATIN, OTHER))
        classes = np.where(known >= 0, self.table[0].take(known, mode="clip") if len(self.keys) else 0, unknown)
        whole = np.stack(hashes)[np.minimum(lengths, LONGEST) - 1, first]
        return Words(edges, classes.astype(np.uint32), whole, np.repeat(np.arange(len(first)), np.diff(edges)))

    def _known(self, hashes: Numbers) -> NDArray[np.intp]:
        """Return which word of the list each hash is, -1 for none."""
        if not len(self.keys):
            return np.full(len(hashes), -1)
        places = self.keys.searchsorted(hashes)
        places[places == len(self.keys)] = 0
        return np.where(self.keys[places] == hashes, places, -1)

    def _edges(self, found: NDArray[np.intp], runs: Sequence[int]) -> NDArray[np.intp]:
        """Return where words begin and end; ``runs`` has the length of the run of letters that begins at a place."""
        costs = np.where(found >= 0, self.table[1].take(found, mode="clip"), 0).T.tolist() if len(self.keys) else []
        longer: list[list[int]] = [[] for _ in runs]
        for length, place in np.argwhere(found[1:] >= 0).tolist():
            longer[place].append(length + 2)
        best, steps = [0] * (len(runs) + 1), list(runs)
        for place in range(len(runs) - 1, -1, -1):
            least = (costs[place][0] or _COST_OF_UNKNOWN if costs else 0) + best[place + runs[place]]
            for length in longer[place]:
                cost = costs[place][length - 1] + best[place + length]
                if cost < least:
                    least, steps[place] = cost, length
            best[place] = least
        edges = [0]
        while edges[-1] < len(runs):
            edges.append(edges[-1] + steps[edges[-1]])
        return np.array(edges, np.intp)


def _runs(latin: NDArray[np.bool_], blank: NDArray[np.bool_]) -> list[int]:
    """Return for each place how many letters and digits follow each other from there on, with the blank before the next
    such word; 1 for any other character.
    """
    lengths: list[int] = []
    length, before = 0, False
    for is_latin, is_blank in zip(latin[::-1].tolist(), blank[::-1].tolist(), strict=True):
        length = length + 1 if is_latin else int(is_blank and before)
        before = is_latin
        lengths.append(max(1, length))
    return lengths[::-1]
