"""OFD (GB/T 33190-2016): text objects in reading order page by page, pictures, templates, annotations, metadata."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from guard.reading.documents import office
from guard.reading.documents.draft import Draft
from guard.reading.documents.errors import DamagedError
from guard.reading.documents.package import Package, resolve
from guard.reading.documents.xml import Kind

_MAIN = "OFD.xml"
_SAME_LINE = 0.5
"""Share of a letter's size by which objects of one line may differ in height."""

_CELL = 2.0
"""Letters of empty space beside each other from which two objects are cells and not words."""


@dataclass(frozen=True, slots=True)
class _Words:
    """A text object: where its first letter stands on the page (millimetres), its size and its width."""

    text: str
    x: float
    y: float
    size: float
    width: float


@dataclass(slots=True)
class _Document:
    """What the root of a document leads to, by part names."""

    pages: list[str] = field(default_factory=list)
    templates: list[str] = field(default_factory=list)
    resources: list[str] = field(default_factory=list)
    annotations: list[str] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)


def read(untrusted_bytes: bytes, draft: Draft) -> Iterator[None]:
    """Write the text of an OFD; yields after each page."""
    package = Package(untrusted_bytes, draft.budget)
    roots = list(_head(package, draft))
    number = 0
    for root in roots:
        document = _document(package, root)
        media = _media(package, document.resources)
        for name in document.pages:
            number += 1
            draft.turn(number)
            _page(package, name, media, draft)
            yield
        draft.turn(None)
        for name in document.templates:
            _page(package, name, media, draft)
            yield
        for name in document.annotations:
            for location in _located(package, name, ("FileLoc",)):
                _page(package, location, media, draft)
        for name in document.attachments:
            for location in _located(package, name, ("FileLoc",)):
                draft.document(partial(package.bytes_of, location))
    if not roots:
        raise DamagedError("文件里没有正文")


def _head(package: Package, draft: Draft) -> Iterator[str]:
    """Write the metadata (7.4) and yield the root of each document."""
    element = ""
    for event in package.events(_MAIN):
        if event.kind is Kind.START:
            element = event.name
        elif event.kind is Kind.END:
            element = ""
        elif element == "DocRoot":
            yield resolve("", event.name.strip())
        elif element not in {"DocID", "CreationDate", "ModDate", "Creator", "CreatorVersion"} and event.name.strip():
            draft.line(event.name.strip())


def _document(package: Package, root: str) -> _Document:
    found = _Document()
    folder, element = posixpath.dirname(root), ""
    places = {"PublicRes": found.resources, "DocumentRes": found.resources, "Annotations": found.annotations,
              "Attachments": found.attachments}
    for event in package.events(root):
        if event.kind is Kind.START:
            element = event.name
            location = event.attributes.get("BaseLoc", "")
            if element == "Page" and location:
                found.pages.append(resolve(folder, location))
            elif element == "TemplatePage" and location:
                found.templates.append(resolve(folder, location))
        elif event.kind is Kind.TEXT and element in places and event.name.strip():
            places[element].append(resolve(folder, event.name.strip()))
        elif event.kind is Kind.END:
            element = ""
    return found


def _media(package: Package, resources: Sequence[str]) -> dict[str, str]:
    """Return the parts of pictures by their ids (7.9)."""
    media: dict[str, str] = {}
    for name in resources:
        if name not in package:
            continue
        folder, wanted, element = posixpath.dirname(name), "", ""
        for event in package.events(name):
            if event.kind is Kind.START:
                element = event.name
                if element == "Res":
                    folder = posixpath.join(folder, event.attributes.get("BaseLoc", ""))
                elif element == "MultiMedia":
                    wanted = event.attributes.get("ID", "")
            elif event.kind is Kind.TEXT and element == "MediaFile" and event.name.strip():
                media[wanted] = resolve(folder, event.name.strip())
            elif event.kind is Kind.END:
                element = ""
    return media


def _located(package: Package, name: str, elements: Sequence[str]) -> Iterator[str]:
    """Yield the parts that a list names in these elements."""
    folder, element = posixpath.dirname(name), ""
    if name not in package:
        return
    for event in package.events(name):
        if event.kind is Kind.TEXT and element in elements and event.name.strip():
            target = resolve(folder, event.name.strip())
            if target in package:
                yield target
        element = event.name if event.kind is Kind.START else "" if event.kind is Kind.END else element


def _page(package: Package, name: str, media: dict[str, str], draft: Draft) -> None:
    """Write one page, template or annotation; one that is damaged is left out and the draft says so."""
    words: list[_Words] = []
    try:
        _objects(package, name, media, words, draft)
    except DamagedError:
        draft.incomplete("一页损坏")
    for line in _lines(words):
        draft.line(line)


def _objects(package: Package, name: str, media: dict[str, str], words: list[_Words], draft: Draft) -> None:
    boundary, size, place, text = [0.0] * 4, 0.0, (0.0, 0.0), ""
    reading = False
    for event in package.events(name):
        if event.kind is Kind.TEXT:
            text += event.name if reading else ""
        elif event.kind is Kind.END:
            if event.name == "TextCode" and text.strip():
                x, y = boundary[0] + place[0], boundary[1] + place[1]
                words.append(_Words(text.strip("\r\n"), x, y, size or 4.0, boundary[2]))
            reading = reading and event.name != "TextCode"
        elif event.name in {"TextObject", "ImageObject"}:
            boundary = _numbers(event.attributes.get("Boundary", ""), 4)
            size = _numbers(event.attributes.get("Size", ""), 1)[0]
            picture = media.get(event.attributes.get("ResourceID", ""))
            if event.name == "ImageObject" and picture is not None:
                office.pictures(package, draft, (picture,))
        elif event.name == "TextCode":
            previous = place if reading or text else (0.0, size)
            place = (_numbers(event.attributes.get("X", str(previous[0])), 1)[0],
                     _numbers(event.attributes.get("Y", str(previous[1])), 1)[0])
            text, reading = "", True


def _numbers(untrusted_text: str, count: int) -> list[float]:
    found: list[float] = []
    for word in untrusted_text.split()[:count]:
        try:
            found.append(float(word))
        except ValueError:
            found.append(0.0)
    return found + [0.0] * (count - len(found))


def _lines(words: Sequence[_Words]) -> Iterator[str]:
    """Yield the lines of a page from top to bottom: what stands beside each other is one line, cells apart by tabs."""
    line: list[_Words] = []
    for one in sorted(words, key=lambda words: words.y):
        if line and one.y - line[0].y > _SAME_LINE * max(line[0].size, one.size):
            yield _line(line)
            line = []
        line.append(one)
    if line:
        yield _line(line)


def _line(words: Sequence[_Words]) -> str:
    parts: list[str] = []
    end = 0.0
    for one in sorted(words, key=lambda words: words.x):
        if parts and one.x - end > _CELL * one.size:
            parts.append("\t")
        parts.append(one.text)
        end = one.x + min(one.width or one.size, one.size * len(one.text))
    return "".join(parts)
