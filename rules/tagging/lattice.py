"""Computes how probable each label of each character is: a linear chain, forwards and backwards, several at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rules.tagging.kinds import first_and_last, follows

Floats = NDArray[np.float64]

_TOGETHER = 64


class Chances(NamedTuple):
    """``labels[place, label]`` are probabilities, ``pairs`` the expected number of each pair of labels in a row, and
    ``total`` the logarithm of the sum over all labellings."""

    labels: Floats
    pairs: Floats
    total: float


def chances(scores: Floats, lengths: Sequence[int], transitions: Floats,
            allowed: NDArray[np.bool_] | None = None) -> Chances:
    """Return the probabilities for texts that follow each other in ``scores`` (a row per character, a column per label)
    and have these lengths. ``allowed``: only labellings of these labels count."""
    count = scores.shape[1]
    labels, pairs, total = np.zeros(scores.shape), np.zeros((count, count)), 0.0
    for rows, inside in _batches(lengths):
        found = _batch(scores[rows], None if allowed is None else allowed[rows], inside, transitions)
        labels[rows[inside]] = found.labels[inside]
        pairs += found.pairs
        total += found.total
    return Chances(labels, pairs, total)


def _batches(lengths: Sequence[int]) -> Iterator[tuple[NDArray[np.intp], NDArray[np.bool_]]]:
    """Yield some texts of similar length: the row of each place of each, and which places are inside it."""
    sizes = np.asarray(lengths, np.intp)
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    order = np.argsort(sizes, kind="stable")
    for first in range(0, len(order), _TOGETHER):
        chosen = order[first:first + _TOGETHER]
        places = np.arange(sizes[chosen].max())
        inside = places[None, :] < sizes[chosen][:, None]
        yield starts[chosen][:, None] + np.minimum(places[None, :], sizes[chosen][:, None] - 1), inside


def _batch(scores: Floats, allowed: NDArray[np.bool_] | None, inside: NDArray[np.bool_],
           transitions: Floats) -> Chances:
    first, last = (ends.astype(float) for ends in first_and_last())
    steps = np.exp(transitions) * follows()
    highest = scores.max(axis=2, keepdims=True)
    weights = np.exp(scores - highest)
    if allowed is not None:
        weights = weights * allowed
    count, length, _ = scores.shape
    forward = np.zeros((length, *weights[:, 0].shape))
    sums = np.ones((length, count))
    for place in range(length):
        reached = weights[:, place] * (first if not place else forward[place - 1] @ steps)
        total = np.where(inside[:, place], reached.sum(axis=1), 1)
        sums[place] = total
        forward[place] = np.where(inside[:, place, None], reached / total[:, None], forward[place - 1])
    ended = (forward[-1] * last).sum(axis=1)
    backward = np.tile(last, (count, 1)) / ended[:, None]
    labels, pairs = np.zeros_like(scores), np.zeros_like(steps)
    for place in range(length - 1, -1, -1):
        labels[:, place] = forward[place] * backward
        if place:
            left = np.where(inside[:, place, None], weights[:, place] * backward / sums[place][:, None], 0)
            pairs += (forward[place - 1].T @ left) * steps
            backward = np.where(inside[:, place, None], left @ steps.T, backward)
    logarithm = np.log(sums).sum() + (highest[..., 0] * inside).sum() + np.log(ended).sum()
    return Chances(labels, pairs, float(logarithm))
