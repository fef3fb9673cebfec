"""Searches one RE2 expression in UTF-8 bytes, without the cost of a Python object for each match."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeAlias

import re2

Span: TypeAlias = tuple[int, int]
"""Begin and end in bytes; NO_MATCH where there is none."""

NO_MATCH: Span = (-1, -1)

Search: TypeAlias = Callable[[bytes, int, int], Sequence[Span]]
"""Searches a text between two byte positions and returns the match, then its groups. ``^``, ``$`` and word edges
still see the text outside."""

AUTOMATON_BYTES = 512 * 1024
"""Memory limit in bytes for the states that RE2 remembers of one expression (RE2::Options::max_mem). With its own 8
MB the hundreds of expressions of a pack go on filling memory for hours, in guard and broker each, and a short text
finds less of it in the processor's caches."""

LONG_EXPRESSION, LONG_AUTOMATON_BYTES = 100, 128 * 1024
"""Length in characters from which an expression gets that limit: many words make large states, which few texts visit
again. A short expression with repetitions needs more memory, or RE2 searches it slowly without states."""


def compile_expression(expression: str) -> Any:
    """Compile an RE2 expression for UTF-8 bytes. Raises re2.error."""
    options = re2.Options()
    options.log_errors = False
    largest = options.max_mem
    options.max_mem = AUTOMATON_BYTES if len(expression) < LONG_EXPRESSION else LONG_AUTOMATON_BYTES
    try:
        return re2.compile(expression.encode(), options)
    except re2.error:
        options.max_mem = largest  # too long for that limit, or not valid
        return re2.compile(expression.encode(), options)


def searches(expression: str) -> tuple[Search, Search]:
    """Return two ways to search: the leftmost match between two bytes, and the match that begins at the first of them.

    Raises re2.error.
    """
    # re2's own finditer spends several times the cost of a match on generators and match objects.
    match, anchors = compile_expression(expression)._regexp.Match, re2._re2.RE2.Anchor
    return partial(match, anchors.UNANCHORED), partial(match, anchors.ANCHOR_START)
