"""One literal pass over a text, then RE2 on windows around the hits, only for the patterns that are asked for.

Equal to running RE2 over the whole text, because every match of a pattern lies inside the windows of its required
literals: tests/rules/test_scan_equal.py. Positions are code points of the normalised text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import re2
from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind
from numpy.typing import NDArray

from rules.deadline import Deadline
from rules.literals import FOLD, Shape, fold

LONGEST_MATCH = 200
"""Longest match of a pattern in code points: what the windows are made for."""

_CHUNK = 1 << 20
_BYTES_PER_SIGN = 4
_NEWLINE = 10


def compile_expression(expression: str) -> Any:
    """Compile an RE2 expression for UTF-8 bytes. Raises re2.error."""
    options = re2.Options()
    options.log_errors = False
    return re2.compile(expression.encode(), options)


def _folds(word: str) -> bool:
    """Say whether other words fold to the same literal, so that its hits must be compared."""
    return any(sign.isascii() and sign.isalnum() for sign in word)


@dataclass(frozen=True, slots=True)
class _Compiled:
    expression: Any
    shape: Shape
    literals: tuple[int, ...]
    window: int


class Scanner:
    """Words, gates and patterns compiled into one automaton. Keys of patterns are the caller's."""

    def __init__(self, words: Iterable[str], gates: Iterable[str], patterns: Mapping[str, tuple[str, Shape]]) -> None:
        self._ids: dict[str, int] = {}
        self._exact = {word: (self._literal(fold(word)), _folds(word)) for word in words}
        self._gates = {gate: self._literal(gate) for gate in gates}
        self._patterns: dict[str, _Compiled] = {}
        for key, (expression, shape) in patterns.items():
            window = min(shape.longest or LONGEST_MATCH, LONGEST_MATCH) * _BYTES_PER_SIGN + _BYTES_PER_SIGN
            literals = tuple(self._literal(word) for word in sorted(shape.literals))
            self._patterns[key] = _Compiled(compile_expression(expression), shape, literals, window)
        encoded = [word.encode() for word in self._ids] or [b"\0\0\0\0"]
        self._overlap = max(map(len, encoded)) - 1
        self._automaton = BytesAhoCorasick(encoded, MatchKind.Standard, implementation=Implementation.DFA)

    def _literal(self, folded: str) -> int:
        return self._ids.setdefault(folded, len(self._ids))

    def word_literal(self, word: str) -> int:
        """Return the literal of a word."""
        return self._exact[word][0]

    def gate_literals(self, gates: Iterable[str]) -> frozenset[int]:
        """Return the literals of gates."""
        return frozenset(self._gates[gate] for gate in gates)

    def pattern_literals(self, key: str) -> frozenset[int] | None:
        """Return the literals one of which every match of a pattern holds; None when there are none."""
        return frozenset(self._patterns[key].literals) or None

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
        return Scan(self, text, data, found)


class Scan:
    """One text after its literal pass. ``found`` maps literals to their byte positions."""

    def __init__(self, scanner: Scanner, text: str, data: bytes, found: dict[int, list[int]]) -> None:
        self.text = text
        self.found = found
        self._scanner = scanner
        self._data = data
        self._signs: NDArray[np.int32] | None = None

    def note(self, gates: Iterable[str]) -> None:
        """Open gates that stand nowhere in the text; gates that no feature has are ignored."""
        for gate in gates:
            literal = self._scanner._gates.get(gate)
            if literal is not None:
                self.found.setdefault(literal, [])

    def word(self, word: str) -> list[tuple[int, int]]:
        """Return where a word stands; ASCII letters are compared without case."""
        literal, inexact = self._scanner._exact[word]
        starts = self.found.get(literal)
        if not starts:
            return []
        if inexact:
            encoded = word.encode().lower()
            starts = [start for start in starts if self._data[start:start + len(encoded)].lower() == encoded]
        return [(start, start + len(word)) for start in self._to_signs(starts)]

    def gate(self, gate: str) -> list[int]:
        """Return where a folded literal stands."""
        starts = self.found.get(self._scanner._gates[gate])
        return self._to_signs(starts) if starts else []

    def pattern(self, key: str, deadline: Deadline) -> list[tuple[int, int]]:
        """Return the matches of a pattern, leftmost first, not overlapping. Raises OutOfTime."""
        compiled = self._scanner._patterns[key]
        spans: list[int] = []
        for count, (first, last) in enumerate(self._windows(compiled)):
            if count % 64 == 0:
                deadline.check()
            for number, match in enumerate(compiled.expression.finditer(self._data, first, last)):
                if number % 256 == 255:
                    deadline.check()
                spans.extend(match.span())
        signs = self._to_signs(spans)
        return list(zip(signs[::2], signs[1::2], strict=True))

    def _windows(self, compiled: _Compiled) -> Sequence[tuple[int, int]]:
        whole = ((0, len(self._data)),)
        if not compiled.literals:
            return whole
        starts = sorted({start for literal in compiled.literals for start in self.found.get(literal, ())})
        if len(starts) * compiled.window > len(self._data) * 2 > compiled.window * 8:
            return whole
        windows: list[tuple[int, int]] = []
        for start in starts:
            if windows and start < windows[-1][1] and not compiled.shape.crosses_lines:
                # Still the same line, so only the end can move.
                windows[-1] = (windows[-1][0], max(windows[-1][1], self._window_end(start, compiled)))
                continue
            first, last = self._window(start, compiled)
            if windows and first <= windows[-1][1]:
                windows[-1] = (windows[-1][0], max(last, windows[-1][1]))
            else:
                windows.append((first, last))
        return windows

    def _window(self, start: int, compiled: _Compiled) -> tuple[int, int]:
        """Return the bytes in which a match that holds the literal at ``start`` must lie."""
        first, last = max(0, start - compiled.window), min(len(self._data), start + compiled.window)
        if compiled.shape.crosses_lines:
            return first, last
        line_first = self._data.rfind(b"\n", first, start) + 1
        return max(first, line_first), self._window_end(start, compiled)

    def _window_end(self, start: int, compiled: _Compiled) -> int:
        """Return where the window of a pattern that stays on its line ends."""
        last = min(len(self._data), start + compiled.window)
        line_last = self._data.find(b"\n", start, last)
        return last if line_last < 0 else line_last

    def _to_signs(self, positions: Sequence[int]) -> list[int]:
        """Turn ascending or paired byte positions into code points."""
        if len(self.text) == len(self._data) or not positions:
            return list(positions)
        if self._signs is None:
            begins = (np.frombuffer(self._data, np.uint8) & 0xC0) != 0x80
            self._signs = np.zeros(len(self._data) + 1, np.int32)
            np.cumsum(begins, dtype=np.int32, out=self._signs[1:])
        return [int(sign) for sign in self._signs[list(positions)]]
