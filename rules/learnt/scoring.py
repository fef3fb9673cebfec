"""Scores a text by the learnt judge: each score on each stretch, and the contribution of each character."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rules.learnt.grams import fold
from rules.learnt.layout import layout_of
from rules.learnt.linear import length_of, score, scores_of
from rules.learnt.occurrences import KnownGrams, Occurrences, occurrences
from rules.learnt.passages import Passage, divided
from rules.learnt.weights import BLOCK, FIRST_COLUMNS, HELD, PASSAGE, Weights

STRETCH = 900
"""Most characters scored as one stretch: the length of the long learnt texts."""

_TOGETHER = 1200
_ENDS = "\n。；;"
_AT_ONCE = 64
"""Stretches that are looked up at once, to limit memory: hashes and their indexes take many times a text's size."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch ``text[start:end]`` of a normalised text with its scores for stopping and for blocking, and its
    passages in the order of the text."""

    start: int
    end: int
    held: float
    blocked: float
    passages: tuple[Passage, ...]
    found: NDArray[np.intp]
    length: float
    layout: tuple[float, ...]

    @property
    def deciding(self) -> float:
        """The highest deciding score of a passage."""
        return max(one.score for one in self.passages)


def spans(text: str) -> list[tuple[int, int]]:
    """Divide a text into stretches at the ends of lines and sentences."""
    if len(text) <= _TOGETHER:
        return [(0, len(text))] if text else []
    divided, start = [], 0
    while len(text) - start > _TOGETHER:
        last = max(text.rfind(character, start + STRETCH // 2, start + STRETCH) for character in _ENDS)
        end = last + 1 or start + STRETCH
        divided.append((start, end))
        start = end
    return [*divided, (start, len(text))]


@dataclass(frozen=True, slots=True)
class Reading:
    """Some neighbouring stretches of a normalised text as some weights see them; ``held`` is the stopping score of each
    of the ``spans``.

    The row of symbols begins and ends with a mark. ``_positions`` has the place of each in the text; ``_edges[n]`` is
    the number of the first symbol of a span, ``_edges[n + 1]`` that of the first one behind it.
    """

    text: str
    weights: Weights
    spans: tuple[tuple[int, int], ...]
    held: tuple[float, ...]
    _symbols: NDArray[np.uint32]
    _positions: NDArray[np.intp]
    _edges: tuple[int, ...]
    _occurrences: Occurrences
    _known: KnownGrams

    def parted(self, spans: Sequence[tuple[int, int]]) -> Reading:
        """Return the same reading divided at other places of the text, without looking anything up again. What is
        between two of them counts with the first."""
        return _parted(self.text, tuple(spans), self.weights, self._symbols, self._positions, self._occurrences)

    def stretch(self, number: int) -> Stretch:
        """Return one span with all its scores."""
        start, end = self.spans[number]
        first, behind = self._edges[number:number + 2]
        part = self.text[start:end]
        found = self._known.of(number)
        length = length_of(found, self.weights.rarity)
        return Stretch(start, end, self.held[number], score(found, length, BLOCK, self.weights),
                       self._passages(part, number, found, length), found, length,
                       layout_of(part, self._symbols[first:behind]))

    def _passages(self, part: str, number: int, found: NDArray[np.intp], length: float) -> tuple[Passage, ...]:
        start, end = self.spans[number]
        places = divided(part)
        if len(places) == 1:  # the whole text is the only one
            return (Passage(start, end, score(found, length, PASSAGE, self.weights)),)
        first, behind = self._edges[number:number + 2]
        owners = owners_of(self._positions[first:behind], [start + one for one, _ in places])
        known = self._occurrences.between(first, behind).of_parts(owners)
        scores = scores_of(known, len(places), PASSAGE, self.weights)
        return tuple(Passage(start + one, start + last, found)
                     for (one, last), found in zip(places, scores.tolist(), strict=True))

    def per_character(self, number: int) -> NDArray[np.float64]:
        """Return what each character of a span contributes to its stopping score: a gram's weight is divided among
        its characters, and among its occurrences."""
        facts, table = self.weights.header.columns[HELD], self.weights.tables[HELD]
        start, end = self.spans[number]
        first, behind = self._edges[number:number + 2]
        grams = self._occurrences.between(first, behind).grams
        counts = np.bincount(grams[grams >= 0], minlength=1)
        added = np.zeros(behind - first)
        for size, row in enumerate(grams, 1):
            at = np.flatnonzero(row >= 0)
            share = table.take(row[at]) / counts.take(row[at]) / size
            for offset in range(size):
                added[at + offset] += share
        spread = np.zeros(end - start)
        np.add.at(spread, self._positions[first:behind] - start, added)
        return spread * (facts.scale / length_of(self._known.of(number), self.weights.rarity))


def readings(text: str, weights: Weights) -> Iterator[Reading]:
    """Look up a normalised text, some stretches at once; an empty one has none."""
    divided = spans(text)
    for first in range(0, len(divided), _AT_ONCE):
        yield _read(text, tuple(divided[first:first + _AT_ONCE]), weights)


def _read(text: str, some: tuple[tuple[int, int], ...], weights: Weights) -> Reading:
    begin, end = some[0][0], some[-1][1]
    folded = fold(text[begin:end])
    symbols, positions = folded.padded(), folded.positions() + begin
    found = occurrences(symbols, weights.vocabulary)
    if len(some) > 1:
        return _parted(text, some, weights, symbols, positions, found)
    grams = found.distinct()
    known = KnownGrams(grams, np.zeros(len(grams), np.intp))
    held = (score(grams, length_of(grams, weights.rarity), HELD, weights),)
    return Reading(text, weights, some, held, symbols, positions, (0, len(positions)), found, known)


def _parted(text: str, some: tuple[tuple[int, int], ...], weights: Weights, symbols: NDArray[np.uint32],
            positions: NDArray[np.intp], found: Occurrences) -> Reading:
    starts = [start for start, _ in some]
    known = found.of_parts(owners_of(positions, starts))
    edges = (*np.searchsorted(positions, starts).tolist(), len(positions))
    held = scores_of(known, len(some), HELD, weights).tolist()
    return Reading(text, weights, some, tuple(held), symbols, positions, edges, found, known)


def owners_of(positions: NDArray[np.intp], starts: Sequence[int]) -> NDArray[np.intp]:
    """Return the number of the part of each symbol; the parts begin at ``starts``, and the first one has whatever is
    before it."""
    return np.maximum(np.searchsorted(np.array(starts), positions, "right") - 1, 0)


def natures(stretch: Stretch, weights: Weights) -> dict[str, float]:
    """Return the score of each nature on a stretch, by name."""
    sums = weights.tables[len(FIRST_COLUMNS):].take(stretch.found, axis=1).sum(axis=1, dtype=np.int64).tolist()
    return {facts.name: total * facts.scale / stretch.length + facts.bias
            for facts, total in zip(weights.header.columns[len(FIRST_COLUMNS):], sums, strict=True)}
