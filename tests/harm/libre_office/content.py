"""Reads the visible content of a LibreOffice document, for comparison: its flat XML without invisible parts."""

from __future__ import annotations

import hashlib
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_SEEN = (f"{_OFFICE}automatic-styles", f"{_OFFICE}body")
_UNSEEN = re.compile(r"rsid|\}(id|soft-page-break|use-soft-page-breaks|creator|date|name-complete|time-value|protect)$")
"""Identities and times that are new each time, and attributes that LibreOffice sometimes sets on a formula."""

_STYLE_NAME = re.compile(r"\}(style-name|name|parent-style-name|text-style-name|presentation-style-name)$")
_NUMBERED = re.compile(r"^(\D*)\d+$")


@dataclass(frozen=True, slots=True)
class Content:
    """``digest`` of the visible content, ``counts`` of elements by name: they show where two documents differ."""

    digest: str
    counts: tuple[tuple[str, int], ...]
    words: str

    def differs_by(self, other: Content) -> str:
        """Describe the differences from another document; "" when there are none."""
        if self.digest == other.digest:
            return ""
        mine, theirs = dict(self.counts), dict(other.counts)
        counted = [f"{name} {mine.get(name, 0)} for {theirs.get(name, 0)}" for name in sorted(mine | theirs)
                   if mine.get(name, 0) != theirs.get(name, 0)]
        words = [] if self.words == other.words else [f"{len(self.words)} characters for {len(other.words)}"]
        return ", ".join(words + counted[:4]) or "attributes"


def content_of(path: Path) -> Content:
    """Read a flat document."""
    root = ET.parse(path).getroot()
    parts = [part for part in root if part.tag in _SEEN]
    elements = [element for part in parts for element in part.iter()]
    digest = hashlib.sha256()
    for line in (line for element in elements for line in _lines(element)):
        digest.update(line.encode())
    body = parts[-1]
    counts = Counter(element.tag.rpartition("}")[2] for element in body.iter())
    return Content(digest.hexdigest(), tuple(sorted(counts.items())), "".join(body.itertext()).strip())


def _lines(element: ET.Element) -> Iterator[str]:
    yield element.tag
    for name, value in sorted(element.attrib.items()):
        if not _UNSEEN.search(name):
            kept = _NUMBERED.sub(r"\1", value) if _STYLE_NAME.search(name) else value
            yield f"{name}={kept}"
    yield (element.text or "").strip()
    yield (element.tail or "").strip()
