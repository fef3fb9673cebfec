"""What to change in a rule when one of its examples fails: which step the text did not pass, in the words of a pack."""

from __future__ import annotations

from dataclasses import replace

from rules.definition import Example, Pack, Reference, Rule
from rules.judge.judge import Judge
from rules.model import Match
from rules.pack.proof import MUST_MATCH, MUST_NOT_MATCH, Failure
from rules.pack.words import distance_words, reference_words

_SHOWN_WORDS = 3
_SECONDS = 10.0


class Advisor:
    """Knows one pack; ``advise`` looks at one failure of it."""

    def __init__(self, pack: Pack) -> None:
        self._rules = {rule.id: rule for rule in pack.rules}
        self._pack = pack
        self._judge = Judge([pack])

    def advise(self, failure: Failure) -> str:
        """Return a sentence that says what to change, "" when nothing simple would help."""
        rule = self._rules[failure.rule]
        if failure.kind == MUST_NOT_MATCH:
            return self._narrower(rule, rule.must_not_match[failure.example_number - 1])
        if failure.kind == MUST_MATCH:
            return self._wider(rule, rule.must_match[failure.example_number - 1])
        return "请在这段里写上例外的词，并且让这条规则仍然命中它；或者把例外的距离改小。"

    def _narrower(self, rule: Rule, example: Example) -> str:
        """What was caught that should not be: name the words, and the two ways out."""
        found = self._matches(rule, example)
        words = "、".join(f"“{match.text}”" for match in found[:_SHOWN_WORDS])
        alone = any(not criterion.supports for criterion in rule.criteria)
        more = ("“并且附近有”还空着，请写上真的内容里才有的词。" if alone
                else "请让“并且附近有”的词更具体、至少的个数更多，或者字数更少。")
        return f"命中的是{words}。{more}" if words else more

    def _wider(self, rule: Rule, example: Example) -> str:
        """What was not caught that should be: the first step that no criterion got past, or that was too mild."""
        text = example.as_text()
        near = [criterion for criterion in rule.criteria if self._judge.holds(text, criterion.primary)]
        if not near:
            return "这段里没有“出现”的任何一个词。请把这段里关键的词加进“出现”，照抄，不要改字。"
        if self._matches(rule, example):
            return self._too_mild(rule, example)
        for criterion in near:
            for support in criterion.supports:
                if not self._judge.holds(text, support.sources):
                    return (f"有“出现”的词，但没有“并且附近有”的词（{_named(support.sources)}）。"
                            "请加上这段里的词，或者去掉这一项。")
        worst = max((support for criterion in near for support in criterion.supports),
                    key=lambda support: support.at_least, default=None)
        if worst is None:
            return ""
        return (f"词都有，但{distance_words(worst.distance)}凑不够 {worst.at_least} 个不同的。"
                "请放宽字数，或者把至少的个数改小。")

    def _too_mild(self, rule: Rule, example: Example) -> str:
        rules = tuple(_bare(one) if one is rule else one for one in self._pack.rules)
        without = Judge([replace(self._pack, rules=rules)])
        plain = max((match.confidence for match in self._matches(rule, example, without)), default=None)
        found = max(match.confidence for match in self._matches(rule, example))
        if plain is not None and plain > found:
            return "命中了，但被例外降了级。请让例外的词更具体，或者把例外的距离改小。"
        return "命中了，但动作不一样。请改“就”里这一级把握的动作，或者改样例要的动作。"

    def _matches(self, rule: Rule, example: Example, judge: Judge | None = None) -> list[Match]:
        verdict = (judge or self._judge).judge(example.as_text(), _SECONDS)
        return [match for match in verdict.matches if match.rule == rule.id]


def _bare(rule: Rule) -> Rule:
    return replace(rule, criteria=tuple(replace(criterion, exemptions=()) for criterion in rule.criteria))


def _named(references: tuple[Reference, ...]) -> str:
    more = " 等" if len(references) > _SHOWN_WORDS else ""
    return "、".join(map(reference_words, references[:_SHOWN_WORDS])) + more
