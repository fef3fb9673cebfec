"""Advises what to change in a rule when one of its examples fails: names the step the text did not pass."""

from __future__ import annotations

from dataclasses import replace

from rules.definition import Example, Pack, Reference, Rule
from rules.judge.judge import Judge
from rules.model import Match
from rules.pack.proof import MUST_MATCH, MUST_NOT_MATCH, Failure
from rules.pack.words import distance_words, reference_words
from rules.sentences.catalogue import sentence
from rules.sentences.sentence import NOTHING, Sentence

_SHOWN_WORDS = 3
_SECONDS = 10.0


class Advisor:
    """Gives advice for one pack; ``advise`` takes one failure of it."""

    def __init__(self, pack: Pack) -> None:
        self._rules = {rule.id: rule for rule in pack.rules}
        self._pack = pack
        self._judge = Judge([pack])

    def advise(self, failure: Failure) -> Sentence:
        """Return a sentence that says what to change, NOTHING when there is no simple change."""
        rule = self._rules[failure.rule]
        if failure.kind == MUST_NOT_MATCH:
            return self._narrower(rule, rule.must_not_match[failure.example_number - 1])
        if failure.kind == MUST_MATCH:
            return self._wider(rule, rule.must_match[failure.example_number - 1])
        return sentence("advice.exception")

    def _narrower(self, rule: Rule, example: Example) -> Sentence:
        """Advise on a text that must not match but does: name the words, and the two remedies."""
        found = self._matches(rule, example)
        words = tuple(sentence("pack.quoted", words=match.text) for match in found[:_SHOWN_WORDS])
        alone = any(not criterion.supports for criterion in rule.criteria)
        more = (sentence("advice.near-is-empty") if alone
                else sentence("advice.near-more-specific"))
        return sentence("advice.matched", words=words, more=more) if words else more

    def _wider(self, rule: Rule, example: Example) -> Sentence:
        """Advise on a text that must match but does not: the first step that no criterion passed, or whose action is
        too mild."""
        text = example.as_text()
        near = [criterion for criterion in rule.criteria if self._judge.holds(text, criterion.primary)]
        if not near:
            return sentence("advice.no-word")
        if self._matches(rule, example):
            return self._too_mild(rule, example)
        for criterion in near:
            for support in criterion.supports:
                if not self._judge.holds(text, support.sources):
                    return sentence("advice.none-near", words=_named(support.sources))
        worst = max((support for criterion in near for support in criterion.supports),
                    key=lambda support: support.at_least, default=None)
        if worst is None:
            return NOTHING
        return sentence("advice.too-few-near", distance=distance_words(worst.distance), count=worst.at_least)

    def _too_mild(self, rule: Rule, example: Example) -> Sentence:
        rules = tuple(_bare(one) if one is rule else one for one in self._pack.rules)
        without = Judge([replace(self._pack, rules=rules)])
        plain = max((match.confidence for match in self._matches(rule, example, without)), default=None)
        found = max(match.confidence for match in self._matches(rule, example))
        if plain is not None and plain > found:
            return sentence("advice.exempted")
        return sentence("advice.other-action")

    def _matches(self, rule: Rule, example: Example, judge: Judge | None = None) -> list[Match]:
        verdict = (judge or self._judge).judge(example.as_text(), _SECONDS)
        return [match for match in verdict.matches if match.rule == rule.id]


def _bare(rule: Rule) -> Rule:
    return replace(rule, criteria=tuple(replace(criterion, exemptions=()) for criterion in rule.criteria))


def _named(references: tuple[Reference, ...]) -> Sentence:
    words = tuple(map(reference_words, references[:_SHOWN_WORDS]))
    return sentence("advice.and-more" if len(references) > _SHOWN_WORDS else "pack.listed", words=words)
