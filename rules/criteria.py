"""Evidence → criteria → exemptions: what one rule finds in one text, and how sure it is of each find."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rules.definition import Criterion, Exemption, Reach, Rule, Source, Support
from rules.evidence import Evidence
from rules.features.model import Hit
from rules.model import Confidence
from rules.reach import bounds, within


@dataclass(frozen=True, slots=True)
class Find:
    """One place where a criterion holds, with the confidence that exemptions left; NONE when they took it all."""

    hit: Hit
    confidence: Confidence


def findings(rule: Rule, evidence: Evidence) -> list[Find]:
    """Return what a rule finds, in order of position, overlapping finds joined into the surest. Raises OutOfTime."""
    evidence.deadline.check()
    finds = sorted(
        (find for criterion in rule.criteria for find in _of_criterion(criterion, evidence)),
        key=lambda find: (find.hit.start, -find.hit.end),
    )
    kept: list[Find] = []
    for find in finds:
        if kept and find.hit.start < kept[-1].hit.end:
            if find.confidence > kept[-1].confidence:
                kept[-1] = find
        else:
            kept.append(find)
    return kept


def _of_criterion(criterion: Criterion, evidence: Evidence) -> Iterator[Find]:
    # Words are cheap to look up and features are not: what must stand anywhere in the text is asked for first.
    if not all(_could_hold(support, evidence) for support in criterion.supports):
        return
    for reference in criterion.primary:
        structural = reference.source is Source.STRUCTURE
        for number, hit in enumerate(evidence.hits(reference)):
            if number % 64 == 63:
                evidence.deadline.check()
            if all(_holds(support, hit, structural, evidence) for support in criterion.supports):
                yield Find(hit, _lowered(criterion, hit, evidence))


def _could_hold(support: Support, evidence: Evidence) -> bool:
    return _enough(support, evidence.of(support.sources))


def _enough(support: Support, hits: Sequence[Hit] | Iterator[Hit]) -> bool:
    """Say whether there are enough different values, without looking further than needed."""
    values: set[str] = set()
    for hit in hits:
        values.add(hit.value)
        if len(values) >= support.at_least:
            return True
    return False


def _holds(support: Support, hit: Hit, structural: bool, evidence: Evidence) -> bool:
    """Say whether enough other words stand near a hit; words inside the hit itself support nothing."""
    if structural and support.distance is Reach.TEXT:
        return True
    near = within(evidence.of(support.sources), *bounds(evidence.text, hit, support.distance))
    if structural:
        return _enough(support, near)
    return _enough(support, (other for other in near if other.start < hit.start or other.end > hit.end))


def _lowered(criterion: Criterion, hit: Hit, evidence: Evidence) -> Confidence:
    """Return the confidence after the strongest exemption that applies. A fixed mark is never lowered."""
    if hit.fixed:
        return criterion.confidence
    applying = (exemption.levels for exemption in criterion.exemptions if _applies(exemption, hit, evidence))
    levels = max(applying, default=0)
    return Confidence(max(Confidence.NONE, criterion.confidence - levels))


def _applies(exemption: Exemption, hit: Hit, evidence: Evidence) -> bool:
    hits = evidence.of(exemption.sources)
    if not hits or exemption.distance is Reach.TEXT:
        return bool(hits)
    return any(True for _ in within(hits, *bounds(evidence.text, hit, exemption.distance)))
