"""Judges many short texts at once: one normalising and one literal pass show which of them any rule could match."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rules.deadline import Deadline
from rules.judge.plan import PlannedPack
from rules.scan.mending import may_be_broken
from rules.scan.normalise import Normalised, normalise
from rules.scan.scanner import Scan, Scanner
from rules.text import Text

_CHARACTERS_AT_ONCE = 500_000
_NO_LIMIT = 3600.0


class Scanned(NamedTuple):
    """A text that a rule could match, with the results of its batch's pass."""

    normalised: Normalised
    scan: Scan


Sifted: TypeAlias = Scanned | str | None
"""The normalised text where no rule could match; None for a text that must be judged by itself."""


def sifted(texts: Sequence[Text], scanner: Scanner, packs: Sequence[PlannedPack]) -> Iterator[Sifted]:
    """Yield for each text what the pass found in it."""
    first = 0
    while first < len(texts):
        last, length = first, 0
        while last < len(texts) and (last == first or length + len(texts[last].original) < _CHARACTERS_AT_ONCE):
            length += len(texts[last].original) + 1
            last += 1
        group = texts[first:last]
        batch = _Batch([text.original for text in group], scanner)
        for number, text in enumerate(group):
            # Traits are no words: a text with any is always judged. A carriage return at a text's end would join with
            # the line feed that separates it from the next.
            alone = text.traits or "\r" in text.original or may_be_broken(text.original)
            yield None if alone else batch.sifted(number, packs)
        first = last


class _Batch:
    """Texts normalised and scanned as one, each on lines of its own."""

    def __init__(self, originals: Sequence[str], scanner: Scanner) -> None:
        self._scanner = scanner
        self._known: dict[frozenset[int], bool] = {}
        self._normalised = normalised = normalise("\n".join(originals))
        starts = np.cumsum([0, *(len(original) + 1 for original in originals)])
        self._origins = starts.tolist()
        if normalised.offsets is not None:
            starts = np.searchsorted(normalised.offsets, starts)
        # The line feed that separates two texts belongs to neither.
        self._first = starts.tolist()
        self._scan = scanner.scan(normalised.text, Deadline(_NO_LIMIT))
        bytes_before = _bytes_before(normalised.text)
        begins = bytes_before[np.minimum(starts, len(normalised.text))]
        self._first_byte = begins.tolist()
        self._hits = _Hits(self._scan.found, begins)

    def sifted(self, number: int, packs: Sequence[PlannedPack]) -> Scanned | str:
        """Return what is known of one of the texts."""
        literals = self._hits.literals(number)
        possible = self._known.get(literals)
        if possible is None:
            possible = any(pack.candidates(pack.possible(literals)) for pack in packs)
            self._known[literals] = possible
        return self._scanned(number) if possible else self._normalised.text[slice(*self._bounds(number))]

    def _bounds(self, number: int) -> tuple[int, int]:
        last = number + 2 == len(self._origins)
        return self._first[number], len(self._normalised.text) if last else self._first[number + 1] - 1

    def _scanned(self, number: int) -> Scanned:
        whole, last = self._normalised, number + 2 == len(self._origins)
        first, end = self._bounds(number)
        text, offsets = whole.text[first:end], whole.offsets
        if offsets is not None:
            offsets = offsets[first:end] - self._origins[number]
            # An unchanged text needs no offsets.
            if len(text) == self._origins[number + 1] - self._origins[number] - 1:
                offsets = None
        first_byte = self._first_byte[number]
        data = self._scan.data[first_byte:len(self._scan.data) if last else self._first_byte[number + 1] - 1]
        return Scanned(Normalised(text, offsets), self._scanner.part(text, data, self._hits.found(number)))


class _Hits:
    """The hits of a batch's literal pass, text by text."""

    def __init__(self, found: Mapping[int, Sequence[int]], begins: NDArray[np.intp]) -> None:
        counts = [len(positions) for positions in found.values()]
        literals = np.repeat(np.fromiter(found, np.intp, len(counts)), counts)
        places = np.concatenate([np.asarray(positions, np.intp) for positions in found.values()] or [begins[:0]])
        owners = np.searchsorted(begins[:-1], places, side="right") - 1
        inside = np.flatnonzero(places < np.concatenate((begins[1:-1] - 1, begins[-1:]))[owners])
        order = inside[np.argsort(owners[inside], kind="stable")]
        owners = owners[order]
        self._literals = literals[order].tolist()
        self._places = (places[order] - begins[owners]).tolist()
        self._bounds = np.searchsorted(owners, np.arange(len(begins))).tolist()

    def literals(self, number: int) -> frozenset[int]:
        """Return the literals that a text contains."""
        return frozenset(self._literals[self._bounds[number]:self._bounds[number + 1]])

    def found(self, number: int) -> dict[int, list[int]]:
        """Return the literals that a text contains and where, in bytes from its beginning."""
        part = slice(self._bounds[number], self._bounds[number + 1])
        found: dict[int, list[int]] = {}
        for literal, place in zip(self._literals[part], self._places[part], strict=True):
            found.setdefault(literal, []).append(place)
        return found


def _bytes_before(text: str) -> NDArray[np.intp]:
    """Return how many UTF-8 bytes come before each code point, and before the end."""
    points = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    lengths = 1 + (points >= 0x80).astype(np.intp) + (points >= 0x800) + (points >= 0x10000)
    return np.concatenate(([0], np.cumsum(lengths)))
