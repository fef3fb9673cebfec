"""Proximity of two matches: same sentence, same line, within N characters, anywhere."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from rules.definition import Distance, Reach
from rules.features.model import Hit
from rules.scan.scanner import LONGEST_MATCH

_SENTENCE_ENDS = "。!?;\n"
_LONGEST_SENTENCE = 400


def bounds(text: str, hit: Hit, distance: Distance) -> tuple[int, int]:
    """Return the part of the text that is within ``distance`` of a hit."""
    if distance is Reach.TEXT:
        return 0, len(text)
    if isinstance(distance, Reach):
        ends = _SENTENCE_ENDS if distance is Reach.SENTENCE else "\n"
        floor, ceiling = max(0, hit.start - _LONGEST_SENTENCE), min(len(text), hit.end + _LONGEST_SENTENCE)
        first = max(text.rfind(character, floor, hit.start) for character in ends) + 1
        following = [found for character in ends if (found := text.find(character, hit.end, ceiling)) >= 0]
        return max(first, floor), min(following, default=ceiling)
    return max(0, hit.start - distance), min(len(text), hit.end + distance)


def within(hits: Sequence[Hit], first: int, last: int) -> Iterator[Hit]:
    """Yield the hits, which are in order of ``start``, that touch the part from ``first`` to ``last``."""
    index = bisect_left(hits, first - LONGEST_MATCH, key=lambda hit: hit.start)
    while index < len(hits) and hits[index].start <= last:
        if hits[index].end >= first:
            yield hits[index]
        index += 1
