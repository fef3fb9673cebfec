"""Warns of exemptions that apply nearly everywhere: those of a whole text, and those of words that everybody writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rules.definition import Exemption, Pack, Reach, Reference, Rule, Source
from rules.lint.common import ORDINARY
from rules.lint.report import Report
from rules.pack.word_lists import Path
from rules.pack.words import exemption_words
from rules.scan.expression import compile_expression
from rules.scan.normalise import normalise
from rules.schema.problem import Problem
from rules.sentences.catalogue import sentence

EVERYDAY = """\
好的，明白，知道了，没问题，可以，不用，稍等，马上到，辛苦了，麻烦你，谢谢大家，早上好，晚安，周末愉快，生日快乐，恭喜，哈哈。
我们，你们，他们，大家，自己，这个，那个，什么，怎么，为什么，因为，所以，如果，但是，还是，已经，现在，刚才，昨天，今天，明天，
后天，今年，去年，上午，下午，晚上，单位，领导，同志，同事，朋友，家里，学校，医院，公司，微信，照片，文件，材料，电脑，手机，号码，
问题，事情，时候，地方，办法，情况，消息，名字，地址，这里，那里，一下，一起，需要，觉得，希望，帮忙，看看，发给，转发，收到，回复。
"""
"""Words that are in every chat."""


def lint_exemptions(pack: Pack) -> tuple[Problem, ...]:
    """Return warnings for exemptions that leave hardly any match, whatever else a rule decides by."""
    report = Report(pack)
    held = _Held(pack)
    return tuple(problem for number, rule in enumerate(pack.rules) for problem in _of_rule(number, rule, held, report))


class _Held:
    """Finds the words of an exemption in ordinary text."""

    def __init__(self, pack: Pack) -> None:
        text = normalise(ORDINARY + EVERYDAY).text
        self._text = text
        self._lists = {name: next((word for word in words if word in text), "") for name, words in pack.words}
        self._patterns: Mapping[str, str] = {pattern.name: pattern.expression for pattern in pack.patterns}

    def word(self, reference: Reference) -> str:
        """Return the part of a reference that is in ordinary text, "" when none is or a single one does not count."""
        if reference.at_least > 1 or reference.source is Source.STRUCTURE:
            return ""
        if reference.source is Source.WORD:
            return reference.name if reference.name in self._text else ""
        if reference.source is Source.WORDS:
            return self._lists[reference.name]
        hit = compile_expression(self._patterns[reference.name]).search(self._text.encode())
        return "" if hit is None else hit.group().decode("utf-8", "replace")


def _of_rule(number: int, rule: Rule, held: _Held, report: Report) -> Iterator[Problem]:
    told: set[Exemption] = set()
    for path, exemption in _places(number, rule, report):
        if exemption in told:
            continue
        told.add(exemption)
        called = exemption_words(exemption)
        if exemption.distance is Reach.TEXT:
            yield report.problem(path, rule.id, sentence("lint.exception-reach", name=called))
        word = next(filter(None, map(held.word, exemption.sources)), "")
        if word:
            yield report.problem(path, rule.id, sentence("lint.exception-common-word", name=called, word=word))


def _places(number: int, rule: Rule, report: Report) -> Iterator[tuple[Path, Exemption]]:
    """Yield every exemption with its path in the file: those of a criterion before those of its rule."""
    for place, criterion in enumerate(rule.criteria):
        own = report.length(("规则", number, "判据", place, "例外"))
        for at, exemption in enumerate(criterion.exemptions):
            below: Path = ("判据", place, "例外", at) if at < own else ("例外", at - own)
            yield ("规则", number, *below), exemption
