"""Recognises kinship: the words of an earlier stopped item in a text that does not contain its mark.

Pieces are the traces of rules/scan/fingerprints.py, hashed once more under a key: the same words have other pieces
under another key. Each item is compared alone: what many items have in common is how an office writes. Why: ADR 28.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rules.model import Action, Earlier
from rules.scan.fingerprints import FEWEST_CHARACTERS, Traces, held_in, runs, span_of

KEY_BYTES = 16
"""Length of a key in bytes."""

FEWEST_PIECES = 12
"""Least number of different pieces shared with a stopped item: some thirty characters in a row, one long sentence."""
LEAST_SHARE = 0.5
"""Least share of a text's own pieces that must be of one item: two notices of one office have up to a third in
common."""
LEAST_SHARE_READ = 0.36
"""The same when recognition has read one of the two, of which fewer pieces survive:
tests/bench/bench_fingerprints.py."""
_MOST_COMPARED = 8
"""Most items that one text is compared with: the strictest, and of those the ones that share most."""
_SHORT_RUN = 3
"""Up to this many neighbouring pieces are common to texts of one genre; they count for nothing."""

_MIX = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(32)
_STORED = np.dtype("<u8")

Pieces = NDArray[np.uint64]


class Resemblance(NamedTuple):
    """The item that a text is akin to, and the longest shared passage in positions of the normalised text."""

    earlier: Earlier
    start: int
    end: int


class Known:
    """The pieces of the stopped items, looked up together. Immutable: methods that change it return another."""

    def __init__(self, key: bytes, pieces: Pieces | None = None, owners: NDArray[np.intp] | None = None,
                 earlier: Sequence[Earlier] = ()) -> None:
        """``pieces`` are in ascending order, those of each item once; ``owners`` are indexes of ``earlier``."""
        self.key = key
        self.earlier = tuple(earlier)
        self._pieces = np.zeros(0, np.uint64) if pieces is None else pieces
        self._owners = np.zeros(0, np.intp) if owners is None else owners
        self.oldest = min((one.seen for one in self.earlier), default=math.inf)
        self._severities = np.array([one.action.severity for one in self.earlier], np.intp)

    @property
    def size(self) -> int:
        """The number of known pieces."""
        return len(self._pieces)

    def watches(self, original: str) -> bool:
        """Return whether a text is long enough to be akin to anything."""
        return len(self._pieces) > 0 and len(original) >= FEWEST_CHARACTERS

    def pieces(self, traces: Traces) -> Pieces:
        """Return the pieces of a text's traces, in their order, under this key."""
        first, second = np.frombuffer(self.key, np.uint64)
        mixed = (traces.hashes ^ first) * (second | np.uint64(1))
        mixed = (mixed ^ (mixed >> _HALF)) * _MIX
        return np.asarray(mixed ^ (mixed >> _HALF), np.uint64)

    def resemblance(self, traces: Traces, everyday: Callable[[Traces], NDArray[np.bool_]], above: Action,
                    recognised: bool = False) -> Resemblance | None:
        """Return the item that a text is akin to, if that was stopped by a stricter action than ``above``.

        ``everyday`` has for each trace whether it is ignored; such a one separates its neighbours. ``recognised``:
        the text was read from a picture.
        """
        pieces = self.pieces(traces)
        beside = self._pieces.take(self._pieces.searchsorted(pieces), mode="clip")
        if np.count_nonzero(beside == pieces) < FEWEST_PIECES:
            return None  # the usual case: the rest takes as long again
        counts_too = ~everyday(traces)
        numbers, places = held_in(self._pieces, pieces)
        own = counts_too[numbers]
        numbers, owners = numbers[own], self._owners[places[own]]
        counts, counted = np.bincount(owners, minlength=len(self.earlier)), np.count_nonzero(counts_too)
        for owner in self._closest(counts, above):
            earlier = self.earlier[owner]
            share = LEAST_SHARE_READ if recognised or earlier.recognised else LEAST_SHARE
            shared = numbers[owners == owner]
            first, end = runs(len(pieces), shared)
            long = end - first > _SHORT_RUN
            first, end = first[long], end[long]
            if (end - first).sum() < share * counted:
                continue
            in_runs = np.concatenate([pieces[begin:after] for begin, after in zip(first, end, strict=True)])
            if len(np.unique(in_runs)) >= FEWEST_PIECES:
                longest = int((end - first).argmax())
                passage = traces.places[[first[longest], end[longest] - 1]].tolist()
                return Resemblance(earlier, *span_of(traces, *passage))
        return None

    def _closest(self, counts: NDArray[np.intp], above: Action) -> list[int]:
        """Return the items to compare with a text that shares this many pieces with each."""
        enough = np.flatnonzero((counts >= FEWEST_PIECES) & (self._severities > above.severity))
        order = np.lexsort((-enough, -counts[enough], -self._severities[enough]))
        return [int(owner) for owner in enough[order][:_MOST_COMPARED]]

    # -------------------------------------------------------------- changes
    def asking(self, asked: Callable[[Earlier], Action]) -> Known:
        """Return the same items with the actions that they ask for now."""
        return Known(self.key, self._pieces, self._owners, [replace(one, action=asked(one)) for one in self.earlier])

    def with_item(self, earlier: Earlier, pieces: Pieces) -> Known:
        """Return these and one more item, which replaces those that contain no other word and were stopped no more
        strictly."""
        pieces = np.unique(pieces)
        if not len(pieces):
            return self
        again = np.bincount(self._owners[held_in(self._pieces, pieces)[1]], minlength=len(self.earlier))
        kept = (again < self._counts()) | (self._severities > earlier.action.severity)
        known = self if kept.all() else self._only(kept[self._owners])
        at = np.searchsorted(known._pieces, pieces)
        return Known(self.key, np.insert(known._pieces, at, pieces),
                     np.insert(known._owners, at, len(known.earlier)), (*known.earlier, earlier))

    def without(self, pieces: Pieces) -> Known:
        """Return these without some pieces, in whichever items they are."""
        return self._only(~np.isin(self._pieces, pieces))

    def where(self, keep: Callable[[Earlier], bool]) -> Known:
        """Return the pieces of the items that are to be kept."""
        kept = np.array([keep(one) for one in self.earlier], bool)
        return self if kept.all() else self._only(kept[self._owners])

    def newest(self, items: int, pieces: int) -> Known:
        """Return at most this many items and pieces, the latest of them."""
        if len(self.earlier) <= items and self.size <= pieces:
            return self
        fits = np.count_nonzero((self._counts()[::-1].cumsum() <= pieces)[:items])
        return self._only(self._owners >= len(self.earlier) - fits)

    def _only(self, kept: NDArray[np.bool_]) -> Known:
        return Known(self.key, self._pieces[kept], self._owners[kept], self.earlier)._tidied()

    def _tidied(self) -> Known:
        """Forget items of which no piece is left."""
        used = self._counts() > 0
        if used.all():
            return self
        kept = [one for one, one_used in zip(self.earlier, used.tolist(), strict=True) if one_used]
        return Known(self.key, self._pieces, (used.cumsum() - 1)[self._owners], kept)

    def _counts(self) -> NDArray[np.intp]:
        return np.bincount(self._owners, minlength=len(self.earlier))

    # -------------------------------------------------------------- between processes
    def written(self) -> tuple[tuple[Earlier, bytes], ...]:
        """Return each item with its pieces as ``read`` takes them."""
        return tuple((one, write(self._pieces[self._owners == number])) for number, one in enumerate(self.earlier))


def apart(pieces: Pieces, cleared: Iterable[bytes]) -> Pieces:
    """Return the pieces that are in none of these, each in the form of ``write``."""
    for written in cleared:
        pieces = pieces[~np.isin(pieces, read(written))]
    return pieces


def write(pieces: Pieces) -> bytes:
    """Return pieces as bytes, little-endian."""
    return pieces.astype(_STORED).tobytes()


def read(written: bytes) -> Pieces:
    """Read the pieces that ``write`` returned."""
    return np.frombuffer(written, _STORED).astype(np.uint64)
