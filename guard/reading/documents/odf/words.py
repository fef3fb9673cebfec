"""Translates elements of OpenDocument (ODF 1.3 part 3) to those from which running text is written (see flow)."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator

from guard.reading.documents.odf.objects import Objects
from guard.reading.documents.xml import Event, Kind

IN_TEXT = Event(Kind.START, "t")
"""Comes before the events of ``Words``: all text among them is text that people see."""

_PARAGRAPHS = frozenset({"p", "h", "title", "desc", "header-decl", "footer-decl", "date-time-decl"})
"""Elements with words of their own: paragraphs, alternative texts, what a presentation repeats on its slides."""

_UNSAID = frozenset({"ruby-text", "note-citation"})
"""How words are pronounced (6.4), the number of a note. Who commented and when (14.3) is in no paragraph."""

_BESIDE = frozenset({"frame", "note", "annotation", "g", "scene", "custom-shape", "rect", "line", "polyline", "polygon",
                     "regular-polygon", "path", "circle", "ellipse", "connector", "caption", "measure", "control"})
"""Notes (6.3), comments (14.1), pictures, boxes and shapes (10.3): in a paragraph they are beside its words."""

_TABLE = {"table-row": "tr", "table-cell": "tc", "covered-table-cell": "tc"}
_BETWEEN = frozenset({"table", "page", "table-column"})
"""Elements that the caller looks for."""

_NOT_SEEN = frozenset({"tracked-changes", "annotation", "notes", "hidden-text", "hidden-paragraph", "desc"})
"""Deletions (5.5), comments, notes of a slide (10.2), hidden words (7.7), alternative texts."""

_NOT_SHOWN = (("display", frozenset({"none", "false"})), ("visibility", frozenset({"collapse", "filter", "hidden"})))
"""Attributes of a section, field, sheet, row, column or slide, or of its style, that hide it (19.798, 19.761)."""

GONE, BACK = Event(Kind.START, "del"), Event(Kind.END, "del")
"""Around what people do not see where it is written."""

_LINKED = frozenset({"image", "object", "object-ole"})
_UNSEEN = ("string-value", "string-value-if-true", "string-value-if-false", "label", "current-value")
"""Attributes with words: of fields that are hidden or conditional (7.7), of form controls (13.5)."""

_SPACE = re.compile(r"[ \t\r\n]+")
_MOST_SPACES = 100


class Words:
    """Translates the events of one body; pictures and objects are noted in ``objects`` as they come.

    ``always_beside``: boxes and comments are beside the words also where no paragraph is around them. ``hidden`` are
    the names of styles that hide what has them.
    """

    def __init__(self, objects: Objects, hidden: Container[str] = (), *, always_beside: bool = False) -> None:
        self._objects = objects
        self._always_beside = always_beside
        self._open: list[tuple[bool, str]] = [(False, "")]
        self._carried: list[str] | None = None
        self._hidden = hidden
        self._gone: list[bool] = []
        self._line_begins = True
        self._blank = ""

    def events(self, events: Iterable[Event]) -> Iterator[Event]:
        """Yield what running text is written from, and the beginnings and ends of tables and pages."""
        for event in events:
            if event.kind is Kind.TEXT:
                yield from self._text(event.name)
            elif event.kind is Kind.START:
                self._gone.append(self._hides(event))
                if self._gone[-1]:
                    yield GONE
                yield from self._start(event)
            else:
                yield from self._end(event.name)
                if self._gone and self._gone.pop():
                    yield BACK

    def _hides(self, event: Event) -> bool:
        title_of_shape = event.name == "title" and not self._open[-1][0]
        return title_of_shape or hides(event) or event.attributes.get("style-name") in self._hidden

    def _text(self, text: str) -> Iterator[Event]:
        if self._carried is not None:
            self._carried.append(text)
        elif self._open[-1][0]:
            # White space is one space, and none where a paragraph begins or ends (6.1.2).
            shown = _SPACE.sub(" ", text)
            if shown.startswith(" ") and not self._line_begins:
                self._blank = " "
            words = shown.strip(" ")
            if words:
                yield Event(Kind.TEXT, self._take_blank() + words)
                self._line_begins = False
                self._blank = " " if shown.endswith(" ") else ""

    def _take_blank(self) -> str:
        """Return the space that waits for what follows it in its paragraph."""
        blank, self._blank = self._blank, ""
        return blank

    def _start(self, event: Event) -> Iterator[Event]:
        name = event.name
        if name in _PARAGRAPHS:
            self._begin_paragraph(name)
        elif name in _UNSAID:
            self._open.append((False, ""))
        elif name in _BESIDE:
            yield from self._begin_beside()
        elif name in _TABLE:
            self._open.append((False, _TABLE[name]))
            yield event._replace(name=_TABLE[name])
        elif name in _BETWEEN:
            yield event
        elif name == "binary-data":
            self._carried = []
        else:
            yield from self._character(event)
        if name not in _TABLE:
            yield from (Event(Kind.START, "docPr", {"title": event.attributes[attribute]})
                        for attribute in _UNSEEN if event.attributes.get(attribute))

    def _character(self, event: Event) -> Iterator[Event]:
        """Take an element that means a character, or references a picture or an object."""
        if event.name == "s":
            count = event.attributes.get("c", "1")
            blanks = min(int(count), _MOST_SPACES) if count.isdecimal() and len(count) < 10 else 1
            yield Event(Kind.TEXT, self._take_blank() + " " * blanks)
        elif event.name == "tab":
            yield Event(Kind.START, "tab")
        elif event.name == "soft-page-break":
            yield Event(Kind.START, "lastRenderedPageBreak")
        elif event.name in _LINKED:
            self._objects.link(event.attributes.get("href", ""), picture=event.name == "image")

    def _begin_paragraph(self, name: str) -> None:
        # A field may show the title of the document in the middle of a line.
        inline = name == "title" and self._open[-1][0]
        self._line_begins = self._line_begins or not inline
        self._open.append((True, "" if inline else "p"))

    def _begin_beside(self) -> Iterator[Event]:
        if self._always_beside or any(in_words for in_words, _ in self._open):
            self._open.append((False, "txbxContent"))
            if blank := self._take_blank():
                yield Event(Kind.TEXT, blank)
            yield Event(Kind.START, "txbxContent")
        else:
            self._open.append((False, ""))

    def _end(self, name: str) -> Iterator[Event]:
        if name in _PARAGRAPHS or name in _UNSAID or name in _BESIDE or name in _TABLE:
            _, ends = self._open.pop()
            if ends:
                self._blank = ""
                yield Event(Kind.END, ends)
        elif name == "line-break":
            yield Event(Kind.END, "br")
        elif name in _BETWEEN:
            yield Event(Kind.END, name)
        elif name == "binary-data" and self._carried is not None:
            self._objects.carried("".join(self._carried))
            self._carried = None


def hides(event: Event) -> bool:
    """Tell whether people do not see what is in an element, as far as it says so itself."""
    return event.name in _NOT_SEEN or any(event.attributes.get(name) in values for name, values in _NOT_SHOWN)


def gone(event: Event) -> int:
    """Return 1 where something begins that is not seen, -1 where it ends, else 0."""
    return 1 if event is GONE else -1 if event is BACK else 0


def until_end(events: Iterator[Event], name: str) -> Iterator[Event]:
    """Yield the events inside an element of this name that has just begun; its end is taken and not yielded."""
    depth = 1
    for event in events:
        if event.name == name and event.kind is not Kind.TEXT:
            depth += 1 if event.kind is Kind.START else -1
            if not depth:
                return
        yield event
