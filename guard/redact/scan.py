"""Redacts scans: documents of which only pictures are seen, masked as pictures are and bound to a new PDF."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from guard.core.decide import unreadable_words
from guard.core.model import Item, Judged, Kind, Reason, Unreadable
from guard.core.policy import Policy
from guard.pipeline.judging import judge_item
from guard.redact.mask_kinds import Masked, MaskKind
from guard.redact.picture import (
    COPY_NAME,
    NoRedaction,
    PictureReader,
    PictureRedaction,
    filled_and_read,
    is_turned,
)
from guard.redact.places import FILLED_TRAITS
from guard.redact.text import Redaction, maskable, redact, refusing, sounds_personal, stopping
from guard.sentences.catalogue import sentence
from rules.model import Verdict
from rules.text import PARTIAL, Text

if TYPE_CHECKING:
    from rules.judge.judge import Judge
    from rules.tagging.tagger import Tagger

PAGES = 10
"""Pages of a scan that is masked at most: each is read twice, which takes some seconds, and somebody waits."""


class ScanReader(PictureReader, Protocol):
    """The reader process as redaction of scans needs it (guard/reading/client.py)."""

    def draw(self, item: Item, page: int) -> bytes | Unreadable:
        """Return a page of a scan, counted from 1, as PNG bytes; Unreadable(NOT_FOUND) behind its last."""

    def bind(self, first: Item, others: Sequence[bytes]) -> bytes | Unreadable:
        """Return a PDF whose pages are these pictures."""


@dataclass(frozen=True, slots=True)
class ScanRedaction:
    """A masked copy that may be sent: a PDF of pictures. ``spans`` are code points of ``original``, the text of all
    pages; ``doubts`` are the kinds of which something may still be legible.
    """

    pdf: bytes
    spans: tuple[Masked, ...]
    original: str
    doubts: tuple[MaskKind, ...]


@dataclass(frozen=True, slots=True)
class _Page:
    """A page as it is masked: a picture that is level, and what was read in it."""

    item: Item
    text: Text


def redact_scan(item: Item, reader: ScanReader, judge: Judge, policy: Policy,
                tagger: Tagger | None = None) -> ScanRedaction | NoRedaction:
    """Return a masked copy of a scan, or why there is none. Takes as long as drawing it and reading it twice does.

    What is masked is found in the words of all pages together, as those of one text: a name on the second page has its
    heading on the first. Each page is then filled, read again and judged, and what is read on all of them is judged
    together. Nothing of the original but its drawn pages is in the copy: no text layer, no attachment, no property.
    """
    pages = _pages(item, reader)
    if isinstance(pages, NoRedaction):
        return pages
    text = _joined(pages)
    judged = judge_item(item.name, text, judge, time.perf_counter())
    if judged.verdict is None or unreadable_words(judged) is not None:
        return NoRedaction(sentence("mask.not-read-to-end"))
    if not maskable(judged, policy):
        return NoRedaction(sentence("mask.not-allowed" if stopping(judged.verdict) else "mask.nothing-held"))
    listed = redact(judged, judge, policy, (), tagger)
    if listed is None:
        return NoRedaction(sentence("mask.left"))
    copies = _copies(pages, judged.verdict, listed, reader, judge)
    if isinstance(copies, NoRedaction):
        return copies
    if _still_stopped([copy.judged for copy in copies], judged.verdict, judge):
        return NoRedaction(sentence("mask.still-readable"))
    pdf = reader.bind(Item(COPY_NAME, Kind.PICTURE, copies[0].png), [copy.png for copy in copies[1:]])
    if isinstance(pdf, Unreadable):
        return NoRedaction(pdf.detail or sentence("mask.picture"))
    return ScanRedaction(pdf, listed.spans, text.original, listed.doubts)


def _pages(item: Item, reader: ScanReader) -> list[_Page] | NoRedaction:
    pages: list[_Page] = []
    while True:
        png = reader.draw(item, len(pages) + 1)
        if isinstance(png, Unreadable):
            if pages and png.reason is Reason.NOT_FOUND:
                return pages
            return NoRedaction(png.detail or sentence("mask.not-read-to-end"))
        if len(pages) == PAGES:
            return NoRedaction(sentence("mask.too-many-pages", limit=PAGES))
        page = _level(png, reader)
        if isinstance(page, NoRedaction):
            return page
        pages.append(page)


def _level(png: bytes, reader: ScanReader) -> _Page | NoRedaction:
    """Read a page, turned until its lines are level where they are not."""
    page = _read(png, reader)
    if isinstance(page, NoRedaction) or not is_turned(page.text):
        return page
    turned = reader.straighten(page.item)
    if isinstance(turned, Unreadable):
        return NoRedaction(turned.detail)
    page = _read(turned, reader)
    if isinstance(page, _Page) and is_turned(page.text):
        return NoRedaction(sentence("mask.places-unsure"))
    return page


def _read(png: bytes, reader: ScanReader) -> _Page | NoRedaction:
    item = Item(COPY_NAME, Kind.PICTURE, png)
    text = reader.read(item)
    if isinstance(text, Unreadable) or any(trait.kind == PARTIAL for trait in text.traits):
        return NoRedaction(sentence("mask.not-read-to-end"))
    if any(piece.box is None for piece in text.pieces):
        return NoRedaction(sentence("mask.no-places"))
    if any(trait.kind in FILLED_TRAITS and trait.box is None for trait in text.traits):
        return NoRedaction(sentence("mask.trait-without-place"))
    return _Page(item, text)


def _joined(pages: Sequence[_Page]) -> Text:
    """Return the words of all pages, each beginning on a line of its own."""
    original, pieces, traits = "", [], []
    for number, page in enumerate(pages, 1):
        by = len(original)
        original += page.text.original + "\n"
        pieces += [replace(piece, start=piece.start + by, end=piece.end + by, page=number)
                   for piece in page.text.pieces]
        traits += [replace(trait, page=number) for trait in page.text.traits]
    return Text(original, tuple(pieces), tuple(traits), from_picture=True)


def _copies(pages: Sequence[_Page], verdict: Verdict, listed: Redaction, reader: ScanReader,
            judge: Judge) -> list[PictureRedaction] | NoRedaction:
    copies: list[PictureRedaction] = []
    start, again = 0, judge.strictest()
    for page in pages:
        end = start + len(page.text.original)
        here = replace(listed, spans=tuple(_within(listed.spans, start, end)))
        copy = filled_and_read(page.item, page.text, verdict, here, reader, again)
        if isinstance(copy, NoRedaction):
            return copy
        copies.append(copy)
        start = end + 1
    return copies


def _within(spans: Sequence[Masked], start: int, end: int) -> Iterator[Masked]:
    """Yield what of these masks is on a page, by its own code points."""
    for span in spans:
        if span.start < end and start < span.end:
            yield Masked(max(span.start, start) - start, min(span.end, end) - start, span.kind)


def _still_stopped(copies: Sequence[Judged], verdict: Verdict, judge: Judge) -> bool:
    """Tell whether what is read on all pages of a copy together is stopped, although none of them alone is."""
    words = Text("\n".join(copy.text.original for copy in copies if copy.text is not None))
    again = judge.strictest().judge(words)
    return bool(again.gaps) or any(not sounds_personal(match, again) for match in refusing(again, verdict))
