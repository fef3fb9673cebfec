"""One RE2 expression over UTF-8 bytes, without the cost of a Python object for each match."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeAlias

import re2

Span: TypeAlias = tuple[int, int]
"""Begin and end in bytes; NO_MATCH where there is none."""

NO_MATCH: Span = (-1, -1)

Search: TypeAlias = Callable[[bytes, int, int], Sequence[Span]]
"""Searches a text from a byte to a byte and returns the match, then its groups. What stands outside is still seen by
``^``, ``$`` and word edges."""

AUTOMATON_BYTES = 512 * 1024
"""For the states that RE2 remembers of one expression (RE2::Options::max_mem). With its own 8 MB the hundreds of
expressions of a pack go on filling memory for hours, in guard and broker each, and a short text finds less of it in the
processor's caches."""

LONG_EXPRESSION, LONG_AUTOMATON_BYTES = 100, 128 * 1024
"""From so many characters on less is remembered: many words make large states, which few texts visit again. A short
expression with repetitions needs the room, or it is searched without states, and slowly."""


def compile_expression(expression: str) -> Any:
    """Compile an RE2 expression for UTF-8 bytes. Raises re2.error."""
    options = re2.Options()
    options.log_errors = False
    largest = options.max_mem
    options.max_mem = AUTOMATON_BYTES if len(expression) < LONG_EXPRESSION else LONG_AUTOMATON_BYTES
    try:
        return re2.compile(expression.encode(), options)
    except re2.error:
        options.max_mem = largest  # it is too long for little memory, or wrong
        return re2.compile(expression.encode(), options)


def searches(expression: str) -> tuple[Search, Search]:
    """Return two ways to search: the leftmost match between two bytes, and the match that begins at the first of them.

    Raises re2.error.
    """
    # re2's own finditer spends several times what a match costs on generators and match objects.
    match, anchors = compile_expression(expression)._regexp.Match, re2._re2.RE2.Anchor
    return partial(match, anchors.UNANCHORED), partial(match, anchors.ANCHOR_START)
