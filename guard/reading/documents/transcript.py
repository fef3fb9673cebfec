"""The text of one document while it is read: what is written, what must still be read, and what was not read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace

from guard.core.model import Unreadable
from guard.reading import limits
from guard.reading.apart import LEAST_PAGES, apart, from_line_above
from guard.reading.documents.budget import Budget
from guard.reading.documents.errors import PARSING_ERRORS, DocumentError, OverBudgetError
from guard.reading.images import Frame
from guard.sentences.catalogue import sentence
from rules.model import NOWHERE, Place
from rules.sentences.sentence import Sentence
from rules.text import PARTIAL, Piece, Text, Trait

Frames = Callable[[], Iterator[Frame | Unreadable]]
"""Decodes the frames of one picture, or draws one page, in its turn."""

_MOST_PIECES = 50_000
"""Number of pieces from which cells are no longer named: each takes a hundred bytes on its way to the guard."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of this document and its position; ``place`` is that of its page."""

    page: int | None
    place: Place
    frames: Frames


@dataclass(frozen=True, slots=True)
class Inside:
    """A document inside this one: how to get its bytes, and its position."""

    untrusted_bytes: Callable[[], bytes]
    page: int | None
    place: Place
    name: str = ""


def unknown_half() -> bool:
    """Replaces ``past_half`` for a document that does not tell its length."""
    return False


