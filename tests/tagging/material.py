"""Reads texts in which everything that identifies or hurts a person is marked, one file per hand (tests/corpus/tags).

The texts of tests/corpus/masks, which measure, are never here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from guard.redact.hints import hints_of
from rules.scan.normalise import Normalised, normalise
from rules.tagging.description import Description, describe
from rules.tagging.kinds import BEGIN, INSIDE, KINDS, LABELS, OUTSIDE, Kind
from rules.tagging.lexicon import Lexicon
from rules.tagging.windows import Hint
from rules.tagging.wordlist import WordList

FOLDER = Path(__file__).parents[1] / "corpus" / "tags"


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with (start, end, kind) of what must be hidden and (start, end) of what may be, in code points."""

    hand: str
    layout: str
    text: str
    spans: tuple[tuple[int, int, str], ...]
    unsure: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A marked text as the tagger sees it; ``allowed`` has the labels that each character may have."""

    marked: Marked
    normalised: Normalised
    hints: tuple[Hint, ...]
    described: Description
    allowed: NDArray[np.bool_]


def hands() -> tuple[str, ...]:
    """Return the names of those who marked texts."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.jsonl")))


def marked_by(hand: str) -> list[Marked]:
    """Return the texts of one hand."""
    entries = map(json.loads, (FOLDER / f"{hand}.jsonl").read_text("utf-8").splitlines())
    return [Marked(hand, one["layout"], one["text"], tuple(map(tuple, one["spans"])), tuple(map(tuple, one["unsure"])))
            for one in entries]


def lesson(marked: Marked, lexicon: Lexicon, word_list: WordList) -> Lesson:
    """Return a marked text with its features and labels."""
    normalised = normalise(marked.text)
    hints = tuple(hints_of(normalised.text))
    described = describe(normalised.text, hints, lexicon, word_list)
    return Lesson(marked, normalised, hints, described, _allowed(marked, normalised))


def places_of(normalised: Normalised) -> NDArray[np.intp]:
    """Return for each character of the normalised text its place in the original."""
    if normalised.offsets is None:
        return np.arange(len(normalised.text))
    return np.asarray(normalised.offsets)


def _allowed(marked: Marked, normalised: Normalised) -> NDArray[np.bool_]:
    span = np.full(len(marked.text), -1)
    for number, (start, end, _) in enumerate(marked.spans):
        span[start:end] = number
    places = places_of(normalised)
    inside = span[places]
    allowed = np.zeros((len(places), LABELS), bool)
    before = np.concatenate(([-2], inside[:-1]))
    for place, number in enumerate(inside.tolist()):
        if number < 0:
            allowed[place, OUTSIDE] = True
        else:
            part = BEGIN if before[place] != number else INSIDE
            allowed[place, 1 + 2 * KINDS.index(Kind(marked.spans[number][2])) + part] = True
    return allowed
