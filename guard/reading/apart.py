"""Puts the last page behind those that were read so far: a mark is often there, and those between take their time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from guard.reading.model import Line
from rules.text import Piece, Text

GAP = "\n" * 320
"""Between them and the last page: no rule may take words of one for near those of the other (距离, at most 300)."""

LEAST_PAGES = 3
"""Pages from here to the last one below which that is read in its turn, which comes soon."""

_LONGEST = 64_000
"""Characters of a last page that are put there: all of it is in each part."""

_LEVEL_ALONE = re.compile(r"\W*[绝机秘]密[级件]?\W*")


def apart(text: Text, behind: Text) -> Text:
    """Return a text with another one behind it, far away."""
    before = text.original + GAP
    moved = (replace(piece, start=piece.start + len(before), end=piece.end + len(before)) for piece in behind.pieces)
    return replace(text, original=before + behind.original, pieces=(*text.pieces, *moved))


def from_line_above(text: Text, page: int) -> Text | None:
    """Return the end of a text, from the line above this page: whether a level alone on its line is a mark depends on
    it. None without words on the page, or with very many.
    """
    begins = next((piece.start for piece in text.pieces if piece.page == page), len(text.original))
    first = text.original.rfind("\n", 0, len(text.original[:begins].rstrip())) + 1
    if not text.original[begins:].strip() or len(text.original) - first > _LONGEST:
        return None
    return Text(text.original[first:], tuple(_cut(piece, first) for piece in text.pieces if piece.end > first))


def _cut(piece: Piece, first: int) -> Piece:
    return replace(piece, start=max(0, piece.start - first), end=piece.end - first)


def without_level_alone(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines of a page without a level that is alone in the first one, while nothing is known of the line
    above: in a list of levels it is no mark. One with a period on the next line is a mark everywhere.
    """
    alone = bool(lines) and _LEVEL_ALONE.fullmatch(lines[0].text) is not None and "★" not in lines[0].text
    return lines[1:] if alone and not (len(lines) > 1 and lines[1].text.lstrip().startswith(("★", "*"))) else lines
