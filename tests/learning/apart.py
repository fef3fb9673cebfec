"""Takes the blocks of the learnt texts as texts of their own, as the judge weighs them (rules.learnt.blocks)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rules.judge.weighing import says_enough
from rules.learnt.blocks import blocks
from rules.learnt.grams import fold
from rules.learnt.layout import layout_of
from rules.text import Text
from tests.learning.crossing import Lesson, lesson
from tests.learning.fitting import Array
from tests.learning.material import Learnable, Seeing, grams_of_parts, rows_of
from tests.learning.passages import passages_of

SHARE = 0.025
"""The share of the allowed texts that are stopped which are stopped by a block alone."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """Blocks as a lesson that nothing is learnt from; ``owners`` has the number of the text of each."""

    lesson: Lesson
    owners: NDArray[np.intp]

    def highest(self, stopped: Array, texts: int) -> Array:
        """Return the highest of these probabilities among the blocks of each of so many texts, 0 where it has none."""
        found = np.zeros(texts)
        np.maximum.at(found, self.owners, stopped)
        return found


def blocks_of(texts: Sequence[Learnable], seen: Seeing) -> Blocks:
    """Return the blocks of some texts that say enough to be stopped alone."""
    owners, parts, grams, places = [], [], [], []
    for number, text in enumerate(seen.normalised):
        divided = blocks(text)
        for (start, end), row in zip(divided, grams_of_parts(text, [start for start, _ in divided], seen.vocabulary)
                                     if divided else (), strict=True):
            inside = tuple(one for one in seen.seen[number] if start <= one.start < end)
            if inside or says_enough(text[start:end]):
                owners.append(number)
                parts.append(text[start:end])
                grams.append(row)
                places.append(inside)
    layouts = np.array([layout_of(part, fold(part).symbols) for part in parts])
    apart = Seeing(tuple(parts), seen.vocabulary, rows_of(grams, seen.vocabulary), layouts, tuple(places))
    owned = [replace(texts[owner], text=Text(part), hits=()) for owner, part in zip(owners, parts, strict=True)]
    return Blocks(lesson(owned, apart, passages_of(owned, apart)), np.array(owners))


def least_apart(stopped: Array, highest: Array, threshold: float, wrong: float) -> float:
    """Return the probability from which one of its blocks stops a text, so that ``wrong`` of these allowed texts are
    stopped that the whole does not stop; at least that of the whole."""
    rest = np.sort(highest[stopped < threshold])
    more = round(wrong * len(stopped))
    return max(threshold, float(rest[-more - 1])) if 0 < more < len(rest) else threshold
