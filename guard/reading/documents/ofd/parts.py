"""Finds the parts that the root of an OFD references (GB/T 33190-2016, 7): pages, resources, notes, attachments."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from guard.markup.declared_marks import mark_of
from guard.reading.documents.ofd.objects import Content, Objects
from guard.reading.documents.package import Package, resolve
from guard.reading.documents.transcript import Transcript
from guard.reading.documents.xml import Event, Kind

_MAIN = "OFD.xml"
_NO_WRITING = frozenset({"DocID", "CreationDate", "ModDate", "Creator", "CreatorVersion", "Signatures"})
_NAMED = frozenset({"CustomData", "OutlineElem", "Bookmark", "Attachment", "Property"})
"""Elements whose attribute Name or Title is for people."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A part that a list names: its path, its name for people, and the page that it belongs to, by its id."""

    name: str
    title: str = ""
    page: str = ""


@dataclass(slots=True)
class Document:
    """The parts of one document; ``pages`` and ``templates`` by their ids."""

    pages: dict[str, str] = field(default_factory=dict)
    templates: list[str] = field(default_factory=list)
    resources: list[str] = field(default_factory=list)
    annotations: list[str] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)
    extensions: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Resources:
    """Parts of pictures, and drawings that pages use, by their ids."""

    media: dict[str, str] = field(default_factory=dict)
    units: dict[str, Content] = field(default_factory=dict)

    def joined(self, other: Resources) -> Resources:
        """Return these together with those of one page."""
        return Resources({**self.media, **other.media}, {**self.units, **other.units})


def roots(package: Package, transcript: Transcript) -> list[str]:
    """Write the metadata (7.4) and return the root of each document, those of other versions after it (7.10)."""
    found: list[str] = []
    versions: list[str] = []
    named = ""
    for element, event in _within(package, _MAIN):
        if event.kind is Kind.START:
            named = event.attributes.get("Name", "") if event.name == "CustomData" else ""
            if event.name == "Version":
                versions.append(resolve("", event.attributes.get("BaseLoc", "")))
            if event.name in _NAMED and event.attributes.get("Name"):
                transcript.line(event.attributes["Name"])
        elif element == "DocRoot":
            found.append(resolve("", event.name.strip()))
        elif element not in _NO_WRITING:
            transcript.line(event.name.strip())
            if mark := mark_of(named or element, event.name):
                transcript.line(mark)
    found += (listed.name for name in versions if name in package for listed in lists(package, name, "DocRoot"))
    return list(dict.fromkeys(found))


def document(package: Package, root: str) -> Document:
    """Return what the root of a document references."""
    found = Document()
    folder = posixpath.dirname(root)
    places = {"PublicRes": found.resources, "DocumentRes": found.resources, "Annotations": found.annotations,
              "Attachments": found.attachments, "Extensions": found.extensions}
    for element, event in _within(package, root):
        if event.kind is Kind.TEXT:
            if element in places:
                places[element].append(resolve(folder, event.name.strip()))
            continue
        location = event.attributes.get("BaseLoc", "")
        if event.name == "Page" and location:
            found.pages[event.attributes.get("ID", "") or location] = resolve(folder, location)
        elif event.name == "TemplatePage" and location:
            found.templates.append(resolve(folder, location))
        elif event.name in _NAMED:
            found.titles += filter(None, map(event.attributes.get, ("Title", "Name")))
    return found


def resources(package: Package, names: list[str]) -> Resources:
    """Return what these parts list (7.9); those that do not exist list nothing."""
    found = Resources()
    for name in names:
        if name in package:
            _resources(package, name, found)
    return found


def _resources(package: Package, name: str, found: Resources) -> None:
    folder, wanted, unit = posixpath.dirname(name), "", Objects()
    inside = ""
    for event in package.events(name):
        unit.feed(event)
        if event.kind is Kind.TEXT:
            if inside == "MediaFile" and event.name.strip():
                found.media[wanted] = resolve(folder, event.name.strip())
            continue
        inside = event.name if event.kind is Kind.START else ""
        if inside == "Res":
            folder = posixpath.join(folder, event.attributes.get("BaseLoc", ""))
        elif inside == "MultiMedia":
            wanted = event.attributes.get("ID", "")
        elif inside == "CompositeGraphicUnit":
            unit = Objects()
            found.units[event.attributes.get("ID", "")] = unit.content


def lists(package: Package, name: str, *elements: str) -> Iterator[Listed]:
    """Yield the parts that a list names in these elements."""
    folder, page, title = posixpath.dirname(name), "", ""
    if name not in package:
        return
    for element, event in _within(package, name):
        if event.kind is Kind.START:
            page = event.attributes.get("PageID", page)
            title = event.attributes.get("Name", "") if event.name == "Attachment" else title
        elif element in elements:
            yield Listed(resolve(folder, event.name.strip()), title, page)


def own_words(package: Package, name: str) -> Iterator[str]:
    """Yield what people wrote into data of a program's own (17): text without an East Asian letter is the program's."""
    if name not in package:
        return
    named = ""
    for element, event in _within(package, name):
        named = event.attributes.get("Name", "") if event.kind is Kind.START else named
        told = (event.name,) if event.kind is Kind.TEXT else event.attributes.values()
        yield from (words.strip() for words in told if not words.isascii())
        yield from filter(None, _declared(named or element, event))


def _declared(named: str, event: Event) -> Iterator[str]:
    """Yield what an element of a program's own declares: by its name and text, its attributes, or a pair of these."""
    if event.kind is Kind.TEXT:
        yield mark_of(named, event.name)
    elif event.kind is Kind.START:
        given = event.attributes
        yield from (mark_of(name, value) for name, value in given.items())
        yield mark_of(given.get("Name", ""), given.get("Value", ""))


def _within(package: Package, name: str) -> Iterator[tuple[str, Event]]:
    """Yield elements, and text that is not empty with the name of the element around it."""
    element = ""
    for event in package.events(name):
        if event.kind is Kind.START:
            element = event.name
            yield element, event
        elif event.kind is Kind.END:
            element = ""
        elif event.name.strip():
            yield element, event
