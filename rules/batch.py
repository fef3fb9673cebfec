"""Many short texts at once: one normalising and one literal pass tell which of them any rule could match."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from rules.deadline import Deadline
from rules.normalise import normalise
from rules.plan import PlannedPack
from rules.scan import Scanner
from rules.text import Text

_SIGNS_AT_ONCE = 500_000
_NO_LIMIT = 3600.0


def suspects(texts: Sequence[Text], scanner: Scanner, packs: Sequence[PlannedPack]) -> Iterator[bool]:
    """Yield for each text whether any rule could match it."""
    first = 0
    while first < len(texts):
        last, signs = first, 0
        while last < len(texts) and (last == first or signs + len(texts[last].original) < _SIGNS_AT_ONCE):
            signs += len(texts[last].original) + 1
            last += 1
        group = texts[first:last]
        for text, possible in zip(group, _of_group([text.original for text in group], scanner, packs), strict=True):
            # Traits are no words: a text that carries any is always looked at.
            yield possible or bool(text.traits)
        first = last


def _of_group(originals: list[str], scanner: Scanner, packs: Sequence[PlannedPack]) -> Iterator[bool]:
    known: dict[frozenset[int], bool] = {}
    for original, found in zip(originals, _literals(originals, scanner), strict=True):
        # A carriage return at a text's end is joined with the line feed that divides it from the next.
        if "\r" in original:
            yield True
            continue
        held = frozenset(found)
        possible = known.get(held)
        if possible is None:
            possible = known[held] = any(pack.candidates(held) for pack in packs)
        yield possible


def _literals(originals: list[str], scanner: Scanner) -> list[set[int]]:
    """Return the literals that each text holds."""
    normalised = normalise("\n".join(originals))
    starts = np.cumsum([0, *(len(original) + 1 for original in originals)])
    if normalised.offsets is not None:
        starts = np.searchsorted(normalised.offsets, starts)
    bytes_before = _bytes_before(normalised.text)
    begins = bytes_before[np.minimum(starts, len(normalised.text))]
    # The line feed that divides two texts belongs to neither.
    ends = np.concatenate((begins[1:-1] - 1, begins[-1:]))
    held: list[set[int]] = [set() for _ in originals]
    for literal, positions in scanner.scan(normalised.text, Deadline(_NO_LIMIT)).found.items():
        owners = np.searchsorted(begins[:-1], positions, side="right") - 1
        inside = np.asarray(positions) < ends[owners]
        for owner in np.unique(owners[inside]).tolist():
            held[owner].add(literal)
    return held


def _bytes_before(text: str) -> NDArray[np.intp]:
    """Return how many UTF-8 bytes stand before each code point, and before the end."""
    points = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    lengths = 1 + (points >= 0x80).astype(np.intp) + (points >= 0x800) + (points >= 0x10000)
    return np.concatenate(([0], np.cumsum(lengths)))
