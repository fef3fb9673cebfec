"""Fits the tagger: a conditional random field by stochastic gradient steps, with features left out at random.

A feature counts when texts of several hands contain it. What need not be hidden is learnt to stay.
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
from rules.tagging.lines import chains_of
from rules.tagging.weights import VERSION, Header, TagWeights, slots_of
from rules.tagging.wordlist import WordList
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
_MOST_FEATURES = 280_000
"""Those with the largest weights are kept, so that the file has less than 5 MB."""


@dataclass(frozen=True, slots=True)
class _Counts:
    """How often features occur, and the same turned: a row per character or unit, a column per feature of a step."""

    straight: csr_matrix
    turned: csr_matrix


@dataclass(frozen=True, slots=True)
class _Step:
    """Some texts: which features occur, how often in each character and in each unit, which units are those of each
    character, and the labels that count."""

    features: NDArray[np.intp]
    characters: _Counts
    units: _Counts
    owners: _Counts
    allowed: NDArray[np.bool_]
    lengths: tuple[int, ...]

    def scores(self, weights: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the score of each label for each character."""
        of_units = self.owners.straight @ (self.units.straight @ weights)
        return np.asarray(self.characters.straight @ weights + of_units, np.float64)

    def slope(self, wrong: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the slope of each weight for what is wrong with the probabilities of each character."""
        of_units = self.units.turned @ (self.owners.turned @ wrong)
        return np.asarray(self.characters.turned @ wrong + of_units, np.float32)


HIDE, STRICT, DOUBT = 0.01, 0.01, 0.0025
"""From which probability on a character is hidden, must not be in a masked copy, and makes it doubtful: `make
masks-report` prints what these miss and hide of hands that were left out."""


def fit(lessons: Sequence[Lesson], lexicon: Lexicon, word_list: WordList) -> TagWeights:
    """Learn from these texts."""
    features = _features(lessons)
    order = np.argsort([len(one.allowed) for one in lessons], kind="stable")
    steps = [_step([lessons[place] for place in order[first:first + _TOGETHER]], features)
             for first in range(0, len(order), _TOGETHER)]
    table, transitions = _descend(steps, len(features))
    return _rounded(features, table, transitions, lexicon, word_list, len({one.marked.hand for one in lessons}))


def _rounded(features: NDArray[np.uint32], table: NDArray[np.float32], transitions: NDArray[np.float64],
             lexicon: Lexicon, word_list: WordList, count: int) -> TagWeights:
    """Return the weights in whole steps, without the features that matter least."""
    scale = float(np.quantile(np.abs(table[table != 0]), 0.9995)) / _LEVELS
    scaled = table / scale
    scaled[np.abs(scaled) < _SMALLEST] = 0
    steps = np.clip(np.rint(scaled), -_MOST, _MOST).astype(np.int8)
    sizes = np.square(steps.astype(np.int64)).sum(axis=1)
    strongest = np.argsort(-sizes, kind="stable")
    alone = np.sort(np.unique(slots_of(features[strongest]), return_index=True)[1])
    kept = np.sort(strongest[alone][:_MOST_FEATURES])
    kept = kept[sizes[kept] > 0]
    digest = hashlib.sha256(steps[kept].tobytes()).hexdigest()[:12]
    header = Header(version=VERSION, label=f"打码学习 {count}人 {digest}", pairs=len(lexicon.keys),
                    words=len(word_list.keys), features=len(kept), scale=scale, unit_scale=UNIT_SCALE, hide=HIDE,
                    strict=STRICT, doubt=DOUBT)
    return TagWeights(header, lexicon, word_list, features[kept], steps[kept], transitions)


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
    described = [one.described for one in lessons]
    rows = np.concatenate([one.characters for one in described])
    sizes = np.concatenate([np.diff(one.unit_ends) for one in described])
    first = np.cumsum([0, *(len(one.unit_ends) - 1 for one in described)])
    owners = np.concatenate([one.owners + start for one, start in zip(described, first[:-1], strict=True)])
    of_characters, in_characters = _places(rows.ravel(), features)
    of_units, in_units = _places(np.concatenate([one.unit_keys for one in described]), features)
    used = np.unique(np.concatenate((of_characters[in_characters], of_units[in_units])))
    return _Step(used, _counts(of_characters, in_characters, np.full(len(rows), rows.shape[1]), used),
                 _counts(of_units, in_units, sizes, used), _owning(owners, len(sizes)),
                 np.concatenate([one.allowed for one in lessons]),
                 tuple(length for one in lessons for length in chains_of(one.normalised.text)))


def _counts(places: NDArray[np.intp], known: NDArray[np.bool_], sizes: NDArray[np.intp],
            used: NDArray[np.intp]) -> _Counts:
    """Count the known features of rows that have so many keys, one row after the other."""
    row = np.repeat(np.arange(len(sizes)), sizes)[known]
    return _both(csr_matrix((np.ones(len(row), np.float32), (row, used.searchsorted(places[known]))),
                            shape=(len(sizes), len(used))))


def _owning(owners: NDArray[np.intp], count: int) -> _Counts:
    """Return how much the score of each unit counts for each character."""
    row = np.repeat(np.arange(len(owners)), owners.shape[1])
    return _both(csr_matrix((np.full(len(row), UNIT_SCALE, np.float32), (row, owners.ravel())),
                            shape=(len(owners), count)))


def _both(counts: csr_matrix) -> _Counts:
    return _Counts(counts, counts.T.tocsr())


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
            scores = step.scores(weights * kept)
            free, bound = (chances(scores, step.lengths, pairs, limit) for limit in (None, step.allowed))
            slope = step.slope((free.labels - bound.labels).astype(np.float32)) * kept + penalty * weights
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
