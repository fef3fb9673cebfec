"""How much a text sounds like one that is not for outside: points for signs and pairs of signs, learnt from texts.

No single word makes a leak of a draft talked about, a list without a heading or an order passed on; many small ones do.
Each known sign and pair of neighbours has points and a weight (rules/features/wording_points.py). What stands in a
stretch of text counts once; the sum of its points, divided by the length of the vector of its weights (cosine
normalisation: Salton & Buckley, Term-weighting approaches in automatic text retrieval, 1988), is the stretch's mark,
and the logistic function of the mark is the probability that such a stretch must not be sent.

``make learn-wording`` learns the points from the tuned half of tests/corpus, from tests/corpus/practice and from real
text; ``python -m tests.corpus_report`` prints what they are worth on texts that neither the points nor a rule knew.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rules.features import wording_points
from rules.features.model import Hit, View

INTERNAL = "内部"

STRETCH = 400
"""Signs that are marked together. White space and all but the first of a row of digits are not counted; stretches
overlap by half."""

SHORTEST = 18
"""Signs below which a text says too little to be marked."""

_GATES_IN_STRETCH = 5
"""Gates in a stretch of a long text below which its mark is not asked for: the leaks learnt from hold eight or more,
one stretch of news in eight holds five."""

_MOST_HITS = 3
_LONGEST_SPAN = 40
_SENTENCE_ENDS = frozenset("。！？；!?;\n")

Signs = NDArray[np.uint32]
Numbers = NDArray[np.float64]


class Wording:
    """Gives the most telling sentences of the stretch with the highest mark; ``score`` is 100 times its probability."""

    name = "wording"
    kinds = frozenset({INTERNAL})
    gates = wording_points.GATES

    def find(self, view: View) -> tuple[Hit, ...]:
        """Return up to three hits, all with the score of the text; none where no gate stands or little is said."""
        places, signs = counted(view.text)
        if len(signs) < SHORTEST:
            return ()
        best: tuple[float, int, Grams] | None = None
        for start, end in _with_gates(view, places):
            view.deadline.check()
            grams = known(signs[start:end])
            marked = mark(grams)
            if best is None or marked > best[0]:
                best = marked, start, grams
        if best is None:
            return ()
        marked, start, grams = best
        score = round(100 / (1 + np.exp(-marked)))
        spans = _telling(view.text, places[start:start + len(grams.signs)], grams)
        return tuple(Hit(first, last, view.text[first:last], self.kinds, score) for first, last in spans)


def counted(text: str) -> tuple[NDArray[np.intp], Signs]:
    """Return where the signs that count stand in a normalised text, and the signs: digits are 0, letters lower case."""
    points = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    digits = (points >= ord("0")) & (points <= ord("9"))
    capitals = (points >= ord("A")) & (points <= ord("Z"))
    kept = points > ord(" ")
    kept[1:] &= ~(digits[1:] & digits[:-1])
    places = np.flatnonzero(kept)
    signs = np.where(digits, ord("0"), points + 32 * capitals.astype(np.uint32))[places]
    return places, np.minimum(signs, 0xFFFF).astype(np.uint32)


def stretches(length: int) -> list[tuple[int, int]]:
    """Return (start, end) of the overlapping stretches of so many signs."""
    return [(start, min(start + STRETCH, length)) for start in range(0, max(1, length - STRETCH // 2), STRETCH // 2)]


class Grams(NamedTuple):
    """The numbers of the known signs of a stretch, and of the known pair that each begins; the last number: unknown."""

    signs: NDArray[np.intp]
    pairs: NDArray[np.intp]


class _Tables(NamedTuple):
    """Sorted keys of the known signs and pairs, with their points and the squares of their weights; both end with what
    is unknown."""

    keys: Signs
    points: Numbers
    squares: Numbers


@cache
def _tables() -> _Tables:
    """Return the constants of wording_points as arrays, built once.

    As arrays throughout: sorted in Python they would delay the start of every process that judges.
    """
    groups = wording_points.read()
    written = "".join([gram.rjust(2, "\0") for grams in groups.values() for gram in grams])
    signs = np.frombuffer(written.encode("utf-32-le"), np.uint32).reshape(-1, 2)
    keys = signs[:, 0] << np.uint32(16) | signs[:, 1]
    values = np.array(list(groups), np.float64).repeat([len(grams) for grams in groups.values()], axis=0)
    order = keys.argsort()
    weights, points = values[order].T
    return _Tables(keys[order], np.append(points / wording_points.SCALE, 0.0),
                   np.append((weights / wording_points.WEIGHT_SCALE) ** 2, 0.0))


def known(signs: Signs) -> Grams:
    """Look all signs and pairs of a stretch up."""
    pairs = np.zeros(len(signs), np.uint32)
    pairs[:-1] = (signs[:-1] << np.uint32(16)) | signs[1:]
    return Grams(_numbers(signs), _numbers(pairs))


def _numbers(keys: Signs) -> NDArray[np.intp]:
    table = _tables().keys
    index = np.searchsorted(table, keys)
    return np.where(table[np.minimum(index, len(table) - 1)] == keys, index, len(table))


def mark(grams: Grams) -> float:
    """Return the mark of a stretch; the logistic function of it is a probability."""
    tables = _tables()
    # Not numpy's own unique: its first use loads what a process that starts has no other use for.
    held = np.sort(np.concatenate(grams))
    held = held[np.diff(held, append=-1) != 0]
    length = np.sqrt(max(tables.squares[held].sum(), wording_points.LEAST))
    return float(tables.points[held].sum() / length) + wording_points.BIAS


def _with_gates(view: View, places: NDArray[np.intp]) -> list[tuple[int, int]]:
    """Return the stretches worth a mark: a short text, which holds a gate or nobody would ask; of a long one, those
    where enough gates stand."""
    if len(places) <= STRETCH:
        return [(0, len(places))]
    standing = [np.asarray(found, np.intp) for gate in wording_points.GATES if (found := view.gate(gate))]
    gates = np.searchsorted(places, np.sort(np.concatenate(standing)))
    whole = np.array(stretches(len(places)))
    first, last = np.searchsorted(gates, whole[:, 0]), np.searchsorted(gates, whole[:, 1])
    return [(start, end) for start, end in whole[last - first >= _GATES_IN_STRETCH].tolist()]


def _telling(text: str, places: NDArray[np.intp], grams: Grams) -> list[tuple[int, int]]:
    """Return the spans of the sentences of a stretch with the most points, in order, each at most a line long."""
    points = _tables().points
    totals = np.concatenate(([0.0], np.cumsum(points[grams.signs] + points[grams.pairs])))
    ends = [index + 1 for index, place in enumerate(places.tolist()) if text[place] in _SENTENCE_ENDS]
    sentences = [
        (float(totals[last] - totals[first]), int(places[first]), int(places[last - 1]) + 1)
        for first, last in pairwise(sorted({0, *ends, len(places)}))
    ]
    best = sorted(sentences, reverse=True)[:_MOST_HITS]
    chosen = [sentence for sentence in best if sentence[0] > 0] or best[:1]
    return sorted((first, min(last, first + _LONGEST_SPAN)) for _, first, last in chosen)
