"""Reads PDF (ISO 32000-2) with PDFium: text page by page; what only the drawn page shows is drawn and recognised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

import pypdfium2
import pypdfium2.raw as pdfium

from guard.reading.documents.errors import DamagedError, EncryptedError
from guard.reading.documents.pdf import drawn, notes, objects, properties
from guard.reading.documents.pdf.drawn import Sheets
from guard.reading.documents.pdf.fonts import Fonts
from guard.reading.documents.pdf.objects import Box, Found
from guard.reading.documents.transcript import Transcript
from guard.sentences.catalogue import sentence

_FEW_LETTERS = 200
"""Letters of a page below which large pictures on it count as its content."""

_LARGE = 0.3
"""Share of a page that such pictures cover."""

_INVISIBLE = frozenset({pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP,
                        pdfium.FPDF_TEXTRENDERMODE_UNKNOWN})
_DEPTH = 8
"""Forms inside forms in which text is looked for."""

_FAULTY = 0.2
"""Share of a page's letters without meaning (no Unicode known) from which the page is recognised as a picture."""


@dataclass(slots=True)
class _Pages:
    """A document, its pages to be drawn, and digests of what they show beside their text: the same is read once."""

    document: pypdfium2.PdfDocument
    sheets: Sheets
    seen: set[bytes] = field(default_factory=set)

    def new(self, digest: bytes) -> bool:
        """Tell whether no page has shown this yet, and remember it."""
        known = digest in self.seen
        self.seen.add(digest)
        return not known


def read(untrusted_bytes: bytes, transcript: Transcript) -> Iterator[None]:
    """Write the text of a PDF; yields after each page."""
    fonts = Fonts.of_process()
    try:
        document = drawn.opened(untrusted_bytes)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD or error.err_code == pdfium.FPDF_ERR_SECURITY:
            raise EncryptedError(sentence("reading.encrypted")) from error
        raise DamagedError(sentence("reading.damaged")) from error
    properties.write(document, untrusted_bytes, transcript)
    pages = _Pages(document, Sheets(untrusted_bytes, fonts))
    for number in range(len(document)):
        transcript.turn(number + 1, visible=True)
        _page(pages, number, transcript)
        if number == 0:
            transcript.look_ahead(len(document), partial(_words_alone, document))
        yield
    transcript.turn(None)
    for number in range(document.count_attachments()):
        notes.attach(document.get_attachment(number), transcript)


def _page(pages: _Pages, number: int, transcript: Transcript) -> None:
    """Write one page, and note what must be recognised on it."""
    try:
        page = pages.document[number]
    except pypdfium2.PdfiumError:
        transcript.incomplete(sentence("reading.page-damaged"))
        return
    text, stamps = _words(pages.document, page, transcript)
    letters = [letter for letter in text if not letter.isspace()]
    faulty = sum(1 for letter in letters if letter in "\ufffd\ufffe\uffff\x00" or "\ue000" <= letter <= "\uf8ff")
    found = objects.look(page)
    if faulty > _FAULTY * len(letters) or (len(letters) < _FEW_LETTERS
                                           and _is_picture(page, found, stamps, blank=not letters)):
        transcript.picture(partial(pages.sheets.whole, number, stamped=bool(stamps)))
    else:
        _beside_text(pages, number, page.get_bbox(), found, stamps, transcript)
    page.close()


def _words(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, transcript: Transcript) -> tuple[str, list[Box]]:
    """Write the words of a page; return those on it, and where a note must be drawn."""
    written = page.get_textpage()
    text = written.get_text_range()  # also text outside of the visible page
    if text.strip():
        transcript.write(f"{_clean(text)}\n", seen=_all_seen(page, written, text))
    with transcript.unseen():
        return text, notes.write(document, page, transcript)


def _words_alone(document: pypdfium2.PdfDocument, number: int, transcript: Transcript) -> None:
    """Write the words of this page, counted from 1."""
    page = document[number - 1]
    _words(document, page, transcript)
    page.close()


def _all_seen(page: pypdfium2.PdfPage, written: pypdfium2.PdfTextPage, text: str) -> bool:
    """Tell whether all text of a page is inside what is shown of it, and drawn so that people see it.

    Invisible text (9.3.6, mode 3) is what a scanner recognised; what is below a picture or a filled shape is not
    noticed.
    """
    inside = written.get_text_bounded(*page.get_bbox())
    if "".join(inside.split()) != "".join(text.split()):
        return False
    return all(pdfium.FPDFTextObj_GetTextRenderMode(each.raw) not in _INVISIBLE
               for each in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=_DEPTH))


def _clean(text: str) -> str:
    """Join words that were hyphenated at a line's end, which PDFium marks with U+FFFE."""
    return text.replace("\ufffe", "").replace("\r\n", "\n").replace("\x00", "").rstrip("\n")


def _is_picture(page: pypdfium2.PdfPage, found: Found, stamps: list[Box], *, blank: bool) -> bool:
    """Tell whether drawn content fills a large part of a page; on a page without letters any drawn content is enough.
    """
    if blank:
        return bool(found.objects or stamps)
    return found.crowded or found.covers(page.get_bbox()) >= _LARGE


def _beside_text(pages: _Pages, number: int, page_box: Box, found: Found, stamps: list[Box],
                 transcript: Transcript) -> None:
    """Note the new pictures of a page, and the part of it that only drawing shows, if that is new."""
    alone, loose = found.apart()
    for picture in alone:
        if pages.new(picture.digest):
            transcript.picture(partial(pages.sheets.picture, number, picture))
    boxes = list(stamps)
    if [picture for picture in loose if picture.flat or pages.new(picture.digest)]:
        boxes += (picture.box for picture in loose)
    words = found.words()
    if words is not None and pages.new(words[1]):
        boxes.append(words[0])
    if found.crowded:
        boxes.append(page_box)
    if not boxes:
        return
    box = objects.union(boxes)
    digest = pages.sheets.sketch(number, box)
    if digest and pages.new(digest):
        transcript.picture(partial(pages.sheets.part, number, box, loose, stamped=bool(stamps)))
