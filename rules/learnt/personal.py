"""The learnt eye of masked copies: of each character of a text the probability that it must be hidden, and as what.

Linear scores over what stands around a character: strings, kinds of characters, the label of its line, the heading of
its column, and what the rules of redaction hide there already. Two rounds: the second also sees what the first said of
the neighbours. Pure: weights are handed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

BITS = 18
KINDS = ("name", "id", "phone", "address", "unit", "birth", "health", "family", "account", "other")
"""What a character that must be hidden may be, in the order of the weights' tables."""

Keys = NDArray[np.uint32]
"""A row per feature, a column per character: buckets."""

_MIXER = np.uint32(0x9E3779B1)
_STRINGS: Sequence[tuple[int, Sequence[int]]] = (
    (1, range(-5, 6)), (2, range(-5, 5)), (3, range(-4, 3)), (4, range(-4, 2)))
_SHAPES: Sequence[tuple[int, Sequence[int]]] = ((4, range(-6, 4)), (7, (-3,)), (11, (-5,)))
_OTHER, _HAN, _DIGIT, _LATIN, _SPACE, _LINE, _COLON, _COMMA, _STOP, _BRACKET, _BAR = range(11)
_BY_CLASS = {
    _SPACE: " \u3000", _LINE: "\n\r", _COLON: ":", _COMMA: ",、", _STOP: "。;!?", _BRACKET: "()[]【】<>《》\"'",
    _BAR: "\t|",
}
_LABEL = re.compile(r"([^\s,;。:|()]{1,10})(?:[(][^)\n]{0,10}[)])? ?: ?")
_LONGEST_ABOVE = 10
_LONGEST_HEADING = 160
_LEVELS = np.array([0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98])


def keys(text: str, marks: NDArray[np.uint8]) -> Keys:
    """Return the buckets of a normalised text; ``marks`` has of each character as what rules hide it, 0 for nothing."""
    symbols = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).copy()
    symbols[(symbols - 65) < 26] += 32
    digits = (symbols - 48) < 10
    classes = _classes(symbols, digits)
    folded = np.where(digits, np.uint32(48), symbols)
    rows = [np.zeros(len(symbols), np.uint32)]
    for length, places in _STRINGS:
        rows += (_strings(folded, length, place, 1) for place in places)
    for length, places in _SHAPES:
        rows += (_strings(classes, length, place, 2) for place in places)
    marked = marks.astype(np.uint32)
    rows += (_strings(marked, length, place, 3) for length, place in ((1, 0), (3, -1), (5, -2)))
    kinds = classes.astype(np.uint32)
    for number, row in enumerate((_runs(classes), *_of_lines(text))):
        rows += (_mixed(row, 4, number), _mixed(row * np.uint32(31) + kinds, 5, number))
    return _buckets(rows)


def second_keys(first: Keys, chances: NDArray[np.float64]) -> Keys:
    """Return the buckets of the second round: those of the first, and what it said of the neighbours."""
    levels = np.searchsorted(_LEVELS, chances).astype(np.uint32)
    rows = [_strings(levels, length, place, 6) for length, places in ((1, range(-5, 6)), (2, range(-3, 3)),
                                                                      (3, (-2, -1, 0)), (5, (-2,)))
            for place in places]
    return np.vstack((first, _buckets(rows)))


def sums(table: NDArray[np.int8], buckets: Keys) -> NDArray[np.int64]:
    """Return of each character the sum of a table over its buckets."""
    return np.asarray(table.take(buckets).sum(axis=0, dtype=np.int64))


def _classes(symbols: NDArray[np.uint32], digits: NDArray[np.bool_]) -> NDArray[np.uint32]:
    classes = np.zeros(len(symbols), np.uint32)
    classes[((symbols >= 0x3400) & (symbols <= 0x9FFF)) | (symbols >= 0x20000)] = _HAN
    classes[digits] = _DIGIT
    classes[(symbols - 97) < 26] = _LATIN
    for kind, signs in _BY_CLASS.items():
        classes[np.isin(symbols, [ord(sign) for sign in signs])] = kind
    return classes


def _strings(symbols: NDArray[np.uint32], length: int, place: int, salt: int) -> NDArray[np.uint32]:
    """Return of each character the hash of the string of ``length`` that begins ``place`` from it."""
    before, after = max(0, -place), max(0, place + length - 1)
    padded = np.concatenate((np.ones(before, np.uint32), symbols, np.ones(after, np.uint32)))
    found = np.full(len(symbols), (salt * 0x27D4EB2F + length * 0x165667B1 + (place + 32) * 0x9E3779B1) & 0xFFFFFFFF,
                    np.uint32)
    first = before + place
    for number in range(length):
        found = _mix(found ^ padded[first + number:first + number + len(symbols)])
    return found


def _mixed(row: NDArray[np.uint32], salt: int, number: int) -> NDArray[np.uint32]:
    return _mix(row ^ np.uint32((salt * 0x27D4EB2F + number * 0x165667B1) & 0xFFFFFFFF))


def _mix(values: NDArray[np.uint32]) -> NDArray[np.uint32]:
    values = values * _MIXER
    values ^= values >> np.uint32(15)
    values = values * np.uint32(0x85EBCA77)
    return values ^ (values >> np.uint32(13))


def _buckets(rows: Sequence[NDArray[np.uint32]]) -> Keys:
    return (np.vstack(rows) * _MIXER) >> np.uint32(32 - BITS)


def _runs(classes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return of each character how long its run of one class is and where in it the character is, up to twenty."""
    edges = np.flatnonzero(np.diff(classes, prepend=99, append=99))
    lengths = np.diff(edges)
    inside = np.arange(len(classes)) - np.repeat(edges[:-1], lengths)
    return (np.repeat(np.minimum(lengths, 20), lengths) * 32 + np.minimum(inside, 20)).astype(np.uint32)


def _of_lines(text: str) -> Iterator[NDArray[np.uint32]]:
    """Yield of each character: the label in front of it, the heading over it, the line above, and its line's form."""
    labels, heads, above, forms = (np.zeros(len(text), np.uint32) for _ in range(4))
    heading: list[str] = []
    last = ""
    place = 0
    for line in text.split("\n"):
        end = place + len(line)
        for label in _LABEL.finditer(line):
            labels[place + label.end():end] = _hash(label[1])
        cells = _cells(line)
        forms[place:end] = min(len(cells), 9) * 64 + min(len(line) // 6, 9)
        if len(cells) > 2 and len(line) <= _LONGEST_HEADING and not any(sign.isdigit() for sign in line):
            heading = [line[start:stop].strip() for start, stop in cells]
        elif not line.strip():
            heading = []
        for number, (start, stop) in enumerate(cells):
            if number < len(heading) and len(cells) > 2:
                heads[place + start:place + stop] = _hash(heading[number])
            else:
                heads[place + start:place + stop] = number + 1
        above[place:end] = _hash(last) if len(last) <= _LONGEST_ABOVE else 7
        if line.strip():
            last = line.strip()
        place = end + 1
    yield from (labels, heads, above, forms)


def _cells(line: str) -> list[tuple[int, int]]:
    for sign in ("\t", "|", ","):
        if sign in line:
            edges = [-1, *(number for number, one in enumerate(line) if one == sign), len(line)]
            return [(start + 1, stop) for start, stop in pairwise(edges)]
    found = [match.span() for match in re.finditer(r"\S+", line)]
    return found or [(0, len(line))]


def _hash(words: str) -> int:
    value = 2166136261
    for sign in words:
        value = ((value ^ ord(sign)) * 16777619) & 0xFFFFFFFF
    return value
