"""Reads parts of an Office Open XML package by their content: names and endings say little, and relations may lie.

Parts that no reader has taken are examined here: a picture, a file, or XML, identified by its root element. Only parts
known to contain no words are skipped; an unknown part makes the document partial, and its name is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from guard.core.model import Kind, Unreadable
from guard.markup import notation
from guard.reading import images, text
from guard.reading.documents import control_words, flow, loose_words
from guard.reading.documents.errors import PARSING_ERRORS, DamagedError, DocumentError
from guard.reading.documents.ooxml import vml
from guard.reading.documents.package import Package
from guard.reading.documents.transcript import Transcript
from guard.sentences.catalogue import sentence

_ROOT = re.compile(r"(?:(?><\?[^>]*>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)\s*)*+<(?:[\w.-]+:)?([\w.-]+)",
                   re.DOTALL)
"""Atomic and possessive: otherwise many comments could match as one in very many ways."""

_OURS = re.compile(r"openxmlformats\.org|purl\.oclc\.org/ooxml")
"""In the names of elements of Office Open XML: a table of a workbook begins like one of an HTML page."""

_XML_ENDINGS = (".xml", ".vml", ".rels")

_SILENT_PARTS = re.compile(r"(.*/)?_rels/[^/]*\.rels|\[Content_Types\]\.xml|\[trash\]/.*|docProps/thumbnail\.\w+|"
                           r"(.*/)?(vbaProject\w*|attachedToolbars)\.bin", re.IGNORECASE)
"""Lists of parts, what an office program discarded, the thumbnail for file managers, macros."""

_SILENT_BINARIES = re.compile(r"(.*/)?(printerSettings/[^/]+|printerSettings\d*\.bin|fonts/[^/]+)", re.IGNORECASE)
_CONTROLS = re.compile(r"(.*/)?activeX/[^/]+\.bin", re.IGNORECASE)
_FILES = (b"PK", b"%PDF", b"\xd0\xcf\x11\xe0")
_SOUNDS = (b"ID3", b"MThd", b"\xff\xfb", b"\xff\xf3", b"OggS")

_SILENT_ROOTS = frozenset({
    "styleSheet", "styles", "fonts", "webSettings", "theme", "themeOverride", "themeManager", "calcChain",
    "presentationPr", "viewPr", "tblStyleLst", "chartStyle", "colorStyle", "layoutDef", "styleDef", "colorsDef",
    "datastoreItem", "people", "personList", "commentsEx", "commentsIds", "commentsExtensible", "cmAuthorLst",
    "authorLst", "users", "headers", "metadata", "vbaSuppData", "Signature", "contentTypeSchema", "FormTemplates",
    "schema", "chgInfo", "revInfo", "volTypes", "rvTypesInfo", "rvStructures", "supportingPropertyBags",
    "ink", "contentPart", "relationships", "Relationships", "Types"})
"""Roots of parts that say how the document looks, who wrote it or how it is made."""

_PROPERTIES = frozenset({"coreProperties", "Properties"})
_FLOW = frozenset({
    "document", "glossaryDocument", "hdr", "ftr", "footnotes", "endnotes", "comments", "numbering", "sld", "notes",
    "sldMaster", "sldLayout", "handoutMaster", "notesMaster", "presentation", "cmLst", "chartSpace", "dataModel",
    "drawing", "wsDr", "userShapes", "sst", "worksheet", "dialogsheet", "chartsheet", "macrosheet", "table",
    "workbook", "pivotCacheDefinition", "pivotCacheRecords", "pivotTableDefinition", "externalLink", "revisions",
    "formControlPr", "settings", "ThreadedComments", "slicerCacheDefinition", "slicers", "timelines",
    "timelineCacheDefinition"})
"""Roots of parts whose words are where flow.py looks for them."""


def rest(package: Package, transcript: Transcript) -> Iterator[None]:
    """Write or note every part that no reader has taken so far."""
    for name in package.untaken:
        yield from take(package, name, transcript)


def related(package: Package, name: str, transcript: Transcript, shared: frozenset[str]) -> Iterator[None]:
    """Write or note what a part references, recursively, where relations are not of a ``shared`` kind."""
    for relation in package.relations(name).values():
        if relation.kind not in shared and package.waits(relation.target):
            yield from take(package, relation.target, transcript)
            yield from related(package, relation.target, transcript, shared)


def take(package: Package, name: str, transcript: Transcript) -> Iterator[None]:
    """Write or note one part by its content, on the page that is being written."""
    package.take(name)
    if name.endswith("/") or _SILENT_PARTS.fullmatch(name):
        return
    head = _head(package, name)
    root = _root_of(name, head)
    if not root:
        _note(package, name, head, transcript)
    elif root not in _SILENT_ROOTS:
        try:
            yield from _xml(package, name, root, transcript)
        except DamagedError:
            transcript.incomplete(sentence("reading.part-damaged"), name)


def note(package: Package, name: str, transcript: Transcript) -> None:
    """Note a part that is a picture or a file on the page that is being written; XML is left to ``take``."""
    head = _head(package, name)
    if not _root_of(name, head):
        package.take(name)
        _note(package, name, head, transcript)


def _note(package: Package, name: str, head: bytes, transcript: Transcript) -> None:
    if text.sniff(head) is Kind.PICTURE:
        transcript.picture(partial(_frames, package, name))
    elif _CONTROLS.fullmatch(name):
        control_words.write(package.bytes_of(name), transcript)
    elif not _silent(name, head):
        transcript.document(partial(package.bytes_of, name), name)


def _silent(name: str, head: bytes) -> bool:
    """Tell whether a file is known to contain no words: it is empty, a sound, or data of a printer or a font."""
    if not head.startswith(_FILES) and _SILENT_BINARIES.fullmatch(name):
        return True
    return _sounds(head) or (bool(head) and not head.strip(b"\0"))


def _sounds(head: bytes) -> bool:
    return head.startswith(_SOUNDS) or (head[:4] == b"RIFF" and head[8:12] == b"WAVE") or head[4:11] == b"ftypM4A"


def _xml(package: Package, name: str, root: str, transcript: Transcript) -> Iterator[None]:
    if root in _PROPERTIES:
        loose_words.properties(package.events(name), transcript)
    elif root == "xml" or name.lower().endswith(".vml"):
        vml.write(package.bytes_of(name), transcript)
    elif root in _FLOW:
        yield from flow.write(package.events(name, flow.MEANT), transcript)
    else:
        yield from loose_words.write(package.events(name), transcript)


def _root_of(name: str, head: bytes) -> str:
    """Return the name of the root element; "" for what is not XML, or a page or a drawing that others read."""
    codec = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    beginning = head.decode(codec, "replace").lstrip("\ufeff \t\r\n")
    if not beginning.startswith("<?xml") and not name.lower().endswith(_XML_ENDINGS):
        return ""
    if notation.is_notation(head) and not _OURS.search(beginning):
        return ""
    found = _ROOT.match(beginning)
    return found[1] if found else ""


def _head(package: Package, name: str) -> bytes:
    """Return the first bytes of a part; b"" for one that cannot be unpacked: reading it will report that."""
    try:
        return package.head(name)
    except (DocumentError, *PARSING_ERRORS):
        return b""


def _frames(package: Package, name: str) -> Iterator[images.Frame | Unreadable]:
    return images.frames(package.bytes_of(name))
