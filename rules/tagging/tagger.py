"""Tags a text: which spans of it identify or hurt a person."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from rules.tagging.deciding import Tagged, spans_of
from rules.tagging.description import Description, describe
from rules.tagging.kinds import KINDS
from rules.tagging.lattice import chances
from rules.tagging.lines import Before
from rules.tagging.weights import TagWeights
from rules.tagging.windows import Hint

_BLOCK = 900
"""Characters that are described together, whole lines where that is possible."""
_TOGETHER = 32
_CUTS = ("\n", "。", ";", ",")


class Tagger:
    """Finds spans with proven weights. Immutable; one instance may serve several threads."""

    def __init__(self, weights: TagWeights) -> None:
        self.weights = weights
        self.header = weights.header

    def chances(self, text: str, hints: Sequence[Hint]) -> NDArray[np.float32]:
        """Return for each character of a normalised text, and each kind, how probable it belongs to such a span."""
        found = np.zeros((len(text), len(KINDS)), np.float32)
        blocks = list(_blocks(text))
        ordered = sorted(hints)
        before = Before()
        for first in range(0, len(blocks), _TOGETHER):
            some = blocks[first:first + _TOGETHER]
            scores = [self._scores(describe(text[start:end], _within(ordered, start, end), self.weights.lexicon,
                                            before)) for start, end in some]
            labels = chances(np.concatenate(scores), [end - start for start, end in some], self.weights.transitions)
            kinds = labels.labels[:, 1:].reshape(-1, len(KINDS), 4).sum(axis=2)
            found[some[0][0]:some[-1][1]] = kinds
        return found

    def spans(self, text: str, hints: Sequence[Hint], hide: float | None = None) -> list[Tagged]:
        """Return the spans to hide, from ``hide`` on (None: as learnt)."""
        if not text:
            return []
        return spans_of(text, self.chances(text, hints), self.header.hide if hide is None else hide)

    def _scores(self, described: Description) -> NDArray[np.float64]:
        table, header = self.weights.table, self.header
        sums = np.zeros((len(described.characters), table.shape[1]), np.int32)
        for column in described.characters.T:
            rows, known = self._rows(column)
            sums[known] += table[rows[known]]
        rows, known = self._rows(described.unit_keys)
        counted = np.zeros((len(described.unit_keys) + 1, table.shape[1]), np.int32)
        counted[1:][known] = table[rows[known]]
        totals = counted.cumsum(axis=0)
        units = totals[described.unit_ends[1:]] - totals[described.unit_ends[:-1]]
        shared = units[described.owners].sum(axis=1)
        scores: NDArray[np.float64] = header.scale * (sums + header.unit_scale * shared)
        return scores

    def _rows(self, keys: NDArray[np.uint32]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        features = self.weights.features
        places = features.searchsorted(keys)
        places[places == len(features)] = 0
        return places, features[places] == keys


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield parts of a text that are described together."""
    start = 0
    while start < len(text):
        end = min(len(text), start + _BLOCK)
        if end < len(text):
            cuts = (text.rfind(cut, start + _BLOCK // 2, end) for cut in _CUTS)
            end = next((cut + 1 for cut in cuts if cut >= 0), end)
        yield start, end
        start = end


def _within(hints: Sequence[Hint], start: int, end: int) -> list[Hint]:
    """Return the hints that begin in a part of the text, in its own positions."""
    first, last = bisect_left(hints, (start, 0, 0)), bisect_left(hints, (end, 0, 0))
    return [(one - start, min(other, end) - start, channel) for one, other, channel in hints[first:last]]
