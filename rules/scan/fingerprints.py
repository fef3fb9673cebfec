"""Fingerprints texts to find out whether one is a copy or an edit of another, or contains a large part of it.

Only letters, digits and characters of the normalised text count, so that layout, punctuation, width and spacing do
not matter. Every run of SHINGLE characters is hashed to 32 bits and in each WINDOW neighbouring runs the smallest
hash is kept (winnowing: Schleimer, Wilkerson and Aiken 2003). A common passage of SHINGLE + WINDOW - 1 characters
always keeps a common hash, and no change inside a copy stays unseen. Why not a library:
docs/adr/0007-fingerprints.md.
"""

from __future__ import annotations

import unicodedata
from base64 import b64decode, b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from rules.scan.normalise import Normalised, normalise
from rules.sentences.catalogue import sentence
from rules.sentences.sentence import SaidValueError

SHINGLE = 6
"""Characters in one hashed run."""
WINDOW = 4
"""Neighbouring runs of which the smallest hash is kept."""
FEWEST_CHARACTERS = 30
"""Least number of characters for a fingerprint; a shorter text belongs in a word list."""

_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_BASIC_PLANE = 0x10000
_STORED = np.dtype("<u4")

T = TypeVar("T", np.uint32, np.uint64)


class FingerprintError(SaidValueError):
    """No fingerprint can be made or read; the message says why, for people."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The stored form of a text: ``length`` in characters, ``whole`` (hex) and ``parts``, little-endian uint32 in
    order."""

    length: int
    whole: str
    parts: bytes

    def hashes(self) -> NDArray[np.uint32]:
        """Return the hashes in ascending order."""
        return np.frombuffer(self.parts, _STORED)

    def written(self) -> str:
        """Return ``parts`` as they are written in a pack (片段)."""
        return b64encode(self.parts).decode("ascii")


class Traces(NamedTuple):
    """The hashes that represent a text, in order, and the index of each one's first character; ``positions[i]`` is the
    position of character i in the normalised text."""

    hashes: NDArray[np.uint32]
    places: NDArray[np.intp]
    positions: NDArray[np.intp]
    whole: str


def fingerprint(original: str) -> Fingerprint:
    """Return the fingerprint of a text. Raises FingerprintError for one with fewer than FEWEST_CHARACTERS."""
    traces = traces_of(normalise(original))
    length = len(traces.positions)
    if length < FEWEST_CHARACTERS:
        raise FingerprintError(sentence("fingerprint.too-short", length=length, least=FEWEST_CHARACTERS))
    return Fingerprint(length, traces.whole, np.unique(traces.hashes).astype(_STORED).tobytes())


def read_fingerprint(length: int, whole: str, untrusted_parts: str) -> Fingerprint:
    """Read a fingerprint from a pack. Raises FingerprintError when it was not written by this module."""
    try:
        parts = b64decode(untrusted_parts, validate=True)
    except ValueError as error:
        raise FingerprintError(sentence("fingerprint.not-base64")) from error
    hashes = np.frombuffer(parts[:len(parts) // 4 * 4], _STORED)
    if len(parts) % 4 or not len(hashes) or (hashes[1:] <= hashes[:-1]).any():
        raise FingerprintError(sentence("fingerprint.incomplete"))
    if len(hashes) > length + SHINGLE:
        raise FingerprintError(sentence("fingerprint.mismatch"))
    return Fingerprint(length, whole, parts)


def traces_of(normalised: Normalised) -> Traces:
    """Return the traces of a text; cost is linear in its length."""
    points, positions = _characters(normalised)
    whole = blake2b(points.astype(_STORED).tobytes(), digest_size=16).hexdigest()
    hashes = _shingles(points)
    if len(hashes) <= WINDOW:
        return Traces(hashes, np.arange(len(hashes)) - (SHINGLE - 1), positions, whole)
    # Hash and place in one number: the smallest of each window gives both.
    placed = np.left_shift(hashes, 32, dtype=np.uint64) + np.arange(len(hashes), dtype=np.uint64)
    smallest = placed[:len(placed) - WINDOW + 1].copy()
    for offset in range(1, WINDOW):
        np.minimum(smallest, placed[offset:offset + len(smallest)], out=smallest)
    places = np.bitwise_and(smallest, np.uint64(0xFFFFFFFF)).astype(np.intp)
    # The smallest of neighbouring windows never moves back, so each place is kept where it appears first.
    kept = places[np.concatenate(([True], places[1:] != places[:-1]))]
    return Traces(hashes[kept], kept - (SHINGLE - 1), positions, whole)


def every_hash(normalised: Normalised) -> NDArray[np.uint32]:
    """Return the hash of every run of a text, also of those that winnowing drops: in another text they may be kept."""
    return _shingles(_characters(normalised)[0])


def _characters(normalised: Normalised) -> tuple[NDArray[np.uint32], NDArray[np.intp]]:
    """Return the code points that count, in lower case, and their positions in the normalised text."""
    points = np.frombuffer(normalised.text.encode("utf-32-le"), np.uint32)
    positions = np.flatnonzero(_counts()[np.minimum(points, _BASIC_PLANE)])
    points = points[positions]
    return points + np.where((points >= ord("A")) & (points <= ord("Z")), np.uint32(32), np.uint32(0)), positions


def held_in(ascending: NDArray[T], wanted: NDArray[T]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return as two arrays the index of each wanted hash and each of its places in the ascending hashes."""
    first = np.searchsorted(ascending, wanted, side="left")
    last = np.searchsorted(ascending, wanted, side="right")
    held = np.flatnonzero(last > first)
    counts = (last - first)[held]
    numbers = np.repeat(held, counts)
    steps = np.arange(len(numbers)) - np.repeat(np.cumsum(counts) - counts, counts)
    return numbers, np.repeat(first[held], counts) + steps


def runs(count: int, known: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return where runs of neighbouring traces begin and end, all of whose numbers are ``known``."""
    marked = np.zeros(count, np.int8)
    marked[known] = 1
    edges = np.diff(np.concatenate(([0], marked, [0])))
    return np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)


def span_of(traces: Traces, first: int, last: int) -> tuple[int, int]:
    """Convert the places of a first and a last trace to positions of the normalised text."""
    final = len(traces.positions) - 1
    return int(traces.positions[min(max(first, 0), final)]), int(traces.positions[min(last + SHINGLE - 1, final)]) + 1


def _shingles(points: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Hash every run; a margin on both sides makes a change at an edge change as many runs as one inside."""
    margin = np.zeros(SHINGLE - 1, np.uint64)
    padded = np.concatenate((margin, points.astype(np.uint64), margin))
    runs = np.zeros(len(padded) - SHINGLE + 1, np.uint64)
    for offset in range(SHINGLE):
        runs = runs * _BASE + padded[offset:offset + len(runs)]
    runs = (runs ^ (runs >> np.uint64(30))) * _MIX
    runs = (runs ^ (runs >> np.uint64(27))) * _BASE
    return (runs >> np.uint64(32)).astype(np.uint32)


@cache
def _counts() -> NDArray[np.bool_]:
    """Return for each code point of the basic plane whether it counts; the last entry is for all others."""
    counts = [unicodedata.category(chr(point))[0] in "LN" for point in range(_BASIC_PLANE)]
    return np.array([*counts, True])
