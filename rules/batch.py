"""Many short texts at once: one normalising and one literal pass tell which of them hold nothing to look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from rules.deadline import Deadline
from rules.normalise import normalise
from rules.scan import Scanner
from rules.text import Text

_SIGNS_AT_ONCE = 1_000_000
_NO_LIMIT = 3600.0


def untouched(texts: Sequence[Text], scanner: Scanner, triggers: frozenset[int] | None) -> Iterator[bool]:
    """Yield for each text whether it holds none of ``triggers``, and so cannot match any rule."""
    first = 0
    while first < len(texts):
        last, signs = first, 0
        while last < len(texts) and (last == first or signs + len(texts[last].original) < _SIGNS_AT_ONCE):
            signs += len(texts[last].original) + 1
            last += 1
        yield from _of_group([text.original for text in texts[first:last]], scanner, triggers)
        first = last


def _of_group(originals: list[str], scanner: Scanner, triggers: frozenset[int] | None) -> list[bool]:
    if triggers is None or len(originals) == 1:
        return [False] * len(originals)
    normalised = normalise("\n".join(originals))
    starts = np.cumsum([0, *(len(original) + 1 for original in originals)])
    if normalised.offsets is not None:
        starts = np.searchsorted(normalised.offsets, starts)
    scan = scanner.scan(normalised.text, Deadline(_NO_LIMIT))
    bytes_before = _bytes_before(normalised.text)
    byte_starts = bytes_before[np.minimum(starts, len(normalised.text))]
    clean = np.ones(len(originals), bool)
    for literal in triggers.intersection(scan.found):
        positions = np.asarray(scan.found[literal])
        owners = np.searchsorted(byte_starts, positions, side="right") - 1
        # The line feed that divides two texts belongs to neither.
        inside = positions < byte_starts[np.minimum(owners + 1, len(originals))] - 1
        inside |= owners >= len(originals) - 1
        clean[np.minimum(owners[inside], len(originals) - 1)] = False
    # A carriage return at a text's end would be joined with the dividing line feed.
    return [bool(one) and "\r" not in original for one, original in zip(clean, originals, strict=True)]


def _bytes_before(text: str) -> NDArray[np.intp]:
    """Return how many UTF-8 bytes stand before each code point, and before the end."""
    points = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    lengths = 1 + (points >= 0x80).astype(np.intp) + (points >= 0x800) + (points >= 0x10000)
    return np.concatenate(([0], np.cumsum(lengths)))
