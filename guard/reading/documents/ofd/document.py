"""Reads OFD (GB/T 33190-2016): text objects in reading order page by page, pictures, templates, annotations, metadata.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from guard.core.model import Unreadable
from guard.reading import images
from guard.reading.documents.drawings import jbig2
from guard.reading.documents.errors import DamagedError
from guard.reading.documents.ofd import outlines, parts
from guard.reading.documents.ofd.objects import Content, Objects, Outline, Turn, lines
from guard.reading.documents.ofd.parts import Document, Resources
from guard.reading.documents.package import Package, resolve
from guard.reading.documents.transcript import Transcript
from guard.reading.model import Pixels
from guard.sentences.catalogue import sentence

_DEPTH = 8
"""Levels of nested drawings."""

_MOST_UNITS = 2000
"""Drawings per page that are read."""

_FAULTY = 0.2
"""Share of a page's letters without meaning from which the page counts as not read."""


@dataclass(slots=True)
class _Reading:
    """One file while it is read; ``seen`` are the pictures and pages so far: each is read once."""

    package: Package
    transcript: Transcript
    seen: set[str] = field(default_factory=set)
    pages: int = 0

    def new(self, name: str) -> bool:
        """Tell whether this part was not read yet, and remember it."""
        known = name in self.seen
        self.seen.add(name)
        return not known


def read(untrusted_bytes: bytes, transcript: Transcript) -> Iterator[None]:
    """Write the text of an OFD; yields after each page."""
    package = Package(untrusted_bytes, transcript.budget)
    reading = _Reading(package, transcript)
    roots = parts.roots(package, transcript)
    for root in roots:
        yield from _document(reading, parts.document(package, root))
    if not roots:
        raise DamagedError(sentence("reading.no-body"))


def _document(reading: _Reading, document: Document) -> Iterator[None]:
    package, transcript = reading.package, reading.transcript
    for title in document.titles:
        transcript.line(title)
    resources = parts.resources(package, document.resources)
    numbers: dict[str, int] = {}
    names = list(dict.fromkeys(name for name in document.pages.values() if name not in reading.seen))
    first = reading.pages + 1
    for page, name in document.pages.items():
        if reading.new(name):
            reading.pages += 1
            numbers[page] = reading.pages
            transcript.turn(reading.pages, visible=True)
            _page(reading, name, resources)
            if reading.pages == first:
                transcript.look_ahead(first + len(names) - 1, lambda number, other: _page(
                    _Reading(package, other, pages=number), names[number - first], resources))
            yield
    transcript.turn(None)
    for name in filter(reading.new, document.templates):
        _page(reading, name, resources)
        yield
    for name in document.annotations:
        for listed in parts.lists(package, name, "FileLoc"):
            if listed.name in package:
                transcript.turn(numbers.get(listed.page))
                _page(reading, listed.name, resources)
    transcript.turn(None)
    _beside_pages(reading, document)


def _beside_pages(reading: _Reading, document: Document) -> None:
    """Write the names of attachments and what programs added for themselves, and note the attachments."""
    package, transcript = reading.package, reading.transcript
    for name in document.attachments:
        for listed in parts.lists(package, name, "FileLoc"):
            if listed.title:
                transcript.line(listed.title)
            if listed.name in package:
                transcript.document(partial(package.bytes_of, listed.name))
    for name in document.extensions:
        for words in parts.own_words(package, name):
            transcript.line(words)


def _page(reading: _Reading, name: str, resources: Resources) -> None:
    """Write one page, template or annotation; a damaged one is left out and the transcript says so."""
    objects = Objects()
    try:
        for event in reading.package.events(name):
            objects.feed(event)
    except DamagedError:
        reading.transcript.incomplete(sentence("reading.page-damaged"))
    content = objects.content
    folder = posixpath.dirname(name)
    own = [resolve(folder, target) for target in content.resources]
    if own:
        resources = resources.joined(parts.resources(reading.package, own))
    whole = _with_units(content, resources)
    seen = not whole.hidden and all(one.x >= 0 and one.y >= 0 for one in whole.words)
    for line in lines(whole.words):
        reading.transcript.write(f"{line}\n", seen=seen)
    for line in content.remarks:
        reading.transcript.write(f"{line}\n", seen=False)
    letters = "".join(word.text for word in whole.words).replace(" ", "")
    if sum(map(_faulty, letters)) > _FAULTY * len(letters):
        reading.transcript.incomplete(sentence("reading.page-without-encoding"))
    if content.crowded:
        reading.transcript.incomplete(sentence("reading.too-many-shapes"))
    for picture, turn in whole.pictures:
        _picture(reading, resources.media.get(picture, ""), turn)
    if whole.outlines and (outlines.may_be_words(whole.outlines) or not (letters or whole.pictures)):
        reading.transcript.picture(partial(_drawn, reading.pages, whole.outlines))


def _faulty(letter: str) -> bool:
    """Tell whether this means a glyph of a font and not a letter."""
    return letter in "¤\ufffd\ufffe\uffff" or "\ue000" <= letter <= "\uf8ff"


def _with_units(content: Content, resources: Resources) -> Content:
    """Return the content of a page, including that of the drawings that it uses (13)."""
    whole = content.moved(0.0, 0.0)
    whole.hidden = content.hidden
    waiting = [(unit, 1) for unit in whole.units]
    for (identity, x, y), depth in waiting:
        unit = resources.units.get(identity)
        if unit is None or depth > _DEPTH:
            continue
        moved = unit.moved(x, y)
        whole.hidden = whole.hidden or unit.hidden
        whole.words += moved.words
        whole.pictures += moved.pictures
        whole.outlines += moved.outlines
        waiting += ((inner, depth + 1) for inner in moved.units[:_MOST_UNITS - len(waiting)])
    return whole


def _picture(reading: _Reading, name: str, turn: Turn) -> None:
    """Note a picture, whatever its name says; one that cannot be decoded makes the document partial."""
    if name not in reading.package:
        reading.transcript.incomplete(sentence("reading.inner-picture"))
    elif reading.new(f"{name} {turn}"):
        reading.transcript.picture(partial(_frames, reading.package, name, turn))


def _frames(package: Package, name: str, turn: Turn) -> Iterator[images.Frame | Unreadable]:
    untrusted_bytes = package.bytes_of(name)
    decoded = jbig2.frames(untrusted_bytes) if jbig2.is_it(untrusted_bytes) else images.frames(untrusted_bytes)
    for frame in decoded:
        yield frame if isinstance(frame, Unreadable) else replace(frame, pixels=_turned(frame.pixels, turn))


def _turned(pixels: Pixels, turn: Turn) -> Pixels:
    """Return a picture oriented as on its page."""
    if turn.exchanged:
        pixels = pixels.transpose(1, 0, 2)
    return np.ascontiguousarray(pixels[::-1 if turn.above_below else 1, ::-1 if turn.left_right else 1])


def _drawn(page: int, found: list[Outline]) -> Iterator[images.Frame]:
    yield images.Frame(page, outlines.drawn(found))
