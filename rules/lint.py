"""What is allowed in a pack but unwise: words too short to decide anything, rules that decide by the same words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rules.definition import Pack, Problem, Reach, Reference, Rule, Source
from rules.yaml_tree import Tree, read_tree

_Path = tuple[int | str, ...]
_FEWEST_HAN, _FEWEST_OTHER = 2, 4
_SHOWN = 3


def lint(pack: Pack) -> tuple[Problem, ...]:
    """Return every warning about a pack that was read by rules.pack.load, in the order of the file.

    Slow patterns and unused definitions are among them (``Pack.warnings``). None of them stops the pack.
    """
    report = _Report(pack)
    found = [*pack.warnings, *_short_words(pack, report), *_overlaps(pack, report)]
    return tuple(sorted(found, key=lambda problem: problem.line))


class _Report:
    """Makes problems and knows where things stand; the file is read again only when there is one."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._tree: Tree | None = None

    def problem(self, path: _Path, rule: str, message: str) -> Problem:
        if not self._pack.written:
            return Problem(self._pack.source, 0, rule, message)
        if self._tree is None:
            self._tree = read_tree(self._pack.written)
        return Problem(self._pack.source, self._tree.at(path).line, rule, message)


def _short_words(pack: Pack, report: _Report) -> Iterator[Problem]:
    """Yield the words that decide, support from anywhere or exempt, and are so short that they stand everywhere."""
    lists = dict(pack.words)
    told: set[str] = set()
    for number, rule in enumerate(pack.rules):
        for reference in _deciding(rule):
            if reference.source is Source.WORD and _short(reference.name):
                yield report.problem(("规则", number), rule.id, f"“{reference.name}”{_TOO_SHORT}")
            if reference.source is Source.WORDS and reference.name not in told:
                told.add(reference.name)
                for place, word in enumerate(lists[reference.name]):
                    if _short(word):
                        yield report.problem(
                            ("词表", reference.name, place), rule.id, f"词表“{reference.name}”里的“{word}”{_TOO_SHORT}",
                        )


_TOO_SHORT = "太短，会到处出现。请写至少两个汉字的词。"


def _short(word: str) -> bool:
    han = sum("\u3400" <= sign <= "\u9fff" or sign >= "\U00020000" for sign in word)
    return han < _FEWEST_HAN and len(word) < _FEWEST_OTHER


def _deciding(rule: Rule) -> Iterator[Reference]:
    """Yield what may decide without other words near it."""
    for criterion in rule.criteria:
        yield from criterion.primary
        for support in criterion.supports:
            if support.distance is Reach.TEXT:
                yield from support.sources
    for exemption in rule.exemptions():
        yield from exemption.sources


def _overlaps(pack: Pack, report: _Report) -> Iterator[Problem]:
    """Yield the pairs of rules that decide by the same words, patterns or structures: which of them is meant?"""
    users: dict[str, list[int]] = {}
    for number, rule in enumerate(pack.rules):
        for told in dict.fromkeys(_primaries(pack, rule)):
            users.setdefault(told, []).append(number)
    pairs: dict[tuple[int, int], list[str]] = {}
    for told, numbers in users.items():
        for later in numbers[1:]:
            pairs.setdefault((numbers[0], later), []).append(told)
    for (first, later), told_all in pairs.items():
        shown = "、".join(told_all[:_SHOWN]) + ("等" if len(told_all) > _SHOWN else "")
        yield report.problem(
            ("规则", later, "判据"), pack.rules[later].id,
            f"和规则 {pack.rules[first].id} 的主证重复：{shown}。同一处会命中两条，请合并，或让其中一条更具体。",
        )


def _primaries(pack: Pack, rule: Rule) -> Iterator[str]:
    """Yield what the rule decides by alone: a primary that needs support is narrowed by it and overlaps nobody."""
    lists = dict(pack.words) if any(_is_list(criterion.primary) for criterion in rule.criteria) else {}
    for criterion in rule.criteria:
        if criterion.supports:
            continue
        for reference in criterion.primary:
            if reference.source is Source.WORDS and reference.at_least == 1:
                yield from (f"“{word}”" for word in lists[reference.name])
            elif reference.source is Source.WORD:
                yield f"“{reference.name}”"
            else:
                yield f"@{reference.name}(>={reference.at_least})" if reference.at_least > 1 else f"@{reference.name}"


def _is_list(references: Iterable[Reference]) -> bool:
    return any(reference.source is Source.WORDS for reference in references)
