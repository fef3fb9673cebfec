"""Leaves out what the unit's entries lift of what was found in one text: published texts, and false alarms."""

from __future__ import annotations

from functools import cached_property

from rules.definition import Rule
from rules.judge.criteria import Find
from rules.judge.exempted import Exemptions
from rules.judge.register import Coverage, Register
from rules.model import Confidence, Nature
from rules.scan.normalise import Normalised


class Lifting:
    """Applies the unit's entries (published texts, false alarms) to a text: looked up only when something was found."""

    def __init__(self, register: Register, exemptions: Exemptions, original: str, normalised: Normalised) -> None:
        self._register = register
        self._exemptions, self._original = exemptions, original
        self._normalised = normalised
        self._coverage: Coverage | None = None
        self._asked = False

    def apply(self, rule: Rule, finds: list[Find]) -> list[Find]:
        """Return the finds; those that an exemption or a published text lifts have no confidence.

        Passages shared with a published text still count for state-secret rules and marks. For those rules an
        exempted false alarm lifts words, not what was seen in pixels.
        """
        if rule.nature is Nature.STATE_SECRET:
            if not self._exempted:
                return finds
            return [find if find.hit.trait is not None else Find(find.hit, Confidence.NONE) for find in finds]
        if self._published() is None:
            return finds
        return [
            find if find.hit.fixed or not self.publishes(find.hit.start, find.hit.end)
            else Find(find.hit, Confidence.NONE)
            for find in finds
        ]

    def lifts(self, start: int, end: int) -> bool:
        """Return whether a passage is to be ignored: it is published, or was found to be a false alarm."""
        return self._exempted or self.publishes(start, end)

    @cached_property
    def _exempted(self) -> bool:
        return self._exemptions.cover(self._original)

    def publishes(self, start: int, end: int) -> bool:
        """Return whether a passage is part of a published text."""
        coverage = self._published()
        if coverage is None:
            return False
        number = sum(map(str.isdigit, self._normalised.text[start:end])) * 2 > end - start
        return coverage.covers(start, end, number)

    def _published(self) -> Coverage | None:
        if self._register.knows_published and not self._asked:
            self._coverage = self._register.published(self._normalised)
            self._asked = True
        return self._coverage
