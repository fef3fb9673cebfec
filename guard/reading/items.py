"""Reads one item: its content decides which format reads it."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import replace
from typing import TYPE_CHECKING

from guard.core.model import Item, Kind, Reading, Reason, Unreadable
from guard.reading import images, limits, pictures, text
from guard.reading.known import has_archive_behind
from guard.reading.ocr.engine import OcrEngine
from guard.sentences.catalogue import sentence
from guard.util.sizes import megabytes
from rules.sentences.sentence import NOTHING, Sentence
from rules.text import Text

if TYPE_CHECKING:
    from guard.reading.containers.reading import Inside


def views(item: Item, engine: OcrEngine | None, why_no_engine: Sentence = NOTHING,
          inside: Inside | None = None, clock: Callable[[], float] = time.monotonic) -> Generator[Text, None, Reading]:
    """Read one item with the chosen engine, which only pictures need; return Unreadable for what it cannot read.

    Yields the text of a picture, a document or a container as it grows, each time with a trait PARTIAL. ``inside`` is
    the place in a container that the item comes from. ``clock`` counts the seconds that the whole may take.
    """
    if item.problem is not None:
        return item.problem
    if item.untrusted_text is not None:
        return Text(item.untrusted_text)
    untrusted_bytes = item.untrusted_bytes
    if not untrusted_bytes:
        return Unreadable(Reason.DAMAGED, sentence("reading.picture-empty")) if item.kind is Kind.PICTURE else Text("")
    if len(untrusted_bytes) > limits.ITEM_BYTES:
        return Unreadable(Reason.TOO_LARGE, sentence("reading.item-over-mb", limit=megabytes(limits.ITEM_BYTES)))
    match text.sniff(untrusted_bytes):
        case Kind.TEXT if item.kind is not Kind.PICTURE:
            return text.decode(untrusted_bytes)
        case Kind.PICTURE if item.kind is Kind.PICTURE or not has_archive_behind(untrusted_bytes):
            if engine is None:
                return Unreadable(Reason.ENGINE_MISSING, why_no_engine)
            if inside is None:
                return (yield from pictures.views(untrusted_bytes, engine, clock))
            frames = images.with_last_early(untrusted_bytes, images.frames(untrusted_bytes, clock))
            return (yield from pictures.views_of(frames, engine, lambda: inside.budget.late, clock))
    if item.kind is not Kind.PICTURE:
        return (yield from _composed(untrusted_bytes, engine, why_no_engine, inside, clock))
    return _UNKNOWN


_UNKNOWN = Unreadable(Reason.UNSUPPORTED, sentence("reading.format-unknown"))


def _composed(untrusted_bytes: bytes, engine: OcrEngine | None, why_no_engine: Sentence,
              inside: Inside | None, clock: Callable[[], float]) -> Generator[Text, None, Reading]:
    """Read what has parts: a document, or a container whose members come back here one by one."""
    # Loaded for the first one: a reader that only gets pictures need not wait for it.
    from guard.reading import containers, documents
    from guard.reading.containers.reading import Inside
    from guard.reading.documents import formats
    from guard.reading.documents.budget import Budget

    inside = inside or Inside(Budget(clock))
    document = formats.sniff(untrusted_bytes)
    if document is not None:
        deeper = replace(inside, depth=inside.depth + 1)
        return (yield from documents.views(
            untrusted_bytes, document, engine, why_no_engine, inside.budget,
            lambda name, content: views(Item(name, Kind.FILES, content), engine, why_no_engine, deeper, clock)))
    container = containers.sniff(untrusted_bytes)
    if container is not None:
        return (yield from containers.views(
            untrusted_bytes, container, lambda member, place: views(member, engine, why_no_engine, place, clock),
            inside))
    return _UNKNOWN
