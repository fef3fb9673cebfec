"""Documents of office programs: one file per format, chosen by content, whatever the name says."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from importlib import import_module

from guard.core.model import Reading
from guard.markup import notation
from guard.reading.documents import known, reading
from guard.reading.documents.budget import Budget
from guard.reading.documents.drawings import drawings
from guard.reading.ocr.engine import OcrEngine
from rules.sentences.sentence import Sentence
from rules.text import Text


@dataclass(frozen=True, slots=True)
class Format:
    """A format: ``is_it`` recognises it by its bytes; ``module`` has a function ``read`` and is loaded on first use."""

    name: str
    is_it: Callable[[bytes], bool]
    module: str


DOCUMENTS = (
    Format("docx", known.docx, "ooxml.docx"),
    Format("xlsx", known.xlsx, "ooxml.xlsx"),
    Format("pptx", known.pptx, "ooxml.pptx"),
    Format("pdf", known.pdf, "pdf.document"),
    Format("ofd", known.ofd, "ofd.document"),
    Format("odf", known.odf, "odf.document"),
    Format("doc", known.doc, "ole.doc"),
    Format("xls", known.xls, "ole.xls"),
    Format("ppt", known.ppt, "ole.ppt"),
    Format("xlsb", known.xlsb, "ole.xls"),
    Format("password", known.encrypted, "ooxml.encrypted"),
    Format("ole object", known.ole_object, "ole.ole_object"),
    Format("emf, wmf", drawings.is_metafile, "drawings.metafile"),
    Format("flat odf", notation.flat_odf, "odf.flat"),
)
"""Every supported format. A new one is one file and one line here."""


def sniff(untrusted_bytes: bytes) -> Format | None:
    """Return by content which document these bytes are; None when they are none. The name does not count."""
    return next((candidate for candidate in DOCUMENTS if candidate.is_it(untrusted_bytes)), None)


def views(untrusted_bytes: bytes, document: Format, engine: OcrEngine | None, why_no_engine: Sentence,
          budget: Budget, read_file: reading.ReadFile) -> Generator[Text, None, Reading]:
    """Yield the text of a document as it grows, each time with a trait PARTIAL, and return the final reading.

    Pages, slides and sheets are the page numbers, counted from 1. What could be read before a limit or a damaged part
    is returned with a trait PARTIAL; a document of which nothing was read, or that is encrypted, is Unreadable.
    ``read_file`` reads files inside that are not documents.
    """
    return (yield from reading.views(untrusted_bytes, _reader(document), _sniff_reader, engine, why_no_engine, budget,
                                     read_file))


def _reader(document: Format) -> reading.Reader:
    read: reading.Reader = import_module(f"{__name__}.{document.module}").read
    return read


def _sniff_reader(untrusted_bytes: bytes) -> reading.Reader | None:
    document = sniff(untrusted_bytes)
    return _reader(document) if document is not None else None
