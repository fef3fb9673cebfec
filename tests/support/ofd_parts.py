"""Composes OFD files part by part, as programs write them; everybody in them is invented."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from PIL import Image, ImageOps

from tests.support.archives import zip_of
from tests.support.pdf_parts import outlines

_NAMES = 'xmlns:ofd="http://www.ofdspec.org/2016"'
FILLER = "办公用品请到二楼领取，食堂本周供应清淡饭菜。"
PICTURE = '<ofd:ImageObject ID="5" ResourceID="77" Boundary="20 60 100 30"/>'
RESOURCES = "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"


def xml(root: str, inside: str, attributes: str = "") -> bytes:
    """Return a part with this root."""
    return f'<?xml version="1.0" encoding="UTF-8"?><ofd:{root} {_NAMES} {attributes}>{inside}</ofd:{root}>'.encode()


def words(said: str, x: float = 20, y: float = 30) -> str:
    """Return a text object."""
    return (f'<ofd:TextObject ID="9" Boundary="{x} {y} {5 * len(said)} 8" Font="1" Size="5">'
            f'<ofd:TextCode X="0" Y="5">{said}</ofd:TextCode></ofd:TextObject>')


def path(drawn: str, *, filled: bool = True) -> str:
    """Return a path object."""
    return (f'<ofd:PathObject ID="5" Boundary="20 20 150 30" Fill="{str(filled).lower()}">'
            f"<ofd:AbbreviatedData>{drawn}</ofd:AbbreviatedData></ofd:PathObject>")


def outlined(said: str) -> str:
    """Return path objects that draw these words, a centimetre high: letters after a conversion to outlines."""
    figures = [[(x / 4, y / 4) for x, y in figure] for figure in outlines(said)]
    steps = (f"M {figure[0][0]:.2f} {figure[0][1]:.2f} " + " ".join(f"L {x:.2f} {y:.2f}" for x, y in figure[1:]) + " C"
             for figure in figures)
    return path(" ".join(steps))


def file_of(content: str, *, page: str = "", common: str = "", document: str = "", body: str = "",
            parts: Mapping[str, bytes] | None = None) -> bytes:
    """Return a file of one page. ``page``, ``common``, ``document`` and ``body`` are inserted in the elements of
    these names."""
    return zip_of({
        "OFD.xml": xml("OFD", f"<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>{body}</ofd:DocBody>"),
        "Doc_0/Document.xml": xml("Document", f"<ofd:CommonData>{common}</ofd:CommonData><ofd:Pages><ofd:Page ID='1' "
                                  f"BaseLoc='Pages/Page_0/Content.xml'/></ofd:Pages>{document}"),
        "Doc_0/Pages/Page_0/Content.xml": page_of(content, page), **(parts or {})})


def page_of(content: str, page: str = "") -> bytes:
    """Return a page."""
    return xml("Page", f'{page}<ofd:Content><ofd:Layer ID="2">{content}</ofd:Layer></ofd:Content>')


def media(name: str) -> bytes:
    """Return a list of resources with one picture."""
    return xml("Res", '<ofd:MultiMedias><ofd:MultiMedia ID="77" Type="Image"><ofd:MediaFile>'
               f"{name}</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>", 'BaseLoc="Res"')


def annotated(inside: str) -> bytes:
    """Return a file with one annotation."""
    return file_of(words(FILLER), document="<ofd:Annotations>Annotations.xml</ofd:Annotations>", parts={
        "Doc_0/Annotations.xml": xml("Annotations", "<ofd:Page PageID='1'><ofd:FileLoc>Annots/a.xml</ofd:FileLoc>"
                                     "</ofd:Page>"),
        "Doc_0/Annots/a.xml": xml("PageAnnot", f"<ofd:Annot ID='4' Type='Stamp'>{inside}</ofd:Annot>")})


def attached(name: str, content: bytes) -> bytes:
    """Return a file with this attachment."""
    return file_of(words(FILLER), document="<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>", parts={
        "Doc_0/Attachs/Attachments.xml": xml("Attachments", f"<ofd:Attachment ID='1' Name={quoteattr(name)}>"
                                             "<ofd:FileLoc>a.dat</ofd:FileLoc></ofd:Attachment>"),
        "Doc_0/Attachs/a.dat": content})


def jbig2(picture: Image.Image) -> bytes:
    """Return a JBIG2 file of one black and white page, compressed as fax machines do (ISO/IEC 14492, 6.2.6)."""
    out = io.BytesIO()
    ink = ImageOps.invert(picture.convert("L")).convert("1", dither=Image.Dither.NONE)
    ink.save(out, "TIFF", compression="group4")
    with Image.open(out) as stored:
        (start,), (size,) = stored.tag_v2[273], stored.tag_v2[279]
    side = struct.pack(">II", *picture.size)
    page = side + bytes(8) + b"\x00\x00\x00"
    region = side + bytes(9) + b"\x01" + out.getvalue()[start:start + size]
    return b"\x97JB2\r\n\x1a\n\x01\x00\x00\x00\x01" + b"".join(
        struct.pack(">IBBBI", number, kind, 0, 1, len(data)) + data
        for number, (kind, data) in enumerate(((48, page), (38, region), (49, b""))))
