"""Tells which computers change from which release to which one when a release is published, moved or withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from guard.supply.bundle import RuleRelease


@dataclass(frozen=True, slots=True)
class Move:
    """What some computers have and what they will have; None is what the program itself contains."""

    was: RuleRelease | None
    now: RuleRelease | None


def moves(before: Sequence[RuleRelease], after: Sequence[RuleRelease]) -> tuple[Move, ...]:
    """Return every move that some computer may make between two lists of releases that differ in one of them.

    First of those that get the release, then of those that lose it; each from or to the newest release first.
    """
    old, new = ({one.number: one for one in releases} for releases in (before, after))
    (number,) = {number for number in old | new if old.get(number) != new.get(number)} or {0}
    found: list[Move] = []
    for gets, had in ((new.get(number), old.get(number)), (old.get(number), new.get(number))):
        if gets is not None and not gets.withdrawn:
            others = [one for one in after if one.number != number and _is_for(one, gets.channel)]
            rest = list(_otherwise(gets, had if had is not None and _is_for(had, gets.channel) else None, others))
            found += (Move(one, gets) if gets is new.get(number) else Move(gets, one) for one in rest)
    return tuple(found)


def held(releases: Iterable[RuleRelease]) -> tuple[RuleRelease, ...]:
    """Return the releases that some computer may have, the newest first."""
    found: list[RuleRelease] = []
    newer: list[RuleRelease] = []
    for one in sorted((one for one in releases if not one.withdrawn), key=lambda one: one.number, reverse=True):
        above = [each for each in newer if each.channel == one.channel]
        if not _cover_all(above) and (one.percent or set(one.groups) - _groups(above)):
            found.append(one)
        newer.append(one)
    return tuple(found)


def _is_for(release: RuleRelease, channel: str) -> bool:
    return release.channel == channel and not release.withdrawn


def _otherwise(gets: RuleRelease, had: RuleRelease | None,
               others: Sequence[RuleRelease]) -> Iterator[RuleRelease | None]:
    """Yield what the computers that ``gets`` reaches and ``had`` does not may have in its place."""
    barred = [one for one in others if one.number > gets.number]
    older = (one for one in others if one.number < gets.number)
    for one in (*sorted(older, key=lambda one: one.number, reverse=True), None):
        if _cover_all(barred):
            return
        never = _groups(barred) | (set(had.groups) if had is not None else set())
        lots = had.percent if had is not None else 0
        chosen = gets.percent > lots or (lots < 100 and bool(set(gets.groups) - never))
        if chosen and (one is None or one.percent or set(one.groups) - never):
            yield one
        barred += [one] if one is not None else []


def _groups(releases: Iterable[RuleRelease]) -> set[str]:
    return {group for one in releases for group in one.groups}


def _cover_all(releases: Iterable[RuleRelease]) -> bool:
    return any(one.percent == 100 for one in releases)
