"""模式: what is wrong with an expression, and what all its matches obey."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

import re2

from rules.definition import Pattern
from rules.pack.pieces import EXPRESSION, Pieces
from rules.pack.schema import PatternDocument
from rules.pack.word_lists import Path, Say
from rules.scan.expression import compile_expression
from rules.scan.literals import Shape, shape_of
from rules.scan.normalise import normalise
from rules.scan.scanner import LONGEST_MATCH
from rules.validators import VALIDATORS

_NO_SHAPE = Shape(None, crosses_lines=True, literals=frozenset())


class Patterns:
    """Checks the patterns of one document."""

    def __init__(self, pieces: Pieces, problem: Say, warn: Say) -> None:
        self._pieces = pieces
        self._problem = problem
        self._warn = warn

    def patterns(self, documents: Mapping[str, PatternDocument]) -> tuple[Pattern, ...]:
        """Return every pattern with its pieces in their places."""
        return tuple(self._pattern(name, entry) for name, entry in documents.items())

    def _pattern(self, name: str, entry: PatternDocument) -> Pattern:
        path: Path = ("模式", name)
        expression = self._pieces.whole((*path, EXPRESSION), entry.expression)
        shape = _shape(expression)
        problem = self._expression_problem(path, expression, shape) if expression else ""
        if problem:
            self._problem((*path, EXPRESSION), f"模式“{name}”：{problem}")
        if entry.validator is not None and entry.validator not in VALIDATORS:
            known = "、".join(VALIDATORS)
            self._problem((*path, "校验"), f"模式“{name}”：不认识校验“{entry.validator}”。可用的有：{known}。")
        return Pattern(name, expression, shape or _NO_SHAPE, entry.validator, entry.only_for is not None)

    def _expression_problem(self, path: Path, expression: str, shape: Shape | None) -> str:
        """Return what is wrong with a pattern, or "" when it can be used."""
        try:
            compile_expression(expression)
        except re2.error as error:
            return f"正则不合 RE2 语法（{_in_chinese(error)}）。RE2 不支持向前、向后查看和反向引用。"
        if shape is None:
            return "正则的写法不支持。请用普通的字符、[…]、(?:…|…)、{m,n} 和 \\p{Han}。"
        if shape.longest is None:
            return "正则没有长度上限。请把 * 和 + 改成 {0,20} 这样有上限的写法。"
        if shape.longest > LONGEST_MATCH:
            return f"正则最长可达 {shape.longest} 字，上限是 {LONGEST_MATCH} 字。请缩短 {{m,n}} 里的数。"
        if compile_expression(expression).fullmatch(b"") is not None:
            return "正则能匹配空文字，会处处命中。请至少写一个必有的字。"
        changed = next((sign for sign in expression if sign not in "\r\n" and _alone(sign) != sign), "")
        if changed:
            return (f"正则里的“{changed}”永远不会命中：文字在比对前已转成半角、简体。"
                    f"请改写成“{_alone(changed)}”。")
        if not shape.selective:
            self._warn(path, f"模式“{path[-1]}”没有必有的两字词，会拖慢检查。请加上固定的词。")
        return ""


@lru_cache(1024)
def _shape(expression: str) -> Shape | None:
    """Return what all matches of an expression obey, None when it cannot be read or RE2 would not take it.

    Remembered: the workshop reads a pack again after each key, and working this out takes most of that.
    """
    try:
        compile_expression(expression)
        return shape_of(expression)
    except (re2.error, re.error, RecursionError, OverflowError):
        return None


@lru_cache(4096)
def _alone(sign: str) -> str:
    """Return the canonical form of one sign. Remembered: the patterns of a pack hold the same few hundred signs
    thousands of times, and a guard that starts waits for this.
    """
    return normalise(sign).text


def _in_chinese(error: Exception) -> str:
    """Return RE2's own words, which are bytes inside the exception in some versions."""
    reason = error.args[0] if error.args else ""
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
