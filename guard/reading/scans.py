"""Draws the pages of a scan for masking, and binds masked pages to a PDF, in the reader: both decode hostile bytes.

Of a PDF they are its pages as people see them, of any other document its pictures.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image

from guard.core.model import Reason, Unreadable
from guard.reading import images
from guard.reading.images import Frame
from guard.sentences.catalogue import sentence

_DOTS_PER_INCH = 200
"""As pages are drawn (guard/reading/documents/pdf/drawn.py): A4 stays A4."""

_QUALITY = 85
"""Of JPEG: print stays sharp, and a page takes a tenth of what it would without loss."""


def page(untrusted_bytes: bytes, number: int) -> bytes | Unreadable:
    """Return a page of a scan, counted from 1, as a PNG; Unreadable(NOT_FOUND) when it has fewer."""
    from guard.reading.documents import format_detection  # with the first one, as readers of documents

    of_format = _page_of_pdf if format_detection.pdf(untrusted_bytes) else _picture
    drawn = of_format(untrusted_bytes, number)
    if isinstance(drawn, Unreadable):
        return drawn
    stream = io.BytesIO()
    Image.fromarray(drawn.pixels).save(stream, "PNG", compress_level=3)
    return stream.getvalue()


def _page_of_pdf(untrusted_bytes: bytes, number: int) -> Frame | Unreadable:
    import pypdfium2

    from guard.reading.documents.pdf.drawn import Sheets, opened
    from guard.reading.documents.pdf.fonts import Fonts

    try:
        document = opened(untrusted_bytes)
        if not 0 < number <= len(document):
            return Unreadable(Reason.NOT_FOUND)
        return next(Sheets(untrusted_bytes, Fonts.of_process()).whole(number - 1, stamped=False))
    except pypdfium2.PdfiumError:
        return Unreadable(Reason.DAMAGED, sentence("reading.page-damaged"))


def _picture(untrusted_bytes: bytes, number: int) -> Frame | Unreadable:
    """Return a picture of a document, counted from 1."""
    from guard.reading import documents
    from guard.reading.documents import formats
    from guard.reading.documents.budget import Budget

    document = formats.sniff(untrusted_bytes)
    if document is None:
        return Unreadable(Reason.UNSUPPORTED, sentence("reading.format-unknown"))
    for at, picture in enumerate(documents.pictures(untrusted_bytes, document, Budget()), 1):
        if at == number or isinstance(picture, Unreadable):
            return picture
    return Unreadable(Reason.NOT_FOUND)


def bound(untrusted_pictures: Sequence[bytes]) -> bytes | Unreadable:
    """Return a PDF with a page for each picture and nothing else: no text, no metadata."""
    pages: list[Image.Image] = []
    for untrusted_bytes in untrusted_pictures:
        frame = next(images.frames(untrusted_bytes))
        if isinstance(frame, Unreadable):
            return frame
        pages.append(Image.fromarray(frame.pixels))
    stream = io.BytesIO()
    pages[0].save(stream, "PDF", save_all=True, append_images=pages[1:], resolution=_DOTS_PER_INCH, quality=_QUALITY,
                  title=None, creationDate=None, modDate=None, producer=None)
    return stream.getvalue()
