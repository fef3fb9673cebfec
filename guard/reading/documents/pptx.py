"""PresentationML (ISO/IEC 29500-1 clause 19): slides as they are shown, hidden ones too, each with notes and comments.

The page is the number of the slide. What stands on masters and layouts comes behind, without a page.
"""

from __future__ import annotations

from collections.abc import Iterator

from guard.reading.documents import office
from guard.reading.documents.draft import Draft
from guard.reading.documents.package import Package
from guard.reading.documents.xml import Kind
from rules.model import Place

_MAIN = "ppt/presentation.xml"
_BESIDE = frozenset({"notesSlide", "comments", "chart", "diagramData"})
_BEHIND = r"ppt/(slideMasters|slideLayouts|handoutMasters|notesMasters)/[^/]+\.xml"


def read(untrusted_bytes: bytes, draft: Draft) -> Iterator[None]:
    """Write the text of a pptx, pptm or ppsx; yields now and then."""
    package = Package(untrusted_bytes, draft.budget)
    draft.past_half = package.past_half
    shown: set[str] = set()
    for number, name in enumerate(_slides(package), 1):
        draft.turn(number, Place(slide=True))
        yield from office.part(package, name, draft)
        relations = package.relations(name).values()
        for relation in relations:
            if relation.kind in _BESIDE and relation.target in package:
                yield from office.part(package, relation.target, draft)
        objects = [target for target in office.targets(relations) if target not in shown]
        shown.update(objects)
        office.pictures(package, draft, objects)
    draft.turn(None)
    for name in office.named(package, _BEHIND):
        yield from office.part(package, name, draft)
    office.properties(package, draft)
    office.pictures(package, draft, [name for name in office.named(package, r"ppt/(media|embeddings)/[^/]+")
                                     if name not in shown])


def _slides(package: Package) -> list[str]:
    """Return the slides in the order in which they are shown, then those that the presentation does not list."""
    relations = package.relations(_MAIN)
    order = [event.attributes.get("id", "") for event in package.events(_MAIN)
             if event.kind is Kind.START and event.name == "sldId"]
    shown = [relations[one].target for one in order if one in relations and relations[one].target in package]
    return list(dict.fromkeys((*shown, *office.named(package, r"ppt/slides/[^/]+\.xml"))))
