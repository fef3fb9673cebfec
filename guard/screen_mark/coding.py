"""Protects 48 bits by a check sum (CRC-24) and a convolutional code of rate 1/3, decoded softly (Viterbi).

The code is the one with constraint length 9 and the generators 557, 663, 711 (octal) of TS 25.212, 4.2.3.1. It is
terminated: eight zeros return it to its first state. The check sum is that of RFC 4880, 6.
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

from guard.screen_mark.payload import BITS

_CHECK_BITS, _CHECK_START, _CHECK_POLYNOMIAL = 24, 0xB704CE, 0x864CFB
_MEMORY = 8
_GENERATORS = (0o557, 0o663, 0o711)
_STEPS = BITS + _CHECK_BITS + _MEMORY

CODED = _STEPS * len(_GENERATORS)
"""Values that one payload becomes: 240."""

Signs = NDArray[np.float32]
"""+1 for a zero, -1 for a one; as received, any real number of that sign that grows with certainty."""


def signs_of(label: str, count: int) -> Signs:
    """Return ``count`` signs that look random and are the same everywhere."""
    stream = hashlib.shake_256(label.encode()).digest((count + 7) // 8)
    bits = np.unpackbits(np.frombuffer(stream, np.uint8))[:count]
    return (1 - 2.0 * bits).astype(np.float32)


def encode(number: int) -> Signs:
    """Return the 240 signs of a number of 48 bits."""
    whole = number << _CHECK_BITS | _check(number)
    state, coded = 0, []
    for at in range(BITS + _CHECK_BITS - 1, -_MEMORY - 1, -1):
        bit = whole >> at & 1 if at >= 0 else 0
        register = bit << _MEMORY | state
        coded += [(register & generator).bit_count() & 1 for generator in _GENERATORS]
        state = register >> 1
    return (1 - 2.0 * np.array(coded)).astype(np.float32) * _SCRAMBLE


def decode(received: Signs) -> int | None:
    """Return the number whose signs are most like the received ones, None when its check sum is wrong."""
    bits = _most_likely((received * _SCRAMBLE).reshape(_STEPS, len(_GENERATORS)))
    whole = int("".join(map(str, bits[:BITS + _CHECK_BITS])), 2)
    number = whole >> _CHECK_BITS
    return number if _check(number) == whole & (1 << _CHECK_BITS) - 1 else None


def _most_likely(received: NDArray[np.float32]) -> list[int]:
    """Return the bits of the path through the trellis whose signs fit best."""
    metric = np.full(1 << _MEMORY, -np.inf, np.float32)
    metric[0] = 0
    chosen = np.empty((_STEPS, 1 << _MEMORY), np.uint8)
    for step, values in enumerate(received):
        # Two states lead to each: they differ in the bit that leaves the register.
        ways = metric[_BEFORE] + _SIGNS @ values
        chosen[step] = ways[1] > ways[0]
        metric = np.maximum(ways[0], ways[1])
    state, bits = 0, []
    for step in range(_STEPS - 1, -1, -1):
        bits.append(state >> _MEMORY - 1)
        state = int(_BEFORE[chosen[step, state], state])
    return bits[::-1]


def _check(number: int) -> int:
    rest = _CHECK_START
    for byte in number.to_bytes(BITS // 8, "big"):
        rest ^= byte << _CHECK_BITS - 8
        for _ in range(8):
            rest <<= 1
            if rest >> _CHECK_BITS:
                rest ^= 1 << _CHECK_BITS | _CHECK_POLYNOMIAL
    return rest


_STATES = np.arange(1 << _MEMORY)
_BEFORE = np.stack([_STATES << 1 & (1 << _MEMORY) - 1, (_STATES << 1 & (1 << _MEMORY) - 1) | 1])
_REGISTERS = (_STATES >> _MEMORY - 1 << _MEMORY) + _BEFORE
_SIGNS = np.array([[[1 - 2 * ((register & generator).bit_count() & 1) for generator in _GENERATORS]
                    for register in row] for row in _REGISTERS.tolist()], np.float32)
_SCRAMBLE = signs_of("mishao trace scramble", CODED)
