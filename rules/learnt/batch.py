"""Scores many short texts at once, equal to scoring each: for one short text the start costs most."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rules.learnt.grams import padded_each
from rules.learnt.linear import scores_of
from rules.learnt.occurrences import occurrences
from rules.learnt.weights import Weights

_AT_ONCE = 8192
"""Most texts that are scored together, to limit memory."""


def scores(texts: Sequence[str], column: int, weights: Weights) -> NDArray[np.float64]:
    """Return the scores by one column of normalised texts, each taken as one stretch; none may be empty."""
    parts = [_scores(texts[first:first + _AT_ONCE], column, weights) for first in range(0, len(texts), _AT_ONCE)]
    return np.concatenate(parts) if parts else np.zeros(0)


def _scores(texts: Sequence[str], column: int, weights: Weights) -> NDArray[np.float64]:
    symbols, owners = padded_each(texts)
    known = occurrences(symbols, weights.vocabulary).of_parts(owners)
    return scores_of(known, len(texts), column, weights)
