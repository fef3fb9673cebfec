"""Checks 模式: faults of an expression, and the shape of all its matches."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

import re2

from rules.definition import Pattern
from rules.pack.pieces import EXPRESSION, Pieces
from rules.pack.schema import PatternDocument
from rules.pack.word_lists import Path, Say
from rules.scan.expression import compile_expression
from rules.scan.literals import Shape, shape_of_tree
from rules.scan.re2_held import canonical, never_found
from rules.scan.re2_nodes import CharacterSet, Literal, Range
from rules.scan.re2_parser import Misreading, ParseError, parse
from rules.scan.scanner import LONGEST_MATCH
from rules.sentences.catalogue import sentence
from rules.sentences.sentence import NOTHING, Sentence
from rules.validators import VALIDATORS

_MOST_TIMES = 1000
"""The largest count in braces that RE2 takes; counts inside one another are multiplied."""

_NO_SHAPE = Shape(None, crosses_lines=True, literals=frozenset())

_HAS_NOT: tuple[tuple[re.Pattern[str], Sentence], ...] = (
    (re.compile(r"\(\?<?[=!]"), sentence("expression.no-lookaround")),
    (re.compile(r"\\[1-9](?![0-7])|\(\?P="), sentence("expression.no-backreferences")),
    (re.compile(r"[*+?}]\+|\(\?>"), sentence("expression.no-possessive")),
    (re.compile(r"\(\?#|\(\?[a-zA-Z-]*x"), sentence("expression.no-comments")),
    (re.compile(r"\\Z"), sentence("expression.end-of-text")),
    (re.compile(r"\\[uUN]"), sentence("expression.no-numbers")),
    (re.compile(r"\\[hHRXKGeEc]"), sentence("expression.no-such-escape")),
)
"""Sentences about features of other dialects that RE2 lacks; the first that is found is reported."""

_FAULTS: Mapping[str, Sentence] = MappingProxyType({
    "invalid repetition size": sentence("expression.repetition-size", limit=_MOST_TIMES),
    "no argument for repetition": sentence("expression.nothing-to-repeat"),
    "bad repetition": sentence("expression.nothing-to-repeat"),
    "invalid character class range: \\p": sentence("expression.no-such-property"),
    "invalid character class range: \\P": sentence("expression.no-such-property"),
    "invalid character class range: [:": sentence("expression.no-such-class"),
    "invalid character class range": sentence("expression.range-order"),
    "invalid named capture group": sentence("expression.group-name"),
    "invalid perl operator": sentence("expression.no-such-group"),
    "invalid escape sequence": sentence("expression.no-such-escape"),
    "pattern too large": sentence("expression.too-large"),
})
"""Remedies by how RE2 begins what it says about an expression, the first counts; for all others brackets or
backslashes do not come in pairs."""


class Patterns:
    """Checks the patterns of one document."""

    def __init__(self, pieces: Pieces, problem: Say, warn: Say) -> None:
        self._pieces = pieces
        self._problem = problem
        self._warn = warn

    def patterns(self, documents: Mapping[str, PatternDocument]) -> tuple[Pattern, ...]:
        """Return every pattern with its pieces inserted."""
        return tuple(self._pattern(name, entry) for name, entry in documents.items())

    def _pattern(self, name: str, entry: PatternDocument) -> Pattern:
        path: Path = ("模式", name)
        expression = self._pieces.whole((*path, EXPRESSION), entry.expression)
        shape, problem = _shape(expression) if expression else (None, NOTHING)
        if shape is not None and not problem:
            problem = self._shape_problem(path, shape)
        if problem:
            self._problem((*path, EXPRESSION), sentence("pack.pattern", name=name, why=problem))
        if entry.validator is not None and entry.validator not in VALIDATORS:
            self._problem((*path, "校验"), sentence("pack.no-such-check", name=name, check=entry.validator,
                                                        known=tuple(VALIDATORS)))
        return Pattern(name, expression, shape or _NO_SHAPE, entry.validator, entry.only_for is not None)

    def _shape_problem(self, path: Path, shape: Shape) -> Sentence:
        """Return why the matches of an expression cannot be used, or NOTHING."""
        if shape.longest is None:
            return sentence("expression.endless")
        if shape.longest > LONGEST_MATCH:
            return sentence("expression.match-too-long", length=shape.longest, limit=LONGEST_MATCH)
        if shape.shortest == 0:
            return sentence("expression.empty")
        if not shape.selective:
            self._warn(path, sentence("expression.no-fixed-word", name=str(path[-1])))
        return NOTHING


@lru_cache(1024)
def _shape(expression: str) -> tuple[Shape | None, Sentence]:
    """Return the shape of all matches of an expression, or None, and why it cannot be used, or NOTHING.

    Remembered: the workshop reads a pack again after each key press, and computing the shape takes most of that time.
    """
    try:
        compile_expression(expression)
        tree = parse(expression)
        return shape_of_tree(tree), next(map(_lost, never_found(tree)), NOTHING)
    except re2.error as error:
        said = _said(error)
        told = (remedy for wanting, remedy in _HAS_NOT if wanting.search(expression))
        faults = (remedy for fault, remedy in _FAULTS.items() if said.startswith(fault))
        remedy = next(told, None) or next(faults, sentence("expression.pairs"))
        return None, sentence("expression.not-re2", why=said, remedy=remedy)
    except ParseError as error:
        return None, _misread(error.why, error.written)


def _lost(part: Literal | CharacterSet | Range) -> Sentence:
    """Return that no text contains what a part of an expression looks for, and what to write in its place."""
    if isinstance(part, CharacterSet):
        return sentence("expression.set-never-matches", written=part.written)
    first, last = (part.point, part.point) if isinstance(part, Literal) else part
    if first != last:
        return sentence("expression.range-never-matches", first=_shown(first), last=_shown(last))
    plain = canonical(first)
    if not plain:
        return sentence("expression.deleted-before", character=_shown(first))
    return sentence("expression.never-matches", character=_shown(first), plain=_shown(ord(plain), numbered=False))


def _shown(point: int, numbered: bool = True) -> str:
    """Return a character as it can be read, with its number where it is ``numbered`` or cannot be shown."""
    character, number = chr(point), f"\\x{{{point:X}}}"
    if not character.isprintable() and character != " ":
        return {"\n": "\\n", "\r": "\\r"}.get(character, number)
    return f"{character} {number}" if numbered else character


def _misread(why: Misreading, written: str) -> Sentence:
    """Return what RE2 accepts and reads otherwise than its author meant."""
    return {
        Misreading.COUNT: sentence("expression.no-count", written=written),
        Misreading.OCTAL: sentence("expression.octal", written=written),
        Misreading.QUOTE: sentence("expression.quote", written=written),
        Misreading.BYTE: sentence("expression.byte", written=written),
        Misreading.DEPTH: sentence("expression.too-deep", written=written),
        Misreading.MALFORMED: sentence("expression.unsupported", written=written),
    }[why]


def _said(error: Exception) -> str:
    """Return RE2's own message, which is bytes inside the exception in some versions."""
    reason = error.args[0] if error.args else ""
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
