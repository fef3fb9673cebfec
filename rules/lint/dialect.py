"""Warns of expressions that RE2 reads narrower than meant: its classes and word edges know ASCII only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rules.definition import Pack
from rules.lint.neighbours import Leaf, Place, places
from rules.lint.report import Report
from rules.scan.re2_held import holds_any
from rules.scan.re2_nodes import CharacterSet, Edge, Literal
from rules.scan.re2_parser import ParseError, parse
from rules.schema.problem import Problem
from rules.sentences.catalogue import sentence
from rules.sentences.sentence import Sentence

_FIRST_OF_CHINESE = 0x2E80
_HAN = "〇" + "".join(map(chr, (*range(0x3400, 0x4DB6), *range(0x4E00, 0x9FA6))))
_EAST_ASIAN = "".join(map(chr, range(_FIRST_OF_CHINESE, 0xD800)))
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS = "0123456789"
_PUNCTUATION = " \t\n:,;()[]\"'!?“”‘’—…·、。《》【】「」『』〔〕〈〉"
"""What is written between a Chinese word and what belongs to it. Not the marks inside of addresses and file names."""
_ASCII_ONLY = re.compile(r"\\[wWdD]|\[:\^?(?:word|alpha|alnum):\]")
_WORD_OR_LETTERS = re.compile(r"\\[wW]|\[:\^?(?:word|alpha|alnum):\]")
_WORD = re.compile(r"\\w|\[:word:\]")
_NO_WORD = re.compile(r"\\W|\[:\^word:\]")
_OUTSIDE = re.compile(r"\[:\^?[a-z]+:\]")


def lint_dialect(pack: Pack) -> tuple[Problem, ...]:
    """Return warnings for expressions of a pack that RE2 reads otherwise than their author probably meant."""
    report = Report(pack)
    return tuple(
        report.problem(("模式", pattern.name), "", sentence("pack.pattern", name=pattern.name, why=words))
        for pattern in pack.patterns for words in traps(pattern.expression)
    )


@lru_cache(1024)
def traps(expression: str) -> tuple[Sentence, ...]:
    """Return the warnings for an expression; none for one that cannot be parsed. Remembered: the workshop lints a pack
    again after each key press."""
    try:
        tree = parse(expression)
    except ParseError:
        return ()
    found = [words for place in places(tree) for words in _of_part(place)]
    if _WORD_OR_LETTERS.search(expression):
        found += [words for place in places(tree, _is_punctuation)
                  if isinstance(place.part, CharacterSet) and _suggests_words(place)
                  for words in _of_letters(place.part)]
    return tuple(dict.fromkeys(found))


def _of_part(place: Place) -> Iterator[Sentence]:
    part = place.part
    if isinstance(part, Edge):
        if part.written == "\\b" and _is_edge_of_chinese(place):
            yield sentence("lint.dialect.edge", written=part.written)
        if part.written == "$" and not part.by_line and not place.alone:
            yield sentence("lint.dialect.end", written=part.written)
    elif isinstance(part, Literal):
        if part.edge_elsewhere:
            yield sentence("lint.dialect.angle", written=f"\\{chr(part.point)}", plain=chr(part.point))
    else:
        if any(map(_is_chinese, (*place.before, *place.behind))):
            yield from _of_ascii(part)
        if _OUTSIDE.fullmatch(part.written):
            yield sentence("lint.dialect.outside", written=part.written)


def _of_ascii(item: CharacterSet) -> Iterator[Sentence]:
    """Yield the warnings for a set with classes of ASCII next to Chinese."""
    yield from _of_letters(item)
    classes = " ".join(item.classes)
    if (_WORD if item.negated else _NO_WORD).search(classes) and holds_any(item, _HAN):
        yield sentence("lint.dialect.no-word", written=item.written)
    if _ASCII_ONLY.search(classes) and not holds_any(item, _HAN) and not holds_any(item, _LETTERS) \
            and holds_any(item, _DIGITS):
        yield sentence("lint.dialect.digit", written=item.written)


def _of_letters(item: CharacterSet) -> Iterator[Sentence]:
    """Yield the warning for a set whose classes give it the letters of ASCII and no Chinese characters."""
    if _ASCII_ONLY.search(" ".join(item.classes)) and holds_any(item, _LETTERS) and not holds_any(item, _HAN):
        if holds_any(item, "_"):
            yield sentence("lint.dialect.word", written=item.written)
        else:
            yield sentence("lint.dialect.letter", written=item.written)


def _is_edge_of_chinese(place: Place) -> bool:
    """Return whether Chinese may be next to a word edge, without a letter or digit on the other side in each match."""
    return any(
        any(map(_is_chinese, side)) and not all(map(_is_ascii_word, other))
        for side, other in ((place.before, place.behind), (place.behind, place.before)))


def _suggests_words(place: Place) -> bool:
    """Return whether a set is next to Chinese, punctuation aside, and to nothing else."""
    leaves = (*place.before, *place.behind)
    return any(map(_is_chinese, leaves)) and all(leaf is None or _is_chinese(leaf) for leaf in leaves
                                                 if leaf != place.part)


def _is_chinese(leaf: Leaf | None) -> bool:
    """Return whether a part names Chinese characters among those that it matches."""
    if isinstance(leaf, Literal):
        return leaf.point >= _FIRST_OF_CHINESE
    if leaf is None or leaf.negated or leaf.written in (".", "\\W", "\\D", "\\S") or leaf.written.startswith("\\P"):
        return False
    return holds_any(leaf, _EAST_ASIAN)


def _is_ascii_word(leaf: Leaf | None) -> bool:
    if isinstance(leaf, Literal):
        return chr(leaf.point) in _LETTERS + _DIGITS + "_"
    return leaf is not None and leaf.ranges is not None and all(
        any(chr(low) in run and chr(high) in run for run in (_DIGITS, _LETTERS[:26], _LETTERS[26:], "_"))
        for low, high in leaf.ranges)


def _is_punctuation(leaf: Leaf) -> bool:
    """Return whether a part matches nothing but what is written between a word and what belongs to it."""
    if isinstance(leaf, Literal):
        return chr(leaf.point) in _PUNCTUATION
    return bool(leaf.entries) and not leaf.negated and not leaf.classes and all(
        high - low < len(_PUNCTUATION) and all(chr(point) in _PUNCTUATION for point in range(low, high + 1))
        for low, high in leaf.entries)
