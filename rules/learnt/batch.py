"""Many short texts scored at once, equal to scoring each: what costs most of one short text is to begin."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rules.learnt.grams import BUCKETS_BITS, buckets, distinct, padded_each
from rules.learnt.weights import RARITY, Weights

_AT_ONCE = 1 << (32 - BUCKETS_BITS - 1)
"""Texts whose number fits in front of a bucket."""


def scores(texts: Sequence[str], column: int, weights: Weights) -> NDArray[np.float64]:
    """Return the scores by one column of normalised texts, each taken as one stretch; none may be empty."""
    parts = [_scores(texts[first:first + _AT_ONCE], column, weights) for first in range(0, len(texts), _AT_ONCE)]
    return np.concatenate(parts) if parts else np.zeros(0)


def _scores(texts: Sequence[str], column: int, weights: Weights) -> NDArray[np.float64]:
    symbols, owners = padded_each(texts)
    keys = []
    for length, places in enumerate(buckets(symbols), 1):
        whole = owners[:len(places)] == owners[length - 1:]
        keys.append((owners[:len(places)][whole] << np.uint32(BUCKETS_BITS)) | places[whole])
    found = distinct(keys)
    owner, bucket = found >> np.uint32(BUCKETS_BITS), found & np.uint32((1 << BUCKETS_BITS) - 1)
    facts = weights.header.columns[column]
    sums = np.bincount(owner, weights.tables[column].take(bucket), len(texts))
    squares = np.bincount(owner, weights.rarity.take(bucket).astype(np.float64) ** 2, len(texts))
    return np.asarray(sums * facts.scale / np.maximum(np.sqrt(squares) / RARITY, 1.0) + facts.bias)
