"""Content that stands in a part twice, for newer programs and for older ones (ISO/IEC 29500-3 clause 10)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_MOST = 20_000_000
"""Characters that are gone through to compare the two; beyond it the older form is kept as a whole."""


@dataclass(slots=True)
class Either:
    """Content in two forms that is being written. ``start``: what was said before it, counted in pieces.

    ``older``: where the older form begins, while that stands apart because the newer one had words; ``boxes``: what
    waits meanwhile.
    """

    start: int
    older: int | None = None
    boxes: tuple[str, ...] = ()


def unsaid(newer: Iterable[str], older: Iterable[str]) -> Iterator[str]:
    """Yield the lines of the older form that the newer one does not have, spaces left aside."""
    said, lines = _plain("".join(newer)), "".join(older).split("\n")
    compared = len(said) * len(lines) <= _MOST
    for line in lines:
        if (plain := _plain(line)) and not (compared and plain in said):
            yield f"{line}\n"


def _plain(words: str) -> str:
    return "".join(words.split())
