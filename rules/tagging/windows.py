"""Describes each character of a text by those around it: the features of characters, as hashes of 32 bits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from rules.features.names import FIRST_CHARACTERS
from rules.tagging.kinds import KINDS
from rules.tagging.labels import Labelled
from rules.tagging.lexicon import Lexicon, Pairs
from rules.tagging.lines import Line
from rules.tagging.symbols import HAN, Numbers, classes, folded, key, mix, points, shape, step, strings
from rules.tagging.wordlist import UNKNOWN, WordList

Hint = tuple[int, int, int]
"""A span that a rule found, and its channel: the number of its kind, or one of MORE_CHANNELS."""

MORE_CHANNELS = 2
"""Channels of hints after those of the kinds: names that rules count, and names in running sentences."""

_PADDING = 8
_OUT = np.uint32(0xE200)
_SURNAME = 9
_SURNAMES = np.array(sorted(map(ord, FIRST_CHARACTERS)), np.uint32)
_RUN = re.compile(r"[0-9A-Za-z]+(?:[-./_ ·:][0-9A-Za-z]+)*")
_DIGITS = re.compile(r"\d+")
_STRINGS = ((1, range(-4, 5)), (2, range(-4, 4)), (3, range(-4, 3)), (4, range(-4, 2)))
_CLASSES = ((-1, 1), (-2, 0), (0, 2), (-2, 2), (-3, 1), (-1, 3), (-4, 0), (0, 4), (-3, 3))
_NAME_CLASSES = ((-1, 1), (-2, 1), (-1, 2), (-2, 2), (-3, 3))
_BESIDE_SURNAME = ((0, -1), (-1, -2), (-2, -3), (0, 2), (0, 3), (-1, 2), (-1, 1), (-2, 1))
_NEAR_PAIRS = ((-2, -1), (-1, 0), (0, 1), (-2, 0), (-1, 1), (-2, 1))
_MOST_OCCURRENCES = 4
_LONGEST_CELL = 12


class Characters:
    """Everything that is known of the characters of one text; ``keys`` has one feature of all of them per column."""

    def __init__(self, text: str, lexicon: Lexicon, word_list: WordList) -> None:
        self.text = text
        self._word_list = word_list
        of_class = classes(points(text))
        self._symbols = _padded(folded(points(text), of_class), _OUT)
        self._classes = _padded(of_class, _OUT)
        surname = np.isin(points(text), _SURNAMES)
        self._surnames = _padded(surname.astype(np.uint32), np.uint32(0))
        self._name_classes = _padded(np.where(surname, np.uint32(_SURNAME), of_class), _OUT)
        self._strings = strings(self._symbols, 4)
        self._pairs = lexicon.pairs(self._symbols)
        self.keys: list[Numbers] = []

    @property
    def topics(self) -> Numbers:
        """The topic of each character with the next one."""
        return self._at(self._pairs.topics, 0)

    @property
    def uses(self) -> Numbers:
        """The use of each character with the next one."""
        return self._at(self._pairs.uses, 0)

    @property
    def are_pairs(self) -> NDArray[np.bool_]:
        """Whether each character and the next one are Chinese."""
        chinese = self._classes == HAN
        pairs: NDArray[np.bool_] = chinese[:-1] & chinese[1:]
        return pairs[_PADDING:_PADDING + len(self.text)]

    def strings(self, length: int) -> Numbers:
        """Return the hash of the string of this length that begins at each character."""
        return self._at(self._strings[length - 1], 0)

    def describe(self, lines: Sequence[Line], names: Labelled, hints: Sequence[Hint]) -> None:
        """Add all features."""
        self._windows()
        self._surname_features()
        self._pair_features(self._pairs)
        self._words()
        self._numbers()
        self._hints(hints)
        self._labels(names)
        self._columns(lines)
        self._occurrences()

    def _at(self, values: Numbers, offset: int) -> Numbers:
        return values[_PADDING + offset:_PADDING + offset + len(self.text)]

    def _add(self, *parts: Numbers | int) -> None:
        """Add one feature, the combination of several values."""
        mixed = np.full(len(self.text), key(f"feature {len(self.keys)}"), np.uint32)
        for part in parts:
            mixed = mix(mixed ^ part if isinstance(part, np.ndarray) else mixed ^ np.uint32(part))
        self.keys.append(mixed)

    def _between(self, values: Numbers, first: int, last: int) -> Numbers:
        found = np.zeros(len(self.text), np.uint32)
        for offset in range(first, last + 1):
            found = mix(found * np.uint32(31) + self._at(values, offset) + np.uint32(7))
        return found

    def _windows(self) -> None:
        for length, offsets in _STRINGS:
            for offset in offsets:
                self._add(self._at(self._strings[length - 1], offset))
        for first, last in _CLASSES:
            self._add(self._between(self._classes, first, last))
        for first, last in _NAME_CLASSES:
            self._add(self._between(self._name_classes, first, last))

    def _surname_features(self) -> None:
        for offset in (-2, -1, 0, 1):
            self._add(self._at(self._surnames, offset))
        for surname, beside in _BESIDE_SURNAME:
            self._add(self._at(self._surnames, surname), self._at(self._symbols, beside))

    def _pair_features(self, pairs: Pairs) -> None:
        for offset in range(-3, 3):
            for values in (pairs.topics, pairs.uses, pairs.counts):
                self._add(self._at(values, offset))
        for first, second in _NEAR_PAIRS:
            for values in (pairs.topics, pairs.uses):
                self._add(self._at(values, first), self._at(values, second))
        around = self._between(self._name_classes, -1, 1)
        for offset in (-3, -2, 1, 2):
            self._add(self._at(pairs.uses, offset), around)
        for before in (-3, -2):
            self._add(self._at(pairs.uses, before), self._at(pairs.uses, 1), self._at(self._symbols, 0))
        for first in (-2, -1, 0):
            counts = (self._at(pairs.counts, first + place) for place in range(3))
            self._add(*counts, self._at(self._surnames, min(0, first + 1)))
        for first in (-2, -1, 0):
            self._add(*(self._at(pairs.counts, first + place) for place in range(2)))

    def _words(self) -> None:
        """Words, those beside them, and runs of single characters that no list has as words."""
        length = len(self.text)
        words = self._word_list.words_of(self._at(self._symbols, 0), self._at(self._classes, 0))
        owners, sizes = words.owners, np.diff(words.edges)
        place = np.arange(length) - words.edges[owners]
        where = (np.minimum(place, 2) + 3 * (place == sizes[owners] - 1) + 6 * np.minimum(sizes[owners], 5)).astype(
            np.uint32)
        kinds, hashes = _padded(words.classes, _OUT), _padded(words.hashes, _OUT)
        near = owners + _PADDING
        kind = {offset: kinds[near + offset] for offset in range(-2, 3)}
        word = {offset: hashes[near + offset] for offset in range(-2, 3)}
        for parts in ((where, kind[0]), (where, word[0]), (where, word[-1]), (where, word[1]),
                      (where, kind[-1], kind[0], kind[1]), (where, kind[-2], kind[-1], kind[0]),
                      (where, kind[0], kind[1], kind[2]), (word[-1], word[0]), (word[0], word[1]),
                      (where, word[-1], word[1]), (where, word[-2]), (where, word[2]),
                      (kind[-2], kind[-1], kind[0], kind[1], kind[2])):
            self._add(*parts)
        self._unknown_runs(words.edges, kinds, hashes, owners)

    def _unknown_runs(self, edges: NDArray[np.intp], kinds: Numbers, hashes: Numbers, owners: NDArray[np.intp]) -> None:
        unknown = kinds[_PADDING:-_PADDING] == UNKNOWN
        starts = np.flatnonzero(unknown & ~np.append(False, unknown[:-1]))
        ends = np.flatnonzero(unknown & ~np.append(unknown[1:], False)) + 1
        size, place, surname, before, after, kind_before, kind_after = (
            np.zeros(len(unknown), np.uint32) for _ in range(7))
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            size[start:end], place[start:end] = min(end - start, 6), np.minimum(np.arange(end - start), 5)
            surname[start:end] = 1 + self._surnames[_PADDING + edges[start]]
            before[start:end], after[start:end] = hashes[_PADDING + start - 1], hashes[_PADDING + end]
            kind_before[start:end], kind_after[start:end] = kinds[_PADDING + start - 1], kinds[_PADDING + end]
        for parts in ((size, place, surname), (size, place, before), (size, place, after),
                      (size, place, kind_before, kind_after), (size, place, surname, kind_before, kind_after)):
            self._add(*(part[owners] for part in parts))

    def _numbers(self) -> None:
        whole, length, place, before, start = (np.zeros(len(self.text), np.uint32) for _ in range(5))
        for first, last, words in _found(_RUN, self.text):
            digits = sum(character.isdigit() for character in words)
            whole[first:last] = key(shape(words, 12), 2) if digits else key(words.lower(), 1)
            length[first:last] = digits + 1
            place[first:last] = np.minimum(np.arange(last - first), 40)
            before[first:last] = key(self.text[max(0, first - 2):first], 4)
        for first, last, words in _found(_DIGITS, self.text):
            start[first:last] = key(words[:2] if len(words) > 4 else "", 5) + len(words) & 0xFFFFFFFF
        for parts in ((whole,), (length,), (length, place), (before, length), (before,), (start,)):
            self._add(*parts)

    def _hints(self, hints: Sequence[Hint]) -> None:
        channels = np.zeros((len(KINDS) + MORE_CHANNELS, len(self.text) + 2), np.uint32)
        for start, end, channel in hints:
            channels[channel, start + 1:end + 1] |= 2
            channels[channel, start + 1] |= 4
            channels[channel, end] |= 8
        together = np.zeros(channels.shape[1], np.uint32)
        for row in channels:
            together = together * np.uint32(17) + row
            self._add(row[1:-1])
        here = together[1:-1]
        for parts in ((here,), (together[:-2],), (together[2:],), (here, self._at(self._symbols, 0)),
                      (here, self._between(self._classes, -1, 1))):
            self._add(*parts)

    def _labels(self, names: Labelled) -> None:
        around = self._between(self._classes, -1, 1)
        for parts in ((names.whole,), (names.ending,), (names.ending, names.distance), (names.whole, names.clauses),
                      (names.whole, self._at(self._symbols, 0)), (names.ending, around),
                      (names.whole, self._at(self._classes, 0)), (names.ending, self._at(self._pairs.counts, 0))):
            self._add(*parts)

    def _columns(self, lines: Sequence[Line]) -> None:
        heading, ending, form, place, number = (np.zeros(len(self.text), np.uint32) for _ in range(5))
        for line in lines:
            for count, cell in enumerate(line.cells):
                inside = slice(cell.start, cell.end)
                heading[inside], ending[inside] = key(cell.heading or "-", 11), key(cell.heading[-2:], 12)
                form[inside], number[inside] = key(shape(cell.words, 6), 13), min(count, 9)
                place[inside] = np.minimum(np.arange(cell.end - cell.start), _LONGEST_CELL)
        of_class = self._at(self._classes, 0)
        for parts in ((heading, of_class), (ending, of_class), (heading, place), (form, place),
                      (number, self._between(self._name_classes, -1, 1)),
                      (ending, place, self._at(self._surnames, 0))):
            self._add(*parts)

    def _occurrences(self) -> None:
        """Words that a text repeats and other texts hardly contain are names."""
        pairs = self._at(self._strings[1], 0)
        _, back, counts = np.unique(pairs, return_inverse=True, return_counts=True)
        often = _padded(np.minimum(counts[back], _MOST_OCCURRENCES).astype(np.uint32), np.uint32(0))
        here, usual = self._at(often, 0), self._at(self._pairs.counts, 0)
        for parts in ((here, usual), (self._at(often, -1), self._at(self._pairs.counts, -1)),
                      (here, usual, self._at(often, -1))):
            self._add(*parts)


def _padded(values: Numbers, filling: np.uint32) -> Numbers:
    return np.pad(values.astype(np.uint32), _PADDING, constant_values=filling)


def _found(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int, str]]:
    return ((*match.span(), match.group()) for match in pattern.finditer(text))


def size_of(length: int) -> int:
    """Return the size of a text in steps."""
    return step(length // 20)
