"""Draws the pages of a scan for masking, and binds masked pages to a PDF, in the reader: both decode hostile bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image

from guard.core.model import Reason, Unreadable
from guard.reading import images
from guard.sentences.catalogue import sentence

_DOTS_AN_INCH = 200
"""As pages are drawn (guard/reading/documents/pdf/drawn.py): A4 stays A4."""

_QUALITY = 85
"""Of JPEG: print stays sharp, and a page takes a tenth of what it would without loss."""


def page(untrusted_bytes: bytes, number: int) -> bytes | Unreadable:
    """Return a page of a PDF, counted from 1, as a PNG; Unreadable(NOT_FOUND) when it has fewer."""
    import pypdfium2  # with the first one, as readers of documents

    from guard.reading.documents.pdf.drawn import Sheets, opened
    from guard.reading.documents.pdf.fonts import Fonts

    try:
        document = opened(untrusted_bytes)
        if not 0 < number <= len(document):
            return Unreadable(Reason.NOT_FOUND)
        drawn = next(Sheets(untrusted_bytes, Fonts.of_process()).whole(number - 1, stamped=False))
    except pypdfium2.PdfiumError:
        return Unreadable(Reason.DAMAGED, sentence("reading.page-damaged"))
    if isinstance(drawn, Unreadable):
        return drawn
    stream = io.BytesIO()
    Image.fromarray(drawn.pixels).save(stream, "PNG", compress_level=3)
    return stream.getvalue()


def bound(untrusted_pictures: Sequence[bytes]) -> bytes | Unreadable:
    """Return a PDF with a page for each picture and nothing else: no text, no metadata."""
    pages: list[Image.Image] = []
    for untrusted_bytes in untrusted_pictures:
        frame = next(images.frames(untrusted_bytes))
        if isinstance(frame, Unreadable):
            return frame
        pages.append(Image.fromarray(frame.pixels))
    stream = io.BytesIO()
    pages[0].save(stream, "PDF", save_all=True, append_images=pages[1:], resolution=_DOTS_AN_INCH, quality=_QUALITY,
                  title=None, creationDate=None, modDate=None, producer=None)
    return stream.getvalue()
