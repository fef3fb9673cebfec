"""Cuts a long text down to its first and its last lines, where marks are: these are judged in milliseconds."""

from __future__ import annotations

import re
from dataclasses import replace

from rules.text import PARTIAL, Piece, Text, Trait

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
    kept = (*_moved(text.pieces, 0, first, 0), *_moved(text.pieces, last, len(original), last - first))
    return Text(original[:first] + original[last:], kept, (*text.traits, Trait(PARTIAL)), text.from_picture)


def _moved(pieces: tuple[Piece, ...], start: int, end: int, by: int) -> list[Piece]:
    """Return the pieces between two places, cut to these and moved to the left. A cut one of a picture has no edges."""
    moved = []
    for piece in pieces:
        left, right = max(piece.start, start), min(piece.end, end)
        if left < right:
            whole = (left, right) == (piece.start, piece.end)
            moved.append(replace(piece, start=left - by, end=right - by, char_edges=piece.char_edges if whole else (),
                                 table=piece.table and left == piece.start))
    return moved
