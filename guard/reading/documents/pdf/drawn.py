"""Draws pages of a PDF, or parts of them, as people see them: with annotations and form fields."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from guard.core.model import Reason, Unreadable
from guard.reading import images, limits
from guard.reading.documents.pdf import objects
from guard.reading.documents.pdf.fonts import Fonts
from guard.reading.documents.pdf.objects import Box, Picture
from guard.reading.model import Pixels
from guard.sentences.catalogue import sentence

Frames = Iterator[images.Frame | Unreadable]

_PIXELS_PER_POINT = 200 / 72
_LONG_SIDE = 2400
"""Pixels of the longer side of a drawn page at most; A4 at 200 dots per inch has 2,339."""

_FINEST = 10.0
"""Pixels per point of a picture at most: a screenshot of a long page, shown small."""

_MOST_PIXELS = 24 * 1024 * 1024
"""Pixels of a drawn part at most: a photo of a phone has twelve million."""

_SKETCH_PIXELS_PER_POINT = 100 / 72
_SKETCH_LONG_SIDE = 1600
_SMALLEST = 8.0
"""Points of a part's shorter side below which no line of text fits."""

_CONTRAST = 40
"""Difference (of 255) between adjacent pixels from which there is an edge between them."""

_EDGES = 30
"""Pixels on edges below which a part has no letter."""


class Sheets:
    """A document that is opened once more for drawing: the one opened for reading has no true letters."""

    def __init__(self, untrusted_bytes: bytes, fonts: Fonts) -> None:
        self._bytes = untrusted_bytes
        self._fonts = fonts
        self._document: pypdfium2.PdfDocument | None = None
        self._missed = False

    def whole(self, number: int, *, stamped: bool) -> Frames:
        """Draw a page with its text. ``stamped``: it contains words that were not read."""
        with self._page(number) as page:
            scale = min(_PIXELS_PER_POINT, _LONG_SIDE / max(1.0, *page.get_size()))
            pixels = _pixels(page, scale)
        yield images.Frame(number + 1, pixels)
        yield from self._missing_letters(stamped)

    def part(self, number: int, box: Box, pictures: Sequence[Picture], *, stamped: bool) -> Frames:
        """Draw what is in ``box`` without the page's text, as finely as these pictures in it are stored."""
        with self._page(number) as page:
            objects.hide_words(page)
            pixels = _pixels(page, _scale(box, pictures), box)
        yield images.Frame(number + 1, pixels)
        yield from self._missing_letters(stamped)

    def picture(self, number: int, stored: Picture) -> Frames:
        """Yield a picture as stored, or as drawn where parts of it are not visible."""
        width, height = stored.pixels
        if width * height > limits.PIXELS:
            yield Unreadable(Reason.TOO_LARGE, sentence("reading.inner-picture-too-large"))
            return
        with self._page(number) as page:
            drawn = objects.picture_at(page, stored.way)
            pixels = None if _masked(drawn) else np.ascontiguousarray(drawn.get_bitmap().to_pil().convert("RGB"))
        if pixels is not None:
            yield images.Frame(number + 1, pixels)
        else:
            yield from self.part(number, stored.box, (stored,), stamped=False)

    def sketch(self, number: int, box: Box) -> bytes:
        """Return a digest of what is in ``box`` without the page's text, or nothing when no letter can be there."""
        with self._page(number) as page:
            objects.hide_words(page)
            scale = min(_SKETCH_PIXELS_PER_POINT, _SKETCH_LONG_SIDE / max(1.0, *page.get_size()))
            pixels = _pixels(page, scale, box)
        if min(pixels.shape[:2]) < _SMALLEST * scale:
            return b""
        levels = pixels.astype(np.int16)
        edges = sum(int((np.abs(np.diff(levels, axis=axis)) > _CONTRAST).any(axis=2).sum()) for axis in (0, 1))
        return hashlib.blake2b(pixels.tobytes()).digest() if edges >= _EDGES else b""

    @contextmanager
    def _page(self, number: int) -> Iterator[pypdfium2.PdfPage]:
        with self._fonts.true():
            if self._document is None:
                self._document = opened(self._bytes)
            page = self._document[number]
            try:
                yield page
            finally:
                page.close()
                self._missed |= self._fonts.missed

    def _missing_letters(self, stamped: bool) -> Iterator[Unreadable]:
        if stamped and self._missed:
            yield Unreadable(Reason.UNSUPPORTED, sentence("reading.no-font"))


def opened(untrusted_bytes: bytes) -> pypdfium2.PdfDocument:
    """Open a document with its form; raises PdfiumError."""
    document = pypdfium2.PdfDocument(untrusted_bytes)
    if document.get_formtype() == pdfium.FORMTYPE_ACRO_FORM:
        document.init_forms()
    return document


def _scale(box: Box, pictures: Sequence[Picture]) -> float:
    """Return how many pixels per point are drawn: a small picture that is stored finely does not make a large part so.
    """
    area = max(1.0, (box[2] - box[0]) * (box[3] - box[1]))
    stored = sum(picture.pixels[0] * picture.pixels[1] for picture in pictures)
    finest = min(_FINEST, max((picture.pixels_per_point for picture in pictures), default=0.0),
                 math.sqrt(min(stored, _MOST_PIXELS) / area))
    return min(max(_PIXELS_PER_POINT, finest), math.sqrt(_MOST_PIXELS / area))


def _masked(drawn: pypdfium2.PdfImage) -> bool:
    """Tell whether something shows through a picture; its edges do not count."""
    bitmap = drawn.get_bitmap(render=True, scale_to_original=False)
    pixels = bitmap.to_numpy()
    return bitmap.format == pdfium.FPDFBitmap_BGRA and bool((pixels[1:-1, 1:-1, 3] < 255).any())


def _pixels(page: pypdfium2.PdfPage, scale: float, box: Box | None = None) -> Pixels:
    crop = _crop(page, box) if box is not None else (0.0, 0.0, 0.0, 0.0)
    bitmap = page.render(scale=scale, crop=crop, rev_byteorder=True, force_bitmap_format=pdfium.FPDFBitmap_BGR)
    return np.ascontiguousarray(bitmap.to_numpy())


def _crop(page: pypdfium2.PdfPage, box: Box) -> Box:
    """Return what to cut off at the left, bottom, right and top, as the page is turned when it is shown."""
    width, height = page.get_size()
    left, bottom, right, top = page.get_bbox()
    x = (box[0] - left, box[2] - left)
    y = (box[1] - bottom, box[3] - bottom)
    match page.get_rotation():
        case 90:
            x, y = y, (right - left - x[1], right - left - x[0])
        case 180:
            x, y = (right - left - x[1], right - left - x[0]), (top - bottom - y[1], top - bottom - y[0])
        case 270:
            x, y = (top - bottom - y[1], top - bottom - y[0]), x
    return (_kept(x[0], width), _kept(y[0], height), _kept(width - x[1], width), _kept(height - y[1], height))


def _kept(cut: float, side: float) -> float:
    """Return how much is cut off, which is never all of a page."""
    return min(max(0.0, cut), max(0.0, side - 1.0))
