"""Applies the criteria and exemptions of one rule to the evidence of one text: what it finds, how sure it is of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rules.definition import Reach, Source
from rules.features.model import Hit
from rules.judge.evidence import Evidence
from rules.judge.plan import PlannedCriterion, PlannedExemption, PlannedReference, PlannedSupport
from rules.judge.proximity import bounds, within
from rules.model import Confidence


class Find(NamedTuple):
    """One place where a criterion holds, with the confidence that exemptions left; NONE when they left nothing."""

    hit: Hit
    confidence: Confidence


def findings(criteria: Sequence[PlannedCriterion], evidence: Evidence) -> list[Find]:
    """Return what the criteria of one rule find, in order of position; of overlapping finds the surest one stays.

    Raises OutOfTime.
    """
    evidence.deadline.check()
    finds = [find for criterion in criteria for find in _of_criterion(criterion, evidence)]
    if len(finds) < 2:
        return finds
    finds.sort(key=lambda find: (find.hit.start, -find.hit.end))
    kept = finds[:1]
    for find in finds[1:]:
        if find.hit.start < kept[-1].hit.end:
            # Of two equally sure finds the mark in its regular position stays, which no exemption may lower.
            if (find.confidence, find.hit.fixed) > (kept[-1].confidence, kept[-1].hit.fixed):
                kept[-1] = find
        else:
            kept.append(find)
    return kept


def _of_criterion(criterion: PlannedCriterion, evidence: Evidence) -> list[Find]:
    # Words are cheap to look up and features are not: first it is checked that every group has a hit in the text.
    for group, least in criterion.needs:
        hits = evidence.of(group)
        if not hits or (least > 1 and not _enough(least, hits)):
            return []
    supported = [
        hit for member in criterion.primary.members for hit in _supported(criterion, member, evidence)
    ]
    return _weighed(criterion, supported, evidence) if supported else []


def _supported(criterion: PlannedCriterion, member: PlannedReference, evidence: Evidence) -> Sequence[Hit]:
    """Return the hits of one primary reference that have enough supports nearby."""
    structural = member.reference.source is Source.STRUCTURE
    hits = evidence.hits(member)
    for support in criterion.supports:
        # A structure that needs nothing nearby holds for the text as a whole.
        if not (structural and support.distance is Reach.TEXT):
            hits = [hit for number, hit in enumerate(hits)
                    if _in_time(number, evidence) and _holds(support, hit, structural, evidence)]
    return hits


def _in_time(number: int, evidence: Evidence) -> bool:
    """Return True; check the deadline from time to time. Raises OutOfTime."""
    if number % 64 == 63:
        evidence.deadline.check()
    return True


def _enough(least: int, hits: Iterable[Hit]) -> bool:
    """Return whether there are enough different values, without looking further than needed."""
    if least == 1:
        return any(True for _ in hits)
    values: set[str] = set()
    for hit in hits:
        values.add(hit.value)
        if len(values) >= least:
            return True
    return False


def _holds(support: PlannedSupport, hit: Hit, structural: bool, evidence: Evidence) -> bool:
    """Return whether enough other words are near a hit; words inside the hit itself support nothing."""
    near = within(evidence.of(support.group), *bounds(evidence.text, hit, support.distance))
    if structural:
        return _enough(support.at_least, near)
    return _enough(support.at_least, (other for other in near if other.start < hit.start or other.end > hit.end))


def _weighed(criterion: PlannedCriterion, hits: Sequence[Hit], evidence: Evidence) -> list[Find]:
    """Return the hits with the confidence after the strongest exemption that applies. A fixed mark is never lowered."""
    everywhere = 0
    near: list[tuple[PlannedExemption, Sequence[Hit]]] = []
    if not all(hit.fixed for hit in hits):
        for exemption in criterion.exemptions:
            lifting = evidence.of(exemption.group)
            if lifting and exemption.distance is Reach.TEXT:
                everywhere = max(everywhere, exemption.levels)
            elif lifting:
                near.append((exemption, lifting))
    finds = []
    for number, hit in enumerate(hits):
        levels = everywhere
        for exemption, lifting in near:
            if exemption.levels > levels and _in_time(number, evidence):
                place = bounds(evidence.text, hit, exemption.distance)
                levels = exemption.levels if any(True for _ in within(lifting, *place)) else levels
        finds.append(Find(hit, criterion.lowered[0 if hit.fixed else levels]))
    return finds
