"""Finds the days with which entries of rules end (误报豁免, 科室规则): after each, the same rules judge otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rules.definition import Pack


def ends_of(packs: Iterable[Pack]) -> frozenset[date]:
    """Return the last day of each entry of these packs that is for some time only."""
    packs = tuple(packs)
    exempted = {entry.until for pack in packs for entry in pack.exempted}
    return frozenset(exempted | {rule.override.until for pack in packs for rule in pack.rules if rule.override})


def lapsed(ends: Iterable[date], today: date) -> str:
    """Return the last of these days that is over, "" when none is: verdicts are the same as long as this is."""
    return max((end.isoformat() for end in ends if end < today), default="")
