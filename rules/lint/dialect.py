"""Warns of expressions that RE2 reads narrower than meant: its classes and word edges know ASCII only."""

from __future__ import annotations

from collections.abc import Iterator

from rules.definition import Pack
from rules.lint.report import Report
from rules.scan.re2_nodes import Branch, CharacterSet, Edge, Literal, Node, Repeat, Sequence, inner
from rules.scan.re2_parser import ParseError, parse
from rules.schema.problem import Problem
from rules.sentences.catalogue import sentence
from rules.sentences.sentence import Sentence

_FIRST_OF_CHINESE = 0x2E80


def lint_dialect(pack: Pack) -> tuple[Problem, ...]:
    """Return warnings for expressions of a pack that RE2 reads otherwise than their author probably meant."""
    report = Report(pack)
    return tuple(
        report.problem(("模式", pattern.name), "", sentence("pack.pattern", name=pattern.name, why=words))
        for pattern in pack.patterns for words in dict.fromkeys(traps(pattern.expression))
    )


def traps(expression: str) -> Iterator[Sentence]:
    """Yield the warnings for an expression; none for one that cannot be parsed."""
    try:
        tree = parse(expression)
    except ParseError:
        return
    yield from _in(tree, alone=False)


def _in(node: Node, *, alone: bool) -> Iterator[Sentence]:
    """Yield the warnings for a part; ``alone`` where it is one of several alternatives."""
    items = node.items if isinstance(node, Sequence) else (node,)
    for place, item in enumerate(items):
        beside = [items[other] for other in (place - 1, place + 1) if 0 <= other < len(items)]
        yield from _of_item(item, beside, alone and len(items) == 1)
        for part in inner(item) if not isinstance(item, Sequence) else ():
            yield from _in(part, alone=isinstance(item, Branch))


def _of_item(item: Node, beside: list[Node], alone: bool) -> Iterator[Sentence]:
    chinese = any(map(_is_chinese, beside))
    if isinstance(item, Edge):
        if item.written == "\\b" and chinese:
            yield sentence("lint.dialect.edge", written=item.written)
        if item.written == "$" and not item.by_line and not alone:
            yield sentence("lint.dialect.end", written=item.written)
    one = item.item.items[0] if isinstance(item, Repeat) and len(item.item.items) == 1 else item
    if isinstance(one, CharacterSet):
        if chinese:
            yield from _of_ascii(one.written)
        if one.written.startswith("[:") and one.written.endswith(":]"):
            yield sentence("lint.dialect.outside", written=one.written)


def _of_ascii(written: str) -> Iterator[Sentence]:
    """Yield the warnings for an ASCII-only set next to Chinese."""
    if written in ("\\w", "[[:word:]]"):
        yield sentence("lint.dialect.word", written=written)
    if written == "\\W":
        yield sentence("lint.dialect.no-word", written=written)
    if written == "\\d":
        yield sentence("lint.dialect.digit", written=written)
    if written in ("[[:alpha:]]", "[[:alnum:]]"):
        yield sentence("lint.dialect.letter", written=written)


def _is_chinese(node: Node) -> bool:
    """Return whether a part matches only Chinese characters, as far as that can be seen."""
    if isinstance(node, Repeat):
        return len(node.item.items) == 1 and _is_chinese(node.item.items[0])
    if isinstance(node, Branch):
        return all(option.items and (_is_chinese(option.items[0]) or _is_chinese(option.items[-1]))
                   for option in node.options)
    if isinstance(node, CharacterSet):
        return node.written == "\\p{Han}" or (bool(node.ranges) and all(
            low >= _FIRST_OF_CHINESE for low, _ in node.ranges or ()))
    return isinstance(node, Literal) and node.point >= _FIRST_OF_CHINESE
