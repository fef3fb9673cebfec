"""Writes running text (paragraphs, tables, text boxes) of a document, slide or drawing, in the order of the file.

What people do not see where it is written is marked so in the transcript: deletions, hidden words and shapes, tips.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from guard.reading.documents import attributes, field_codes, sight
from guard.reading.documents.sight import Sight
from guard.reading.documents.transcript import Transcript
from guard.reading.documents.xml import Event, Kind

_TEXT = frozenset({"t", "delText", "text", "v", "pt", "oddHeader", "oddFooter", "evenHeader", "evenFooter",
                   "firstHeader", "firstFooter"})
"""Elements whose characters people see: of WordprocessingML (17.3.3), DrawingML (21.1.2.3), comments and charts."""

_ENDS_LINE = frozenset({"p", "pt", "si", "cm", "comment", "br", "cr", "oddHeader", "oddFooter", "evenHeader",
                        "evenFooter", "firstHeader", "firstFooter"})
_SKIPPED = frozenset({"rPh", "pgNum"})
"""rPh contains how Chinese or Japanese is pronounced."""

UNSEEN = attributes.WORDS

_BOX = frozenset({"txbxContent", "rt"})
"""What is apart from the line: a text box, and how the words below it are pronounced (17.3.3.24)."""

_EITHER, _OR = "AlternateContent", "Fallback"
"""Fallback mostly repeats its Choice (ISO/IEC 29500-3 10.2); the program decides which of the two is shown."""

_STARS = frozenset({"F0AB", "F0B6"})
"""Those of the font Wingdings."""

_CODE, _FIELD = "instrText", "fldChar"
"""The code of a field, and where it begins, ends, or its result begins (17.16.23, 17.16.18)."""

_SAID_OTHERWISE = frozenset({"sym", "ptab", _CODE, _FIELD})
"""These, a character of a font of its own, and a tab that is measured from a margin (17.3.3.30, 17.3.3.23)."""

MEANT = frozenset({*_TEXT, *_ENDS_LINE, *_SKIPPED, *UNSEEN, *_BOX, *sight.NAMES, _EITHER, _OR, *_SAID_OTHERWISE, "tab",
                   "tr", "tc", "lastRenderedPageBreak"})
"""Every element that affects the text; the others only say how it looks."""

MEANT_WITH_STYLES = MEANT | sight.NAMES_OF_STYLES
"""The same where there are styles that hide."""

_BEGINS = frozenset({*_TEXT, *UNSEEN, *_BOX, *sight.NAMES_OF_STYLES, _EITHER, _OR, "tab", "tr", "br",
                     "lastRenderedPageBreak"})
"""Elements that take effect at their beginning."""

_OFTEN = 256

_MOST_BOXES = 256
_MOST_WAITING = 4096
"""Number of waiting characters from which paragraphs are passed on; each alone would cost more than writing it."""

_MOST_COMPARED = 20_000_000
"""Characters that are compared between the two forms; beyond that the older form is kept as a whole."""


Run = tuple[str, bool]
"""Some words, and whether people see them where they are written."""


@dataclass(slots=True)
class _Either:
    """Content that a part has twice, for newer programs and for older ones (ISO/IEC 29500-3 clause 10), being written.

    ``start``: what was written before it, counted in pieces.

    ``older``: where the older form begins, while it is kept apart because the newer one had words; ``boxes``: what
    waits meanwhile.
    """

    start: int
    older: int | None = None
    boxes: tuple[Run, ...] = ()


class _Lines:
    """Puts tabs and line ends between what is written; never two line ends in a row."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._unseen: set[int] = set()
        self._joint = ""
        self.fresh = True
        self.length = 0

    def write(self, text: str, *, seen: bool = True) -> None:
        if self._joint:
            self._parts.append(self._joint)
            self._joint = ""
        if not seen:
            self._unseen.add(len(self._parts))
        self._parts.append(text)
        self.length += len(text)
        self.fresh = False

    def end_line(self) -> None:
        if not self.fresh:
            self._joint = "\n"

    def end_cell(self) -> None:
        self._joint = "\t" if self._joint == "\n" else self._joint + "\t"

    def take(self) -> list[Run]:
        """Return what was written since the last time, with the line end after it."""
        if self._joint == "\n":
            self._parts.append("\n")
            self._joint, self.fresh = "", True
        parts, unseen = self._parts, self._unseen
        self._parts, self._unseen, self.length = [], set(), 0
        if not unseen:
            return [("".join(parts), True)] if parts else []
        return [(part, number not in unseen) for number, part in enumerate(parts)]


def write(events: Iterable[Event], transcript: Transcript, *, count_pages: bool = False,
          hiding: frozenset[str] = frozenset()) -> Iterator[None]:
    """Write the text of one part; yields after each chunk of it. ``count_pages``: a page break turns the page;
    ``hiding``: the styles that hide what has them.
    """
    writer = _Writer(transcript, count_pages, Sight(hiding))
    for number, event in enumerate(events):
        writer.take(event)
        if number % _OFTEN == _OFTEN - 1:
            yield
    writer.flush()


