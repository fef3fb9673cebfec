"""Finds hashed words of a pack in texts, and hashes words, by the keyed digests of exact data match (ADR 52, ADR 58).

A word is looked for as every run of its length: a text of n characters costs n digests per length that a pack has.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from rules.exact.cells import points_of
from rules.exact.digests import SALT_BYTES, Digesting, Keys
from rules.scan.hashed import digest_in, hashed_word, length_of

SHORTEST, LONGEST = 2, 40
"""Characters of a word that can be hashed: one of a single character is in every text, and guessed at once."""

MOST_LENGTHS = 16
"""Most different lengths of the hashed words of a pack: each costs time in every text."""

_PIECE = 20_000
_SIEVE = np.uint64(1 << 16)
_BEYOND = 0xFFFF
_PERSON = b"mishao words"
_LOWER, _UPPER_OFFSET = (ord("a"), ord("z")), ord("a") - ord("A")


class HashedWords:
    """The hashed words of one pack, ready to be looked for. Immutable after construction."""

    def __init__(self, words: Iterable[str], keys: Keys) -> None:
        self._keys = keys
        self._words: dict[tuple[int, int], str] = {(length_of(word), digest_in(word)): word for word in words}
        self._lengths = tuple(sorted({length for length, _ in self._words}))
        self._longest = max(self._lengths, default=1)
        self._sieve = np.zeros(int(_SIEVE), bool)
        self._sieve[[digest % int(_SIEVE) for _, digest in self._words]] = True

    def __call__(self, text: str) -> Iterator[tuple[str, int]]:
        """Yield each word in a normalised text with the code point where it begins, in no certain order."""
        letters = _letters(text)
        digesting = Digesting(self._keys)
        for begin in range(0, len(letters), _PIECE):
            piece = letters[begin:begin + _PIECE + self._longest - 1]
            yield from ((word, begin + place) for word, place in self._in(piece, digesting))

    def _in(self, letters: NDArray[np.uint16], digesting: Digesting) -> Iterator[tuple[str, int]]:
        starts = [np.arange(min(max(0, len(letters) - length + 1), _PIECE)) for length in self._lengths]
        digests = digesting.of_runs(letters, starts, self._lengths, self._lengths)[:, 0]
        ends = list(accumulate(map(len, starts)))
        for number in self._sieve[digests % _SIEVE].nonzero()[0].tolist():
            group = bisect_right(ends, number)
            word = self._words.get((self._lengths[group], int(digests[number])))
            if word is not None:
                yield word, number - ends[group] + len(starts[group])


def salt_of(name: str, key: bytes) -> bytes:
    """Return the salt of the pack of this name: always the same under one key, so that two versions of a pack can be
    compared, and another one for each pack."""
    return hashlib.blake2b(name.encode(), digest_size=SALT_BYTES, key=key, person=_PERSON).digest()


def hashed(words: Sequence[str], keys: Keys) -> tuple[str, ...]:
    """Return normalised words of SHORTEST to LONGEST characters as hashed words, in the same order."""
    digesting = Digesting(keys)
    by_length: defaultdict[int, list[str]] = defaultdict(list)
    for word in words:
        by_length[len(word)].append(word)
    found: dict[str, str] = {}
    for length, some in by_length.items():
        letters = np.concatenate([_letters(word) for word in some])
        digests = digesting.of_runs(letters, (np.arange(0, len(letters), length),), (length,), (length,))
        found |= {word: hashed_word(f"{length}-{digest:016x}")
                  for word, digest in zip(some, digests[:, 0].tolist(), strict=True)}
    return tuple(found[word] for word in words)


def _letters(text: str) -> NDArray[np.uint16]:
    """Return the characters of a text: ASCII letters in upper case, as words of a pack are compared; everything beyond
    the basic plane is one character."""
    letters = np.minimum(points_of(text), _BEYOND).astype(np.uint16)
    lower = (letters >= _LOWER[0]) & (letters <= _LOWER[1])
    letters[lower] -= _UPPER_OFFSET
    return letters
