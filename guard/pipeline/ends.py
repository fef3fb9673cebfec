"""Cuts a long text down to its first and its last lines, where marks are: these are judged in milliseconds."""

from __future__ import annotations

import re

from rules.text import PARTIAL, Text, Trait, moved

FIRST_CHARACTERS, LAST_CHARACTERS = 4_000, 16_000

_BEFORE_THE_END = re.compile(r"^[^密\n]*\n", re.MULTILINE)
"""A line after which a text may be cut: whether a level alone on its line is a mark depends on the line above."""


def ends_of(text: Text) -> Text | None:
    """Return the first and the last lines of a text, as a part of it; None when it has no lines there."""
    original = text.original
    first = original.rfind("\n", 0, FIRST_CHARACTERS) + 1
    cut = _BEFORE_THE_END.search(original, max(first, len(original) - LAST_CHARACTERS))
    if not first or cut is None:
        return None
    last = cut.end()
    kept = (*moved(text.pieces, 0, first, 0), *moved(text.pieces, last, len(original), last - first))
    return Text(original[:first] + original[last:], kept, (*text.traits, Trait(PARTIAL)), text.from_picture)
