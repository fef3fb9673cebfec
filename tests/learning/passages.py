"""Finds the passages of the learnt texts, with their writers' marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from rules.learnt.passages import divided
from rules.scan.normalise import normalise
from tests.learning.material import Learnable, Seeing, grams_of_parts, rows_of

HARMLESS, DECIDES, BESIDE, UNKNOWN = range(4)
"""A passage of a text that may be sent; one that decides, by the words that its writer marked; one beside such; one
of a text without marks."""


@dataclass(frozen=True, slots=True)
class Passages:
    """``owners`` has the number of the text of each passage, ``telling`` its kind."""

    rows: csr_matrix
    owners: NDArray[np.intp]
    telling: NDArray[np.intp]


def passages_of(texts: Sequence[Learnable], seen: Seeing) -> Passages:
    """Return the passages of some texts, given their features."""
    parts, owners, telling = [], [], []
    for number, (one, text) in enumerate(zip(texts, seen.normalised, strict=True)):
        marks = list(_marks(text, one.hits))
        places = divided(text)
        parts.extend(grams_of_parts(text, [start for start, _ in places], seen.vocabulary))
        for start, end in places:
            owners.append(number)
            telling.append(_telling(one, marks, start, end))
    return Passages(rows_of(parts, seen.vocabulary), np.array(owners), np.array(telling))


def _marks(text: str, hits: Sequence[str]) -> Iterator[tuple[int, int]]:
    for hit in hits:
        words = normalise(hit).text.strip()
        start = text.find(words) if words else -1
        if start >= 0:
            yield start, start + len(words)


def _telling(one: Learnable, marks: Sequence[tuple[int, int]], start: int, end: int) -> int:
    if one.action is None:
        return HARMLESS
    if not marks:
        return UNKNOWN
    return DECIDES if any(start < last and first < end for first, last in marks) else BESIDE
