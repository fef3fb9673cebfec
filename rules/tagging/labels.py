"""Finds for each character which label is before it (现病史:, or 住址 and a blank), how far and how many clauses ago.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from rules.tagging.lines import Line
from rules.tagging.symbols import Numbers, key

_LABEL = re.compile(r"(?:(?P<before_colon>[\u3400-\u9fffA-Za-z/]{1,12})(?:\([^()\n]{0,12}\))? ?:"
                    r"|^(?P<before_blank>[\u3400-\u9fff]{2,6}) (?=\S))")
_CLAUSE_ENDS = frozenset(",。;")
_FARTHEST = 15
_MOST_CLAUSES = 4


@dataclass(frozen=True, slots=True)
class Labelled:
    """For each character the hash of the label and of its last two characters, the distance, the clauses between."""

    whole: Numbers
    ending: Numbers
    distance: Numbers
    clauses: Numbers


def labelled(length: int, lines: Sequence[Line], text: str) -> Labelled:
    """Return the labels of a text of this length; a line of one cell goes on with the last label of the line above."""
    found = Labelled(*(np.zeros(length, np.uint32) for _ in range(4)))
    last = ""
    for line in lines:
        for cell in line.cells:
            for start, end, label in _reaches(cell.words, "^" + last if last and len(line.cells) == 1 else ""):
                _write(found, text, cell.start + start, cell.start + end, label)
            last = next((_name(match) for match in reversed([*_LABEL.finditer(cell.words)])), last)
    return found


def _reaches(words: str, before: str) -> Iterator[tuple[int, int, str]]:
    matches = list(_LABEL.finditer(words))
    first = matches[0].start() if matches else len(words)
    if before and first:
        yield 0, first, before
    ends = (*(one.start() for one in matches[1:]), len(words))
    for match, following in zip(matches, ends, strict=False):
        yield match.end(), following, _name(match)


def _name(match: re.Match[str]) -> str:
    return match[match.lastgroup or 0]


def _write(found: Labelled, text: str, start: int, end: int, label: str) -> None:
    if start >= end:
        return
    found.whole[start:end] = key(label, 21)
    found.ending[start:end] = key(label[-2:], 22)
    found.distance[start:end] = np.minimum(np.arange(end - start), _FARTHEST)
    ends = np.array([character in _CLAUSE_ENDS for character in text[start:end]])
    found.clauses[start:end] = np.minimum(np.cumsum(ends), _MOST_CLAUSES)
