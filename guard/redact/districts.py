"""Finds the part of an address that may stay legible: the names of its county and of what contains it."""

from __future__ import annotations

from guard.redact.divisions import AREAS, COUNTIES

_DIVISIONS = frozenset((*AREAS.split(), *COUNTIES.split()))
_RANKS = "省市县区旗州盟"
_STEMS = frozenset(name[:-1] for name in _DIVISIONS if len(name) > 2)
"""A county becomes a city or a district, and keeps its name: 望城县, 望城区."""
_SHORT = frozenset(name[:-1] for name in AREAS.split() if len(name) > 2) | {"内蒙古", "广西", "西藏", "宁夏", "新疆"}
"""Where another division follows, a province or prefecture may be without its rank: 湖南长沙雨花区."""
_SHORTEST, _LONGEST = 2, max(map(len, _DIVISIONS))


def district_end(text: str, start: int, end: int) -> int:
    """Return the end of the part of an address that names a county or a larger area: many thousands live there.

    A town, an estate or a development zone is a part of what must be hidden (tests/corpus/tags/GUIDE.md). An address
    may begin with the last character of such a name.
    """
    cut = text[start:start + 1] in tuple(_RANKS) and _division_end(text, start, end) == start
    place = named = start + cut
    while (last := _division_end(text, place, end)) > place:
        if text[place:last] not in _SHORT:
            named = last
        place = last
    return named


def _division_end(text: str, start: int, end: int) -> int:
    """Return the end of the longest name of a division that begins here, or ``start``."""
    for last in range(min(end, start + _LONGEST), start + _SHORTEST - 1, -1):
        name = text[start:last]
        if name in _DIVISIONS or name in _SHORT or (name[-1] in _RANKS and name[:-1] in _STEMS):
            return last
    return start
