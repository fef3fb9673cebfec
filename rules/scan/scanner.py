"""Scans a text: one literal pass, then RE2 on windows around the hits, only for the patterns that are asked for.

Equal to running RE2 over the whole text, because every match of a pattern is inside the windows of its required
literals: tests/rules/test_scan_equal.py. Positions are code points of the normalised text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind
from numpy.typing import NDArray

from rules.deadline import Deadline
from rules.scan.expression import Search, Span, searches
from rules.scan.hashed import Lookup, is_hashed, length_of
from rules.scan.literals import FOLD, Shape, fold
from rules.scan.mending import mended
from rules.scan.normalise import Normalised

LONGEST_MATCH = 200
"""Longest match of a pattern in code points: the size of the windows."""

_CHUNK = 1 << 20
_BYTES_PER_CHARACTER = 4
_FIRST_BYTE = -64
"""Continuation bytes of UTF-8 are below this as signed numbers."""
_BEGINS = bytes(not 0x80 <= byte < 0xC0 for byte in range(256))
_SHORTEST_RUN = 6
_RUN = re.compile(rb"0000000*")
_FOLDING = re.compile("[0-9A-Za-z]")
_STEP = 32
_SHORT = 1_024
_FEW = 40
_LONGER = 9
"""Length of three Chinese characters in bytes."""
_NOWHERE: Sequence[int] = ()


def _folds(word: str) -> bool:
    """Return whether other words fold to the same literal, so that its hits must be compared."""
    return _FOLDING.search(word) is not None


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A pattern with its literals; a match that contains one begins at most ``before`` bytes before it and ends at
    most ``after`` bytes after the literal's beginning."""

    leftmost: Search
    beginning: Search
    shape: Shape
    literals: tuple[int, ...]
    before: int
    after: int


class _Patterns(dict[str, _Compiled]):
    """The patterns by their keys, each compiled when a text first contains what it needs: compiling them all would
    delay a guard's start, and few texts ask for more than some."""

    def __init__(self, known: Mapping[str, tuple[str, Shape, tuple[int, ...]]]) -> None:
        super().__init__()
        self._known = known

    def __missing__(self, key: str) -> _Compiled:
        expression, shape, literals = self._known[key]
        after = min(shape.longest or LONGEST_MATCH, LONGEST_MATCH) * _BYTES_PER_CHARACTER + _BYTES_PER_CHARACTER
        before = min(shape.before * _BYTES_PER_CHARACTER, after)
        compiled = self[key] = _Compiled(*searches(expression), shape, literals, before, after)
        return compiled


