"""Defines the text that was read, with the place of each part."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace

from rules.model import NOWHERE, Box, Place
from rules.sentences.sentence import NOTHING, Sentence
from rules.tables import cell_of


@dataclass(frozen=True, slots=True)
class Piece:
    """One recognised run of the text: ``Text.original[start:end]`` was in ``box`` on ``page``.

    ``confidence`` is the engine's own score from 0 to 1; 1.0 for text that was not recognised but copied.
    ``char_edges`` contains, for OCR lines, the x pixel of each character's left edge and of the last one's right edge
    (``end - start + 1`` values), so that a part of the line can be boxed; empty when the engine does not know.
    ``place`` is its file, sheet and cell. ``table``: that cell is the one of its first character, and each tab goes
    on to the next column, each line end to the next row (one piece contains thousands of cells).
    ``visible``: whoever opens the document sees it as words on its page. False for a picture, a comment, a deletion,
    a hidden sheet, a property, a file inside, and for all of which the reader does not know.
    """

    start: int
    end: int
    page: int | None = None
    box: Box | None = None
    confidence: float = 1.0
    char_edges: tuple[int, ...] = ()
    place: Place = NOWHERE
    table: bool = False
    visible: bool = False

    @property
    def page_key(self) -> tuple[str, int | None]:
        """A key that distinguishes pages: two files of an archive may each have a page 1."""
        return self.place.member, self.page


PARTIAL = "partial"
"""Kind of the trait of a text that was not read completely: what is missing has not been judged."""

SEAL = "印章"
"""A round or oval stamp in red, or an electronic seal's picture; box around the whole stamp."""
RED_HEADING = "红头"
"""A red issuing body over a red rule (GB/T 9704-2012 7.2.4, 7.2.7); box around body and rule."""
IDENTITY_CARD = "身份证"
"""A resident identity card, either side; box around the card."""
BANK_CARD = "银行卡"
"""A bank card's front with its number; box around the card."""
MEDICAL_RECORD = "病历"
"""The layout of a medical record, examination report or doctor's order sheet; box around the sheet."""
QR_CODE = "二维码"
"""A QR code or another two-dimensional code, decoded or not; box around the code."""
HANDWRITING = "手写"
"""Handwriting over or beside print, as a signature or an instruction; box around the strokes."""

TRAIT_KINDS = frozenset({SEAL, RED_HEADING, IDENTITY_CARD, BANK_CARD, MEDICAL_RECORD, QR_CODE, HANDWRITING})
"""The kinds that rules can ask for with 检测器 traits. A reader writes exactly these values into ``Trait.kind``."""


@dataclass(frozen=True, slots=True)
class Trait:
    """Something seen in the pixels that is not text: ``kind`` is one of TRAIT_KINDS, or PARTIAL.

    ``confidence`` is the finder's own score from 0 to 1; a pack asks for hundredths of it with 把握不低于.
    ``box`` is None when the kind holds for the page as a whole.
    ``detail``, of PARTIAL only: which part was not read and why, in words for people.
    """

    kind: str
    page: int | None = None
    box: Box | None = None
    confidence: float = 1.0
    detail: Sentence = NOTHING
    place: Place = NOWHERE

    @property
    def page_key(self) -> tuple[str, int | None]:
        """A key that distinguishes pages, as of a piece."""
        return self.place.member, self.page


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

    def place(self, start: int, end: int) -> tuple[int | None, Place, tuple[Box, ...]]:
        """Return page and place of ``start`` and the boxes that cover ``original[start:end]``, one per piece."""
        first = max(0, bisect_right(self.pieces, start, key=lambda piece: piece.start) - 1)
        page: int | None = None
        place: Place | None = None
        boxes: list[Box] = []
        for piece in self.pieces[first:]:
            if piece.start >= end:
                break
            if piece.end <= start:
                continue
            if page is None:
                page = piece.page
            if place is None:
                place = self._place(piece, start)
            if piece.box is not None:
                boxes.append(_part(piece, piece.box, start, end))
        return page, place or NOWHERE, tuple(boxes)

    def _place(self, piece: Piece, start: int) -> Place:
        if not piece.table:
            return piece.place
        return replace(piece.place, cell=cell_of(piece.place.cell, self.original, piece.start, max(start, piece.start)))


def _part(piece: Piece, box: Box, start: int, end: int) -> Box:
    """Narrow a line's box to the characters of ``start`` to ``end``."""
    edges = piece.char_edges
    if len(edges) != piece.end - piece.start + 1:
        return box
    left = edges[max(start, piece.start) - piece.start]
    right = edges[min(end, piece.end) - piece.start]
    return Box(left, box.y, max(1, right - left), box.height)


def moved(pieces: tuple[Piece, ...], start: int, end: int, by: int) -> list[Piece]:
    """Return the pieces between two places, cut to these and moved to the left. A cut one of a picture has no edges."""
    found = []
    for piece in pieces:
        left, right = max(piece.start, start), min(piece.end, end)
        if left < right:
            whole = (left, right) == (piece.start, piece.end)
            found.append(replace(piece, start=left - by, end=right - by, char_edges=piece.char_edges if whole else (),
                                 table=piece.table and left == piece.start))
    return found
