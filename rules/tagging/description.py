"""Describes a text for the tagger: what is around each character, and what its clause, cell, line and text are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rules.tagging.labels import labelled
from rules.tagging.lexicon import Lexicon
from rules.tagging.lines import Before, lines_of
from rules.tagging.symbols import Numbers
from rules.tagging.units import Units
from rules.tagging.windows import Characters, Hint
from rules.tagging.wordlist import WordList


@dataclass(frozen=True, slots=True)
class Description:
    """``characters`` has a row of features per character, ``unit_keys`` those of units, which begin at ``unit_ends``;
    ``owners`` has the units of each character."""

    characters: Numbers
    unit_keys: Numbers
    unit_ends: NDArray[np.intp]
    owners: NDArray[np.intp]


def describe(text: str, hints: Sequence[Hint], lexicon: Lexicon, word_list: WordList,
             before: Before | None = None) -> Description:
    """Describe a normalised text that is not empty, or a part of one after what came ``before``, which is updated."""
    lines = list(lines_of(text, before or Before()))
    characters = Characters(text, lexicon, word_list)
    characters.describe(lines, labelled(len(text), lines, text), hints)
    units = Units(characters)
    units.describe(lines, hints)
    return Description(np.stack(characters.keys, axis=1), units.keys, units.ends, units.owners)
