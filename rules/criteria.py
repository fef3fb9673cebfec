"""Evidence → criteria → exemptions: what one rule finds in one text, and how sure it is of each find."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rules.definition import Reach, Source
from rules.evidence import Evidence
from rules.features.model import Hit
from rules.model import Confidence
from rules.plan import PlannedCriterion, PlannedExemption, PlannedSupport
from rules.reach import bounds, within


class Find(NamedTuple):
    """One place where a criterion holds, with the confidence that exemptions left; NONE when they took it all."""

    hit: Hit
    confidence: Confidence


def findings(criteria: Sequence[PlannedCriterion], evidence: Evidence) -> list[Find]:
    """Return what the criteria of one rule find, in order of position, overlapping finds joined into the surest.

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
            # Of two equally sure finds the mark in its place stays, which nothing may lift.
            if (find.confidence, find.hit.fixed) > (kept[-1].confidence, kept[-1].hit.fixed):
                kept[-1] = find
        else:
            kept.append(find)
    return kept


def _of_criterion(criterion: PlannedCriterion, evidence: Evidence) -> Iterator[Find]:
    # Words are cheap to look up and features are not: what must stand somewhere in the text is asked for first.
    if not all(_enough(least, evidence.of(group)) for group, least in criterion.needs):
        return
    for member in criterion.primary.members:
        structural = member.reference.source is Source.STRUCTURE
        for number, hit in enumerate(evidence.hits(member)):
            if number % 64 == 63:
                evidence.deadline.check()
            if all(_holds(support, hit, structural, evidence) for support in criterion.supports):
                yield Find(hit, _lowered(criterion, hit, evidence))


def _enough(least: int, hits: Iterable[Hit]) -> bool:
    """Say whether there are enough different values, without looking further than needed."""
    values: set[str] = set()
    for hit in hits:
        values.add(hit.value)
        if len(values) >= least:
            return True
    return False


def _holds(support: PlannedSupport, hit: Hit, structural: bool, evidence: Evidence) -> bool:
    """Say whether enough other words stand near a hit; words inside the hit itself support nothing."""
    if structural and support.distance is Reach.TEXT:
        return True
    near = within(evidence.of(support.group), *bounds(evidence.text, hit, support.distance))
    if structural:
        return _enough(support.at_least, near)
    return _enough(support.at_least, (other for other in near if other.start < hit.start or other.end > hit.end))


def _lowered(criterion: PlannedCriterion, hit: Hit, evidence: Evidence) -> Confidence:
    """Return the confidence after the strongest exemption that applies. A fixed mark is never lowered."""
    if hit.fixed or not criterion.exemptions:
        return criterion.confidence
    applying = (exemption.levels for exemption in criterion.exemptions if _applies(exemption, hit, evidence))
    return Confidence(max(Confidence.NONE, criterion.confidence - max(applying, default=0)))


def _applies(exemption: PlannedExemption, hit: Hit, evidence: Evidence) -> bool:
    hits = evidence.of(exemption.group)
    if not hits or exemption.distance is Reach.TEXT:
        return bool(hits)
    return any(True for _ in within(hits, *bounds(evidence.text, hit, exemption.distance)))
