"""Makes PDF and OFD files in which looking beside the text is costly: rings, large numbers, false sizes."""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image

from tests.support.ofd_parts import FILLER, PICTURE, RESOURCES, file_of, jbig2, media, page_of, path, words, xml
from tests.support.pdf_parts import TEXT, image, page, stream, string
from tests.support.pictures import render_document


def layouts() -> Iterator[tuple[str, bytes]]:
    """Return files each of which is reported as not read completely, or hides nothing."""
    yield "pdf-a-million-packets-that-do-not-end", page(TEXT) + b"<rdf:RDF " * 1_000_000
    yield "pdf-a-million-dictionaries-of-properties", page(TEXT) + b"/Info 4 0 R 4 0 obj " * 1_000_000
    small = image(Image.new("RGB", (30, 30), "red"))
    yield "pdf-30000-pictures-on-a-page", page(TEXT + b"q 9 0 0 9 9 9 cm /I Do Q " * 30_000, [small],
                                               resources=b"/XObject<</I 6 0 R>>")
    forms = [stream(b"/X Do " * 9, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>"
                    % (7 + number)) for number in range(12)]
    yield "pdf-forms-nine-times-in-each-other", page(TEXT + b"/X Do", [*forms, small],
                                                     resources=b"/XObject<</X 6 0 R>>")
    yield "pdf-form-in-itself", page(TEXT + b"/X Do", [stream(
        b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")],
        resources=b"/XObject<</X 6 0 R>>")
    field = b"<</T(a)/FT/Ch/Opt[%s]/Kids[6 0 R]>>" % (string("选") * 5_000)
    widget = b"<</Type/Annot/Subtype/Widget/Parent 7 0 R/Rect[10 10 200 60]>>"
    yield "pdf-10-million-choices", page(TEXT, [widget, field], page=b"/Annots[%s]" % (b"6 0 R " * 2_000),
                                         catalog=b"/AcroForm<</Fields[7 0 R]>>")
    yield "pdf-bookmarks-in-a-ring", page(TEXT, [b"<</Title(a)/First 6 0 R/Next 6 0 R>>"], catalog=b"/Outlines 6 0 R")
    stamp = b"<</Type/Annot/Subtype/Stamp/Rect[-9e9 -9e9 9e9 9e9]/F 4/AP<</N 7 0 R>>>>"
    yield "pdf-stamp-as-large-as-a-country", page(TEXT, [stamp, stream(
        b"0 0 9 9 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 10 10]")], page=b"/Annots[6 0 R]")
    yield "ofd-path-of-a-million-steps", file_of(words(FILLER) + path("M 0 0 " + "B 1 1 9 9 1 9 " * 1_000_000))
    yield "ofd-path-of-infinite-size", file_of(words(FILLER) + path("M 0 0 " + "L 1e308 -1e308 " * 60))
    unit = "<ofd:CompositeGraphicUnit ID='{}'><ofd:Content>{}</ofd:Content></ofd:CompositeGraphicUnit>"
    use = '<ofd:CompositeObject ID="5" ResourceID="88" Boundary="0 60 100 30"/>'
    yield "ofd-drawing-in-itself", file_of(use, common=RESOURCES, parts={
        "Doc_0/DocumentRes.xml": xml("Res", unit.format(88, words(FILLER) + use * 9))})
    scan = bytearray(jbig2(render_document("机密★5年")))
    scan[24:32] = b"\xff" * 8
    yield "ofd-jbig2-of-18-exapixels", file_of(PICTURE, common=RESOURCES, parts={
        "Doc_0/DocumentRes.xml": media("a.jb2"), "Doc_0/Res/a.jb2": bytes(scan)})
    yield "ofd-versions-in-a-ring", file_of(words(FILLER), body="<ofd:Versions><ofd:Version ID='1' BaseLoc='OFD.xml'/>"
                                            "</ofd:Versions>", parts={"Doc_0/a.xml": page_of("")})


HIDE_NOTHING = frozenset({
    "pdf-a-million-packets-that-do-not-end", "pdf-a-million-dictionaries-of-properties", "pdf-form-in-itself",
    "pdf-10-million-choices", "pdf-bookmarks-in-a-ring", "pdf-stamp-as-large-as-a-country", "ofd-versions-in-a-ring",
    "ofd-path-of-infinite-size",
    "pdf-30000-pictures-on-a-page", "pdf-forms-nine-times-in-each-other", "ofd-drawing-in-itself"})
"""These may be read to the end."""
