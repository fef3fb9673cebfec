"""The text of one document while it is read: what is written, what is left to look at, what was not read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from guard.model import Unreadable
from guard.reading import limits
from guard.reading.documents.budget import Budget
from guard.reading.documents.errors import OverBudgetError
from guard.reading.images import Frame
from rules.text import PARTIAL, Piece, Text, Trait

Frames = Callable[[], Iterator[Frame | Unreadable]]
"""Decodes the frames of one picture, or draws one page, when it is its turn."""


@dataclass(frozen=True, slots=True)
class Inside:
    """A document inside this one: how to get its bytes, and the page it stands on."""

    untrusted_bytes: Callable[[], bytes]
    page: int | None


class Draft:
    """Collects the text of a document page by page; ``budget`` bounds the work on it.

    ``page`` is the number of the page, sheet or slide that is written now, counted from 1, or None when the format has
    no such thing. Pictures and documents inside are only noted, and read after all text is there.
    """

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.page: int | None = None
        self.pictures: list[tuple[int | None, Frames]] = []
        self.inside: list[Inside] = []
        self._parts: list[str] = []
        self._pieces: list[Piece] = []
        self._length = 0
        self._partial: Trait | None = None
        self._kept = False

    def write(self, text: str) -> None:
        """Add text to the page that is written now; raises OverBudgetError at the limit."""
        room = limits.DOCUMENT_CHARACTERS - self._length
        whole, text = len(text) <= room, text[:room]
        if text:
            start, self._length = self._length, self._length + len(text)
            self._parts.append(text)
            last = self._pieces[-1] if self._pieces else None
            if last is not None and last.page == self.page:
                start = self._pieces.pop().start
            self._pieces.append(Piece(start, self._length, self.page))
        if not whole:
            raise OverBudgetError(f"文字超过 {limits.DOCUMENT_CHARACTERS} 字")

    def line(self, text: str) -> None:
        """Add one line."""
        self.write(text + "\n")

    def turn(self, page: int | None) -> None:
        """Go on with this page; raises OverBudgetError at the limit."""
        if page is not None and page > limits.DOCUMENT_PAGES:
            raise OverBudgetError(f"超过 {limits.DOCUMENT_PAGES} 页")
        self.budget.check_time()
        if not self._kept:
            self.page = page

    def picture(self, frames: Frames) -> None:
        """Note a picture on this page."""
        self.pictures.append((self.page, frames))

    def document(self, untrusted_bytes: Callable[[], bytes]) -> None:
        """Note a document inside this one."""
        self.inside.append(Inside(untrusted_bytes, self.page))

    def incomplete(self, why: str) -> None:
        """Say that something on this page was not read and why, for people; the first place counts."""
        self._partial = self._partial or Trait(PARTIAL, self.page, detail=why)

    @contextmanager
    def kept_on(self, page: int | None) -> Iterator[None]:
        """Stay on this page: a document inside this one has pages of its own that nobody could find."""
        self.page, kept_before = page, self._kept
        self._kept = True
        try:
            yield
        finally:
            self._kept = kept_before

    @property
    def length(self) -> int:
        """Characters written so far."""
        return self._length

    @property
    def empty(self) -> bool:
        """True while no text was written."""
        return not self._length

    def text(self) -> Text:
        """Return the text so far."""
        original = "".join(self._parts)
        self._parts = [original] if original else []
        return Text(original, tuple(self._pieces), (self._partial,) if self._partial else ())
