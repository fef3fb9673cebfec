"""Runs a pack's own examples: a pack with a failing example is neither signed nor put in force."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from rules.definition import Criterion, Example, Exemption, Pack, Reach, Rule
from rules.judge.judge import Judge
from rules.model import Action
from rules.pack.words import ACTIONS, exemption_words
from rules.sentences.catalogue import sentence
from rules.sentences.sentence import NOTHING, Sentence

MUST_MATCH = "必须命中"
MUST_NOT_MATCH = "不得命中"
MUST_NOT_SWALLOW = "不得吞掉"

_SECONDS = 10.0
_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed example: the rule, 必须命中/不得命中/不得吞掉, its number from 1, and what happened."""

    rule: str
    kind: str
    example_number: int
    words: Sentence
    happened: Sentence = NOTHING
    """The message without the example's text."""
    example: str = ""
    """The text of the example."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many examples of each kind prove a pack."""

    must_match: int
    must_not_match: int
    must_not_swallow: int


def counts(pack: Pack) -> Counts:
    """Return how many examples ``prove`` runs; an exemption counts once, however many texts may prove it."""
    return Counts(sum(len(rule.must_match) for rule in pack.rules),
                  sum(len(rule.must_not_match) for rule in pack.rules),
                  sum(len(rule.exemptions()) for rule in pack.rules))


class _Judged:
    """A judge and its verdicts: an exemption's example is asked about for every part of its rule."""

    def __init__(self, judge: Judge) -> None:
        self.holds = judge.holds
        self.verdict = cache(lambda text: judge.judge(text, _SECONDS))


def prove(pack: Pack, key: bytes = b"") -> tuple[Failure, ...]:
    """Run every example of every rule and return those that fail; none means the pack is proven.

    Examples of a published pack need no ``key``: they contain stand-ins of hashed words (rules.pack.hashing).
    """
    parts = {
        (rule.id, number): _parts(rule, number, exemption)
        for rule in pack.rules for number, exemption in enumerate(rule.exemptions(), 1)
    }
    # A part of a rule stops nothing that the rule does not stop, so the other rules answer the same with or without
    # it.
    with_parts = replace(pack, rules=pack.rules + tuple(part for some in parts.values() for part in some))
    judge = _Judged(Judge([with_parts], key=key))
    failures: list[Failure] = []
    for rule in pack.rules:
        failures += _of_rule(judge, rule)
        for number, exemption in enumerate(rule.exemptions(), 1):
            failures += _must_not_swallow(judge, rule, exemption, number, parts[rule.id, number])
    return tuple(failures)


def _parts(rule: Rule, number: int, exemption: Exemption) -> tuple[Rule, ...]:
    """Return the parts of a rule each of which must match the example of an exemption: every criterion with it.

    An exemption of every criterion, or one with the distance of the whole text, is proven by the rule as a whole.
    """
    carrying = tuple(criterion for criterion in rule.criteria if exemption in criterion.exemptions)
    alone: tuple[tuple[Criterion, ...], ...] = tuple((criterion,) for criterion in carrying)
    if exemption.distance is Reach.TEXT or len(carrying) == len(rule.criteria):
        alone = (rule.criteria,)
    return tuple(
        replace(rule, id=f"{rule.id}/{number}/{part}", criteria=criteria, yields=False)
        for part, criteria in enumerate(alone)
    )


def _of_rule(judge: _Judged, rule: Rule) -> Iterator[Failure]:
    for number, example in enumerate(rule.must_match, 1):
        yield from _must_match(judge, rule, example, MUST_MATCH, number)
    for number, example in enumerate(rule.must_not_match, 1):
        action = _action(judge, rule, example)
        # A rule whose strictest action is 记录 is proven when it does not match; any other when it stops nobody.
        limit = Action.ALLOW if rule.strictest() is Action.LOG else example.action or Action.LOG
        if action.severity > limit.severity:
            happened = sentence("proof.should-not-match", action=ACTIONS[action])
            yield _failure(rule, MUST_NOT_MATCH, number, example, happened)


def _must_match(judge: _Judged, rule: Rule, example: Example, kind: str, number: int) -> Iterator[Failure]:
    action = _action(judge, rule, example)
    if example.action is not None and action is not example.action:
        happened = sentence("proof.should-say", action=ACTIONS[example.action], found=ACTIONS[action])
        yield _failure(rule, kind, number, example, happened)
    elif example.action is None and action.severity < min(Action.WARN.severity, rule.strictest().severity):
        yield _failure(rule, kind, number, example, sentence("proof.should-match", action=ACTIONS[action]))


def _must_not_swallow(
    judge: _Judged, rule: Rule, exemption: Exemption, number: int, parts: tuple[Rule, ...],
) -> Iterator[Failure]:
    """Check an exemption's examples: one must contain its words, or it would prove nothing, and be caught all the
    same.

    It is caught by the criterion that the exemption lowers; matches of another criterion prove nothing.
    """
    called = exemption_words(exemption)
    first, *_ = exemption.must_not_swallow
    telling = [example for example in exemption.must_not_swallow if judge.holds(example.as_text(), exemption.sources)]
    if not telling:
        happened = sentence("proof.no-exception-word", name=called)
        yield _failure(rule, MUST_NOT_SWALLOW, number, first, happened)
        return
    for part in parts:
        failures = [next(_must_match(judge, part, example, MUST_NOT_SWALLOW, number), None) for example in telling]
        if None not in failures:
            failure = failures[0]
            assert failure is not None
            happened = sentence("proof.swallowed", name=called, why=failure.happened)
            yield _failure(rule, MUST_NOT_SWALLOW, number, telling[0], happened)
            return


def _failure(rule: Rule, kind: str, number: int, example: Example, happened: Sentence) -> Failure:
    words = sentence("proof.example", example=example.beginning(_SHOWN), why=happened)
    return Failure(rule.id, kind, number, words, happened, example.text)


def _action(judge: _Judged, rule: Rule, example: Example) -> Action:
    """Return the strictest action of one rule on an example; ALLOW when it does not match."""
    actions = (match.action for match in judge.verdict(example.as_text()).matches if match.rule == rule.id)
    return max(actions, key=lambda action: action.severity, default=Action.ALLOW)
