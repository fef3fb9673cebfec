"""Reads PresentationML (ISO/IEC 29500-1 clause 19): slides as shown, hidden ones too, each with notes and comments.

The page is the number of the slide. The text of masters and layouts comes last, without a page.
"""

from __future__ import annotations

from collections.abc import Iterator

from guard.reading.documents import xml
from guard.reading.documents.errors import PARSING_ERRORS, DocumentError
from guard.reading.documents.ooxml import office, parts
from guard.reading.documents.package import Package
from guard.reading.documents.transcript import Transcript
from guard.reading.documents.xml import Kind
from rules.model import Place

_MAIN = "ppt/presentation.xml"
_SHARED = frozenset({"slide", "slideLayout", "slideMaster", "notesMaster", "handoutMaster"})
"""Relations from a slide to what other slides show too."""

_BEHIND = r"ppt/(slideMasters|slideLayouts|handoutMasters|notesMasters)/[^/]+\.xml"


def read(untrusted_bytes: bytes, transcript: Transcript) -> Iterator[None]:
    """Write the text of a pptx, pptm or ppsx; yields now and then."""
    package = Package(untrusted_bytes, transcript.budget)
    transcript.past_half = package.past_half
    main = package.main() or _MAIN
    shown, others = _slides(package, main)
    for number, name in enumerate((*shown, *others), 1):
        transcript.turn(number, Place(slide=True), visible=number <= len(shown) and _is_shown(package, name))
        yield from office.part(package, name, transcript)
        with transcript.unseen():
            yield from parts.related(package, name, transcript, _SHARED)
    transcript.turn(None)
    for name in office.named(package, _BEHIND):
        yield from office.part(package, name, transcript)
    yield from office.part(package, main, transcript)
    office.properties(package, transcript)
    yield from parts.rest(package, transcript)


def _is_shown(package: Package, name: str) -> bool:
    """Tell whether a slide is shown (19.3.1.38)."""
    try:
        root = next(xml.events([package.head(name)]), None)
    except (DocumentError, *PARSING_ERRORS):
        return False
    return root is not None and root.attributes.get("show", "1") in {"1", "true"}


def _slides(package: Package, main: str) -> tuple[list[str], list[str]]:
    """Return the slides in the order in which they are shown, and those that the presentation does not list."""
    relations = package.relations(main)
    order = [event.attributes.get("id", "") for event in package.events(main)
             if event.kind is Kind.START and event.name == "sldId"]
    shown = [relations[one].target for one in order if one in relations and relations[one].target in package]
    shown = list(dict.fromkeys(shown))
    return shown, [name for name in office.named(package, r"ppt/slides/[^/]+\.xml") if name not in shown]
