"""What the kinds of Office Open XML package share: properties, pictures, documents inside, parts of running text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import PurePosixPath

from guard.model import Unreadable
from guard.reading import images
from guard.reading.documents import flow
from guard.reading.documents.draft import Draft
from guard.reading.documents.errors import DamagedError
from guard.reading.documents.package import Package, Relation
from guard.reading.documents.xml import Kind

_DIGITS = re.compile(r"(\d+)")
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".gif", ".bmp", ".dib", ".tif", ".tiff", ".webp"})
_DOCUMENTS = frozenset({".docx", ".xlsx", ".pptx", ".docm", ".xlsm", ".pptm", ".xlsb", ".doc", ".xls", ".ppt", ".pdf",
                        ".ofd", ".odt", ".ods", ".odp", ".odg"})
_NO_WRITING = frozenset({"AppVersion", "Application", "TotalTime", "Pages", "Words", "Characters", "Lines",
                         "CharactersWithSpaces", "Paragraphs", "DocSecurity", "ScaleCrop", "LinksUpToDate",
                         "SharedDoc", "HyperlinksChanged", "Template", "created", "modified", "lastPrinted", "revision",
                         "i4", "Slides", "Notes", "HiddenSlides", "MMClips"})
"""Properties that the program writes (ISO/IEC 29500-1 15.2.12)."""


def part(package: Package, name: str, draft: Draft, *, count_pages: bool = False) -> Iterator[None]:
    """Write the text of one part; a damaged one is read as far as it goes and the draft says so."""
    try:
        yield from flow.write(package.events(name, flow.MEANT), draft, count_pages=count_pages)
    except DamagedError:
        if draft.empty:
            raise
        draft.incomplete("一个部分损坏")


def named(package: Package, pattern: str) -> list[str]:
    """Return the parts whose names match as a whole, in the order of the numbers in them."""
    wanted = re.compile(pattern, re.IGNORECASE)
    return sorted(filter(wanted.fullmatch, package.names), key=_natural)


def properties(package: Package, draft: Draft) -> None:
    """Write what people have put into title, keywords, comments and properties of their own, one a line."""
    for name in named(package, r"docProps/(core|app|custom)\.xml"):
        element = ""
        for event in package.events(name):
            if event.kind is Kind.TEXT and element not in _NO_WRITING and event.name.strip():
                draft.line(event.name.strip())
            element = event.name if event.kind is Kind.START else "" if event.kind is Kind.END else element


def pictures(package: Package, draft: Draft, names: Iterable[str]) -> None:
    """Note the pictures and the documents among these parts on the page that is written now."""
    for name in names:
        ending = PurePosixPath(name).suffix.lower()
        if name not in package:
            continue
        if ending in _PICTURES:
            draft.picture(partial(_frames, package, name))
        elif ending in _DOCUMENTS or (ending == ".bin" and "/embeddings/" in f"/{name}"):
            draft.document(partial(package.bytes_of, name))


def targets(relations: Iterable[Relation]) -> list[str]:
    """Return the parts that relations lead to, each once."""
    return list(dict.fromkeys(relation.target for relation in relations))


def _frames(package: Package, name: str) -> Iterator[images.Frame | Unreadable]:
    return images.frames(package.bytes_of(name))


def _natural(name: str) -> list[str | int]:
    return [int(piece) if piece.isdecimal() else piece for piece in _DIGITS.split(name)]
