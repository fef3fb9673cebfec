"""Words of XML parts that nobody has described to us: all text, and attributes in which something is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from guard.reading.documents.draft import Draft
from guard.reading.documents.xml import Event, Kind

_WRITTEN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
"""A sign of Chinese writing: attributes without one are numbers, names of things and addresses."""

_PACKED = re.compile(r"[A-Za-z0-9+/=\s]{120,}")
"""Bytes written as characters (base64)."""

_BY_PROGRAMS = frozenset({"AppVersion", "Application", "TotalTime", "Pages", "Words", "Characters", "Lines",
                          "CharactersWithSpaces", "Paragraphs", "DocSecurity", "ScaleCrop", "LinksUpToDate",
                          "SharedDoc", "HyperlinksChanged", "Template", "created", "modified", "lastPrinted",
                          "revision", "i4", "Slides", "Notes", "HiddenSlides", "MMClips"})
"""Properties that the program writes (ISO/IEC 29500-1 15.2.12)."""

_OFTEN = 256


def written(words: str) -> bool:
    """Say whether there is Chinese in these words."""
    return _WRITTEN.search(words) is not None


def write(events: Iterable[Event], draft: Draft) -> Iterator[None]:
    """Write each text and each attribute with words on a line of its own; yields now and then."""
    for number, event in enumerate(events):
        if event.kind is Kind.TEXT:
            words = event.name.strip()
            if words and not _PACKED.fullmatch(words):
                draft.line(words)
        else:
            for value in event.attributes.values():
                if written(value):
                    draft.line(value.strip())
        if number % _OFTEN == _OFTEN - 1:
            yield


def properties(events: Iterable[Event], draft: Draft) -> None:
    """Write what people have put into title, keywords, comments and properties of their own, one a line."""
    element = ""
    for event in events:
        if event.kind is Kind.TEXT and element not in _BY_PROGRAMS and event.name.strip():
            draft.line(event.name.strip())
        element = event.name if event.kind is Kind.START else "" if event.kind is Kind.END else element
        if event.kind is Kind.START and event.name == "property" and written(event.attributes.get("name", "")):
            draft.line(event.attributes["name"])
