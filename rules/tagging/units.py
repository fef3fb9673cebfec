"""Describes the lines, cells and clauses of a text, and the text as a whole: features that all their characters share.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from rules.tagging.kinds import KINDS
from rules.tagging.lines import Line, clauses_of
from rules.tagging.symbols import Numbers, key, outline, shape, step
from rules.tagging.windows import Characters, Hint, size_of

_SPEAKER = re.compile(r"([^:\n]{1,16}):")
_MOST_PAIRS, _MOST_IN_LINE, _MOST_IN_CLAUSE, _BESIDE_CLAUSE = 400, 60, 40, 12
_SHORT, _ALONE = 6, 30


class Units:
    """Features of units. ``owners[:, kind]`` is the unit of each character: its clause, cell, line, text, words."""

    def __init__(self, characters: Characters) -> None:
        self._text, self._characters = characters.text, characters
        self._keys: list[int] = []
        self._ends = [0, 0]
        self.owners: NDArray[np.intp] = np.zeros((len(self._text), 5), np.intp)

    @property
    def keys(self) -> Numbers:
        """The features of all units, one unit after the other."""
        return np.array(self._keys, np.uint32)

    @property
    def ends(self) -> NDArray[np.intp]:
        """Where the features of each unit begin, and where the last ends. The first unit has none."""
        return np.array(self._ends, np.intp)

    def describe(self, lines: Sequence[Line], hints: Sequence[Hint]) -> None:
        """Add all units."""
        speakers = Counter(found[1] for line in lines if (found := _SPEAKER.match(line.words)))
        for line in lines:
            end = line.start + len(line.words)
            self._add(2, line.start, end, (*_of_line(line, len(lines), speakers), *self._words_of_line(line)))
            for number in range(len(line.cells)):
                cell = line.cells[number]
                self._add(1, cell.start, cell.end, map(key, _of_cell(line, number)))
            self._clauses(line)
        whole = (0, len(self._text))
        self._add(3, *whole, map(key, _of_text(self._text, lines, hints)))
        self._add(4, *whole, (*(key("W" + pair, 9) for pair in sorted(set(_pairs(self._text)))[:_MOST_PAIRS]),
                              *self._groups("X", self._characters.topics, *whole)))

    def _add(self, kind: int, start: int, end: int, keys: Iterable[int]) -> None:
        self._keys += keys
        self._ends.append(len(self._keys))
        self.owners[start:end, kind] = len(self._ends) - 2

    def _groups(self, letter: str, groups: Numbers, start: int, end: int) -> Iterator[int]:
        return (key(f"{letter}{group}", 8) for group in sorted(set(groups[start:end].tolist())))

    def _words_of_line(self, line: Line) -> Iterator[int]:
        pairs = list(dict.fromkeys(_pairs(line.words)))[:_MOST_IN_LINE]
        yield from (key("L" + pair, 7) for pair in pairs)
        yield from self._groups("U", self._characters.topics, line.start, line.start + len(line.words))

    def _clauses(self, line: Line) -> None:
        spans = clauses_of(line)
        words = [self._text[start:end] for start, end in spans]
        for number, (start, end) in enumerate(spans):
            before = self._text[start - 1] if start > line.start else "^"
            after = self._text[end] if end < line.start + len(line.words) else "$"
            keys = [*map(key, _of_clause(words, number, before, after)), *_words_of_clause(words, number)]
            for letter, groups in (("T", self._characters.topics), ("S", self._characters.uses)):
                keys += self._groups(letter, groups, start, end - 1)
            self._add(0, start, end, keys)
        owners = self.owners[:, 0]
        for place in range(line.start + 1, line.start + len(line.words)):
            if not owners[place]:  # what ends a clause belongs to it
                owners[place] = owners[place - 1]


def _pairs(words: str) -> Iterator[str]:
    return (words[place:place + 2] for place in range(len(words) - 1) if "\u3400" <= words[place] <= "\u9fff")


def _of_line(line: Line, count: int, speakers: Counter[str]) -> Iterator[int]:
    words, (nearest, _) = line.words.strip(), line.above
    said = [f"ls{outline(line.words)[:6]}", f"ln{min(line.number, 3)}", f"ll{step(count)}", f"le{words[-2:]}",
            f"lb{words[:2]}", f"lB{words[:3]}", f"pa{nearest[-3:]}", f"pl{nearest[:3]}", f"pA{nearest[:8]}",
            f"l{step(len(line.words))}", f"lc{line.separator}{min(len(line.cells), 8)}", f"hd{line.is_heading}"]
    speaker = _SPEAKER.match(line.words)
    if speaker:
        said += [f"sk{min(speakers[speaker[1]], 3)}", f"sn{step(len(speakers))}", f"sq{speaker[1][-2:]}"]
    return map(key, said)


def _of_cell(line: Line, number: int) -> Iterator[str]:
    words, heading, count = line.cells[number].words, line.cells[number].heading, len(line.cells)
    form, (nearest, second) = shape(words, 6), line.above
    yield from (f"cs{form}", f"cS{outline(words)}", f"cl{step(len(words))}", f"cn{min(number, 6)}",
                f"cn{min(number, 9)}/{min(count, 9)}", f"ch{heading}", f"c2{heading[-2:]}", f"cx{heading}{form[:4]}",
                f"cb{words[:2]}", f"ce{words[-2:]}", f"cm{line.is_heading}")
    if len(words) <= _SHORT:
        yield f"ct{words}"
    if count == 1:
        if len(words) <= _ALONE:
            yield from (f"ca{nearest}/{form[:4]}", f"cA{nearest}")
        if nearest:
            yield from (f"cap{shape(nearest, 4)}/{form}", f"cc{second}")
    if number:
        before = line.cells[number - 1].words
        yield from (f"cp{before[-3:]}", f"cps{shape(before, 4)}/{form}")
    if number + 1 < count:
        yield f"cq{shape(line.cells[number + 1].words, 4)}/{form}"


def _of_clause(clauses: Sequence[str], number: int, before: str, after: str) -> Iterator[str]:
    words = clauses[number]
    form = shape(words, 5)
    yield from (f"gs{form}", f"gS{outline(words)}", f"gl{step(len(words))}", f"gb{words[:2]}", f"g1{words[:1]}",
                f"gc{words[:3]}", f"ge{words[-2:]}", f"g9{words[-1:]}", f"gx{before}{after}{form}", f"gp{before}",
                f"gn{after}", f"gj{min(number, 4)}")
    if len(words) <= _SHORT:
        yield f"gt{words}"
    if number:
        last = clauses[number - 1]
        yield from (f"gq{last[-2:]}", f"gr{shape(last, 3)}{before}{form}", f"gQ{last[:2]}")
    if number + 1 < len(clauses):
        following = clauses[number + 1]
        yield from (f"gu{following[:2]}", f"gv{shape(following, 3)}{after}{form}")


def _words_of_clause(clauses: Sequence[str], number: int) -> Iterator[int]:
    words = clauses[number][:_MOST_IN_CLAUSE]
    for letter, length in (("A", 1), ("B", 2), ("C", 3)):
        yield from (key(letter + words[place:place + length], 8) for place in range(len(words) - length + 1))
    if number:
        last = clauses[number - 1][-_BESIDE_CLAUSE:]
        yield from (key("D" + last[place:place + 2], 8) for place in range(len(last) - 1))
    if number + 1 < len(clauses):
        following = clauses[number + 1][:_BESIDE_CLAUSE]
        yield from (key("E" + following[place:place + 2], 8) for place in range(len(following) - 1))


def _of_text(text: str, lines: Sequence[Line], hints: Sequence[Hint]) -> Iterator[str]:
    first = lines[0].words.strip() if lines else ""
    found = Counter(channel for _, _, channel in hints)
    yield from (f"dl{step(len(lines))}", f"dn{size_of(len(text))}", f"df{first[-2:]}", f"dF{first[-4:]}",
                f"db{first[:2]}")
    yield from (f"dh{number}/{min(3, found[number])}" for number in range(len(KINDS)))
