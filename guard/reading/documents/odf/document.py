"""Reads OpenDocument packages (ODF 1.3 part 2: odt, ods, odp, odg): body, header, footer, metadata, objects, versions.

The page is the one on which the word processor last laid the text out, as far as the file says, the number of the
sheet, or that of the slide.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from functools import partial

from guard.reading import limits
from guard.reading.documents.errors import DamagedError, EncryptedError
from guard.reading.documents.odf import body
from guard.reading.documents.odf.objects import Objects
from guard.reading.documents.ooxml import office
from guard.reading.documents.package import Package
from guard.reading.documents.transcript import Transcript
from guard.reading.documents.xml import Kind
from guard.sentences.catalogue import sentence

_MANIFEST = "META-INF/manifest.xml"


def read(untrusted_bytes: bytes, transcript: Transcript) -> Iterator[None]:
    """Write the text of an OpenDocument package; yields now and then."""
    package = Package(untrusted_bytes, transcript.budget)
    transcript.past_half = package.past_half
    if _encrypted(package):
        raise EncryptedError(sentence("reading.encrypted"))
    seen: set[str] = set()
    yield from _document(package, "", transcript, seen)
    transcript.turn(None)
    office.pictures(package, transcript, (name for name in office.named(package, r"(.+/)?Pictures/[^/]+")
                                          if name not in seen))
    for name in office.named(package, r"Versions/[^/]+"):
        transcript.document(partial(package.bytes_of, name))


def _document(package: Package, folder: str, transcript: Transcript, seen: set[str], depth: int = 0) -> Iterator[None]:
    """Write one document of the package; those inside it are in folders below and come after it."""
    objects = Objects(transcript, seen, package, folder)
    for part in ("content.xml", "styles.xml", "meta.xml"):
        name = posixpath.join(folder, part)
        if name in package or part == "content.xml":
            yield from _part(package, name, transcript, objects)
    for inner in objects.bodies:
        with transcript.kept_on(inner.page, inner.place):
            if depth < limits.DOCUMENT_NESTED:
                yield from _document(package, inner.folder, transcript, seen, depth + 1)
            else:
                transcript.incomplete(sentence("reading.inner-files-too-deep"))


def _part(package: Package, name: str, transcript: Transcript, objects: Objects) -> Iterator[None]:
    """Write one part; a damaged one is read as far as possible and the transcript says so."""
    try:
        yield from body.write(package.events(name), transcript, objects)
    except DamagedError:
        if transcript.empty:
            raise
        transcript.incomplete(sentence("reading.part-damaged"))


def _encrypted(package: Package) -> bool:
    """Tell whether a password is needed (ODF 1.3 part 2, 4.4)."""
    return _MANIFEST in package and any(event.kind is Kind.START and event.name == "encryption-data"
                                        for event in package.events(_MANIFEST))
