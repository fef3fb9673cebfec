"""Writes one XML part of an OpenDocument file of any kind: metadata, headers and footers, text, sheets or slides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from guard.markup.declared_marks import mark_of
from guard.reading.documents import flow
from guard.reading.documents.odf import cells
from guard.reading.documents.odf.objects import Objects
from guard.reading.documents.odf.words import IN_TEXT, Words, gone, hides, until_end
from guard.reading.documents.transcript import Transcript
from guard.reading.documents.xml import Event, Kind
from rules.model import Place

_NO_WRITING = frozenset({"generator", "creation-date", "date", "print-date", "editing-cycles", "editing-duration"})
"""Metadata that the program writes (ODF 1.3 part 3, 4.3.2)."""

_BREAK = Event(Kind.START, "soft-page-break")


def write(events: Iterator[Event], transcript: Transcript, objects: Objects) -> Iterator[None]:
    """Write the text of one part; a flat document is one part. Yields now and then."""
    styles = _Styles()
    for event in events:
        if event.kind is not Kind.START:
            continue
        if event.name == "meta":
            _metadata(until_end(events, "meta"), transcript)
        elif event.name == "automatic-styles":
            styles.take(until_end(events, "automatic-styles"))
        elif event.name == "master-styles":
            transcript.turn(None)
            yield from _flowing(until_end(events, "master-styles"), transcript, objects)
        elif event.name == "body":
            yield from _body(until_end(events, "body"), transcript, objects, styles)


def _body(events: Iterator[Event], transcript: Transcript, objects: Objects, styles: _Styles) -> Iterator[None]:
    """Write a body by its kind (3.3); charts and all others are running text of the page around them."""
    kind = next((event.name for event in events if event.kind is Kind.START), "")
    if kind == "text":
        transcript.turn(1, visible=True)
        words = Words(objects, styles.hidden).events(_with_breaks(events, styles.new_pages))
        yield from flow.write(chain((IN_TEXT,), words), transcript, count_pages=True)
    elif kind == "spreadsheet":
        yield from cells.write(Words(objects, styles.hidden, always_beside=True).events(events), transcript)
    elif kind in {"presentation", "drawing"}:
        words = Words(objects, styles.hidden).events(events)
        yield from _pages(words, transcript, Place(slide=kind == "presentation"))
    else:
        yield from _flowing(events, transcript, objects)


def _flowing(events: Iterator[Event], transcript: Transcript, objects: Objects) -> Iterator[None]:
    yield from flow.write(chain((IN_TEXT,), Words(objects).events(events)), transcript)


def _pages(words: Iterator[Event], transcript: Transcript, place: Place) -> Iterator[None]:
    """Write slides or drawn pages, hidden ones too, then the text outside of them: headers and footers."""
    around: list[Event] = [IN_TEXT]
    number = unseen = 0
    for event in words:
        unseen += gone(event)
        if event.kind is Kind.START and event.name == "page":
            number += 1
            transcript.turn(number, place, visible=not unseen)
            yield from flow.write(chain((IN_TEXT,), until_end(words, "page")), transcript)
        elif event.kind is Kind.TEXT or event.kind is Kind.END:
            around.append(event)
    transcript.turn(None)
    yield from flow.write(around, transcript)


def _metadata(events: Iterator[Event], transcript: Transcript) -> None:
    """Write what people have put into title, subject, keywords, comments and fields of their own, one per line, and the
    mark that one of them declares."""
    element = own = ""
    for event in events:
        if event.kind is Kind.TEXT and element and element not in _NO_WRITING and event.name.strip():
            transcript.line(event.name.strip())
            if mark := mark_of(own or element, event.name):
                transcript.line(mark)
        if event.kind is not Kind.TEXT:
            own = event.attributes.get("name", "") if event.kind is Kind.START else ""
        element = event.name if event.kind is Kind.START else "" if event.kind is Kind.END else element


@dataclass(frozen=True, slots=True)
class _Styles:
    """The paragraph styles that begin a page: by a break, or by naming the page's master (16.2, 19.501); and the styles
    that hide what has them.
    """

    new_pages: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)

    def take(self, events: Iterator[Event]) -> None:
        """Take the styles of a document's own."""
        style = ""
        for event in events:
            if event.kind is not Kind.START:
                continue
            if event.name == "style":
                style = event.attributes.get("name", "")
                if event.attributes.get("master-page-name"):
                    self.new_pages.add(style)
            elif event.attributes.get("break-before") == "page":
                self.new_pages.add(style)
            if hides(event):
                self.hidden.add(style)


def _with_breaks(events: Iterator[Event], new_pages: set[str]) -> Iterator[Event]:
    """Yield the events with a page break before each paragraph whose style begins a page."""
    for event in events:
        if event.kind is Kind.START and event.name in {"p", "h"} and event.attributes.get("style-name") in new_pages:
            yield _BREAK
        yield event
