"""Rings: who gets a release, and which releases the computers of a ring have now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from guard.supply.bundle import DEFAULT_CHANNEL, Index, RuleRelease

PILOT = "试点"
"""The group of the computers that get a release first."""


@dataclass(frozen=True, slots=True)
class Ring:
    """Who gets a release: one channel, a percentage of its computers, and those of some groups; the pilots by default.

    ``new_channel``: the channel may be one that no release had before.
    """

    channel: str = DEFAULT_CHANNEL
    percent: int = 0
    groups: tuple[str, ...] = (PILOT,)
    new_channel: bool = False


@dataclass(frozen=True, slots=True)
class RingChange:
    """Changes to the ring of a release. None leaves a field unchanged; ``groups`` replaces all of them, () is none."""

    channel: str | None = None
    percent: int | None = None
    groups: tuple[str, ...] | None = None
    new_channel: bool = False

    def ring(self, entry: RuleRelease) -> Ring:
        """Return the ring that this release gets."""
        return Ring(entry.channel if self.channel is None else self.channel,
                    entry.percent if self.percent is None else self.percent,
                    entry.groups if self.groups is None else self.groups, self.new_channel)


@dataclass(frozen=True, slots=True)
class Reached:
    """What the computers of a ring have now: releases, the newest first, and whether some of them have none."""

    releases: tuple[RuleRelease, ...]
    some_have_none: bool


def reached(releases: Iterable[RuleRelease], ring: Ring) -> Reached:
    """Return what the computers of a ring have now, if these are all releases."""
    fitting = [one for one in releases if one.channel == ring.channel and not one.withdrawn and _meet(one, ring)]
    found: list[RuleRelease] = []
    for release in sorted(fitting, key=lambda one: one.number, reverse=True):
        found.append(release)
        if _covers(release, ring):
            return Reached(tuple(found), some_have_none=False)
    return Reached(tuple(found), some_have_none=True)


def kept(index: Index, most: int) -> tuple[RuleRelease, ...]:
    """Return the newest releases of an index, ``most`` at most, and every older one that some computer may have."""
    everyone = [msgspec.structs.replace(release, groups=()) for release in index.releases if release.percent]
    had = {release.number for channel in {release.channel for release in index.releases}
           for release in reached(everyone, Ring(channel, 100, ())).releases}
    groups = {Ring(one.channel, 0, (group,)) for one in index.releases for group in one.groups}
    had |= {release.number for ring in groups for release in reached(index.releases, ring).releases}
    newest = {release.number for release in index.releases[-most:]}
    return tuple(release for release in index.releases if release.number in had | newest)


def _meet(release: RuleRelease, ring: Ring) -> bool:
    """Tell whether a computer of the ring may have a release: a percentage is drawn by lot, for each release anew."""
    if release.percent and (ring.percent or ring.groups):
        return True
    return bool(set(release.groups) & set(ring.groups)) or bool(release.groups and ring.percent)


def _covers(release: RuleRelease, ring: Ring) -> bool:
    return release.percent == 100 or (not ring.percent and set(ring.groups) <= set(release.groups))
