"""Determines the order in which people read the lines of a page, whichever way the page is turned."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guard.reading.ocr.regions import Region

_LONG = 0.3
"""Only lines with at least this part of the longest line's length vote on the page's direction."""

_TURNED = 2.0
"""Degrees from which upright boxes no longer tell what is in one row."""


@dataclass(frozen=True, slots=True)
class _Placed:
    index: int
    across: float
    along: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Next:
    """The next region in reading order; ``degrees`` and ``beside``: as in guard.reading.model.Line."""

    index: int
    degrees: float
    beside: bool | None


def reading_order(regions: Sequence[Region], *, flipped: bool = False) -> list[Next]:
    """Return the regions row by row along the dominant direction of the text.

    ``flipped`` says that the page is upside down. Regions whose centres are less than half a line apart across the
    direction of the text form one row.
    """
    if not regions:
        return []
    degrees = dominant_degrees(regions) + (180 if flipped else 0)
    along = (math.cos(math.radians(degrees)), math.sin(math.radians(degrees)))
    placed = sorted(
        (_Placed(index, region.y * along[0] - region.x * along[1], region.x * along[0] + region.y * along[1],
                 max(region.width, region.height), min(region.width, region.height))
         for index, region in enumerate(regions)), key=lambda place: place.across)
    rows: list[list[_Placed]] = []
    for place in placed:
        if rows and place.across - rows[-1][-1].across < 0.5 * min(place.height, rows[-1][-1].height):
            rows[-1].append(place)
        else:
            rows.append([place])
    return [step for row in rows for step in _steps(sorted(row, key=lambda place: place.along), degrees)]


def _steps(row: Sequence[_Placed], degrees: float) -> Iterator[Next]:
    before: _Placed | None = None
    for place in row:
        beside = before is not None and _apart(before, place) > -min(before.height, place.height) / 2
        yield Next(place.index, degrees, beside if abs(degrees) > _TURNED else None)
        before = place


def _apart(left: _Placed, right: _Placed) -> float:
    """Return the distance from the end of one to the start of the other, along the text."""
    return right.along - right.width / 2 - left.along - left.width / 2


def dominant_degrees(regions: Sequence[Region]) -> float:
    """Return the median direction of the long lines, in the sense of Region.degrees."""
    longest = max(region.width for region in regions)
    votes = sorted(region.degrees for region in regions if region.width >= _LONG * longest)
    return votes[len(votes) // 2]
