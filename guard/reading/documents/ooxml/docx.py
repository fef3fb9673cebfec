"""Reads WordprocessingML (ISO/IEC 29500-1 clause 17): body, then headers, footers, notes, comments, properties.

The page is the one on which the word processor last laid the text out, as far as the file says.
"""

from __future__ import annotations

from collections.abc import Iterator

from guard.reading.documents import sight, xml
from guard.reading.documents.errors import PARSING_ERRORS, DocumentError
from guard.reading.documents.ooxml import office, parts
from guard.reading.documents.package import Package
from guard.reading.documents.transcript import Transcript
from guard.sentences.catalogue import sentence

_BODY = r"word/document\d*\.xml"
_AROUND = (r"word/(header|footer)\d*\.xml", r"word/(footnotes|endnotes|comments)\d*\.xml",
           r"word/(charts/chart|diagrams/data|glossary/document)[^/]*\.xml")


def read(untrusted_bytes: bytes, transcript: Transcript) -> Iterator[None]:
    """Write the text of a docx, docm or dotx; yields now and then."""
    package = Package(untrusted_bytes, transcript.budget)
    transcript.past_half = package.past_half
    bodies = tuple(dict.fromkeys((*filter(None, (package.main(),)), *office.named(package, _BODY))))
    if not bodies:
        transcript.incomplete(sentence("reading.no-body"))
    hiding = _hiding(package)
    for name in bodies:
        transcript.turn(1, visible=name == bodies[0] and hiding is not None)  # programs show one of them
        yield from office.part(package, name, transcript, count_pages=True, hiding=hiding or frozenset())
    transcript.turn(None)
    for pattern in _AROUND:
        for name in office.named(package, pattern):
            yield from office.part(package, name, transcript)
    office.properties(package, transcript)
    yield from parts.rest(package, transcript)


def _hiding(package: Package) -> frozenset[str] | None:
    """Return the styles that hide what has them, None where they cannot be read or hide what has none."""
    found: frozenset[str] = frozenset()
    try:
        for name in office.named(package, r"word/styles\d*\.xml"):
            root = next(xml.events([package.head(name)]), None)
            if root is None or root.name != "styles":
                continue  # what only has this name is read like any other part
            styles = package.bytes_of(name)
            if any(word in styles for word in sight.HIDING):
                found |= sight.hiding_styles(xml.events([styles], sight.OF_STYLES))
    except (DocumentError, *PARSING_ERRORS):
        return None
    return None if "" in found else found
