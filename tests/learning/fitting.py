"""Fits the model: linear scores over rare strings, and the weigher over scores, rules and layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression

from rules.judge.weighing import SCORES, Seen, sounds
from rules.learnt.layout import NAMES
from rules.learnt.weights import RARITY, Weigher
from rules.model import Action

STRENGTH = 100.0
"""The inverse of the regularisation of the scores (C)."""

WEIGHER_STRENGTH = 0.3
LEAST_TEXTS = 5
"""Least number of texts that contain a learnt gram."""

_STEEPNESS = 1.5
"""The power of the logarithm in a gram's rarity: rare ones count more than by the logarithm itself."""

JOINED_WEIGHT = 0.6
"""The weight of a joined text when the weigher is fitted; the scores are not learnt from joined texts."""

OURS_WEIGHT, REAL_WEIGHT = 0.5, 0.2
"""The weights of our own and real texts, compared with the writers' texts."""

_LEVELS = (Action.LOG, Action.WARN, Action.BLOCK)
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Score:
    """A linear score over grams: weights of rows that are scaled by ``scaled``."""

    weights: Array
    bias: float

    def of(self, rows: csr_matrix) -> Array:
        """Return the score of scaled rows."""
        return np.asarray(rows @ self.weights) + self.bias


def rarity(rows: csr_matrix, counts: Array) -> NDArray[np.int8]:
    """Return the rarity of each gram: a power of the logarithm of all texts over those that contain it, in steps of
    1/RARITY; 0 for a gram that too few texts contain, so that it counts nothing."""
    containing = np.asarray(rows.T @ counts).ravel()
    rare = np.log(np.maximum((counts.sum() + 1) / (containing + 1), 1.0)) ** _STEEPNESS
    enough = np.bincount(rows.indices, minlength=rows.shape[1]) >= LEAST_TEXTS
    return np.where(enough, np.clip(np.rint(rare * RARITY), 1, 127), 0).astype(np.int8)


def scaled(rows: csr_matrix, rare: NDArray[np.int8]) -> csr_matrix:
    """Return rows of grams weighted by rarity, divided by the length of the row."""
    long = (rows @ diags(rare.astype(np.float64) / RARITY)).tocsr()
    lengths = np.sqrt(np.asarray(long.multiply(long).sum(axis=1)).ravel())
    return (diags(1 / np.maximum(lengths, 1.0)) @ long).tocsr().astype(np.float32)


def fit_score(rows: csr_matrix, wanted: NDArray[np.bool_], counts: Array) -> Score:
    """Fit one score by logistic regression; the same bytes for the same input on one kind of machine."""
    model = LogisticRegression(C=STRENGTH, solver="liblinear", tol=1e-2).fit(rows, wanted, counts)
    return Score(model.coef_[0].astype(np.float64), float(model.intercept_[0]))


def features(rules: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the weigher's features."""
    return (*SCORES, *NAMES, *(f"{rule} {level}" for rule in rules for level in _LEVELS))


def values(names: Sequence[str], scores: Mapping[str, Array], layouts: Array,
           seen: Sequence[Sequence[Seen]]) -> Array:
    """Return a row of the weigher's values for each text; equal to rules.judge.weighing.Weighing.values."""
    column = {name: number for number, name in enumerate(names)}
    found = np.zeros((len(layouts), len(names)))
    found[:, :len(SCORES) + len(NAMES)] = np.column_stack((
        *sounds(scores["held"], scores["block"], scores["passage"], layouts[:, 0]), layouts))
    for row, some in enumerate(seen):
        for one in some:
            for level in _LEVELS:
                number = column.get(f"{one.rule} {level}")
                if number is not None and one.action.severity >= level.severity:
                    found[row, number] = 1.0
    return found


def fit_weigher(names: Sequence[str], rows: Array, labels: NDArray[np.intp], counts: Array) -> Weigher:
    """Fit the weigher on rows whose scores come from judges that had not seen their writers."""
    mean, spread = rows.mean(axis=0), rows.std(axis=0)
    spread[spread < 1e-9] = 1.0
    model = LogisticRegression(C=WEIGHER_STRENGTH, max_iter=3000).fit((rows - mean) / spread, labels, counts)
    return Weigher(tuple(names), _rounded(mean), _rounded(spread), tuple(map(_rounded, model.coef_)),
                   _rounded(model.intercept_))


def probabilities(weigher: Weigher, rows: Array) -> Array:
    """Return for each row the probabilities of allow, warn and block."""
    normal = (rows - np.array(weigher.mean)) / np.array(weigher.spread)
    logits = normal @ np.array(weigher.coefficients).T + np.array(weigher.intercepts)
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def _rounded(some: Array) -> tuple[float, ...]:
    return tuple(round(float(value), 6) for value in some)
