"""Finds what to fill in a picture so that masked parts of its text cannot be read: boxes in its pixels. Pure.

A text mask can rely on characters; a picture cannot: the end of a letter is known only to half a letter, a name that
was misread in one row is known by its column, and a number that was misread is no longer a valid number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from guard.core.model import Fill
from guard.redact.mask_kinds import Masked, MaskKind, word_on
from guard.redact.masks import without
from rules.model import Box
from rules.text import BANK_CARD, HANDWRITING, IDENTITY_CARD, QR_CODE, SEAL, Piece, Text

FILLED_TRAITS = frozenset({SEAL, IDENTITY_CARD, BANK_CARD, QR_CODE, HANDWRITING})
"""Traits whose whole box is filled: they identify somebody without words, or contain words that were not read."""

Span = tuple[int, int]
"""A part of a text in code points."""

Spans = tuple[Span, ...]

_SIDE = 0.35
_ABOVE = 0.18
"""How far a filled box reaches beyond what it hides, at the sides and above and below, as parts of a line's height."""

_LIKE_A_NUMBER = re.compile("[0-9OoIl|]{7,}[Xx]?")
_LANDLINE = re.compile(r"(?<![0-9])0[1-9][0-9]{1,2}[-\u2010-\u2015 ][2-9][0-9]{6,7}(?![0-9A-Za-z])")
"""With its area code; rules and tagger tell whose it is, and most are an office's."""
_FEWEST_DIGITS = 6


def numbers(original: str) -> Iterator[Span]:
    """Yield everything that looks like a person's number, even with one digit misread as another character; no
    landline, which looks like nothing else.
    """
    landlines = [match.span() for match in _LANDLINE.finditer(original)]
    for match in _LIKE_A_NUMBER.finditer(original):
        if (sum(character.isdigit() for character in match.group()) >= _FEWEST_DIGITS
                and not _overlaps(match.span(), landlines)):
            yield match.span()


def fills(text: Text, masks: Iterable[Masked], shown: Sequence[Span] = (), *, whole_lines: bool = False,
          ends_shown: Sequence[Span] = ()) -> tuple[Fill, ...]:
    """Return what to fill to hide these masks of ``text.original``, what belongs to them, and the identifying traits.

    ``whole_lines``: fill every line, and every cell of a row, that contains part of a mask. ``shown`` are spans that
    stay legible although they look like the others; of the numbers ``ends_shown`` only what masks cover is filled.
    Boxes overlap and may reach beyond the picture.
    """
    numbered = [Masked(*span, MaskKind.NUMBER) for span in numbers(text.original) if not _overlaps(span, ends_shown)]
    wanted = without(sorted([*masks, *numbered], key=lambda mask: (mask.start, mask.end)), shown)
    rows = _rows(text)
    hidden = [[_parts(text, piece, wanted) for piece in row] for row in rows]
    found: list[Fill] = []
    for row, parts in zip(rows, hidden, strict=True):
        if any(parts):
            cells = _same_columns(row, parts, rows, hidden)
            for piece, part in zip(row, parts, strict=True):
                word = part[0].word if part else ""
                whole = (whole_lines or piece in cells) and not _overlaps((piece.start, piece.end), shown)
                found += _padded([Fill(piece.box, word)] if whole and piece.box is not None else part)
    traits = [Fill(trait.box) for trait in text.traits if trait.kind in FILLED_TRAITS and trait.box is not None]
    return tuple(found + _padded(traits))


def _overlaps(span: Span, shown: Iterable[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in shown)


def _rows(text: Text) -> list[list[Piece]]:
    """Return the pieces in rows: those that the reader found beside each other (with a tab between them) together."""
    rows: list[list[Piece]] = [list(text.pieces[:1])] if text.pieces else []
    for before, piece in pairwise(text.pieces):
        if text.original[before.end:piece.start] == "\t":
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _parts(text: Text, piece: Piece, masks: Sequence[Masked]) -> list[Fill]:
    """Return the parts of one line that these masks cover."""
    found: list[Fill] = []
    for mask in masks:
        start, end = max(mask.start, piece.start), min(mask.end, piece.end)
        if start < end and piece.box is not None:
            (box,) = text.place(start, end)[2]
            whole = _to_the_ends(piece.box, box, first=start == piece.start, last=end == piece.end)
            found.append(Fill(whole, word_on(mask.kind)))
    return found


def _to_the_ends(line: Box, part: Box, *, first: bool, last: bool) -> Box:
    """Extend to the ends of the line where the part does: its edges are better known than those of characters."""
    left = min(line.x, part.x) if first else part.x
    right = max(line.x + line.width, part.x + part.width) if last else part.x + part.width
    return Box(left, part.y, right - left, part.height)


def _same_columns(row: Sequence[Piece], parts: Sequence[Sequence[Fill]], rows: Sequence[Sequence[Piece]],
                  hidden: Sequence[Sequence[Sequence[Fill]]]) -> list[Piece]:
    """Return the cells of this row that show what other rows mask in the same column: a name that was misread."""
    columns = [piece.box for other, covered in zip(rows, hidden, strict=True) if other is not row
               for piece, part in zip(other, covered, strict=True) if part and piece.box is not None]
    return [piece for piece, part in zip(row, parts, strict=True)
            if not part and piece.box is not None and any(_above_each_other(piece.box, box) for box in columns)]


def _above_each_other(one: Box, other: Box) -> bool:
    overlap = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    return overlap > min(one.width, other.width) / 2


def _padded(parts: Iterable[Fill]) -> list[Fill]:
    padded: list[Fill] = []
    for part in parts:
        box = part.box
        side, above = round(min(box.width, box.height) * _SIDE), round(min(box.width, box.height) * _ABOVE)
        wider = Box(box.x - side, box.y - above, box.width + 2 * side, box.height + 2 * above)
        padded.append(Fill(wider, part.word))
    return padded
