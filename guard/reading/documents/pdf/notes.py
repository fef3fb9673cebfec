"""Reads the annotations of a page of a PDF: their words, their attachments, and which of them must be drawn."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice

import pypdfium2
import pypdfium2.raw as pdfium

from guard.reading.documents.pdf.objects import Box
from guard.reading.documents.transcript import Transcript
from guard.sentences.catalogue import sentence

_MOST = 2000
"""Annotations of a page, and choices of all its fields together, that are read."""

_LONGEST_VALUE = 1 << 20
"""Bytes of the words of one annotation at most."""

_SPOKEN = (b"Contents", b"V", b"Subj", b"RC")
"""Keys of an annotation or a form field that contain words (12.5.2, 12.7.4)."""

_DRAWN = frozenset({pdfium.FPDF_ANNOT_STAMP, pdfium.FPDF_ANNOT_INK, pdfium.FPDF_ANNOT_WATERMARK})
_DRAWN_FIELDS = frozenset({pdfium.FPDF_FORMFIELD_PUSHBUTTON, pdfium.FPDF_FORMFIELD_SIGNATURE})
"""Kinds of annotations and fields whose appearance may say more than their words do."""

_NOT_SHOWN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
_NO_STREAM = 2
"""Bytes that PDFium reports for an appearance that is not there: the end of a string."""


def write(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, transcript: Transcript) -> list[Box]:
    """Write the words of annotations and form fields, note attached files, and return where one must be drawn."""
    seen: list[Box] = []
    choices = _MOST
    count = pdfium.FPDFPage_GetAnnotCount(page)
    if count > _MOST:
        transcript.incomplete(sentence("reading.not-to-end"))
    for number in range(min(count, _MOST)):
        with _annotation(page, number) as annotation:
            if annotation is None:
                continue
            chosen = list(islice(_choices(annotation, document.formenv), choices + 1))
            found = [*_words(annotation, document.formenv), *chosen[:choices]]
            if None in found or len(chosen) > choices:
                transcript.incomplete(sentence("reading.not-to-end"))
            choices -= len(chosen[:choices])
            for words in dict.fromkeys(filter(None, found)):
                transcript.line(words)
            attached = pdfium.FPDFAnnot_GetFileAttachment(annotation)
            if attached:
                attach(pypdfium2.PdfAttachment(attached, document), transcript)
            if _must_be_seen(annotation, document.formenv):
                seen.append(_box(annotation))
    return seen


def attach(attachment: pypdfium2.PdfAttachment, transcript: Transcript) -> None:
    """Write the name of an attached file and note it."""
    transcript.line(attachment.get_name())
    transcript.document(lambda: bytes(attachment.get_data()))


@contextmanager
def _annotation(page: pypdfium2.PdfPage, number: int) -> Iterator[pdfium.FPDF_ANNOTATION | None]:
    annotation = pdfium.FPDFPage_GetAnnot(page, number)
    try:
        yield annotation or None
    finally:
        if annotation:
            pdfium.FPDFPage_CloseAnnot(annotation)


def _words(annotation: pdfium.FPDF_ANNOTATION, form: pypdfium2.PdfFormEnv | None) -> Iterator[str | None]:
    """Yield the words of an annotation; a field inherits value and help from the fields above it."""
    for key in _SPOKEN:
        yield _string(lambda buffer, size, key=key: pdfium.FPDFAnnot_GetStringValue(  # type: ignore[misc]
            annotation, key, buffer, size))
    if form is None or pdfium.FPDFAnnot_GetSubtype(annotation) != pdfium.FPDF_ANNOT_WIDGET:
        return
    for get in (pdfium.FPDFAnnot_GetFormFieldValue, pdfium.FPDFAnnot_GetFormFieldAlternateName):
        yield _string(lambda buffer, size, get=get: get(form, annotation, buffer, size))  # type: ignore[misc]


def _choices(annotation: pdfium.FPDF_ANNOTATION, form: pypdfium2.PdfFormEnv | None) -> Iterator[str | None]:
    if form is None or pdfium.FPDFAnnot_GetSubtype(annotation) != pdfium.FPDF_ANNOT_WIDGET:
        return
    for choice in range(max(0, pdfium.FPDFAnnot_GetOptionCount(form, annotation))):
        yield _string(lambda buffer, size, choice=choice: pdfium.FPDFAnnot_GetOptionLabel(  # type: ignore[misc]
            form, annotation, choice, buffer, size))


def _string(get: Callable[[ctypes.Array[ctypes.c_ushort] | None, int], int]) -> str | None:
    """Return a string that PDFium copies into a buffer of UTF-16, with its size in bytes and a terminating zero; None
    when it is too long.
    """
    size = get(None, 0)
    if size > _LONGEST_VALUE:
        return None
    if size <= 2:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    get(buffer, size)
    return bytes(buffer)[:size - 2].decode("utf-16-le", "replace").strip()


def _must_be_seen(annotation: pdfium.FPDF_ANNOTATION, form: pypdfium2.PdfFormEnv | None) -> bool:
    kind = pdfium.FPDFAnnot_GetSubtype(annotation)
    field = kind == pdfium.FPDF_ANNOT_WIDGET and form is not None \
        and pdfium.FPDFAnnot_GetFormFieldType(form, annotation) in _DRAWN_FIELDS
    if (not field and kind not in _DRAWN) or pdfium.FPDFAnnot_GetFlags(annotation) & _NOT_SHOWN:
        return False
    return bool(pdfium.FPDFAnnot_GetAP(annotation, pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0) > _NO_STREAM)


def _box(annotation: pdfium.FPDF_ANNOTATION) -> Box:
    box = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(annotation, box)
    return min(box.left, box.right), min(box.bottom, box.top), max(box.left, box.right), max(box.bottom, box.top)
