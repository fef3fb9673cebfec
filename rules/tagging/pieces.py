"""Divides a text into the pieces of a vocabulary that has a score for each: the division with the highest sum.

The pieces are those of a SentencePiece unigram model (Kudo 2018), with a line break and a tabulator as pieces of their
own, because the form of a text tells what a value is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

START, PADDING, END, UNKNOWN, BREAK, TABULATOR = range(6)
"""The first pieces of each vocabulary."""
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "\n", "\t")

_SPACE = "▁"
_RUN = re.compile(r"[\n\t]|[^\n\t]+")
_BREAKS = {"\n": BREAK, "\t": TABULATOR}
_UNKNOWN_COSTS = 10.0
"""A character that no piece has scores so much less than the rarest piece."""


class WordPiece(NamedTuple):
    """A piece of a text: its number in the vocabulary, and where it begins and ends."""

    number: int
    start: int
    end: int


class Vocabulary:
    """Pieces with their scores (logarithms of how probable they are)."""

    def __init__(self, pieces: Sequence[str], scores: Sequence[float]) -> None:
        self.pieces = tuple(pieces)
        self._numbers = {piece: number for number, piece in enumerate(pieces) if number > TABULATOR}
        self.scores = tuple(scores)
        self._longest = max(map(len, self._numbers), default=1)
        self._unknown = min(scores) - _UNKNOWN_COSTS

    def divided(self, text: str) -> Iterator[WordPiece]:
        """Yield the pieces of a normalised text in order; together they cover it."""
        for run in _RUN.finditer(text):
            words, start = run.group(), run.start()
            if words in _BREAKS:
                yield WordPiece(_BREAKS[words], start, start + 1)
            else:
                yield from self._of_line(words.replace(" ", _SPACE), start)

    def _of_line(self, words: str, start: int) -> Iterator[WordPiece]:
        """Yield the best division (Viterbi)."""
        size = len(words)
        best, ends = [0.0] * (size + 1), [(0, UNKNOWN)] * (size + 1)
        # From the end, so that the pieces come in order without turning them.
        for place in range(size - 1, -1, -1):
            best[place], ends[place] = best[place + 1] + self._unknown, (place + 1, UNKNOWN)
            for end in range(place + 1, min(size, place + self._longest) + 1):
                number = self._numbers.get(words[place:end])
                if number is not None and self.scores[number] + best[end] > best[place]:
                    best[place], ends[place] = self.scores[number] + best[end], (end, number)
        place = 0
        while place < size:
            end, number = ends[place]
            yield WordPiece(number, start + place, start + end)
            place = end
