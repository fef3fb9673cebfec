"""Fits the tagger: a conditional random field by stochastic gradient steps, with features left out at random.

A feature counts when texts of several hands contain it. What nobody is sure of may have any label.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from rules.tagging.kinds import LABELS
from rules.tagging.lattice import chances
from rules.tagging.lexicon import Lexicon
from rules.tagging.weights import VERSION, Header, TagWeights
from tests.tagging.material import Lesson

UNIT_SCALE = 0.5
_FEWEST_HANDS, _FEWEST_TEXTS = 3, 4
_TOGETHER = 24
"""Texts per step."""
_PASSES = 7
_STEP = 0.05
_PENALTY = 2.0
_LEFT_OUT = 0.5
_SEED = 1
_LEVELS = 31
_MOST = 127
_SMALLEST = 1.5
"""Weights below so many steps of the file are none."""
_MOST_FEATURES = 160_000
"""Those with the largest weights are kept, so that the file has less than 4 MB."""


@dataclass(frozen=True, slots=True)
class _Step:
    """Some texts: which features occur, how often in each character, and the labels that count."""

    features: NDArray[np.intp]
    counts: csr_matrix
    turned: csr_matrix
    allowed: NDArray[np.bool_]
    lengths: tuple[int, ...]


HIDE, STRICT = 0.03, 0.015
"""From which probability on a character is hidden, and found in a masked copy: `make masks-report` prints what these
miss and hide of hands that were left out."""


def fit(lessons: Sequence[Lesson], lexicon: Lexicon) -> TagWeights:
    """Learn from these texts."""
    features = _features(lessons)
    order = np.argsort([len(one.allowed) for one in lessons], kind="stable")
    steps = [_step([lessons[place] for place in order[first:first + _TOGETHER]], features)
             for first in range(0, len(order), _TOGETHER)]
    table, transitions = _descend(steps, len(features))
    return _rounded(features, table, transitions, lexicon, len({one.marked.hand for one in lessons}))


def _rounded(features: NDArray[np.uint32], table: NDArray[np.float32], transitions: NDArray[np.float64],
             lexicon: Lexicon, count: int) -> TagWeights:
    """Return the weights in whole steps, without the features that matter least."""
    scale = float(np.quantile(np.abs(table[table != 0]), 0.9995)) / _LEVELS
    scaled = table / scale
    scaled[np.abs(scaled) < _SMALLEST] = 0
    steps = np.clip(np.rint(scaled), -_MOST, _MOST).astype(np.int8)
    sizes = np.square(steps.astype(np.int64)).sum(axis=1)
    kept = np.sort(np.argsort(-sizes, kind="stable")[:_MOST_FEATURES])
    kept = kept[sizes[kept] > 0]
    digest = hashlib.sha256(steps[kept].tobytes()).hexdigest()[:12]
    header = Header(VERSION, f"打码学习 {count}人 {digest}", len(lexicon.keys), len(kept), scale, UNIT_SCALE, HIDE,
                    STRICT)
    return TagWeights(header, lexicon, features[kept], steps[kept], transitions)


def _features(lessons: Sequence[Lesson]) -> NDArray[np.uint32]:
    """Return the features that texts of several hands contain, in order."""
    of_hand: dict[str, list[NDArray[np.uint32]]] = {}
    for one in lessons:
        both = np.concatenate((one.described.characters.ravel(), one.described.unit_keys))
        of_hand.setdefault(one.marked.hand, []).append(np.unique(both))
    counted = [np.unique(np.concatenate(found), return_counts=True) for found in of_hand.values()]
    features, place = np.unique(np.concatenate([keys for keys, _ in counted]), return_inverse=True)
    texts = np.bincount(place, weights=np.concatenate([counts for _, counts in counted]))
    return features[(np.bincount(place) >= min(_FEWEST_HANDS, len(of_hand))) & (texts >= _FEWEST_TEXTS)]


def _step(lessons: Sequence[Lesson], features: NDArray[np.uint32]) -> _Step:
    rows, columns, values = [], [], []
    start = 0
    for one in lessons:
        described = one.described
        length, width = described.characters.shape
        place, known = _places(described.characters.ravel(), features)
        rows.append(np.repeat(np.arange(length), width)[known] + start)
        columns.append(place[known])
        values.append(np.ones(int(known.sum()), np.float32))
        place, known = _places(described.unit_keys, features)
        units = len(described.unit_ends) - 1
        unit = np.repeat(np.arange(units), np.diff(described.unit_ends))[known]
        shared = csr_matrix((np.ones(len(unit), np.float32), (unit, place[known])), shape=(units, len(features)))
        for owner in described.owners.T:
            found = shared[owner].tocoo()
            rows.append(found.row + start)
            columns.append(found.col)
            values.append(found.data * np.float32(UNIT_SCALE))
        start += length
    used, column = np.unique(np.concatenate(columns), return_inverse=True)
    counts = csr_matrix((np.concatenate(values), (np.concatenate(rows), column)), shape=(start, len(used)))
    return _Step(used, counts, counts.T.tocsr(), np.concatenate([one.allowed for one in lessons]),
                 tuple(len(one.allowed) for one in lessons))


def _places(keys: NDArray[np.uint32], features: NDArray[np.uint32]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    places = features.searchsorted(keys)
    places[places == len(features)] = 0
    return places, features[places] == keys


def _descend(steps: Sequence[_Step], count: int) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """Take the steps in several passes (AdaGrad); return the means of the second half."""
    chosen = np.random.default_rng(_SEED)
    table, squares = np.zeros((count, LABELS), np.float32), np.full((count, LABELS), 1e-2, np.float32)
    pairs, pair_squares = np.zeros((LABELS, LABELS)), np.full((LABELS, LABELS), 1e-2)
    table_sum, pairs_sum = np.zeros_like(table), np.zeros_like(pairs)
    penalty = _PENALTY / len(steps)
    for turn in range(_PASSES):
        for number in chosen.permutation(len(steps)):
            step = steps[number]
            kept = (chosen.random(len(step.features)) >= _LEFT_OUT).astype(np.float32)[:, None] / (1 - _LEFT_OUT)
            weights = table[step.features]
            scores = np.asarray(step.counts @ (weights * kept), np.float64)
            free, bound = (chances(scores, step.lengths, pairs, limit) for limit in (None, step.allowed))
            slope = step.turned @ (free.labels - bound.labels).astype(np.float32) * kept + penalty * weights
            squares[step.features] += slope * slope
            table[step.features] = weights - _STEP * slope / np.sqrt(squares[step.features])
            slope = free.pairs - bound.pairs + penalty * pairs
            pair_squares += slope * slope
            pairs -= _STEP * slope / np.sqrt(pair_squares)
        if turn >= _PASSES // 2:
            table_sum += table
            pairs_sum += pairs
    passes = _PASSES - _PASSES // 2
    return table_sum / passes, pairs_sum / passes
