"""Composes PDF files object by object, as programs write them and no library does; all in them is invented."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import cv2
import numpy as np
from PIL import Image

from tests.support.pictures import render_document

TEXT = b"BT /F1 9 Tf 72 500 Td " + b" ".join(
    b"(office notice number one two three four five) Tj 0 -14 Td" for _ in range(12)) + b" ET "
"""Enough text that the page does not count as a picture; it ends in the lower half."""


def file_of(objects: Sequence[bytes], *, info: int = 0) -> bytes:
    """Return a file of these objects, numbered from 1; the first is the catalogue."""
    out = b"%PDF-1.7\n"
    places = []
    for number, inside in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, inside)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    told = b"/Info %d 0 R" % info if info else b""
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, table, len(objects) + 1, told, len(out))


def page(content: bytes, more: Sequence[bytes] = (), *, resources: bytes = b"", page: bytes = b"",
         catalog: bytes = b"", info: int = 0) -> bytes:
    """Return a file of one page; ``more`` are objects from 6 on."""
    return file_of([
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog, b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R/F2 6 0 R>>%s>>%s>>"
        % (resources, page), stream(content), b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", *more], info=info)


def stream(content: bytes, told: bytes = b"") -> bytes:
    """Return a stream object; ``told`` is added to its dictionary."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (told, len(content), content)


def image(picture: Image.Image, told: bytes = b"") -> bytes:
    """Return an image object of these pixels, RGB or grey."""
    space = b"DeviceRGB" if picture.mode == "RGB" else b"DeviceGray"
    head = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/%s/Filter/FlateDecode" % (
        picture.width, picture.height, space)
    return stream(zlib.compress(picture.tobytes()), head + told)


def string(words: str) -> bytes:
    """Return a string object."""
    return b"<FEFF%s>" % words.encode("utf-16-be").hex().encode()


def song(words: Sequence[tuple[float, float, str]]) -> bytes:
    """Return a page of (x, y, words) in SimSun, which is not embedded: as many Chinese programs write."""
    content = b"BT /F2 14 Tf %sET" % b"".join(b"1 0 0 1 %.1f %.1f Tm <%s> Tj " % (
        x, y, text.encode("gbk").hex().encode()) for x, y, text in words)
    return page(content, song_font(6))


def song_font(number: int) -> list[bytes]:
    """Return the objects of that font, beginning with this number."""
    whole = b"<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/GBK-EUC-H/DescendantFonts[%d 0 R]>>" % (number + 1)
    inner = (b"<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
             b"/Supplement 2>>/DW 1000/FontDescriptor<</Type/FontDescriptor/FontName/SimSun/Flags 6/FontBBox[0 -141 "
             b"1000 859]/ItalicAngle 0/Ascent 859/Descent -141/CapHeight 859/StemV 80>>>>")
    return [whole, inner]


def outlines(words: str) -> list[list[tuple[float, float]]]:
    """Return the outlines of these words, 40 units high, y growing downwards: letters after a conversion to outlines.
    """
    grey = np.array(render_document(words, width=60 * len(words) + 250, size=56).convert("L"))
    found, _ = cv2.findContours((grey < 128).astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    return [[(float(x) * 0.7, float(y) * 0.7) for x, y in outline[:, 0]] for outline in found if len(outline) > 2]


def drawn(words: str, left: float, top: float) -> bytes:
    """Return operators that draw these words as filled outlines."""
    figures = [b"%.1f %.1f m %s h" % (left + figure[0][0], top - figure[0][1], b" ".join(
        b"%.1f %.1f l" % (left + x, top - y) for x, y in figure[1:])) for figure in outlines(words)]
    return b"\n".join(figures) + b"\nf*\n"
