"""Tells for each character of a text how probable it belongs to a span of each kind, from what is said around it.

The first layers of a transformer (Vaswani and others 2017; multilingual-e5-small, Wang and others 2024), learnt further
from marked texts. Characters look at the piece that they are in, at what rules found, and at two neighbours on each
side, twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from rules.tagging.encoder_weights import CHANNELS, PLACES, REACH, EncoderWeights
from rules.tagging.kinds import KINDS
from rules.tagging.pieces import END, START, WordPiece
from rules.tagging.windows import Hint

Floats = NDArray[np.float32]

_CUTS = ("\n", "。;", ",")
"""Where a long text is cut, the best place first."""
_SEEN_AGAIN = 4
"""One in so many pieces of a part was in the one before, so that the network knows of whom its beginning tells."""
_BEYOND = 2 * REACH
"""The last characters see so many after them, which belong to the start, as in learning, where rows are filled so."""

_EPSILON = np.float32(1e-12)
_ROOT = np.float32(np.sqrt(2 / np.pi))
_CUBIC = np.float32(0.044715)


class Encoder:
    """Runs the network on one thread of numpy. Immutable; one instance may serve several threads."""

    def __init__(self, weights: EncoderWeights) -> None:
        self.header = weights.header
        self.vocabulary = weights.vocabulary
        self._tables = weights.tables

    def chances(self, text: str, hints: Sequence[Hint]) -> Floats:
        """Return for each character of a normalised text, and each kind, how probable it belongs to such a span."""
        channels = channels_of(len(text), hints)
        found = np.zeros((len(text), len(KINDS)), np.float32)
        for pieces, again in windows(text, list(self.vocabulary.divided(text)), self.header.positions):
            start, new, end = pieces[0].start, pieces[again].start, pieces[-1].end
            found[new:end] = self._characters(pieces, channels[start:end])[new - start:]
        return found

    def _characters(self, pieces: Sequence[WordPiece], channels: Floats) -> Floats:
        sizes = [piece.end - piece.start for piece in pieces]
        owners = np.repeat(np.arange(len(pieces)) + 1, sizes)
        places = np.concatenate([np.arange(size) for size in sizes])
        owners, places = (np.pad(one, (0, _BEYOND)) for one in (owners, places))
        channels = np.pad(channels, ((0, _BEYOND), (0, 0)))
        meant = self._product(self._encoded(pieces), "narrowed")
        seen = _curved(meant[owners] + self._floats("places")[np.minimum(places, PLACES - 1)]
                       + channels @ self._floats("channels"))
        for name in ("near", "far"):
            seen = seen + _curved(self._product(_with_neighbours(seen), name))
        return _shares(self._product(seen[:-_BEYOND], "told"))[:, 1:]

    def _encoded(self, pieces: Sequence[WordPiece]) -> Floats:
        """Return what each piece means where it is, with the start and the end around them."""
        numbers = np.array([START, *(piece.number for piece in pieces), END])
        values = (self._tables["pieces"][numbers].astype(np.float32) * self._floats("pieces.scales")[numbers, None]
                  + self._floats("positions")[:len(numbers)])
        values = self._normalised(values, "start")
        for layer in range(self.header.layers):
            values = self._normalised(values + self._attended(values, layer), f"{layer}.first")
            inner = _curved(self._product(values, f"{layer}.inner"))
            values = self._normalised(values + self._product(inner, f"{layer}.outer"), f"{layer}.second")
        return values

    def _attended(self, values: Floats, layer: int) -> Floats:
        length, heads = len(values), self.header.heads
        parts = self._product(values, f"{layer}.attended").reshape(length, 3, heads, -1).transpose(1, 2, 0, 3)
        asked, offered, given = np.ascontiguousarray(parts)
        asked /= np.float32(np.sqrt(asked.shape[-1]))
        shares = _shares(asked @ offered.transpose(0, 2, 1))
        return self._product((shares @ given).transpose(1, 0, 2).reshape(length, -1), f"{layer}.joined")

    def _product(self, values: Floats, name: str) -> Floats:
        """Multiply by a matrix of steps: its floats exist only meanwhile, because they are four times as large."""
        product: Floats = values @ self._tables[name].astype(np.float32)
        product *= self._floats(f"{name}.scales")
        product += self._floats(f"{name}.bias")
        return product

    def _normalised(self, values: Floats, name: str) -> Floats:
        centred = values - values.mean(axis=1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(axis=1, keepdims=True) + _EPSILON)
        normalised: Floats = centred / spread * self._floats(f"{name}.gain") + self._floats(f"{name}.bias")
        return normalised

    def _floats(self, name: str) -> Floats:
        table: Floats = self._tables[name]  # type: ignore[assignment]  # one mapping has both types
        return table


def windows(text: str, pieces: Sequence[WordPiece], positions: int) -> Iterator[tuple[Sequence[WordPiece], int]]:
    """Yield parts that the network can see at once, and how many pieces of each were in the one before: the rest of it
    ends with a line, a sentence or a clause where that is possible.
    """
    room, first = positions - 2, 0
    while first < len(pieces):
        again = min(first, room // _SEEN_AGAIN)
        most = room - again
        last = min(len(pieces), first + most)
        if last < len(pieces):
            later = range(last - 1, first + most // 2, -1)
            cuts = (place + 1 for ends in _CUTS for place in later if text[pieces[place].end - 1] in ends)
            last = next(cuts, last)
        yield pieces[first - again:last], again
        first = last


def channels_of(length: int, hints: Sequence[Hint]) -> Floats:
    """Return what rules found at each character, as the network sees it."""
    found = np.zeros((length, CHANNELS // 3, 3), np.float32)
    for start, end, channel in hints:
        found[start:end, channel, 0] = 1
        found[start, channel, 1] = 1
        found[end - 1, channel, 2] = 1
    return found.reshape(length, CHANNELS)


def _with_neighbours(values: Floats) -> Floats:
    padded = np.pad(values, ((REACH, REACH), (0, 0)))
    return np.concatenate([padded[place:place + len(values)] for place in range(2 * REACH + 1)], axis=1)


def _curved(values: Floats) -> Floats:
    """Return the Gaussian error linear unit of values, as its usual approximation (Hendrycks and Gimpel 2016)."""
    inside = values * values
    inside *= _CUBIC
    inside += 1
    inside *= values
    inside *= _ROOT
    np.tanh(inside, out=inside)
    inside += 1
    inside *= values
    inside *= np.float32(0.5)
    return inside


def _shares(values: Floats) -> Floats:
    """Return the softmax over the last axis, in the same place."""
    values -= values.max(axis=-1, keepdims=True)
    np.exp(values, out=values)
    values /= values.sum(axis=-1, keepdims=True)
    return values
