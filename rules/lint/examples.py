"""Warns of examples that prove nothing, and of rules that another one makes redundant.

Runs every example, so it takes as long as rules.pack.proof does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rules.definition import Example, Pack, Reference, Rule, Source
from rules.judge.judge import Judge
from rules.lint.report import Report
from rules.model import Action
from rules.pack.proof import MUST_MATCH, MUST_NOT_MATCH, MUST_NOT_SWALLOW, Failure, prove
from rules.pack.words import PARTS
from rules.scan.hashed import is_hashed
from rules.scan.literals import fold
from rules.scan.normalise import normalise
from rules.schema.problem import Problem
from rules.sentences.catalogue import sentence
from rules.sentences.sentence import Sentence

_SHOWN = 20


def lint_examples(pack: Pack) -> tuple[Problem, ...]:
    """Return the warnings about the examples of a pack and what they show, in the order of the rules."""
    report = Report(pack)
    judge = Judge([pack])
    numbers = {rule.id: number for number, rule in enumerate(pack.rules)}
    found = [_failure(failure, numbers[failure.rule], report) for failure in prove(pack)]
    for number, rule in enumerate(pack.rules):
        found += _misplaced(number, rule, report)
        found += _far_away(number, rule, pack, report)
        found += _swallowed(number, rule, judge, report)
    return tuple(found)


def _failure(failure: Failure, number: int, report: Report) -> Problem:
    # Exemptions are written in criteria or in the rule: the sentence says which, the line number is the rule's.
    path = ("规则", number) if failure.kind == MUST_NOT_SWALLOW else (
        "规则", number, failure.kind, failure.example_number - 1)
    words = sentence("lint.example-fails", kind=PARTS[failure.kind], number=failure.example_number, why=failure.words)
    return report.problem(path, failure.rule, words)


def _misplaced(number: int, rule: Rule, report: Report) -> Iterator[Problem]:
    """Yield the examples that are written twice, or on both sides."""
    seen: dict[Example, Sentence] = {}
    for part, examples in ((MUST_MATCH, rule.must_match), (MUST_NOT_MATCH, rule.must_not_match)):
        for place, example in enumerate(examples):
            plain = Example(example.text, example.from_picture)
            here = sentence("pack.part-entry", which=PARTS[part], number=place + 1)
            earlier = seen.setdefault(plain, here)
            if earlier != here:
                yield report.problem(("规则", number, part, place), rule.id,
                                     sentence("lint.same-example", text=example.beginning(_SHOWN), earlier=earlier))


def _far_away(number: int, rule: Rule, pack: Pack, report: Report) -> Iterator[Problem]:
    """Yield a rule whose 不得命中 contain no piece of what it looks for: they would not match whatever the rule said.
    """
    references = [reference for criterion in rule.criteria for group in (
        criterion.primary, *(support.sources for support in criterion.supports)) for reference in group]
    if any(reference.source is Source.STRUCTURE for reference in references):
        return  # what a structure looks for is layout, not words
    pieces = {piece for reference in references for piece in _pieces(reference, pack)}
    for example in rule.must_not_match:
        folded = fold(normalise(example.text).text)
        if any(piece in folded for piece in pieces):
            return
    yield report.problem(("规则", number, MUST_NOT_MATCH), rule.id,
                         sentence("lint.weak-example"))


def _pieces(reference: Reference, pack: Pack) -> Iterator[str]:
    """Yield every two neighbouring characters of the words of a reference."""
    if reference.source is Source.WORD:
        words: Iterable[str] = (reference.name,)
    elif reference.source is Source.WORDS:
        words = [word for word in dict(pack.words)[reference.name] if not is_hashed(word)]
    else:
        words = next(pattern.shape for pattern in pack.patterns if pattern.name == reference.name).literals
    for word in words:
        folded = fold(word)
        yield from (folded[place:place + 2] for place in range(max(1, len(folded) - 1)))


def _swallowed(number: int, rule: Rule, judge: Judge, report: Report) -> Iterator[Problem]:
    """Yield a rule whose every 必须命中 is stopped by another rule at least as strictly."""
    if rule.strictest().severity < Action.WARN.severity:
        return
    others: set[str] | None = None
    for example in rule.must_match:
        matches = judge.judge(example.as_text(), 10.0).matches
        own = max((match.action.severity for match in matches if match.rule == rule.id), default=0)
        stricter = {match.rule for match in matches if match.rule != rule.id and match.action.severity >= own}
        others = stricter if others is None else others & stricter
        if not others:
            return
    for other in sorted(others or ()):
        yield report.problem(("规则", number, MUST_MATCH), rule.id,
                             sentence("lint.covered", rule=other))
