"""Tags a text: which spans of it identify or hurt a person."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from rules.tagging.deciding import Tagged, likely, spans_of
from rules.tagging.description import Description, describe
from rules.tagging.kinds import KINDS, LABELS
from rules.tagging.lattice import labels_of
from rules.tagging.lines import Before, pieces_of
from rules.tagging.weights import SLOTS, TagWeights, slots_of
from rules.tagging.windows import Hint

_BLOCK = 1200
"""Characters that are described together, whole lines where that is possible."""
_TOGETHER = 32
_CUTS = ("\n", "。", ";", ",")


class Tagger:
    """Finds spans with proven weights. Immutable; one instance may serve several threads."""

    def __init__(self, weights: TagWeights) -> None:
        self.weights = weights
        self.header = weights.header
        unknown = len(weights.features)
        self._features = np.append(weights.features, np.uint32(0))
        self._table = np.concatenate((weights.table, np.zeros((1, LABELS), np.int8)))
        self._slots = np.full(SLOTS, unknown, np.int32)
        self._slots[slots_of(weights.features)] = np.arange(unknown, dtype=np.int32)

    def chances(self, text: str, hints: Sequence[Hint]) -> NDArray[np.float32]:
        """Return for each character of a normalised text, and each kind, how probable it belongs to such a span."""
        found = np.zeros((len(text), len(KINDS)), np.float32)
        blocks = list(_blocks(text))
        ordered = sorted(hints)
        before = Before()
        for first in range(0, len(blocks), _TOGETHER):
            some = blocks[first:first + _TOGETHER]
            scores = [self._scores(describe(text[start:end], _within(ordered, start, end), self.weights.lexicon,
                                            self.weights.word_list, before)) for start, end in some]
            lengths = [length for start, end in some for length in pieces_of(text[start:end])]
            labels = labels_of(np.concatenate(scores), lengths, self.weights.transitions)
            kinds = labels[:, 1:].reshape(-1, len(KINDS), 2).sum(axis=2)
            found[some[0][0]:some[-1][1]] = kinds
        return found

    def spans(self, text: str, hints: Sequence[Hint], hide: float | None = None) -> list[Tagged]:
        """Return the spans to hide, from ``hide`` on (None: as learnt)."""
        if not text:
            return []
        return spans_of(text, self.chances(text, hints), self.header.hide if hide is None else hide)

    def look(self, text: str, hints: Sequence[Hint]) -> tuple[list[Tagged], list[Tagged]]:
        """Return the spans that a masked copy must not contain, and those that are doubtful, as they are."""
        if not text:
            return [], []
        found = self.chances(text, hints)
        return spans_of(text, found, self.header.strict), likely(text, found, self.header.doubt)

    def _scores(self, described: Description) -> NDArray[np.float64]:
        sums = np.zeros((len(described.characters), LABELS), np.int16)
        for rows in self._rows(np.ascontiguousarray(described.characters.T)):
            sums += self._table.take(rows, axis=0)
        counted = self._table.take(self._rows(described.unit_keys), axis=0)
        totals = np.concatenate((np.zeros((1, LABELS), np.int32), counted.cumsum(axis=0, dtype=np.int32)))
        units = totals[described.unit_ends[1:]] - totals[described.unit_ends[:-1]]
        shared = units[described.owners].sum(axis=1)
        scores: NDArray[np.float64] = self.header.scale * (sums + self.header.unit_scale * shared)
        return scores

    def _rows(self, keys: NDArray[np.uint32]) -> NDArray[np.int32]:
        """Return the row of each feature, a row of zeros for one that is not known."""
        rows = self._slots.take(slots_of(keys))
        return np.where(self._features.take(rows) == keys, rows, np.int32(len(self._features) - 1))


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