class _Writer:
    def __init__(self, transcript: Transcript, count_pages: bool, sight: Sight) -> None:
        self._transcript = transcript
        self._count_pages = count_pages
        self._flows = [_Lines()]
        self._boxes: list[Run] = []
        self._told: set[str] = set()
        self._eithers: list[_Either] = []
        self._said: list[str] = []
        self._in_text = self._skipped = 0
        self._in_cells = 0
        self._in_code = False
        self._code: list[str] = []
        self._sight = sight
        self._turned_at = transcript.length

    def take(self, event: Event) -> None:
        kind, name, _ = event
        if kind is Kind.TEXT:
            if self._in_code:
                self._code.append(name)
            elif self._in_text and not self._skipped:
                self._say(name)
        elif name in _SKIPPED:
            self._skipped += 1 if kind is Kind.START else -1
        elif self._skipped:
            return
        elif name in _SAID_OTHERWISE:
            self._take_character(event)
        elif kind is Kind.END:
            self._sight.end(name)
            self._end(name)
        elif name in _BEGINS:
            self._sight.begin(event)
            self._start(event)

    def _say(self, words: str) -> None:
        self._flows[-1].write(words, seen=self._sight.seen)
        if self._eithers:
            self._said.append(words)

    def flush(self) -> None:
        """Pass everything on: the part ends here."""
        while len(self._flows) > 1:
            self._close_box()
        self._boxes = [box for either in self._eithers for box in either.boxes] + self._boxes
        self._flows[0].end_line()
        self._hand_over()

    def _start(self, event: Event) -> None:
        name = event.name
        if name in _TEXT:
            self._in_text += 1
        elif name == "tab" and not event.attributes:
            self._flows[-1].write("\t")
        elif name == "tr":
            self._in_cells += 1
        elif name in _BOX:
            self._flows.append(_Lines())
        elif name == _EITHER:
            self._eithers.append(_Either(len(self._said)))
        elif name == _OR:
            self._set_apart()
        elif name in UNSEEN:
            self._tell(event)
        elif self._count_pages and len(self._flows) == 1 and _breaks_page(event):
            self._turn_page()

    def _end(self, name: str) -> None:
        if name in _TEXT:
            self._in_text -= 1
        elif name == "tc":
            self._flows[-1].end_cell()
        elif name == "tr":
            self._in_cells -= 1
            self._flows[-1].end_line()
        elif name in _BOX:
            self._close_box(seen=name != "rt")
        elif name == _OR:
            self._join_apart()
        elif name == _EITHER:
            self._eithers.pop()
            if not self._eithers:
                self._said.clear()
        if name in _ENDS_LINE:
            self._flows[-1].end_line()
            if name == "p" and len(self._flows) == 1 and not self._in_cells and (
                    self._boxes or self._flows[0].length > _MOST_WAITING):
                self._hand_over()

    def _take_character(self, event: Event) -> None:
        """Write a character of a font of its own, and what is seen of a field's code, once it has ended."""
        begins = event.kind is Kind.START
        if event.name == _CODE:
            self._in_code = begins
        elif begins:
            words = field_codes.shown("".join(self._code)) if event.name == _FIELD else _character(event)
            self._code.clear()
            if words:
                self._say(words)

    def _tell(self, event: Event) -> None:
        """Keep the words of attributes until the line ends, the same words once per part."""
        for words in attributes.of(event):
            if self._eithers:
                self._said.append(words)
            if words not in self._told:
                self._told.add(words)
                self._boxes.append((f"{words}\n", False))
        if len(self._boxes) > _MOST_BOXES and len(self._flows) == 1 and not self._in_cells:
            self._hand_over()

    def _set_apart(self) -> None:
        """Keep the older form of something apart when the newer one had words."""
        either = self._eithers[-1] if self._eithers else None
        if either is not None and len(self._said) > either.start:
            either.older, either.boxes, self._boxes = len(self._said), tuple(self._boxes), []
            self._flows.append(_Lines())

    def _join_apart(self) -> None:
        """Keep what only the older form contains."""
        either = self._eithers[-1] if self._eithers else None
        if either is not None and either.older is not None:
            lines = self._flows.pop()
            lines.end_line()
            older = "".join(words for words, _ in (*lines.take(), ("\n", False), *self._boxes))
            self._boxes = [*either.boxes, *_unsaid(self._said[either.start:either.older], older)]
            either.older = None

    def _turn_page(self) -> None:
        transcript = self._transcript
        self._write(self._flows[0].take())
        if transcript.length > self._turned_at:
            transcript.turn((transcript.page or 1) + 1, visible=transcript.visible)
            self._turned_at = transcript.length

    def _close_box(self, *, seen: bool = True) -> None:
        if len(self._flows) > 1:
            box = self._flows.pop()
            box.end_line()
            self._boxes += ((words, seen and shown) for words, shown in box.take())

    def _hand_over(self) -> None:
        self._write(self._flows[0].take())
        self._write(self._boxes)
        self._boxes.clear()

    def _write(self, runs: Iterable[Run]) -> None:
        for words, seen in runs:
            self._transcript.write(words, seen=seen)


def _character(event: Event) -> str:
    if event.name == "ptab":
        return "\t"
    is_star = event.attributes.get("font", "").startswith("Wingdings") and event.attributes.get("char") in _STARS
    return "★" if is_star else " "


def _breaks_page(event: Event) -> bool:
    """A break as the word processor laid it out, or one that the author set; there is no text between the two."""
    return event.name == "lastRenderedPageBreak" or (event.name == "br" and event.attributes.get("type") == "page")


def _unsaid(newer: Iterable[str], older: str) -> Iterator[Run]:
    """Yield the lines of the older form that the newer one does not have, ignoring spaces."""
    said, lines = _plain("".join(newer)), older.split("\n")
    compared = len(said) * len(lines) <= _MOST_COMPARED
    for line in lines:
        if (plain := _plain(line)) and not (compared and plain in said):
            yield f"{line}\n", False


def _plain(words: str) -> str:
    return "".join(words.split())
