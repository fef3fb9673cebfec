"""In which order people read the lines of a page, whichever way the page is turned."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from guard.reading.ocr.regions import Region

_LONG = 0.3
"""Only lines with this part of the longest line's length vote on the page's direction."""


@dataclass(frozen=True, slots=True)
class _Placed:
    index: int
    across: float
    along: float
    height: float


def reading_order(regions: Sequence[Region], *, flipped: bool = False) -> list[int]:
    """Return the indices of the regions row by row along the dominant direction of the text.

    ``flipped`` says that the page stands on its head. Regions whose centres are less than half a line apart across the
    direction of the text form one row.
    """
    if not regions:
        return []
    degrees = dominant_degrees(regions) + (180 if flipped else 0)
    along = (math.cos(math.radians(degrees)), math.sin(math.radians(degrees)))
    placed = sorted(
        (_Placed(index, region.y * along[0] - region.x * along[1], region.x * along[0] + region.y * along[1],
                 min(region.width, region.height))
         for index, region in enumerate(regions)), key=lambda place: place.across)
    rows: list[list[_Placed]] = []
    for place in placed:
        if rows and place.across - rows[-1][-1].across < 0.5 * min(place.height, rows[-1][-1].height):
            rows[-1].append(place)
        else:
            rows.append([place])
    return [place.index for row in rows for place in sorted(row, key=lambda place: place.along)]


def dominant_degrees(regions: Sequence[Region]) -> float:
    """Return the median direction of the long lines, in the sense of Region.degrees."""
    longest = max(region.width for region in regions)
    votes = sorted(region.degrees for region in regions if region.width >= _LONG * longest)
    return votes[len(votes) // 2]