class Transcript:
    """Collects the text of a document page by page; ``budget`` limits the work on it.

    ``page`` is the number of the page, sheet or slide that is being written, counted from 1, or None when the format
    has none; ``place`` says what kind of page it is. ``visible``: what is written now is what people see on that page.
    Pictures and documents inside are only noted, and read after all text is there. ``looked_ahead``: the last page was
    added before its turn and nobody has been given it yet.
    """

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.page: int | None = None
        self.place = NOWHERE
        self.visible = False
        self.pictures: list[Picture] = []
        self.inside: list[Inside] = []
        self.past_half: Callable[[], bool] = unknown_half
        self.looked_ahead = False
        self._ahead: Text | None = None
        self._parts: list[str] = []
        self._pieces: list[Piece] = []
        self._length = 0
        self._partial: Trait | None = None
        self._kept = False
        self._within = ""
        self._behind: list[tuple[str, Text]] = []
        self._behind_length = 0

    def write(self, text: str, *, seen: bool = True) -> None:
        """Add text to the page that is being written, not ``seen``: people do not see it there; raises OverBudgetError
        at the limit.
        """
        if seen or not self.visible:
            self._add(text, self.place, table=False)
        else:
            with self.unseen():
                self._add(text, self.place, table=False)

    def write_cells(self, text: str, cell: str, *, table: bool = False, goes_on: bool = False) -> None:
        """Add text that is in this cell. ``table``: in it and, by its tabs and line ends, in those after it.

        ``goes_on``: the text belongs to the table that was written last. Raises OverBudgetError at the limit.
        """
        known = len(self._pieces) < _MOST_PIECES
        self._add(text, replace(self.place, cell=cell) if known else self.place, table and known, goes_on)

    def _add(self, text: str, place: Place, table: bool, goes_on: bool = False) -> None:
        room = limits.DOCUMENT_CHARACTERS - self._length
        whole, text = len(text) <= room, text[:room]
        if text:
            start, self._length = self._length, self._length + len(text)
            self._parts.append(text)
            last = self._pieces[-1] if self._pieces else None
            if last is not None and last.page == self.page and last.visible == self.visible and (
                    goes_on or (last.place == place and not last.table and not table)):
                self._pieces.pop()
                start, place, table = last.start, last.place, last.table
            self._pieces.append(Piece(start, self._length, self.page, place=place, table=table, visible=self.visible))
        if not whole:
            raise OverBudgetError(sentence("reading.over-characters", limit=limits.DOCUMENT_CHARACTERS))

    def line(self, text: str) -> None:
        """Add one line."""
        self.write(text + "\n")

    def turn(self, page: int | None, place: Place = NOWHERE, *, visible: bool = False) -> None:
        """Continue on this page, with what people see there if it is ``visible``; raises OverBudgetError at the limit.
        """
        if page is not None and page > limits.DOCUMENT_PAGES:
            raise OverBudgetError(sentence("reading.over-pages", limit=limits.DOCUMENT_PAGES))
        self.budget.check_time()
        if not self._kept:
            self.page, self.place, self.visible = page, place, visible
            if self._ahead is not None and (page is None or page >= (self._ahead.pieces[0].page or 0)):
                self._ahead = None
        elif place.sheet:
            self.place = replace(self.place, sheet=place.sheet)

    def look_ahead(self, last: int, write: Callable[[int, Transcript], None]) -> None:
        """Add the words of the last page, which ``write`` writes, to the text until those of the page before it are
        added in their turn: a mark is often there.
        """
        if self._kept or self.page is None or last - self.page < LEAST_PAGES:
            return
        other = Transcript(self.budget)
        with suppress(DocumentError, *PARSING_ERRORS):  # it is read once more, and then says what is wrong
            for page in (last - 1, last):
                other.turn(page, visible=True)
                write(page, other)
            self._ahead = from_line_above(other.text(), last)
            self.looked_ahead = self._ahead is not None

    def picture(self, frames: Frames) -> None:
        """Note a picture on this page."""
        self.pictures.append(Picture(self.page, self.place, frames))

    def document(self, untrusted_bytes: Callable[[], bytes], name: str = "") -> None:
        """Note a file inside this document, with the name that it has there."""
        path = "/".join(filter(None, (self._within, name)))
        self.inside.append(Inside(untrusted_bytes, self.page, self.place, path))

    def add(self, name: str, text: Text) -> None:
        """Append what was read of a container inside this document."""
        for trait in text.traits:
            if trait.kind == PARTIAL:
                detail = trait.detail or sentence("reading.not-to-end")
                if name and trait.detail:
                    self.incomplete(sentence("reading.inside", name=name, why=detail))
                else:
                    self.incomplete(detail, name)
        if self.length + len(text.original) > limits.DOCUMENT_CHARACTERS:
            raise OverBudgetError(sentence("reading.over-characters", limit=limits.DOCUMENT_CHARACTERS))
        self._behind.append((name, text))
        self._behind_length += len(text.original)

    def incomplete(self, why: Sentence, name: str = "") -> None:
        """Note that something on this page was not read and why, for people, and its name; the first one is reported.
        """
        why = sentence("joined.of", what=name, why=why) if name else why
        self._partial = self._partial or Trait(PARTIAL, self.page, detail=why, place=self.place)

    @contextmanager
    def unseen(self) -> Iterator[None]:
        """What is written meanwhile is not seen on the page: a comment, a note, what is deleted or hidden."""
        self.visible, before = False, self.visible
        try:
            yield
        finally:
            self.visible = before

    @contextmanager
    def kept_on(self, page: int | None, place: Place, name: str = "") -> Iterator[None]:
        """Stay at the position of a document inside this one: nobody could find its own page numbers."""
        self.page, self.place, before = page, place, (self._kept, self._within)
        self._kept, self._within, self.visible = True, name or self._within, False
        try:
            yield
        finally:
            self._kept, self._within = before

    @property
    def length(self) -> int:
        """Number of characters written so far."""
        return self._length + self._behind_length

    @property
    def empty(self) -> bool:
        """True while no text was written."""
        return not self.length

    def text(self, name: str = "", growing: Text | None = None) -> Text:
        """Return the text so far; with ``growing``, what was read so far of the container of this name at its end."""
        original = "".join(self._parts)
        self._parts = [original] if original else []
        text = Text(original, tuple(self._pieces), (self._partial,) if self._partial else ())
        if self._ahead is not None:
            text = apart(text, self._ahead)
        for path, behind in (*self._behind, *(((name, growing),) if growing is not None else ())):
            text = _joined(text, path, behind)
        return text


def _joined(text: Text, name: str, behind: Text) -> Text:
    """Append what was read of the container with this name to a text; its places begin with the name."""
    before = text.original if text.original.endswith("\n") or not text.original else text.original + "\n"

    def moved(place: Place) -> Place:
        return replace(place, member="/".join(filter(None, (name, place.member))))

    pieces = behind.pieces or (Piece(0, len(behind.original)),)
    return Text(before + behind.original, (*text.pieces, *(
        replace(piece, start=piece.start + len(before), end=piece.end + len(before), place=moved(piece.place),
                visible=False)
        for piece in pieces)), (*text.traits, *(replace(trait, place=moved(trait.place)) for trait in behind.traits
                                                if trait.kind != PARTIAL)), text.from_picture or behind.from_picture)
