"""Makes PDF and OFD files as office programs and scanners write them; everybody in them is invented."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
_NAMES = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def pdf(pages: Sequence[str | Image.Image], *, password: str = "", title: str = "", field: str = "",
        corner: Image.Image | None = None) -> bytes:
    """Return a PDF whose pages are text, or pictures as from a scanner; ``corner`` is small on each of them."""
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(password) if password else None)
    canvas.setTitle(title)
    for page in pages:
        canvas.setFont("STSong-Light", 14)
        if isinstance(page, str):
            for number, line in enumerate(page.split("\n")):
                canvas.drawString(72, 760 - 20 * number, line)
        else:
            canvas.drawImage(ImageReader(page), 0, 0, 595, 595 * page.height / page.width)
        if corner is not None:
            canvas.drawImage(ImageReader(corner), 72, 100, 120, 120 * corner.height / corner.width)
        if field:
            canvas.acroForm.textfield(name="f", value=field, x=72, y=100, width=200, height=20)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def ofd(pages: Sequence[Sequence[tuple[float, float, str]]], picture: bytes = b"", title: str = "明电标记") -> bytes:
    """Return an OFD (GB/T 33190) of pages of (x, y, words) in millimetres, in this order in the file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("OFD.xml", _xml("OFD", "<ofd:DocBody><ofd:DocInfo><ofd:DocID>0123</ofd:DocID>"
                         f"<ofd:Title>{title}</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"))
        places = "".join(f'<ofd:Page ID="{100 + number}" BaseLoc="Pages/Page_{number}/Content.xml"/>'
                         for number in range(len(pages)))
        package.writestr("Doc_0/Document.xml", _xml("Document", "<ofd:CommonData><ofd:DocumentRes>DocumentRes.xml"
                         f"</ofd:DocumentRes></ofd:CommonData><ofd:Pages>{places}</ofd:Pages>"))
        package.writestr("Doc_0/DocumentRes.xml", _xml("Res", '<ofd:MultiMedias><ofd:MultiMedia ID="7" Type="Image">'
                         "<ofd:MediaFile>image_7.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>",
                         'BaseLoc="Res"'))
        for number, page in enumerate(pages):
            objects = "".join(
                f'<ofd:TextObject ID="{identity}" Boundary="{x} {y} {5 * len(words)} 6" Size="5">'
                f'<ofd:TextCode X="0" Y="5">{words}</ofd:TextCode></ofd:TextObject>'
                for identity, (x, y, words) in enumerate(page, 1000))
            if picture and number == len(pages) - 1:
                objects += '<ofd:ImageObject ID="9" Boundary="0 0 210 297" ResourceID="7"/>'
            package.writestr(f"Doc_0/Pages/Page_{number}/Content.xml",
                             _xml("Page", f'<ofd:Content><ofd:Layer ID="1">{objects}</ofd:Layer></ofd:Content>'))
        if picture:
            package.writestr("Doc_0/Res/image_7.png", picture)
    return out.getvalue()


def _xml(root: str, inside: str, attributes: str = "") -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><ofd:{root} {_NAMES} {attributes}>{inside}</ofd:{root}>'
