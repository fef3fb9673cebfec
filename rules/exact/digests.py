"""Computes keyed digests of values, of anchors and of pairs of values, many at once.

The digest of a value is CBC-MAC with AES-256 over its 16-bit characters, its length first, which makes CBC-MAC a
pseudo-random function for values of different lengths (Bellare, Kilian, Rogaway 2000, prefix-free encoding). A pair is
the encrypted sum of both digests, so that the order of columns does not matter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rules.exact.cells import LONGEST

KEY_BYTES = 32
"""Bytes of the key of a unit, which never travels with an index."""

SALT_BYTES = 16
"""Bytes of the salt of an index: two indexes of one table have nothing in common."""

CHECK_BYTES = 8

_LANES = 8
"""Characters of a block, and of a digest."""

_FIRST_BLOCK = _LANES - 1
ANCHOR_MARK = 0xA5A5
"""What precedes the characters of an anchor, where a value has its length."""

_PERSON = b"mishao exact"

Digests = NDArray[np.uint64]
"""Two numbers of 64 bits per value."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What is derived from the unit's key for one index: keys of AES-256, and what tells a wrong key."""

    values: bytes
    pairs: bytes
    check: bytes

    @classmethod
    def of(cls, key: bytes, salt: bytes) -> Keys:
        """Derive the keys of an index from the unit's key and its salt."""
        def derived(purpose: bytes, size: int) -> bytes:
            return hashlib.blake2b(purpose, digest_size=size, key=key, salt=salt, person=_PERSON).digest()

        return cls(derived(b"values", KEY_BYTES), derived(b"pairs", KEY_BYTES), derived(b"check", CHECK_BYTES))


class Digesting:
    """Computes digests under the keys of one index; for one thread. Making one takes longer than a few digests."""

    def __init__(self, keys: Keys) -> None:
        self._keys, self._values = keys, _Encryption(keys.values)
        self._pairs: _Encryption | None = None

    def of_strings(self, values: Sequence[str]) -> Digests:
        """Return the digests of values in their one form (rules.exact.cells)."""
        filled = "".join([value.ljust(LONGEST, "\0") for value in values]).encode("utf-16-le", "surrogatepass")
        characters = np.frombuffer(filled, np.uint16).reshape(-1, LONGEST)
        return self.of_values(characters, np.fromiter(map(len, values), np.intp, len(values)))

    def of_values(self, characters: NDArray[np.uint16], lengths: NDArray[np.intp]) -> Digests:
        """Return the digests of values that are rows of characters, filled up with zeros; ``lengths`` is of each."""
        blocks = np.zeros((len(characters), _LANES), np.uint16)
        blocks[:, 0] = lengths
        first = characters[:, :_LANES - 1]
        blocks[:, 1:1 + first.shape[1]] = first
        state = self._values.of(blocks)
        for begin in range(_LANES - 1, int(lengths.max(initial=0)), _LANES):
            longer = (lengths > begin).nonzero()[0]
            more = characters[longer, begin:begin + _LANES]
            mixed = state[longer].view(np.uint16)
            mixed[:, :more.shape[1]] ^= more
            state[longer] = self._values.of(mixed)
        return state

    def of_runs(self, characters: NDArray[np.uint16], starts: Sequence[NDArray[np.intp]],
                lengths: Sequence[int], marks: Sequence[int]) -> Digests:
        """Return the digests of the runs of a text that begin at these places and have these lengths, those of each
        length after the other. Of each length ``marks`` has what precedes the characters: the length itself for
        values, which gives the digests of ``of_values``."""
        blocks = np.zeros((sum(map(len, starts)), _LANES), np.uint16)
        row = 0
        for places, length, mark in zip(starts, lengths, marks, strict=True):
            part = blocks[row:row + len(places)]
            part[:, 0] = mark
            for offset in range(min(length, _FIRST_BLOCK)):
                part[:, 1 + offset] = characters[places + offset]
            row += len(places)
        state = self._values.of(blocks)
        row = 0
        for places, length in zip(starts, lengths, strict=True):
            for begin in range(_FIRST_BLOCK, length, _LANES):
                more = np.arange(begin, min(begin + _LANES, length))
                mixed = state[row:row + len(places)].view(np.uint16)
                mixed[:, :len(more)] ^= characters[places[:, None] + more]
                state[row:row + len(places)] = self._values.of(mixed)
            row += len(places)
        return state

    def of_pairs(self, first: Digests, second: Digests) -> NDArray[np.uint64]:
        """Return one number of 64 bits for each pair of digests, the same in either order."""
        if self._pairs is None:
            self._pairs = _Encryption(self._keys.pairs)  # few texts have two values near each other
        return self._pairs.of(first ^ second)[:, 0]


class _Encryption:
    """AES of blocks, each by itself."""

    def __init__(self, key: bytes) -> None:
        # Loaded where an index is in force and nowhere else: it loads OpenSSL.
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

        self._context = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305 - no mode is wanted here

    def of(self, blocks: NDArray[np.uint16] | Digests) -> Digests:
        """Return the encrypted blocks of 16 bytes."""
        return np.frombuffer(self._context.update(blocks.tobytes()), np.uint64).reshape(-1, 2).copy()
