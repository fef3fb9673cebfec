"""Collects the texts of all members of a container, one after the other, and what was not read."""

from __future__ import annotations

from dataclasses import replace

from guard.reading import limits
from guard.sentences.catalogue import sentence
from rules.model import NOWHERE, Place
from rules.sentences.sentence import NOTHING, Sentence
from rules.text import PARTIAL, Piece, Text, Trait

_LONGEST_PATH = 260
"""Longest path that is kept, in characters; each piece carries it, and a hostile name has 64 thousand."""

_COUNTED = "reading.and-more-places"

class Collected:
    """Joins names and texts. Pages and boxes stay those of the member they were read from; places name it."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._pieces: list[Piece] = []
        self._traits: list[Trait] = []
        self._from_picture = False
        self._unread = NOTHING
        self._more_unread = 0

    @property
    def empty(self) -> bool:
        """True while there is neither a name nor a text."""
        return not self._length

    @property
    def room(self) -> bool:
        """False when there is more text than allowed."""
        return self._length <= limits.DOCUMENT_CHARACTERS

    def name(self, untrusted_name: str) -> None:
        """Add the name of a member: it is judged too."""
        if untrusted_name:
            start = self._write(untrusted_name)
            self._pieces.append(Piece(start, self._length, place=_member(untrusted_name, NOWHERE)))

    def add(self, untrusted_name: str, text: Text) -> None:
        """Add what was read of the member with this name."""
        start = self._write(text.original)
        self._pieces += _shifted(untrusted_name, text, start)
        self._traits += _seen(untrusted_name, text)
        self._from_picture = self._from_picture or text.from_picture
        for trait in text.traits:
            if trait.kind == PARTIAL:
                self.unread(untrusted_name, trait.detail or sentence("reading.not-to-end"), inside=bool(trait.detail))

    def unread(self, untrusted_name: str, why: Sentence, *, inside: bool = False) -> None:
        """Note that a member was not read; the first is reported with its name. ``inside``: ``why`` begins with a name.
        """
        if self._unread:
            self._more_unread += 1
            return
        if inside:
            why = _without_count(why)
        if not untrusted_name:
            self._unread = why
        elif inside:
            self._unread = sentence("reading.inside", name=untrusted_name, why=why)
        else:
            self._unread = sentence("joined.of", what=untrusted_name, why=why)

    def text(self, growing: Text | None = None, untrusted_name: str = "") -> Text:
        """Return everything so far; with ``growing``, what was read so far of the member with this name at its end."""
        original = "".join(self._parts)
        self._parts = [original]
        pieces, from_picture = tuple(self._pieces), self._from_picture
        traits = tuple(self._traits)
        if growing is not None:
            pieces += tuple(_shifted(untrusted_name, growing, len(original)))
            traits += tuple(_seen(untrusted_name, growing))
            original, from_picture = original + growing.original, from_picture or growing.from_picture
        if growing is not None or self._unread:
            traits += (Trait(PARTIAL, detail=self._words()),)
        return Text(original, pieces, traits, from_picture)

    def _words(self) -> Sentence:
        if not self._more_unread:
            return self._unread
        return sentence(_COUNTED, why=self._unread, count=self._more_unread)

    def _write(self, untrusted_text: str) -> int:
        """Write a text on lines of its own; return where it starts."""
        start = self._length
        if untrusted_text:
            end = "" if untrusted_text.endswith("\n") else "\n"
            self._parts += [untrusted_text, end]
            self._length += len(untrusted_text) + len(end)
        return start


def _without_count(words: Sentence) -> Sentence:
    """Return what an inner container says without its count of further members: here it is one of many."""
    first = words.values.get("why") if words.id == _COUNTED else None
    return first if isinstance(first, Sentence) else words


def _shifted(untrusted_name: str, text: Text, by: int) -> list[Piece]:
    pieces = text.pieces or (Piece(0, len(text.original)),)
    return [replace(piece, start=piece.start + by, end=piece.end + by, place=_member(untrusted_name, piece.place))
            for piece in pieces]


def _seen(untrusted_name: str, text: Text) -> list[Trait]:
    return [replace(trait, place=_member(untrusted_name, trait.place))
            for trait in text.traits if trait.kind != PARTIAL]


def _member(untrusted_name: str, place: Place) -> Place:
    """Put the name of the member before the place in it."""
    path = "/".join(filter(None, (untrusted_name, place.member)))
    if len(path) > _LONGEST_PATH:
        path = f"…{path[-_LONGEST_PATH:]}"
    return replace(place, member=path) if untrusted_name else place
