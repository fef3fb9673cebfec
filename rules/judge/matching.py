"""Turns finds into matches of a verdict: positions in the original text, its words, its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from rules.definition import Alert, Rule
from rules.features.model import Hit
from rules.judge.criteria import Find
from rules.judge.kinship import Resemblance
from rules.judge.register import Sighting
from rules.model import MOST_MATCHES, Action, Confidence, Explanation, Match
from rules.scan.normalise import Normalised
from rules.text import Text

LONGEST_WORDS = 80
"""Longest ``Match.text`` in code points."""


def alerted(sighting: Sighting, text: Text, normalised: Normalised) -> Match:
    """Return the match of a document under alert."""
    alert = sighting.alert
    return passage(Match(alert.id, alert.name, Action.BLOCK, Confidence.HIGH, "", sighting.start, sighting.end), text,
                    normalised)


def akin_to(akin: Resemblance, text: Text, normalised: Normalised) -> Match:
    """Return the match for kinship with an item that was stopped before."""
    earlier = akin.earlier
    return passage(Match(earlier.rule, earlier.name, earlier.action, Confidence.HIGH, "", akin.start, akin.end,
                          kin=earlier.kin), text, normalised)


def passage(match: Match, text: Text, normalised: Normalised) -> Match:
    """Return a match of the original text, with words and place, for positions of the normalised text."""
    start, end = span_of(Hit(match.start, match.end, ""), normalised)
    page, place, boxes = text.place(start, end)
    return replace(match, text=text.original[start:end], start=start, end=end, page=page, boxes=boxes, place=place)


def explained(alert: Alert) -> Explanation:
    """Return the explanation for a document under alert."""
    return Explanation(
        alert.id, alert.name, "紧急布控", alert.nature, alert.legal_basis, (), alert.destinations,
        alert.wording.title, alert.wording.sentence, alert.wording.advice,
    )


def matches_of(rule: Rule, actions: Mapping[Confidence, Action], finds: Sequence[Find], text: Text,
               normalised: Normalised) -> Iterator[tuple[Match, Hit]]:
    """Yield a match for each find of a rule with the hit that it comes from; when there are too many, the strictest.
    ``actions`` are those of now, which differ from the rule's where it is on trial."""
    if len(finds) > MOST_MATCHES:
        strictest = sorted(finds, key=lambda find: -find.confidence)[:MOST_MATCHES]
        finds = sorted(strictest, key=lambda find: find.hit.start)
    original = text.original
    for find in finds:
        hit, confidence = find
        start, end = span_of(hit, normalised)
        page, place, boxes = text.place(start, end)
        if hit.trait is not None:
            page, place, boxes = hit.trait.page, hit.trait.place, (hit.trait.box,) if hit.trait.box else ()
        yield Match(rule.id, rule.name, actions[confidence], confidence, original[start:end], start, end, page, boxes,
                    place, asked=_asked(rule, confidence, actions[confidence])), hit


def _asked(rule: Rule, confidence: Confidence, action: Action) -> Action | None:
    """Return what a rule on trial would ask for: one whose override asks for less, or that never does more than
    record."""
    if confidence is Confidence.NONE:
        return None
    own = rule.action(confidence)
    return own if own.severity > action.severity or rule.strictest() is Action.LOG else None


def span_of(hit: Hit, normalised: Normalised) -> tuple[int, int]:
    """Return the span of a hit in the original, which is empty only for a trait of a page without words."""
    if hit.start == hit.end:
        return 0, 0
    start, end = normalised.original(hit.start, hit.end)
    return start, min(end, start + LONGEST_WORDS)
