"""Strings of one to four characters as numbers of buckets (feature hashing, Weinberger et al. 2009)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BUCKETS_BITS = 18
LONGEST = 4
"""Characters of the longest string."""

_MIXER = np.uint32(0x9E3779B1)
_BEGINNING, _ENDING = np.array([0xE200], np.uint32), np.array([0xE201], np.uint32)
_DIGITS = 0xE000
_MOST_DIGITS = 30
_SPACE, _LINE_FEED = 32, 10


@dataclass(frozen=True, slots=True)
class Folded:
    """A normalised text in which a run of digits is one symbol that tells its length, and a run of white space one
    space or line feed. ``places[i]`` is the position in the normalised text of ``symbols[i]``; ``runs`` are the lengths
    of the runs of digits.
    """

    symbols: NDArray[np.uint32]
    places: NDArray[np.intp]
    runs: tuple[int, ...]

    def padded(self) -> NDArray[np.uint32]:
        """Return the symbols between a mark for the beginning and one for the end."""
        return np.concatenate((_BEGINNING, self.symbols, _ENDING))


def fold(text: str) -> Folded:
    """Fold a normalised text (rules.normalise)."""
    symbols = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).copy()
    upper = (symbols - 65) < 26
    symbols[upper] += 32
    digits = (symbols - 48) < 10
    white = (symbols == _SPACE) | ((symbols - 9) < 5)
    runs: tuple[int, ...] = ()
    keep = ~(digits | white)
    if digits.any():
        starts, lengths = _runs(digits)
        keep[starts] = True
        symbols[starts] = _DIGITS + np.minimum(lengths, _MOST_DIGITS)
        runs = tuple(lengths.tolist())
    if white.any():
        starts, lengths = _runs(white)
        keep[starts] = True
        feeds = np.logical_or.reduceat(symbols == _LINE_FEED, np.column_stack((starts, starts + lengths)).ravel()[:-1])
        symbols[starts] = np.where(feeds[::2], _LINE_FEED, _SPACE)
    places = np.flatnonzero(keep)
    return Folded(symbols[places], places, runs)


def buckets(padded: NDArray[np.uint32]) -> list[NDArray[np.uint32]]:
    """Return for strings of one, two, … symbols (``Folded.padded``) the bucket of each, in order of where it begins."""
    mixed = _mix(padded)
    found = [_bucket(mixed, 1)]
    for length in range(2, LONGEST + 1):
        if len(padded) < length:
            break
        mixed = _mix(mixed[:-1] ^ padded[length - 1:])
        found.append(_bucket(mixed, length))
    return found


def distinct(found: list[NDArray[np.uint32]]) -> NDArray[np.uint32]:
    """Return the buckets that occur, each once, in order."""
    everything = np.sort(np.concatenate(found))
    return everything[np.concatenate(([True], everything[1:] != everything[:-1]))]


def _mix(values: NDArray[np.uint32]) -> NDArray[np.uint32]:
    values = values * _MIXER
    values ^= values >> np.uint32(15)
    return values * np.uint32(0x85EBCA77)


def _bucket(mixed: NDArray[np.uint32], length: int) -> NDArray[np.uint32]:
    values = (mixed + np.uint32(0x27D4EB2F * length & 0xFFFFFFFF)) * _MIXER
    return values >> np.uint32(32 - BUCKETS_BITS)


def _runs(mask: NDArray[np.bool_]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return where runs of True begin and how long they are."""
    edges = np.flatnonzero(np.diff(mask, prepend=False, append=False))
    return edges[::2], edges[1::2] - edges[::2]
