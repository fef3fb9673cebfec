"""Reads doubtful characters again with the larger network: the few around the doubt, not the whole line.

The larger network costs five times as much per pixel, and a line of prose has forty characters for one rare name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from guard.reading.model import Pixels
from guard.reading.ocr.recognise import Recognised, char_edges
from rules.features.names import FIRST_CHARACTERS

DOUBTFUL = 0.9
"""Score below which a whole line is read again with the larger network."""

DOUBTFUL_CHARACTER = 0.8
"""Score of a letter, ideograph or digit below which it is read again: a character that the dictionary lacks has such a
score.
"""

_CELL, _DOUBTFUL_IN_CELL = 4, 0.97
"""Most characters of a line that may be a cell with a name, and the score that counts as doubtful there."""

_NAME, _DOUBTFUL_IN_NAME = 2, 0.995
"""Most characters of a given name after a surname, and the score of an ideograph that counts as doubtful there. What
the smaller network knows in a name it reads with .999; one that it has no class for may score .99 as another.
"""

_TRUST = 0.05
"""How much lower the larger network's own score may be and still be believed: it knows three times the characters."""

_SURE = 0.95
"""Score of the characters at both ends of a part that is read again: the new reading must begin and end with them."""

_CONTEXT = 2
"""Sure characters kept on each side of a doubtful one, so that its neighbours help to read it."""

_MOST = 0.6
"""A line is read whole when its doubtful parts cover more of it than this."""

_SURNAMES = frozenset(FIRST_CHARACTERS)

Recognise = Callable[[Sequence[Pixels]], list[Recognised]]


@dataclass(frozen=True, slots=True)
class _Part:
    """The characters ``start`` to ``end`` of the line ``number``, which are in the columns left to right of it."""

    number: int
    start: int
    end: int
    left: int
    right: int


def is_doubtful(line: Recognised) -> bool:
    """True when the line should be read again."""
    return line.score < DOUBTFUL or bool(_doubts(line))


def cost(line: Recognised, width: int) -> int:
    """Return how many of a line's ``width`` input columns would be read again."""
    spans = _spans(line)
    whole = len(line.text) or 1
    return width if spans is None else round(sum(end - start for start, end in spans) / whole * width)


def read_again(crops: Sequence[Pixels], lines: Sequence[Recognised], recognise: Recognise) -> list[Recognised]:
    """Return the lines with their doubtful parts, or themselves, replaced by the result of ``recognise``."""
    parts: list[_Part] = []
    whole: list[int] = []
    for number, line in enumerate(lines):
        spans = _spans(line)
        if spans is None:
            whole.append(number)
            continue
        edges = char_edges(line, 0, crops[number].shape[1])
        parts += [_Part(number, start, end, edges[start], edges[end]) for start, end in spans]
    results = list(lines)
    found = recognise([crops[part.number][:, part.left:part.right] for part in parts])
    for part, again in sorted(zip(parts, found, strict=True), key=lambda pair: -pair[0].start):
        if _fits(lines[part.number], part, again):
            results[part.number] = _spliced(results[part.number], part, again, crops[part.number].shape[1])
        else:
            whole.append(part.number)
    whole = sorted(set(whole))
    for number, again in zip(whole, recognise([crops[number] for number in whole]), strict=True):
        results[number] = again if again.score >= lines[number].score - _TRUST else lines[number]
    return results


def _doubts(line: Recognised) -> list[int]:
    usual = _DOUBTFUL_IN_CELL if len(line.text) <= _CELL else DOUBTFUL_CHARACTER
    return [index for index, (character, score) in enumerate(zip(line.text, line.scores, strict=True))
            if score < _DOUBTFUL_IN_NAME and character.isalnum()
            and (score < usual or _is_given_name(line.text, index))]


def _is_given_name(text: str, index: int) -> bool:
    """True for an ideograph that may be part of the name that begins with the surname before it."""
    before = text[max(0, index - _NAME):index]
    return "\u4e00" <= text[index] <= "\u9fff" and any(character in _SURNAMES for character in before)


def _spans(line: Recognised) -> list[tuple[int, int]] | None:
    """Return the ranges of characters to read again, or None for the whole line."""
    if line.score < DOUBTFUL:
        return None
    spans: list[tuple[int, int]] = []
    for index in _doubts(line):
        start, end = _widened(line, index)
        if spans and start <= spans[-1][1]:
            start = spans.pop()[0]
        spans.append((start, end))
    covered = sum(end - start for start, end in spans)
    return None if covered > _MOST * len(line.text) else spans


def _widened(line: Recognised, index: int) -> tuple[int, int]:
    """Return the range around a character that ends with a sure letter, ideograph or digit on both sides."""
    start, end, last = index - _CONTEXT, index + _CONTEXT, len(line.text) - 1
    while start > 0 and not _sure(line, start):
        start -= 1
    while end < last and not _sure(line, end):
        end += 1
    return max(0, start), min(last, end) + 1


def _sure(line: Recognised, index: int) -> bool:
    return line.scores[index] >= _SURE and line.text[index].isalnum()


def _fits(line: Recognised, part: _Part, again: Recognised) -> bool:
    """True when the new reading begins and ends as the part does, and is about as sure."""
    if not again.text:
        return False
    same_start = part.start == 0 or again.text[0] == line.text[part.start]
    same_end = part.end == len(line.text) or again.text[-1] == line.text[part.end - 1]
    return same_start and same_end and again.score >= line.part(part.start, part.end).score - _TRUST


def _spliced(line: Recognised, part: _Part, again: Recognised, width: int) -> Recognised:
    centres = tuple((part.left + centre * (part.right - part.left)) / width for centre in again.centres)
    return Recognised(line.text[:part.start] + again.text + line.text[part.end:],
                      line.scores[:part.start] + again.scores + line.scores[part.end:],
                      line.centres[:part.start] + centres + line.centres[part.end:])
