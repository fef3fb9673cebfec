"""Turns a text into its grams, the strings of one to four characters, as hashes of 32 bits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LONGEST = 4
"""Length of the longest string, in characters."""

_MIXER = np.uint32(0x9E3779B1)
_BEGINNING, _ENDING = np.array([0xE200], np.uint32), np.array([0xE201], np.uint32)
_DIGITS = 0xE000
_MOST_DIGITS = 255
_SPACE, _LINE_FEED = 32, 10


@dataclass(frozen=True, slots=True)
class Folded:
    """A normalised text in which a run of digits is one symbol for its length, and a run of white space one space or
    line feed. ``places[i]`` is the position in the normalised text of ``symbols[i]``."""

    symbols: NDArray[np.uint32]
    places: NDArray[np.intp]

    def padded(self) -> NDArray[np.uint32]:
        """Return the symbols between a begin and an end mark."""
        return np.concatenate((_BEGINNING, self.symbols, _ENDING))

    def positions(self) -> NDArray[np.intp]:
        """Return the position of each symbol of ``padded``; that of a mark is its neighbour's. The text is not empty.
        """
        return np.concatenate((self.places[:1], self.places, self.places[-1:]))


def fold(text: str) -> Folded:
    """Fold a normalised text (rules.scan.normalise)."""
    return _folded(text, None)


def padded_each(texts: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.intp]]:
    """Return the symbols of all texts, none empty, each in the form of ``Folded.padded``, and for each symbol the
    number of its text."""
    starts = np.cumsum([0, *map(len, texts)])
    folded = _folded("".join(texts), starts[:-1])
    counts = np.diff(np.searchsorted(folded.places, starts)) + 2
    ends = np.cumsum(counts)
    padded = np.empty(ends[-1], np.uint32)
    inner = np.ones(len(padded), bool)
    inner[ends - 1] = inner[ends - counts] = False
    padded[inner] = folded.symbols
    padded[ends - counts], padded[ends - 1] = _BEGINNING, _ENDING
    return padded, np.repeat(np.arange(len(texts)), counts)


def _folded(text: str, starts: NDArray[np.intp] | None) -> Folded:
    """Fold a text in which no run continues across any of these positions."""
    symbols = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).copy()
    upper = (symbols - 65) < 26
    symbols[upper] += 32
    digits = (symbols - 48) < 10
    white = (symbols == _SPACE) | ((symbols - 9) < 5)
    keep = ~(digits | white)
    if digits.any():
        firsts, lasts = _runs(digits, starts)
        keep[firsts] = True
        symbols[firsts] = _DIGITS + np.minimum(lasts - firsts, _MOST_DIGITS)
    if white.any():
        firsts, lasts = _runs(white, starts)
        keep[firsts] = True
        feeds = np.flatnonzero(symbols == _LINE_FEED)
        has_feed = np.searchsorted(feeds, firsts) < np.searchsorted(feeds, lasts)
        symbols[firsts] = np.where(has_feed, np.uint32(_LINE_FEED), np.uint32(_SPACE))
    places = np.flatnonzero(keep)
    return Folded(symbols[places], places)


def digit_runs(symbols: NDArray[np.uint32]) -> list[int]:
    """Return the length of each run of digits among folded symbols; 255 for a longer one."""
    lengths = symbols - np.uint32(_DIGITS)
    return [int(length) for length in lengths[lengths <= _MOST_DIGITS]]


def hashes(padded: NDArray[np.uint32]) -> list[NDArray[np.uint32]]:
    """Return for strings of one, two, … symbols (``Folded.padded``) the hash of each, in order of its beginning."""
    mixed = _mix(padded)
    found = [_hash(mixed, 1)]
    for length in range(2, LONGEST + 1):
        if len(padded) < length:
            break
        mixed = _mix(mixed[:-1] ^ padded[length - 1:])
        found.append(_hash(mixed, length))
    return found


def _mix(values: NDArray[np.uint32]) -> NDArray[np.uint32]:
    values = values * _MIXER
    values ^= values >> np.uint32(15)
    return values * np.uint32(0x85EBCA77)


def _hash(mixed: NDArray[np.uint32], length: int) -> NDArray[np.uint32]:
    return (mixed + np.uint32(0x27D4EB2F * length & 0xFFFFFFFF)) * _MIXER


def _runs(mask: NDArray[np.bool_], starts: NDArray[np.intp] | None) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return where runs of True begin and end (exclusive); one that contains any of ``starts`` is split there."""
    before = np.empty_like(mask)
    before[0], before[1:] = False, mask[:-1]
    if starts is not None:
        before[starts] = False
    firsts = np.flatnonzero(mask & ~before)
    after = np.empty_like(mask)
    after[-1], after[:-1] = False, mask[1:]
    if starts is not None:
        after[starts[1:] - 1] = False
    return firsts, np.flatnonzero(mask & ~after) + 1
