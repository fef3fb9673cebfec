"""Documents of office programs: one file per format, chosen by content, whatever the name says."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from importlib import import_module

from guard.core.model import Reading, Unreadable
from guard.reading.documents import reading
from guard.reading.documents.budget import Budget
from guard.reading.documents.formats import Format, sniff
from guard.reading.images import Frame
from guard.reading.ocr.engine import OcrEngine
from rules.sentences.sentence import Sentence
from rules.text import Text


def views(untrusted_bytes: bytes, document: Format, engine: OcrEngine | None, why_no_engine: Sentence,
          budget: Budget, read_file: reading.ReadFile) -> Generator[Text, None, Reading]:
    """Yield the text of a document as it grows, each time with a trait PARTIAL, and return the final reading.

    Pages, slides and sheets are the page numbers, counted from 1. What could be read before a limit or a damaged part
    is returned with a trait PARTIAL; a document of which nothing was read, or that is encrypted, is Unreadable.
    ``read_file`` reads files inside that are not documents.
    """
    return (yield from reading.views(untrusted_bytes, _reader(document), _sniff_reader, engine, why_no_engine, budget,
                                     read_file))


def pictures(untrusted_bytes: bytes, document: Format, budget: Budget) -> Iterator[Frame | Unreadable]:
    """Yield the pictures of a document in its order; Unreadable as the last one where these may not be all."""
    return reading.pictures_of(untrusted_bytes, _reader(document), _sniff_reader, budget)


def _reader(document: Format) -> reading.Reader:
    read: reading.Reader = import_module(f"{__name__}.{document.module}").read
    return read


def _sniff_reader(untrusted_bytes: bytes) -> reading.Reader | None:
    document = sniff(untrusted_bytes)
    return _reader(document) if document is not None else None
