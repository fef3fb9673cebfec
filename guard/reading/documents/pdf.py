"""PDF (ISO 32000-2) with PDFium: text page by page; a page that is a picture is drawn and recognised."""

from __future__ import annotations

import ctypes
import hashlib
from collections.abc import Iterator
from functools import partial
from itertools import islice

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from guard.model import Reason, Unreadable
from guard.reading import images, limits
from guard.reading.documents.draft import Draft
from guard.reading.documents.errors import DamagedError, EncryptedError

_FEW_LETTERS = 200
"""Letters of a page below which a large picture on it is taken for its content."""

_LARGE = 0.3
"""Share of a page that such a picture covers."""

_FAULTY = 0.2
"""Share of a page's letters without meaning (no Unicode known) from which the page is read from its picture."""

_PIXELS_A_POINT = 200 / 72
_LONG_SIDE = 2400
"""Pixels of the longer side of a drawn page at most; A4 at 200 dots an inch has 2,339."""

_LOWEST = 24
"""Pixels of a picture's shorter side below which no line of text fits."""

_OBJECTS_LOOKED_AT = 2000
_WRITTEN_BY_PEOPLE = frozenset({"Title", "Author", "Subject", "Keywords"})
_LONGEST_VALUE = 1 << 20
"""Bytes of what one annotation says, at most."""

_SPOKEN = (b"Contents", b"V", b"Subj", b"RC")
"""Keys of an annotation or a form field that hold words (12.5.2, 12.7.4)."""


def read(untrusted_bytes: bytes, draft: Draft) -> Iterator[None]:
    """Write the text of a PDF; yields after each page."""
    try:
        document = pypdfium2.PdfDocument(untrusted_bytes)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD or error.err_code == pdfium.FPDF_ERR_SECURITY:
            raise EncryptedError("文件加了密码") from error
        raise DamagedError("文件不完整或已损坏") from error
    for key, words in document.get_metadata_dict(skip_empty=True).items():
        if key in _WRITTEN_BY_PEOPLE:
            draft.line(words)
    seen: set[bytes] = set()
    for number in range(len(document)):
        draft.turn(number + 1)
        _page(document, number, draft, seen)
        yield
    draft.turn(None)
    _attachments(document, draft)


def _page(document: pypdfium2.PdfDocument, number: int, draft: Draft, seen: set[bytes]) -> None:
    """Write one page; ``seen`` are digests of pictures that earlier pages have, and grows."""
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        draft.incomplete("一页损坏")
        return
    text = page.get_textpage().get_text_range()  # that outside of the visible page too
    letters = [letter for letter in text if not letter.isspace()]
    faulty = sum(1 for letter in letters if letter in "\ufffd\ufffe\uffff\x00" or "\ue000" <= letter <= "\uf8ff")
    if text.strip():
        draft.line(_clean(text))
    for words in _annotations(page):
        draft.line(words)
    if faulty > _FAULTY * len(letters) or (len(letters) < _FEW_LETTERS and _is_picture(page, not letters)):
        draft.picture(partial(_drawn, document, number))
    else:
        for place, drawn in _pictures(page):
            digest = hashlib.blake2b(drawn.get_data()).digest()
            if digest not in seen:
                seen.add(digest)
                draft.picture(partial(_picture, document, number, place))
    page.close()


def _clean(text: str) -> str:
    """Join words that were hyphenated at a line's end, which PDFium marks with U+FFFE."""
    return text.replace("\ufffe", "").replace("\r\n", "\n").replace("\x00", "").rstrip("\n")


def _is_picture(page: pypdfium2.PdfPage, blank: bool) -> bool:
    """Say whether something drawn fills a large part of a page; on a page without letters anything drawn will do."""
    width, height = page.get_size()
    for number, drawn in enumerate(page.get_objects(max_depth=4)):
        if blank or number >= _OBJECTS_LOOKED_AT:
            return True
        if drawn.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = drawn.get_bounds()
            if (right - left) * (top - bottom) >= _LARGE * width * height:
                return True
    return False


def _pictures(page: pypdfium2.PdfPage) -> Iterator[tuple[int, pypdfium2.PdfImage]]:
    """Yield the pictures of a page that can hold a line of text, with their places among its objects."""
    for place, drawn in enumerate(islice(page.get_objects(max_depth=4), _OBJECTS_LOOKED_AT)):
        if drawn.type == pdfium.FPDF_PAGEOBJ_IMAGE and min(drawn.get_px_size()) >= _LOWEST:
            yield place, drawn


def _picture(document: pypdfium2.PdfDocument, number: int, place: int) -> Iterator[images.Frame | Unreadable]:
    page = document[number]
    drawn = next(islice(page.get_objects(max_depth=4), place, None))
    width, height = drawn.get_px_size()
    if width * height > limits.PIXELS:
        yield Unreadable(Reason.TOO_LARGE, "里面的一张图片太大，没有读取。")
        return
    pixels = np.ascontiguousarray(drawn.get_bitmap().to_pil().convert("RGB"))
    yield images.Frame(number + 1, pixels)


def _drawn(document: pypdfium2.PdfDocument, number: int) -> Iterator[images.Frame]:
    page = document[number]
    width, height = page.get_size()
    scale = min(_PIXELS_A_POINT, _LONG_SIDE / max(1.0, width, height))
    bitmap = page.render(scale=scale, rev_byteorder=True, force_bitmap_format=pdfium.FPDFBitmap_BGR)
    yield images.Frame(number + 1, np.ascontiguousarray(bitmap.to_numpy()))


def _annotations(page: pypdfium2.PdfPage) -> Iterator[str]:
    """Yield what notes, form fields and stamps of a page say."""
    for number in range(min(pdfium.FPDFPage_GetAnnotCount(page), _OBJECTS_LOOKED_AT)):
        annotation = pdfium.FPDFPage_GetAnnot(page, number)
        if annotation:
            words = (_value(annotation, key) for key in _SPOKEN)
            yield from dict.fromkeys(filter(None, words))
            pdfium.FPDFPage_CloseAnnot(annotation)


def _value(annotation: pdfium.FPDF_ANNOTATION, key: bytes) -> str:
    size = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if not 2 < size <= _LONGEST_VALUE:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return buffer.raw[:size - 2].decode("utf-16-le", "replace").strip()


def _attachments(document: pypdfium2.PdfDocument, draft: Draft) -> None:
    for number in range(document.count_attachments()):
        attachment = document.get_attachment(number)
        draft.line(attachment.get_name())
        draft.document(lambda attachment=attachment: bytes(attachment.get_data()))  # type: ignore[misc]
