"""Tells which differences of two packs may let more pass. What cannot be proven to be as strict as before counts."""

from __future__ import annotations

from collections.abc import Iterator

from rules.definition import Alert, Criterion, Pack, Rule, Source
from rules.model import Confidence, Nature


def milder(old: Rule, new: Rule) -> bool:
    """Return whether a rule may stop less than it did; names, wording, cases and examples stop nothing."""
    return (
        (old.nature is Nature.STATE_SECRET and new.nature is not old.nature)
        or not set(old.destinations) <= set(new.destinations)
        or (new.yields and not old.yields)
        or any(new.action(level).severity < old.action(level).severity for level in Confidence)
        or not all(any(_as_strict(was, now) for now in new.criteria) for was in old.criteria)
    )


def _as_strict(old: Criterion, new: Criterion) -> bool:
    return (new.confidence >= old.confidence and set(old.primary) <= set(new.primary) and new.supports == old.supports
            and set(new.exemptions) <= set(old.exemptions))


def milder_alert(old: Alert, new: Alert) -> bool:
    """Return whether an entry of 紧急布控 may stop less than it did, or may be released more freely: any other nature
    counts, since the policy says how each goes."""
    return new.nature not in (old.nature, Nature.STATE_SECRET) or not set(old.destinations) <= set(new.destinations)


def stopping_lists(pack: Pack) -> frozenset[str]:
    """Return the word lists that make rules match: fewer words in one of them stop less."""
    found = {source.name for rule in pack.rules for criterion in rule.criteria
             for source in (*criterion.primary, *(near for one in criterion.supports for near in one.sources))
             if source.source is Source.WORDS}
    return frozenset(found)


def exempting_lists(pack: Pack) -> frozenset[str]:
    """Return the word lists that exempt: more words in one of them stop less."""
    return frozenset(_exempting(pack))


def _exempting(pack: Pack) -> Iterator[str]:
    for rule in pack.rules:
        for exemption in rule.exemptions():
            yield from (source.name for source in exemption.sources if source.source is Source.WORDS)