class Scanner:
    """Words, gates and patterns compiled into one automaton. Keys of patterns are the caller's.

    Hashed words are found by ``lookups`` instead, and are literals like the others from then on.
    """

    def __init__(self, words: Iterable[str], gates: Iterable[str], patterns: Mapping[str, tuple[str, Shape]],
                 lookups: Sequence[Lookup] = ()) -> None:
        self._ids: dict[str, int] = {}
        self._lookups = tuple(lookups)
        self._exact = {word: (self._literal(word), False) if is_hashed(word)
                       else (self._literal(fold(word)), _folds(word)) for word in words}
        self._gates = {gate: self._literal(gate) for gate in gates}
        self._literals_of = {key: tuple(map(self._literal, sorted(shape.literals)))
                             for key, (_, shape) in patterns.items()}
        self._patterns = _Patterns({key: (*pattern, self._literals_of[key]) for key, pattern in patterns.items()})
        whole = frozenset(literal for literal, _ in self._exact.values())
        self._words = whole
        # Features look for parts of words too, of which two characters are side by side by chance.
        self._short = whole.union(*self._literals_of.values())
        self._runs = sorted(
            (len(word), literal) for word, literal in self._ids.items()
            if literal not in whole and len(word) >= _SHORTEST_RUN and not word.strip("0")
        )
        """Lengths of digit runs that are asked for, with their literals: a number of many digits contains each of
        them many times."""
        elsewhere = {literal for _, literal in self._runs} | {self._exact[word][0] for word in self._exact
                                                              if is_hashed(word)}
        # A literal that is searched otherwise keeps its index, but as a character that is in no text.
        encoded = [b"\xff" if literal in elsewhere else word.encode()
                   for word, literal in self._ids.items()] or [b"\xff"]
        self._overlap = max(map(len, encoded)) - 1
        # A DFA takes 25 MB more for the built-in pack, in guard and broker each, and searches it no faster.
        self._automaton = BytesAhoCorasick(encoded, MatchKind.Standard, implementation=Implementation.ContiguousNFA)

    def _literal(self, folded: str) -> int:
        return self._ids.setdefault(folded, len(self._ids))

    def word_literal(self, word: str) -> int:
        """Return the literal of a word."""
        return self._exact[word][0]

    def gate_literals(self, gates: Iterable[str]) -> frozenset[int]:
        """Return the literals of gates."""
        return frozenset(self._gates[gate] for gate in gates)

    def pattern_literals(self, key: str) -> frozenset[int] | None:
        """Return the literals one of which every match of a pattern contains; None when there are none."""
        return frozenset(self._literals_of[key]) or None

    def mended(self, normalised: Normalised) -> Normalised:
        """Return a text in which no word that is looked for is separated by a line end, a blank or punctuation."""
        return mended(normalised, self._literals_in, self._words)

    def _literals_in(self, text: str) -> list[tuple[int, int, int]]:
        found = self._automaton.find_matches_as_indexes(text.encode().translate(FOLD), overlapping=True)
        return [*((literal, start, end) for literal, start, end in found
                  if end - start >= _LONGER or literal in self._short), *self._hashed_in(text)]

    def _hashed_in(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Yield the hashed words in a text with their bytes, in ascending order."""
        found = sorted((place, word) for lookup in self._lookups for word, place in lookup(text))
        start = behind = 0
        for place, word in found:
            start += len(text[behind:place].encode())
            behind = place
            yield self._exact[word][0], start, start + len(text[place:place + length_of(word)].encode())

    def part(self, text: str, data: bytes, found: dict[int, list[int]]) -> Scan:
        """Return the scan of a part of a scanned text: its UTF-8, and the positions of literals in it."""
        return Scan(self, text, data, found)

    def scan(self, text: str, deadline: Deadline) -> Scan:
        """Run the literal pass. Raises OutOfTime."""
        data = text.encode()
        found: dict[int, list[int]] = defaultdict(list)
        folded = data.translate(FOLD)
        for base in range(0, len(data) or 1, _CHUNK):
            if base:
                deadline.check()
            part = folded[base:base + _CHUNK + self._overlap] if len(data) > _CHUNK else folded
            for literal, start, _ in self._automaton.find_matches_as_indexes(part, overlapping=True):
                if start < _CHUNK:
                    found[literal].append(base + start)
        if self._runs:
            self._find_runs(folded, found)
        for literal, start, _ in self._hashed_in(text):
            found[literal].append(start)
        return Scan(self, text, data, found)


    def _find_runs(self, folded: bytes, found: dict[int, list[int]]) -> None:
        """Note the places of the wanted digit runs inside longer ones: the first place, the last, and some between."""
        for run in _RUN.finditer(folded):
            start, end = run.span()
            for length, literal in self._runs:
                if length > end - start:
                    break
                found[literal] += range(start, end - length, _STEP)
                found[literal].append(end - length)


class Scan:
    """One text after its literal pass. ``found`` maps literals to their byte positions, in ascending order.

    A literal of digits only has not every place within a longer run of digits listed: the first, the last, and enough
    between that they are at most _STEP apart.
    """

    def __init__(self, scanner: Scanner, text: str, data: bytes, found: dict[int, list[int]]) -> None:
        self.text = text
        self.found = found
        self.data = data
        """The text in UTF-8."""
        self._scanner = scanner
        self._gates = scanner._gates
        self._points: NDArray[np.int32] | list[int] | None = None

    def note(self, gates: Iterable[str]) -> None:
        """Open gates that are nowhere in the text; gates that no feature has are ignored."""
        for gate in gates:
            literal = self._gates.get(gate)
            if literal is not None:
                self.found.setdefault(literal, [])

    def word(self, word: str) -> list[tuple[int, int]]:
        """Return the places of a word; ASCII letters are compared without case."""
        literal, inexact = self._scanner._exact[word]
        starts = self.found.get(literal)
        if not starts:
            return []
        if inexact:
            encoded = word.encode().lower()
            starts = [start for start in starts if self.data[start:start + len(encoded)].lower() == encoded]
        length = length_of(word)
        return [(start, start + length) for start in self._to_code_points(starts)]

    def gate(self, gate: str) -> Sequence[int]:
        """Return the places of a folded literal."""
        starts = self.found.get(self._gates[gate])
        return self._to_code_points(starts) if starts else _NOWHERE

    def pattern(self, key: str, deadline: Deadline) -> list[tuple[int, int]]:
        """Return the matches of a pattern, leftmost first, not overlapping. Raises OutOfTime."""
        compiled = self._scanner._patterns[key]
        if not compiled.literals:
            spans = self._search(compiled, ((0, len(self.data)),), deadline)
        else:
            found = self.found
            lists = [found[literal] for literal in compiled.literals if literal in found]
            starts = lists[0] if len(lists) == 1 else sorted({start for starts in lists for start in starts})
            if compiled.shape.before:
                spans = self._search(compiled, self._windows(compiled, starts), deadline)
            else:
                spans = self._at(compiled, starts, deadline)
        points = self._to_code_points(spans)
        return list(zip(points[::2], points[1::2], strict=True))

    def _at(self, compiled: _Compiled, starts: Sequence[int], deadline: Deadline) -> list[int]:
        """Return the matches of a pattern whose matches all begin with their literal."""
        data, size, beginning, after = self.data, len(self.data), compiled.beginning, compiled.after
        spans: list[int] = []
        end = number = 0
        while number < len(starts):
            if number % 64 == 0:
                deadline.check()
            start = starts[number]
            number += 1
            if number < len(starts) and starts[number] - start <= _STEP:
                first = start
                while number < len(starts) and starts[number] - start <= _STEP:
                    start = starts[number]
                    number += 1
                end = self._among(compiled, max(first, end), start, spans, deadline)
            elif start >= end:
                last = start + after
                span = beginning(data, start, last if last < size else size)[0]
                if span[0] >= 0:
                    spans += span
                    end = span[1]
        return spans

    def _among(self, compiled: _Compiled, first: int, last: int, spans: list[int], deadline: Deadline) -> int:
        """Add the matches that begin between two bytes and return where the last one ends."""
        data, ends = self.data, min(last + compiled.after, len(self.data))
        number = 0
        while first <= last:
            if number % 64 == 0:
                deadline.check()
            number += 1
            span = compiled.leftmost(data, first, ends)[0]
            if not 0 <= span[0] <= last:
                break
            spans += span
            first = span[1]
        return first

    def _search(self, compiled: _Compiled, windows: Sequence[Span], deadline: Deadline) -> list[int]:
        """Return the matches of a pattern in windows that are apart from each other."""
        data, leftmost = self.data, compiled.leftmost
        spans: list[int] = []
        number = 0
        for first, last in windows:
            begins = first
            while begins <= last:
                if number % 64 == 0:
                    deadline.check()
                number += 1
                span = leftmost(data, begins, last)[0]
                if span[0] < 0:
                    break
                spans += span
                # An empty match must not stop the search.
                begins = span[1] if span[1] > begins else begins + 1
        return spans

    def _windows(self, compiled: _Compiled, starts: Sequence[int]) -> Sequence[Span]:
        """Return the byte ranges that cover every match with a literal at one of these places."""
        data, size, before, after = self.data, len(self.data), compiled.before, compiled.after
        if len(starts) * (before + after) > size * 4 > (before + after) * 16:
            return ((0, size),)
        crosses = compiled.shape.crosses_lines
        windows: list[Span] = []
        first = line_end = last = -1
        for start in starts:
            ends = start + after if start + after < size else size
            if not crosses:
                if start >= line_end:
                    line_end = data.find(b"\n", start)
                    line_end = size if line_end < 0 else line_end
                if ends > line_end:
                    ends = line_end
            begins = start - before if start > before else 0
            if begins <= last and (crosses or data.find(b"\n", last, start) < 0):
                last = max(last, ends)
                continue
            if last >= 0:
                windows.append((first, last))
            first = begins if crosses else max(begins, data.rfind(b"\n", begins, start) + 1)
            last = ends
        windows.append((first, last))
        return windows

    def _to_code_points(self, positions: Sequence[int]) -> list[int]:
        """Convert byte positions to code points."""
        if not positions or len(self.text) == len(self.data):
            return list(positions)
        points = self._points
        if points is None:
            points = self._points = _counted(self.data)
        if isinstance(points, list):
            return [points[position - 1] if position else 0 for position in positions]
        if len(positions) <= _FEW:
            return [points.item(position - 1) if position else 0 for position in positions]
        places: list[int] = np.where(positions, points[np.asarray(positions) - 1], 0).tolist()
        return places


def _counted(data: bytes) -> NDArray[np.int32] | list[int]:
    """Return for each byte of UTF-8 how many characters have begun by then.

    For a short text a list is built and read faster; for a long one it takes too much memory.
    """
    if len(data) <= _SHORT:
        return list(accumulate(data.translate(_BEGINS)))
    return (np.frombuffer(data, np.int8) >= _FIRST_BYTE).cumsum(dtype=np.int32)
