"""Writes words of parts that no other reader knows: all text, and attributes that contain words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial

from guard.markup.declared_marks import mark_of
from guard.reading.documents.transcript import Transcript
from guard.reading.documents.xml import Event, Kind
from guard.reading.documents.xml_words import Shown, unpacked

_WRITTEN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
"""A Chinese character: attributes without one are numbers, names of things and addresses."""

_BY_PROGRAMS = frozenset({"AppVersion", "Application", "TotalTime", "Pages", "Words", "Characters", "Lines",
                          "CharactersWithSpaces", "Paragraphs", "DocSecurity", "ScaleCrop", "LinksUpToDate",
                          "SharedDoc", "HyperlinksChanged", "Template", "created", "modified", "lastPrinted",
                          "revision", "i4", "Slides", "Notes", "HiddenSlides", "MMClips"})
"""Properties that the program writes (ISO/IEC 29500-1 15.2.12)."""

_OFTEN = 256


def written(words: str) -> bool:
    """Tell whether there is Chinese in these words."""
    return _WRITTEN.search(words) is not None


def write(events: Iterable[Event], transcript: Transcript) -> Iterator[None]:
    """Write the text line by line, then attributes with words; note files inside. Yields now and then."""
    shown = Shown()
    for number, event in enumerate(events):
        shown.take(event)
        if number % _OFTEN == _OFTEN - 1:
            yield
    for line in (*shown.words().split("\n"), *shown.attributes):
        if line.strip():
            transcript.line(line.strip())
    for packed in shown.packed:
        transcript.document(partial(unpacked, packed))


def properties(events: Iterable[Event], transcript: Transcript) -> None:
    """Write what people have put into title, keywords, comments and properties of their own, one per line, and the
    mark that one of them declares."""
    element = own = ""
    for event in events:
        if event.kind is Kind.TEXT and element not in _BY_PROGRAMS and event.name.strip():
            transcript.line(event.name.strip())
            if mark := mark_of(own or element, event.name):
                transcript.line(mark)
        if event.name == "property":
            own = event.attributes.get("name", "") if event.kind is Kind.START else ""
        element = event.name if event.kind is Kind.START else "" if event.kind is Kind.END else element
        if event.kind is Kind.START and event.name == "property" and written(event.attributes.get("name", "")):
            transcript.line(event.attributes["name"])
