"""Tags a text: which spans of it identify or hurt a person."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from copy import copy

import numpy as np
from numpy.typing import NDArray

from rules.tagging.deciding import Limits, Tagged, likely, spans_of
from rules.tagging.description import Description, describe
from rules.tagging.encoder import Encoder
from rules.tagging.kinds import KINDS, LABELS, Kind
from rules.tagging.lattice import labels_of
from rules.tagging.lines import Before, chains_of
from rules.tagging.weights import SLOTS, TagWeights, slots_of
from rules.tagging.windows import Hint

_BLOCK = 1200
"""Characters that are described together, whole lines where that is possible."""
_TOGETHER = 32
_LEAST = 1e-6
_OF_ENCODER = 0.7
"""How much of the mean is the encoder's."""
_SURE = 0.5
"""From which probability on the encoder does not outvote what the form tells: in official prose it expects nobody."""
_NAME = KINDS.index(Kind.NAME)
"""For names, which the form tells best, it never does."""
_LONGEST_MEANT = 8_000
"""Characters at most that the encoder looks at, because somebody waits."""
_CUTS = ("\n", "。", ";", ",")


class Tagger:
    """Finds spans with proven weights. Immutable; one instance may serve several threads."""

    def __init__(self, weights: TagWeights, encoder: Encoder | None = None, limits: Limits | None = None) -> None:
        """``limits``: None takes those that were chosen for these weights."""
        self.weights = weights
        self.encoder = encoder
        self._limits = limits
        unknown = len(weights.features)
        self._features = np.append(weights.features, np.uint32(0))
        self._table = np.concatenate((weights.table, np.zeros((1, LABELS), np.int8)))
        self._slots = np.full(SLOTS, unknown, np.int32)
        self._slots[slots_of(weights.features)] = np.arange(unknown, dtype=np.int32)

    @property
    def limits(self) -> Limits:
        """The thresholds, which depend on whether there is an encoder."""
        return self._limits or (self.weights.header if self.encoder is None else self.encoder.header).limits

    def for_length(self, characters: int) -> Tagger:
        """Return the tagger for texts of so many characters together, and for their copies: without the encoder where
        it would take too long.
        """
        if self.encoder is None or characters <= _LONGEST_MEANT:
            return self
        alone = copy(self)
        alone.encoder = None
        return alone

    def chances(self, text: str, hints: Sequence[Hint]) -> NDArray[np.float32]:
        """Return for each character of a normalised text, and each kind, how probable it belongs to such a span.

        With an encoder that is the mean of both (``_mean``).
        """
        by_form = self._by_form(text, hints)
        return by_form if self.encoder is None else _mean(by_form, self.encoder.chances(text, hints))

    def _by_form(self, text: str, hints: Sequence[Hint]) -> NDArray[np.float32]:
        found = np.zeros((len(text), len(KINDS)), np.float32)
        blocks = list(_blocks(text))
        ordered = sorted(hints)
        before = Before()
        for first in range(0, len(blocks), _TOGETHER):
            some = blocks[first:first + _TOGETHER]
            scores = [self._scores(describe(text[start:end], _within(ordered, start, end), self.weights.lexicon,
                                            self.weights.word_list, before)) for start, end in some]
            lengths = [length for start, end in some for length in chains_of(text[start:end])]
            labels = labels_of(np.concatenate(scores), lengths, self.weights.transitions)
            kinds = labels[:, 1:].reshape(-1, len(KINDS), 2).sum(axis=2)
            found[some[0][0]:some[-1][1]] = kinds
        return found

    def spans(self, text: str, hints: Sequence[Hint], hide: float | None = None) -> list[Tagged]:
        """Return the spans to hide, from ``hide`` on (None: as learnt)."""
        if not text:
            return []
        return spans_of(text, self.chances(text, hints), self.limits.hide if hide is None else hide)

    def look(self, text: str, hints: Sequence[Hint]) -> tuple[list[Tagged], list[Tagged]]:
        """Return the spans that a masked copy must not contain, and those that are doubtful, as they are."""
        if not text:
            return [], []
        found = self.chances(text, hints)
        return spans_of(text, found, self.limits.strict), likely(text, found, self.limits.doubt)

    def _scores(self, described: Description) -> NDArray[np.float64]:
        sums = np.zeros((len(described.characters), LABELS), np.int16)
        for rows in self._rows(np.ascontiguousarray(described.characters.T)):
            sums += self._table.take(rows, axis=0)
        counted = self._table.take(self._rows(described.unit_keys), axis=0)
        totals = np.concatenate((np.zeros((1, LABELS), np.int32), counted.cumsum(axis=0, dtype=np.int32)))
        units = totals[described.unit_ends[1:]] - totals[described.unit_ends[:-1]]
        shared = units[described.owners].sum(axis=1)
        scores: NDArray[np.float64] = self.weights.header.scale * (sums + self.weights.header.unit_scale * shared)
        return scores

    def _rows(self, keys: NDArray[np.uint32]) -> NDArray[np.int32]:
        """Return the row of each feature, a row of zeros for one that is not known."""
        rows = self._slots.take(slots_of(keys))
        return np.where(self._features.take(rows) == keys, rows, np.int32(len(self._features) - 1))


def _mean(by_form: NDArray[np.float32], meant: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the geometric mean of two probabilities of each kind, none among them, as a probability again, and no less
    than the first where that is sure, and for names.
    """
    both = [np.column_stack((1 - chances.sum(axis=1), chances)).clip(_LEAST) for chances in (by_form, meant)]
    means = both[0] ** (1 - _OF_ENCODER) * both[1] ** _OF_ENCODER
    shares: NDArray[np.float32] = means[:, 1:] / means.sum(axis=1, keepdims=True)
    sure = by_form.sum(axis=1) >= _SURE
    shares[sure] = np.maximum(shares[sure], by_form[sure])
    shares[:, _NAME] = np.maximum(shares[:, _NAME], by_form[:, _NAME])
    return shares


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
