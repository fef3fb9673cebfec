"""Warns of what is allowed in a pack but unwise: too short words, rules with the same deciding words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ahocorasick_rs import AhoCorasick

from rules.definition import Pack, Reach, Reference, Rule, Source
from rules.features import RETIRED
from rules.lint.report import Report
from rules.scan.hashed import is_hashed
from rules.schema.problem import Problem
from rules.sentences.catalogue import sentence

_FEWEST_HAN, _FEWEST_OTHER = 2, 4
_SHOWN = 3


def lint(pack: Pack) -> tuple[Problem, ...]:
    """Return every warning about a pack that was read by rules.pack.loading.load, in the order of the file.

    Slow patterns and unused definitions are among them (``Pack.warnings``). None of them stops the pack.
    """
    report = Report(pack)
    found = [*pack.warnings, *_short_words(pack, report), *_overlaps(pack, report), *_held_words(pack, report),
             *_no_basis(pack, report), *_retired(pack, report)]
    return tuple(sorted(found, key=lambda problem: problem.line))


def _short_words(pack: Pack, report: Report) -> Iterator[Problem]:
    """Yield words that decide, that support from anywhere, or that exempt, and are so short that they are everywhere.
    """
    lists = dict(pack.words)
    told: set[str] = set()
    for number, rule in enumerate(pack.rules):
        for reference in _deciding(rule):
            if reference.source is Source.WORD and _short(reference.name):
                yield report.problem(("规则", number), rule.id,
                                     sentence("schema.here", key=reference.name, why=_TOO_SHORT))
            if reference.source is Source.WORDS and reference.name not in told:
                told.add(reference.name)
                for word in filter(_short, lists[reference.name]):
                    yield report.problem(
                        report.word(reference.name, word), rule.id,
                        sentence("lint.listed-word", list=reference.name, word=word, why=_TOO_SHORT),
                    )


_TOO_SHORT = sentence("lint.too-short")


def _short(word: str) -> bool:
    han = sum("\u3400" <= character <= "\u9fff" or character >= "\U00020000" for character in word)
    return han < _FEWEST_HAN and len(word) < _FEWEST_OTHER


def _deciding(rule: Rule) -> Iterator[Reference]:
    """Yield what may decide without other words nearby."""
    for criterion in rule.criteria:
        yield from criterion.primary
        for support in criterion.supports:
            if support.distance is Reach.TEXT:
                yield from support.sources
    for exemption in rule.exemptions():
        yield from exemption.sources


def _overlaps(pack: Pack, report: Report) -> Iterator[Problem]:
    """Yield the pairs of rules that decide by the same words, patterns or structures: it is unclear which is meant."""
    users: dict[str, list[int]] = {}
    for number, rule in enumerate(pack.rules):
        for told in dict.fromkeys(_primaries(pack, rule)):
            users.setdefault(told, []).append(number)
    pairs: dict[tuple[int, int], list[str]] = {}
    for told, numbers in users.items():
        for later in numbers[1:]:
            pairs.setdefault((numbers[0], later), []).append(told)
    for (first, later), told_all in pairs.items():
        words = tuple(map(_called, told_all[:_SHOWN]))
        shown = sentence("pack.and-more" if len(told_all) > _SHOWN else "pack.listed", words=words)
        yield report.problem(
            ("规则", later, "判据"), pack.rules[later].id,
            sentence("lint.repeats", rule=pack.rules[first].id, words=shown),
        )


def _called(told: str) -> str:
    return sentence("pack.quoted", words=told[1:-1]) if told.startswith("“") else told


def _held_words(pack: Pack, report: Report) -> Iterator[Problem]:
    """Yield the rules whose deciding word contains a word by which another rule decides already."""
    owners: dict[str, int] = {}
    for number, rule in enumerate(pack.rules):
        for told in _primaries(pack, rule):
            if told.startswith("“"):
                owners.setdefault(told[1:-1], number)
    if not owners:
        return
    words = list(owners)
    finder = AhoCorasick(words)
    told_pairs: set[tuple[int, int]] = set()
    for word, number in owners.items():
        for index, _, _ in finder.find_matches_as_indexes(word, overlapping=True):
            other = owners[words[index]]
            if other != number and words[index] != word and (number, other) not in told_pairs:
                told_pairs.add((number, other))
                yield report.problem(
                    ("规则", number, "判据"), pack.rules[number].id,
                    sentence("lint.contains", word=word, rule=pack.rules[other].id, other=words[index]),
                )


def _no_basis(pack: Pack, report: Report) -> Iterator[Problem]:
    """Yield the rules and alerts whose 依据 names nothing that can be looked up."""
    written = [("规则", number, rule.id, rule.legal_basis) for number, rule in enumerate(pack.rules)]
    written += [("紧急布控", number, alert.id, alert.legal_basis) for number, alert in enumerate(pack.alerts)]
    for part, number, name, basis in written:
        if _BASIS.search(basis) is None:
            yield report.problem((part, number, "依据"), name,
                                 sentence("lint.basis-unknown", basis=basis))


def _retired(pack: Pack, report: Report) -> Iterator[Problem]:
    """Yield the structures of a feature that finds nothing any more."""
    for structure in pack.structures:
        if structure.feature in RETIRED:
            yield report.problem(("结构", structure.name), structure.name,
                                 sentence("lint.retired", name=structure.name, detector=structure.feature))


_BASIS = re.compile(
    "法(?!律规定)|条例|规[章程]|规定(?<![有相]关规定)(?<!内部规定)|办法|细则|制度|意见|通知|准则|标准|七不|[号单函]|第.{1,6}条",
)


def _primaries(pack: Pack, rule: Rule) -> Iterator[str]:
    """Yield what the rule decides by alone: a primary that needs support is narrowed by it and overlaps with nothing.
    """
    lists = dict(pack.words) if any(_is_list(criterion.primary) for criterion in rule.criteria) else {}
    for criterion in rule.criteria:
        if criterion.supports:
            continue
        for reference in criterion.primary:
            if reference.source is Source.WORDS and reference.at_least == 1:
                yield from (f"“{word}”" for word in lists[reference.name] if not is_hashed(word))
            elif reference.source is Source.WORD:
                yield f"“{reference.name}”"
            else:
                yield f"@{reference.name}(>={reference.at_least})" if reference.at_least > 1 else f"@{reference.name}"


def _is_list(references: Iterable[Reference]) -> bool:
    return any(reference.source is Source.WORDS for reference in references)
