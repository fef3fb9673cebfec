"""The table of document formats, in the order in which they are tried."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from guard.markup import notation
from guard.reading.documents import format_detection
from guard.reading.documents.drawings import drawings


@dataclass(frozen=True, slots=True)
class Format:
    """A format: ``is_it`` recognises it by its bytes; ``module`` has a function ``read`` and is loaded on first use."""

    name: str
    is_it: Callable[[bytes], bool]
    module: str


DOCUMENTS = (
    Format("docx", format_detection.docx, "ooxml.docx"),
    Format("xlsx", format_detection.xlsx, "ooxml.xlsx"),
    Format("pptx", format_detection.pptx, "ooxml.pptx"),
    Format("pdf", format_detection.pdf, "pdf.document"),
    Format("ofd", format_detection.ofd, "ofd.document"),
    Format("odf", format_detection.odf, "odf.document"),
    Format("doc", format_detection.doc, "ole.doc"),
    Format("xls", format_detection.xls, "ole.xls"),
    Format("ppt", format_detection.ppt, "ole.ppt"),
    Format("xlsb", format_detection.xlsb, "ole.xls"),
    Format("password", format_detection.encrypted, "ooxml.encrypted"),
    Format("ole object", format_detection.ole_object, "ole.ole_object"),
    Format("emf, wmf", drawings.is_metafile, "drawings.metafile"),
    Format("flat odf", notation.flat_odf, "odf.flat"),
)
"""Every supported format. A new one is one file and one line here."""


def sniff(untrusted_bytes: bytes) -> Format | None:
    """Return by content which document these bytes are; None when they are none. The name does not count."""
    return next((candidate for candidate in DOCUMENTS if candidate.is_it(untrusted_bytes)), None)
