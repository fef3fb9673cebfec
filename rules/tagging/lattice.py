"""Computes how probable each label of each character is: a linear chain, forwards and backwards, several at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rules.tagging.kinds import follows

Floats = NDArray[np.float64]

_TOGETHER = 256


class Chances(NamedTuple):
    """``labels[place, label]`` are probabilities, ``pairs`` the expected number of each pair of labels in a row, and
    ``total`` the logarithm of the sum over all labellings."""

    labels: Floats
    pairs: Floats
    total: float


class _Batch(NamedTuple):
    """``labels`` are probabilities; the rest is for what is expected of pairs: probabilities of what is before a place,
    and the share of what is from there on."""

    labels: Floats
    before: Floats
    after: Floats
    total: float


def labels_of(scores: Floats, lengths: Sequence[int], transitions: Floats) -> Floats:
    """Return the probability of each label of each character. Chains follow each other in ``scores`` (a row per
    character, a column per label) and have these lengths."""
    labels = np.zeros(scores.shape)
    for rows, inside, active in _batches(lengths):
        labels[rows[inside]] = _batch(scores[rows], inside, active, transitions).labels[inside]
    return labels


def chances(scores: Floats, lengths: Sequence[int], transitions: Floats,
            allowed: NDArray[np.bool_] | None = None) -> Chances:
    """Return the same with all that learning needs. ``allowed``: only labellings of these labels count."""
    count = scores.shape[1]
    labels, pairs, total = np.zeros(scores.shape), np.zeros((count, count)), 0.0
    for rows, inside, active in _batches(lengths):
        found = _batch(scores[rows], inside, active, transitions, None if allowed is None else allowed[rows])
        labels[rows[inside]] = found.labels[inside]
        pairs += found.before[:-1].reshape(-1, count).T @ (found.after[1:] * inside[1:, :, None]).reshape(-1, count)
        total += found.total
    return Chances(labels, pairs * _steps(transitions), total)


def _steps(transitions: Floats) -> Floats:
    steps: Floats = np.exp(transitions) * follows()
    return steps


def _batches(lengths: Sequence[int]) -> Iterator[tuple[NDArray[np.intp], NDArray[np.bool_], list[int]]]:
    """Yield some chains of similar length, the longest first: for each place and chain its row and whether it is inside
    the chain, and for each place how many chains reach it."""
    sizes = np.asarray(lengths, np.intp)
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    order = np.argsort(-sizes, kind="stable")
    for first in range(0, len(order), _TOGETHER):
        chosen = order[first:first + _TOGETHER]
        places = np.arange(sizes[chosen].max())
        inside = places[:, None] < sizes[chosen][None, :]
        yield (starts[chosen][None, :] + np.minimum(places[:, None], sizes[chosen][None, :] - 1), inside,
               inside.sum(axis=1).tolist())


def _batch(scores: Floats, inside: NDArray[np.bool_], active: Sequence[int], transitions: Floats,
           allowed: NDArray[np.bool_] | None = None) -> _Batch:
    """``active[place]`` chains reach a place, and they are the first ones."""
    steps = _steps(transitions)
    highest = scores.max(axis=2, keepdims=True)
    weights = np.exp(scores - highest)
    if allowed is not None:
        weights = weights * allowed
    forward, backward = np.zeros_like(weights), np.ones_like(weights)
    sums = np.ones(weights.shape[:2])
    for place, count in enumerate(active):
        reached = weights[place, :count]
        if place:
            reached = reached * (forward[place - 1, :count] @ steps)
        total = reached.sum(axis=1)
        sums[place, :count] = total
        np.divide(reached, total[:, None], out=forward[place, :count])
    weights /= sums[..., None]
    for place in range(len(active) - 1, 0, -1):
        count = active[place]
        left = np.multiply(weights[place, :count], backward[place, :count], out=weights[place, :count])
        np.matmul(left, steps.T, out=backward[place - 1, :count])
    return _Batch(forward * backward, forward, weights, float(np.log(sums).sum() + (highest[..., 0] * inside).sum()))
