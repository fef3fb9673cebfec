"""Judges each writer by what was learnt from the others, without the influence of the writer's own texts."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray

from rules.learnt.weights import Weigher
from rules.model import Action
from tests.learning.fitting import (
    JOINED_WEIGHT,
    OURS_WEIGHT,
    REAL_WEIGHT,
    Array,
    Score,
    features,
    fit_score,
    fit_weigher,
    probabilities,
    rarity,
    scaled,
    values,
)
from tests.learning.material import JOINED, NATURES, OURS, REAL, Learnable, Seeing
from tests.learning.passages import BESIDE, DECIDES, UNKNOWN, Passages

FOLDS = 12
PASSAGE = "passage"
BESIDE_WEIGHT = 0.3
"""The weight of an unmarked passage in a text that must be stopped: it may decide nevertheless."""

LABELS = {None: 0, Action.WARN: 1, Action.BLOCK: 2}


@dataclass(frozen=True, slots=True)
class Lesson:
    """Everything to learn from: texts with what is seen in them, and their weights in the scores (0: joined)."""

    texts: tuple[Learnable, ...]
    seeing: Seeing
    counts: Array
    groups: NDArray[np.str_]
    passages: Passages

    @property
    def labels(self) -> NDArray[np.intp]:
        """0 for texts that may be sent, 1 for those asked about, 2 for those blocked."""
        return np.array([LABELS.get(one.action, 0) for one in self.texts])

    def wanted(self, column: str) -> NDArray[np.bool_]:
        """Return for which texts a column should be high: "held", "block", or a nature."""
        if column in ("held", "block"):
            return self.labels >= (1 if column == "held" else 2)
        return np.array([one.nature == column for one in self.texts])


def lesson(texts: Sequence[Learnable], seen: Seeing, passages: Passages) -> Lesson:
    """Build a lesson."""
    weight = {OURS: OURS_WEIGHT, REAL: REAL_WEIGHT}
    return Lesson(tuple(texts), seen, np.array([0.0 if one.kind == JOINED else weight.get(one.group, 1.0)
                                                for one in texts]),
                  np.array([one.group for one in texts]), passages)


def folds(writers: Sequence[str], number: int = FOLDS) -> list[list[str]]:
    """Divide writers, whole, into this many parts."""
    return [part for start in range(number) if (part := list(writers[start::number]))]


@dataclass(frozen=True, slots=True)
class Learnt:
    """Scores by the name of their column, the rarity of grams, and the rows to be scaled by it."""

    rare: NDArray[np.int8]
    scores: dict[str, Score]


def learn(some: Lesson, chosen: NDArray[np.bool_], columns: Sequence[str]) -> Learnt:
    """Learn from the chosen texts of a lesson. Natures are distinguished among texts whose nature is known."""
    chosen = chosen & (some.counts > 0)
    rows = some.seeing.rows[chosen]
    rare = rarity(rows, some.counts[chosen])
    rows = scaled(rows, rare)
    named = np.array([bool(one.nature) or one.action is None for one in some.texts])[chosen]
    return Learnt(rare, {column: _of_passages(some, chosen, rare) if column == PASSAGE else _score(
        rows, some.wanted(column)[chosen], some.counts[chosen], named if column in NATURES else None)
        for column in columns})


def _of_passages(some: Lesson, chosen: NDArray[np.bool_], rare: NDArray[np.int8]) -> Score:
    """Learn what decides: the passages that a writer marked, against all passages of texts that may be sent and the
    rest of theirs."""
    passages = some.passages
    used = chosen[passages.owners] & (passages.telling != UNKNOWN)
    counts = some.counts[passages.owners] * np.where(passages.telling == BESIDE, BESIDE_WEIGHT, 1.0)
    return fit_score(scaled(passages.rows[used], rare), passages.telling[used] == DECIDES, counts[used])


def _score(rows: object, wanted: NDArray[np.bool_], counts: Array, known: NDArray[np.bool_] | None) -> Score:
    if known is not None:
        return fit_score(rows[known], wanted[known], counts[known])  # type: ignore[index]
    return fit_score(rows, wanted, counts)  # type: ignore[arg-type]


def crossed(some: Lesson, asked: Sequence[Lesson], writers: Sequence[str], columns: Sequence[str],
            number: int = FOLDS) -> list[dict[str, Array]]:
    """Return for each lesson that is ``asked`` and each column the scores of the writers' texts by what was learnt from
    everybody else's in ``some``."""
    found = [{column: np.zeros(len(one.texts)) for column in columns} for one in asked]
    parts = folds(writers, number)
    with ProcessPoolExecutor(os.cpu_count(), get_context("fork")) as pool:
        judged = pool.map(partial(_left_out, some, asked, columns), parts)
        for part, answers in zip(parts, judged, strict=True):
            for one, scores, answer in zip(asked, found, answers, strict=True):
                for column in columns:
                    scores[column][np.isin(one.groups, part)] = answer[column]
    return found


def _left_out(some: Lesson, asked: Sequence[Lesson], columns: Sequence[str],
              part: Sequence[str]) -> list[dict[str, Array]]:
    """Return the scores of some writers' texts by what was learnt from everybody else."""
    learnt = learn(some, ~np.isin(some.groups, part), columns)
    return [_scores(one, np.isin(one.groups, part), learnt, columns) for one in asked]


def _scores(some: Lesson, chosen: NDArray[np.bool_], learnt: Learnt, columns: Sequence[str]) -> dict[str, Array]:
    rows = scaled(some.seeing.rows[chosen], learnt.rare)
    return {column: _highest(some, chosen, learnt) if column == PASSAGE else learnt.scores[column].of(rows)
            for column in columns}


def _highest(some: Lesson, chosen: NDArray[np.bool_], learnt: Learnt) -> Array:
    """Return the highest passage score of each chosen text."""
    passages = some.passages
    used = chosen[passages.owners]
    highest = np.full(len(chosen), -np.inf)
    np.maximum.at(highest, passages.owners[used], learnt.scores[PASSAGE].of(scaled(passages.rows[used], learnt.rare)))
    return highest[chosen]


@dataclass(frozen=True, slots=True)
class Asked:
    """A lesson with the scores of its texts by what was learnt from others."""

    lesson: Lesson
    scores: dict[str, Array]


def weighed(some: Asked, others: Sequence[Asked], writers: Sequence[str], rules: Sequence[str],
            number: int = FOLDS) -> tuple[Weigher, list[Array]]:
    """Return the weigher of all writers of ``some``, and for it and each other lesson the probabilities of each writer
    by the weigher of the others.
    """
    names = features(rules)
    asked = (some, *others)
    rows = [values(names, one.scores, one.lesson.seeing.layouts, one.lesson.seeing.seen) for one in asked]
    learnt = some.lesson
    ours = np.isin(learnt.groups, list(writers))
    counts = np.where(learnt.counts > 0, 1.0, JOINED_WEIGHT)
    chances = [np.zeros((len(one.lesson.texts), 3)) for one in asked]

    def of(chosen: NDArray[np.bool_]) -> Weigher:
        return fit_weigher(names, rows[0][chosen], learnt.labels[chosen], counts[chosen])

    for part in folds(writers, number):
        weigher = of(ours & ~np.isin(learnt.groups, part))
        for one, of_one, found in zip(asked, rows, chances, strict=True):
            left_out = np.isin(one.lesson.groups, part)
            found[left_out] = probabilities(weigher, of_one[left_out])
    return of(ours), chances
