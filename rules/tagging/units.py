"""Describes the lines, cells and clauses of a text, and the text as a whole: features that all their characters share.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from rules.tagging.kinds import KINDS
from rules.tagging.lines import SPEAKER, Line, clauses_of
from rules.tagging.symbols import Numbers, key, mix, outline, shape, step
from rules.tagging.windows import Characters, Hint, size_of

_MOST_IN_CLAUSE, _BESIDE_CLAUSE = 40, 12
_SHORT, _ALONE = 6, 30


class Units:
    """Features of units. ``owners[:, kind]`` is the unit of each character: its clause, cell, line, text, words."""

    def __init__(self, characters: Characters) -> None:
        self._text, self._characters = characters.text, characters
        self._keys: list[Numbers] = []
        self._sizes = [0]
        self.owners: NDArray[np.intp] = np.zeros((len(self._text), 5), np.intp)

    @property
    def keys(self) -> Numbers:
        """The features of all units, one unit after the other."""
        return np.concatenate(self._keys) if self._keys else np.zeros(0, np.uint32)

    @property
    def ends(self) -> NDArray[np.intp]:
        """Where the features of each unit begin, and where the last ends. The first unit has none."""
        return np.cumsum([0, *self._sizes])

    def describe(self, lines: Sequence[Line], hints: Sequence[Hint]) -> None:
        """Add all units."""
        strings = _Strings(self._characters)
        speakers = Counter(found[1] for line in lines if (found := SPEAKER.match(line.words)))
        for line in lines:
            end = line.start + len(line.words)
            self._add(2, line.start, end, _of_line(line, len(lines), speakers), strings.of_line(line.start, end))
            for number, cell in enumerate(line.cells):
                self._add(1, cell.start, cell.end, _of_cell(line, number))
            self._clauses(line, strings)
        whole = (0, len(self._text))
        self._add(3, *whole, _of_text(self._text, lines, hints))
        self._add(4, *whole, (), strings.of_text())

    def _add(self, kind: int, start: int, end: int, said: Iterable[str], strings: Iterable[Numbers] = ()) -> None:
        size = len(self._keys)
        self._keys += [np.array(list(map(key, said)), np.uint32), *strings]
        self._sizes.append(sum(map(len, self._keys[size:])))
        self.owners[start:end, kind] = len(self._sizes) - 1

    def _clauses(self, line: Line, strings: _Strings) -> None:
        spans = clauses_of(line)
        words = [self._text[start:end] for start, end in spans]
        for number, (start, end) in enumerate(spans):
            before = self._text[start - 1] if start > line.start else "^"
            after = self._text[end] if end < line.start + len(line.words) else "$"
            self._add(0, start, end, _of_clause(words, number, before, after), strings.of_clause(spans, number))
        owners = self.owners[:, 0]
        for place in range(line.start + 1, line.start + len(line.words)):
            if not owners[place]:  # what ends a clause belongs to it
                owners[place] = owners[place - 1]


class _Strings:
    """The strings of a text, and the groups of its pairs, as features of what contains them."""

    def __init__(self, characters: Characters) -> None:
        by_length = [characters.strings(length) for length in (1, 2, 3)]
        self._clause = [_salted(one, letter) for one, letter in zip(by_length, "ABC", strict=True)]
        self._before, self._after = _salted(by_length[1], "D"), _salted(by_length[1], "E")
        chinese = characters.are_pairs
        self._line, self._text = (np.where(chinese, _salted(by_length[1], letter), 0) for letter in "LW")
        self._line_topics, self._text_topics, self._topics = (_salted(characters.topics, letter) for letter in "UXT")
        self._uses = _salted(characters.uses, "S")

    def of_clause(self, spans: Sequence[tuple[int, int]], number: int) -> Iterator[Numbers]:
        """Yield those of one of these clauses, and those near it in the clauses beside it."""
        start, end = spans[number]
        last = min(end, start + _MOST_IN_CLAUSE)
        for length, keys in enumerate(self._clause):
            yield keys[start:max(start, last - length)]
        yield from (_once(keys[start:end - 1]) for keys in (self._topics, self._uses))
        if number:
            first, last = spans[number - 1]
            yield self._before[max(first, last - _BESIDE_CLAUSE):last - 1]
        if number + 1 < len(spans):
            first, last = spans[number + 1]
            yield self._after[first:min(last, first + _BESIDE_CLAUSE) - 1]

    def of_line(self, start: int, end: int) -> Iterator[Numbers]:
        """Yield those of a line."""
        pairs = self._line[start:end - 1]
        yield _once(pairs[pairs != 0])
        yield _once(self._line_topics[start:end])

    def of_text(self) -> Iterator[Numbers]:
        """Yield those of the whole text."""
        pairs = self._text[:-1]
        yield np.unique(pairs[pairs != 0])
        yield np.unique(self._text_topics)


def _once(values: Numbers) -> Numbers:
    """Return the different ones of a few values in order, several times as fast as numpy would."""
    return np.array(sorted(set(values.tolist())), np.uint32)


def _salted(values: Numbers, letter: str) -> Numbers:
    """Return hashes of these values that belong to one kind of feature."""
    return mix(mix(values) ^ np.uint32(key(letter, 8)))


def _of_line(line: Line, count: int, speakers: Counter[str]) -> list[str]:
    words, (nearest, _) = line.words.strip(), line.above
    said = [f"ls{outline(line.words)[:6]}", f"ln{min(line.number, 3)}", f"ll{step(count)}", f"le{words[-2:]}",
            f"lb{words[:2]}", f"lB{words[:3]}", f"pa{nearest[-3:]}", f"pl{nearest[:3]}", f"pA{nearest[:8]}",
            f"l{step(len(line.words))}", f"lc{line.separator}{min(len(line.cells), 8)}", f"hd{line.is_heading}"]
    speaker = SPEAKER.match(line.words)
    if speaker:
        said += [f"sk{min(speakers[speaker[1]], 3)}", f"sn{step(len(speakers))}", f"sq{speaker[1][-2:]}"]
    return said


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


def _of_text(text: str, lines: Sequence[Line], hints: Sequence[Hint]) -> Iterator[str]:
    first = lines[0].words.strip() if lines else ""
    found = Counter(channel for _, _, channel in hints)
    yield from (f"dl{step(len(lines))}", f"dn{size_of(len(text))}", f"df{first[-2:]}", f"dF{first[-4:]}",
                f"db{first[:2]}")
    yield from (f"dh{number}/{min(3, found[number])}" for number in range(len(KINDS)))
