"""Decodes JBIG2 pictures (ISO/IEC 14492), in which OFD stores scans: PDFium decodes them, so each gets a PDF around it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pypdfium2

from guard.core.model import Reason, Unreadable
from guard.reading import images, limits
from guard.reading.documents.errors import DamagedError
from guard.sentences.catalogue import sentence

_BEGINNING = b"\x97JB2\r\n\x1a\n"
_SEQUENTIAL, _PAGES_UNKNOWN = 0x1, 0x2
_PAGE = 48
"""Type of a segment that says how large a page is (7.4.8)."""

_MOST_SEGMENTS = 10_000
_UNKNOWN = 0xFFFFFFFF
_MISSING = sentence("reading.jbig2")


def is_it(untrusted_bytes: bytes) -> bool:
    """Tell whether these bytes are such a picture (annex D.4.1)."""
    return untrusted_bytes.startswith(_BEGINNING)


def frames(untrusted_bytes: bytes) -> Iterator[images.Frame | Unreadable]:
    """Yield its first page. Raises DamagedError for one that is damaged, or not written segment after segment."""
    flags = untrusted_bytes[len(_BEGINNING)] if len(untrusted_bytes) > len(_BEGINNING) else 0
    segments = untrusted_bytes[len(_BEGINNING) + (1 if flags & _PAGES_UNKNOWN else 5):]
    if not flags & _SEQUENTIAL:
        raise DamagedError(_MISSING)
    width, height = _size(segments)
    if not 0 < width * height <= limits.PIXELS:
        yield Unreadable(Reason.TOO_LARGE, sentence("reading.inner-picture-too-large"))
        return
    document = pypdfium2.PdfDocument(_pdf_around(segments, width, height))
    page = document[0]
    drawn = next(page.get_objects(), None)
    if not isinstance(drawn, pypdfium2.PdfImage):
        raise DamagedError(_MISSING)
    yield images.Frame(1, np.ascontiguousarray(drawn.get_bitmap().to_pil().convert("RGB")))


def _size(segments: bytes) -> tuple[int, int]:
    """Return width and height of the first page (7.2). Raises DamagedError when a segment is cut off.

    PDFium leaves what it cannot decode white, without an error.
    """
    at = 0
    found = (0, 0)
    for _ in range(_MOST_SEGMENTS):
        kind, at, size = _segment(segments, at)
        if kind == _PAGE and found == (0, 0):
            found = (int.from_bytes(segments[at:at + 4], "big"), int.from_bytes(segments[at + 4:at + 8], "big"))
        at += size
        if at >= len(segments) or size == _UNKNOWN:
            break
    if found == (0, 0) or (at > len(segments) and size != _UNKNOWN):
        raise DamagedError(_MISSING)
    return found


def _segment(segments: bytes, at: int) -> tuple[int, int, int]:
    """Return the type of the segment that begins here, where its data begin and their length in bytes."""
    number, kind = int.from_bytes(segments[at:at + 4], "big"), int.from_bytes(segments[at + 4:at + 5], "big")
    count = int.from_bytes(segments[at + 5:at + 6], "big") >> 5
    at += 6
    if count == 7:
        count = int.from_bytes(segments[at - 1:at + 3], "big") & 0x1FFFFFFF
        at += 3 + (count + 8) // 8
    at += count * (1 if number <= 0x100 else 2 if number <= 0x10000 else 4) + (4 if kind & 0x40 else 1)
    return kind & 0x3F, at + 4, int.from_bytes(segments[at:at + 4], "big")


def _pdf_around(segments: bytes, width: int, height: int) -> bytes:
    content = b"%d 0 0 %d 0 0 cm /I Do" % (width, height)
    told = b"/Width %d/Height %d/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/JBIG2Decode/Length %d" % (
        width, height, len(segments))
    objects = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
               b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>"
               % (width, height),
               b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
               b"<</Type/XObject/Subtype/Image%s>>stream\n%s\nendstream" % (told, segments))
    out = b"%PDF-1.7\n"
    table = b"0000000000 65535 f \n"
    for number, inside in enumerate(objects, 1):
        table += b"%010d 00000 n \n" % len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, inside)
    return out + b"xref\n0 6\n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (table, len(out))
