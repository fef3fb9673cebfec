"""Scores a text by the learnt judge: each score on each stretch, and the contribution of each character."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from rules.learnt.grams import distinct, fold, hashes
from rules.learnt.layout import layout_of
from rules.learnt.passages import Passage, divided, scored_passages
from rules.learnt.vocabulary import known, looked_up
from rules.learnt.weights import BLOCK, FIRST_COLUMNS, HELD, PASSAGE, RARITY, Weights

STRETCH = 900
"""Most characters scored as one stretch: the length of the long learnt texts."""

_TOGETHER = 1200
_ENDS = "\n。；;"


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
        end = max(text.rfind(sign, start + STRETCH // 2, start + STRETCH) for sign in _ENDS) + 1 or start + STRETCH
        divided.append((start, end))
        start = end
    return [*divided, (start, len(text))]


def scored(text: str, start: int, end: int, weights: Weights, least: float) -> Stretch | None:
    """Score a stretch of a normalised text; None where its stopping score is less than ``least``."""
    part = text if end - start == len(text) else text[start:end]
    folded = fold(part)
    found = known(distinct(hashes(folded.padded())), weights.vocabulary)
    length = length_of(found, weights.rarity)
    held = _score(weights, HELD, found, length)
    if held < least:
        return None
    places = divided(part)
    told = (scored_passages(part, places, start, weights) if len(places) > 1  # the whole text is the only one
            else (Passage(start, end, _score(weights, PASSAGE, found, length)),))
    return Stretch(start, end, held, _score(weights, BLOCK, found, length), told, found, length,
                   layout_of(part, folded))


def length_of(found: NDArray[np.intp], rarity: NDArray[np.int8]) -> float:
    """Return the length of the vector of a text's known grams, each weighted by its rarity; sums are divided by it."""
    values = rarity.take(found).astype(np.float32)
    return max(sqrt(float(values @ values)) / RARITY, 1.0)


def _score(weights: Weights, column: int, found: NDArray[np.intp], length: float) -> float:
    facts = weights.header.columns[column]
    total = int(weights.tables[column].take(found).sum(dtype=np.int64))
    return total * facts.scale / length + facts.bias


def natures(stretch: Stretch, weights: Weights) -> dict[str, float]:
    """Return the score of each nature on a stretch, by name."""
    sums = weights.tables[len(FIRST_COLUMNS):].take(stretch.found, axis=1).sum(axis=1, dtype=np.int64).tolist()
    return {facts.name: total * facts.scale / stretch.length + facts.bias
            for facts, total in zip(weights.header.columns[len(FIRST_COLUMNS):], sums, strict=True)}


def per_character(part: str, stretch: Stretch, weights: Weights) -> NDArray[np.float64]:
    """Return what each character of a part contributes: a string's weight is divided among its characters, and among
    its places."""
    facts, table = weights.header.columns[HELD], weights.tables[HELD]
    folded = fold(part)
    added = np.zeros(len(folded.symbols) + 2)
    found = hashes(folded.padded())
    everything = np.concatenate(found)
    _, inverse, counts = np.unique(everything, return_inverse=True, return_counts=True)
    grams, is_known = looked_up(everything, weights.vocabulary)
    shares = np.where(is_known, table.take(grams), 0) / counts[inverse]
    first = 0
    for length, places in enumerate(found, 1):
        share = shares[first:first + len(places)] / length
        first += len(places)
        for offset in range(length):
            added[offset:offset + len(places)] += share
    spread = np.zeros(len(part))
    spread[folded.places] = added[1:-1]
    return spread * (facts.scale / stretch.length)
