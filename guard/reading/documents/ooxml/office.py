"""What all kinds of Office Open XML package share: properties, pictures, documents inside, parts of running text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from guard.reading.documents import flow, loose_words
from guard.reading.documents.errors import DamagedError
from guard.reading.documents.ooxml import parts
from guard.reading.documents.package import Package
from guard.reading.documents.transcript import Transcript
from guard.sentences.catalogue import sentence

_DIGITS = re.compile(r"(\d+)")


def part(package: Package, name: str, transcript: Transcript, *, count_pages: bool = False,
         hiding: frozenset[str] = frozenset()) -> Iterator[None]:
    """Write the text of one part; a damaged one is read as far as possible and the transcript says so. ``hiding``: the
    styles that hide what has them.
    """
    try:
        events = package.events(name, flow.MEANT_WITH_STYLES if hiding else flow.MEANT)
        yield from flow.write(events, transcript, count_pages=count_pages, hiding=hiding)
    except DamagedError:
        if transcript.empty:
            raise
        transcript.incomplete(sentence("reading.part-damaged"))


def named(package: Package, pattern: str) -> list[str]:
    """Return the parts whose whole names match, in the order of the numbers in them."""
    wanted = re.compile(pattern, re.IGNORECASE)
    return sorted(filter(wanted.fullmatch, package.names), key=_natural)


def properties(package: Package, transcript: Transcript) -> None:
    """Write what people have put into title, keywords, comments and properties of their own, one per line."""
    for name in named(package, r"docProps/(core|app|custom)\.xml"):
        loose_words.properties(package.events(name), transcript)


def pictures(package: Package, transcript: Transcript, names: Iterable[str]) -> None:
    """Note the pictures and the files among these parts, by their content, on the page that is being written."""
    for name in names:
        if name in package:
            parts.note(package, name, transcript)


def _natural(name: str) -> list[str | int]:
    return [int(piece) if piece.isdecimal() else piece for piece in _DIGITS.split(name)]
