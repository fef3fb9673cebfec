"""Finds the part of an address that may stay legible: the names of its county and of what contains it."""

from __future__ import annotations

import re

from guard.redact.divisions import AREAS, COUNTIES, RECENT, SHORT_AREAS

_DIVISIONS = frozenset((*AREAS.split(), *SHORT_AREAS.split(), *COUNTIES.split(), *RECENT.split()))
_RANKS = "省市县区旗州盟"
_STEMS = frozenset(name[:-1] for name in _DIVISIONS if len(name) > 2)
"""A county becomes a city or a district, and keeps its name: 望城县, 望城区."""
_SHORT = frozenset(name[:-1] for name in AREAS.split() if len(name) > 2) | {"内蒙古", "广西", "西藏", "宁夏", "新疆"}
"""Where another division follows, a province or prefecture may be without its rank: 湖南长沙雨花区."""
_SHORTEST, _LONGEST = 2, max(map(len, _DIVISIONS))
_NO_RANK = re.compile("[域块间]|[\u4e00-\u9fff]{0,2}[场委]")
"""After 市 or 区, what makes a word of it: 市场, 区域, 区委, 市农贸市场."""
_END = re.compile("[市县区]")
"""An address that was found may begin with the last character of its city, county or district."""


def district_end(text: str, start: int, end: int) -> int:
    """Return the end of the part of an address that names a county or a larger area: many thousands live there.

    A town, an estate or a development zone is a part of what must be hidden (tests/corpus/tags/GUIDE.md).
    """
    place = named = start
    if _division_end(text, start, end) == start and _END.match(text, start, end):
        place = named = start + 1
    while (last := _division_end(text, place, end)) > place:
        if text[place:last] not in _SHORT:
            named = last
        place = last
    return named


def _division_end(text: str, start: int, end: int) -> int:
    """Return the end of the longest name of a division that begins here, or ``start``."""
    for last in range(min(end, start + _LONGEST), start + _SHORTEST - 1, -1):
        name = text[start:last]
        if name in _SHORT or ((name in _DIVISIONS or (name[-1] in _RANKS and name[:-1] in _STEMS))
                              and _NO_RANK.match(text, last, end) is None):
            return last
    return start
