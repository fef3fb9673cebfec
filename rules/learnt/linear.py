"""Computes linear scores: a sum over the distinct known grams of a text, divided by the length of their vector."""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from rules.learnt.occurrences import KnownGrams
from rules.learnt.weights import RARITY, Weights


def scores_of(known: KnownGrams, parts: int, column: int, weights: Weights) -> NDArray[np.float64]:
    """Return the score by one column of each of so many parts."""
    facts = weights.header.columns[column]
    sums = np.bincount(known.owners, weights.tables[column].take(known.grams), parts)
    squares = np.bincount(known.owners, weights.rarity.take(known.grams).astype(np.float64) ** 2, parts)
    return np.asarray(sums * facts.scale / np.maximum(np.sqrt(squares) / RARITY, 1.0) + facts.bias)


def score(grams: NDArray[np.intp], length: float, column: int, weights: Weights) -> float:
    """Return the score by one column of one part, given the length of its vector."""
    facts = weights.header.columns[column]
    return int(weights.tables[column].take(grams).sum(dtype=np.int64)) * facts.scale / length + facts.bias


def length_of(grams: NDArray[np.intp], rarity: NDArray[np.int8]) -> float:
    """Return the length of the vector of distinct known grams, each weighted by its rarity; at least 1."""
    values = rarity.take(grams).astype(np.float32)
    return max(sqrt(float(values @ values)) / RARITY, 1.0)
