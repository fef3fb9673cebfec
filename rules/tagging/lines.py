"""Divides a text into lines, cells and clauses, and finds for each cell the heading of its column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_WORDS = re.compile(r"\S+(?: (?=[^\s\u3400-\u9fff])\S+)*")
_WIDE_GAP = re.compile(" {2,}")
_DIGIT = re.compile(r"\d")
_LONGEST_HEADING = 10
_LONGEST_ROW = 25
_FEWEST_COMMAS = 2
_FEWEST_BLANKS = 2
_CLAUSE = re.compile(r"[^,。;!?、\t|()\[\]<>【】《》“”\": ]+")
_REMEMBERED = 12
SPEAKER = re.compile(r"([^:\n]{1,16}):")
"""Who says a line of a chat, before the colon."""
_CHAIN_ENDS = frozenset("\n。;!?")
_LONGEST_CHAIN = 120


@dataclass(frozen=True, slots=True)
class Cell:
    """``start`` and ``end`` in the text; ``heading`` of its column, "" when unknown, "?…" when the row is uneven."""

    start: int
    end: int
    words: str
    heading: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank. ``above`` are the beginnings of the two lines before it, the nearest first."""

    number: int
    start: int
    words: str
    separator: str
    cells: tuple[Cell, ...]
    is_heading: bool
    above: tuple[str, str]


@dataclass(slots=True)
class Before:
    """What the lines so far mean for the next: the table that goes on, the two lines above, the number of lines."""

    headings: tuple[str, tuple[str, ...]] | None = None
    above: tuple[str, str] = ("", "")
    lines: int = 0


def lines_of(text: str, before: Before) -> Iterator[Line]:
    """Yield the lines of a normalised text that are not blank, after what came before it, which is updated."""
    place = 0
    for words in text.split("\n"):
        start, place = place, place + len(words) + 1
        headings, above, number = before.headings, before.above, before.lines
        before.lines += 1
        if not words.strip():
            before.headings, before.above = None, ("", above[0])
            continue
        separator, spans = _spans(words)
        cells = tuple(words[first:last].strip() for first, last in spans)
        is_heading = _is_heading(words, separator, cells, headings)
        if is_heading:
            headings = separator, cells
        elif headings is not None and (headings[0] != separator if separator else len(words) > _LONGEST_ROW):
            headings = None
        names = _headings(headings, separator, len(cells)) if not is_heading else [""] * len(cells)
        yield Line(number, start, words, separator, tuple(
            Cell(start + first, start + last, cell, name)
            for (first, last), cell, name in zip(spans, cells, names, strict=True)), is_heading, above)
        before.headings, before.above = headings, (words.strip()[:_REMEMBERED], above[0])


def clauses_of(line: Line) -> list[tuple[int, int]]:
    """Return the clauses of a line, in the text."""
    return [(line.start + found.start(), line.start + found.end()) for found in _CLAUSE.finditer(line.words)]


def chains_of(text: str) -> list[int]:
    """Return the lengths of the chains of a text: sentences, and lines without a full stop; none is long."""
    ends = [place + 1 for place, character in enumerate(text) if character in _CHAIN_ENDS]
    lengths: list[int] = []
    start = 0
    for end in (*ends, len(text)):
        while end - start > _LONGEST_CHAIN:
            comma = text.rfind(",", start, start + _LONGEST_CHAIN) + 1
            lengths.append(comma - start if comma else _LONGEST_CHAIN)
            start += lengths[-1]
        lengths.append(end - start)
        start = end
    return [length for length in lengths if length]


def _spans(words: str) -> tuple[str, list[tuple[int, int]]]:
    """Return what separates the cells of a line, "" for a line that is one cell, and the cells without blanks."""
    for separator in ("\t", "|", ","):
        if words.count(separator) >= (_FEWEST_COMMAS if separator == "," else 1):
            edges = [-1, *(place for place, one in enumerate(words) if one == separator), len(words)]
            return separator, [_trimmed(words, first + 1, last) for first, last in pairwise(edges)]
    stripped = words.strip()
    if _WIDE_GAP.search(stripped) or stripped.count(" ") >= _FEWEST_BLANKS:
        return " ", [found.span() for found in _WORDS.finditer(words)]
    return "", [_trimmed(words, 0, len(words))]


def _trimmed(words: str, start: int, end: int) -> tuple[int, int]:
    while start < end and words[start] in ' "':
        start += 1
    while start < end and words[end - 1] in ' "':
        end -= 1
    return start, end


def _is_heading(words: str, separator: str, cells: Sequence[str],
                headings: tuple[str, tuple[str, ...]] | None) -> bool:
    """Tell whether a line names the columns below it: short words without digits, where no table goes on."""
    if len(cells) < 2 or ":" in words or _DIGIT.search(words) or max(map(len, cells)) > _LONGEST_HEADING:
        return False
    return headings is None or headings[0] != separator or (len(headings[1]) != len(cells) and len(cells) > 2)


def _headings(headings: tuple[str, tuple[str, ...]] | None, separator: str, count: int) -> list[str]:
    if headings is None or headings[0] != separator:
        return [""] * count
    names = headings[1]
    if len(names) == count:
        return list(names)
    return [f"?{names[number]}" if number < len(names) else "" for number in range(count)]
