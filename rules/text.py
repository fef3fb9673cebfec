"""Text: what was read, with where each part of it stood."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from rules.model import Box


@dataclass(frozen=True, slots=True)
class Piece:
    """One recognised run of the text: ``Text.original[start:end]`` stood in ``box`` on ``page``.

    ``confidence`` is the engine's own score from 0 to 1; 1.0 for text that was not recognised but copied.
    ``char_edges`` holds, for OCR lines, the x pixel of each character's left edge and of the last one's right edge
    (``end - start + 1`` values), so that a part of the line can be boxed; empty when the engine does not know.
    """

    start: int
    end: int
    page: int | None = None
    box: Box | None = None
    confidence: float = 1.0
    char_edges: tuple[int, ...] = ()


PARTIAL = "partial"
"""Kind of the trait that a text carries when not everything was read: what is missing has not been judged."""


@dataclass(frozen=True, slots=True)
class Trait:
    """Something seen in the pixels that is not text: a red seal, a red heading, an ID card, a QR code."""

    kind: str
    page: int | None = None
    box: Box | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Text:
    """The text of one capture as the user would see it, before any normalisation.

    ``from_picture`` is True when it was recognised from pixels: some patterns apply only then (仅用于: 截图).
    ``pieces`` are in ascending order of ``start`` and do not overlap.
    """

    original: str
    pieces: tuple[Piece, ...] = ()
    traits: tuple[Trait, ...] = ()
    from_picture: bool = False

    def place(self, start: int, end: int) -> tuple[int | None, tuple[Box, ...]]:
        """Return the page of ``start`` and the boxes that cover ``original[start:end]``, one a piece."""
        first = max(0, bisect_right(self.pieces, start, key=lambda piece: piece.start) - 1)
        page: int | None = None
        boxes: list[Box] = []
        for piece in self.pieces[first:]:
            if piece.start >= end:
                break
            if piece.end <= start:
                continue
            if page is None:
                page = piece.page
            if piece.box is not None:
                boxes.append(_part(piece, piece.box, start, end))
        return page, tuple(boxes)


def _part(piece: Piece, box: Box, start: int, end: int) -> Box:
    """Narrow a line's box to the characters of ``start`` to ``end``."""
    edges = piece.char_edges
    if len(edges) != piece.end - piece.start + 1:
        return box
    left = edges[max(start, piece.start) - piece.start]
    right = edges[min(end, piece.end) - piece.start]
    return Box(left, box.y, max(1, right - left), box.height)
