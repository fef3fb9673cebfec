"""Scores many short texts at once, equal to scoring each: for one short text the start costs most."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rules.learnt.grams import distinct, hashes, padded_each
from rules.learnt.vocabulary import looked_up
from rules.learnt.weights import RARITY, Weights

_AT_ONCE = 8192
"""Most texts that are scored together, to limit memory."""
_HASH_BITS = np.uint64(32)


def scores(texts: Sequence[str], column: int, weights: Weights) -> NDArray[np.float64]:
    """Return the scores by one column of normalised texts, each taken as one stretch; none may be empty."""
    parts = [_scores(texts[first:first + _AT_ONCE], column, weights) for first in range(0, len(texts), _AT_ONCE)]
    return np.concatenate(parts) if parts else np.zeros(0)


def _scores(texts: Sequence[str], column: int, weights: Weights) -> NDArray[np.float64]:
    symbols, owners = padded_each(texts)
    keys = []
    for length, found in enumerate(hashes(symbols), 1):
        whole = owners[:len(found)] == owners[length - 1:]
        keys.append((owners[:len(found)][whole].astype(np.uint64) << _HASH_BITS) | found[whole])
    ordered = distinct(keys)
    grams, is_known = looked_up(ordered.astype(np.uint32), weights.vocabulary)
    grams, owner = grams[is_known], (ordered >> _HASH_BITS)[is_known].astype(np.intp)
    facts = weights.header.columns[column]
    sums = np.bincount(owner, weights.tables[column].take(grams), len(texts))
    squares = np.bincount(owner, weights.rarity.take(grams).astype(np.float64) ** 2, len(texts))
    return np.asarray(sums * facts.scale / np.maximum(np.sqrt(squares) / RARITY, 1.0) + facts.bias)
