"""Tests the words of a PDF without an embedded font, or outside its pages, through the real reader process."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from guard.core.model import Item, Kind
from guard.reading.client import ReaderClient
from guard.reading.sandbox import landlock
from rules.text import PARTIAL, Text
from tests.support.pdf_parts import TEXT, file_of, page, song, song_font, stream, string
from tests.support.texts import whole

Read = Callable[[bytes], Text]

ROOT = Path(__file__).parents[3]
LETTER_BY_LETTER = song([(72 + 14 * column, 760 - 24 * row, letter) for row, line in enumerate(
    ("机密★5年", "关于开展某专项行动的请示", "关于开展某专项行动的请示")) for column, letter in enumerate(line)])
SPREAD = song([*((72 + 30 * column, 760, letter) for column, letter in enumerate("机密★5年")),
               (72, 730, "关于开展的请示")])

WITHOUT_FONTS = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from guard.reading import process
from guard.reading.sandbox import profiles
profiles._FONTS = ()
sys.exit(process.run(sys.stdin.buffer, sys.stdout.buffer))
"""


def test_letters_one_by_one_in_a_font_that_is_not_in_the_file_are_read(text: Read) -> None:
    found = text(LETTER_BY_LETTER)
    assert found.original.splitlines() == ["机密★5年", "关于开展某专项行动的请示", "关于开展某专项行动的请示"]
    assert whole(found)
    assert not found.from_picture


def test_letters_spread_over_a_line_are_read(text: Read) -> None:
    assert "".join(text(SPREAD).original.split()) == "机密★5年关于开展的请示"


@pytest.mark.skipif(landlock.version() < 1, reason="this kernel has no landlock")
def test_letters_are_read_where_the_system_has_no_font_and_stamps_are_said_to_be_missing() -> None:
    client = ReaderClient((sys.executable, "-c", WITHOUT_FONTS))
    looks = b"BT /F2 40 Tf 20 50 Td <%s> Tj ET" % "机密★5年".encode("gbk").hex().encode()
    stamp = [b"<</Type/Annot/Subtype/Stamp/Rect[10 650 460 780]/F 4/AP<</N 7 0 R>>>>",
             stream(looks, b"/Type/XObject/Subtype/Form/BBox[0 0 450 130]/Resources<</Font<</F2 8 0 R>>>>"),
             *song_font(8)]
    try:
        read = client.read(Item("1.pdf", Kind.FILES, LETTER_BY_LETTER))
        stamped = client.read(Item("2.pdf", Kind.FILES, page(TEXT, stamp, page=b"/Annots[6 0 R]")))
    finally:
        client.close()
    assert isinstance(read, Text)
    assert read.original.splitlines()[0] == "机密★5年"
    assert whole(read)
    assert isinstance(stamped, Text)
    assert ["字体" in trait.detail for trait in stamped.traits if trait.kind == PARTIAL] == [True]


def test_file_that_is_attached_to_an_annotation_is_read(text: Read) -> None:
    found = text(page(TEXT, [
        b"<</Type/Annot/Subtype/FileAttachment/Rect[10 10 30 30]/FS 7 0 R>>",
        b"<</Type/Filespec/F(list.txt)/EF<</F 8 0 R>>>>", stream("机密★5年".encode())], page=b"/Annots[6 0 R]"))
    assert "机密★5年" in found.original
    assert "list.txt" in found.original


@pytest.mark.parametrize("field", [b"/FT/Tx/V %s", b"/FT/Tx/TU %s", b"/FT/Ch/Opt[%s (b)]"],
                         ids=["value", "help", "choice"])
def test_words_of_the_field_above_an_annotation_are_read(text: Read, field: bytes) -> None:
    parts = [b"<</Type/Annot/Subtype/Widget/Parent 7 0 R/Rect[10 10 200 60]>>",
             b"<</T(a)%s/Kids[6 0 R]>>" % field.replace(b"%s", string("机密★5年"))]
    found = text(page(TEXT, parts, page=b"/Annots[6 0 R]", catalog=b"/AcroForm<</Fields[7 0 R]>>"))
    assert found.original.count("机密★5年") == 1


def test_bookmarks_are_read(text: Read) -> None:
    found = text(page(TEXT, [b"<</Type/Outlines/First 7 0 R/Last 7 0 R/Count 1>>",
                             b"<</Title %s/Parent 6 0 R/Dest[3 0 R/Fit]>>" % string("机密★5年")],
                      catalog=b"/Outlines 6 0 R"))
    assert "机密★5年" in found.original


@pytest.mark.parametrize("packed", [False, True])
def test_properties_of_an_office_s_own_are_read(text: Read, packed: bool) -> None:
    told = b"<</Producer(program 1.0)/#E5#AF#86#E7#BA#A7 %s/CreationDate(D:20200101)>>" % string("机密★5年")
    made = page(TEXT, [told], info=6) if not packed else _with_packed_properties(told)
    found = text(made)
    assert "机密★5年" in found.original
    assert "program" not in found.original


def _with_packed_properties(told: bytes) -> bytes:
    """Return a file with its properties in an object stream, found through a cross-reference stream."""
    inside = b"6 0 " + told
    packed = stream(zlib.compress(inside), b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode")
    plain = page(TEXT, [b"null", packed])
    plain = plain[:plain.index(b"6 0 obj")] + plain[plain.index(b"7 0 obj"):plain.index(b"xref")]
    rows = [(0, 0, 65535), *((1, plain.index(b"%d 0 obj" % number), 0) for number in range(1, 6)), (2, 7, 0),
            (1, plain.index(b"7 0 obj"), 0), (1, len(plain), 0)]
    table = b"".join(kind.to_bytes(1, "big") + place.to_bytes(4, "big") + more.to_bytes(2, "big")
                     for kind, place, more in rows)
    head = b"/Type/XRef/Size 9/W[1 4 2]/Root 1 0 R/Info 6 0 R"
    return plain + b"8 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (stream(table, head), len(plain))


def test_packet_of_properties_in_xml_is_read(text: Read) -> None:
    packet = ('<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/'
              '22-rdf-syntax-ns#"><rdf:Description xmlns:pdfx="urn:x" pdfx:level="属性标记"><pdfx:a>机密★5年</pdfx:a>'
              "<pdfx:b>uuid:123</pdfx:b></rdf:Description></rdf:RDF></x:xmpmeta>").encode()
    found = text(page(TEXT, [stream(packet, b"/Type/Metadata/Subtype/XML")], catalog=b"/Metadata 6 0 R"))
    assert "机密★5年" in found.original
    assert "属性标记" in found.original
    assert "uuid" not in found.original


def test_form_that_only_adobe_shows_is_read(text: Read) -> None:
    form = "<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'><template><text>机密★5年</text></template></xdp:xdp>".encode()
    found = text(page(TEXT, [stream(form)], catalog=b"/AcroForm<</Fields[]/XFA 6 0 R>>"))
    assert "机密★5年" in found.original


def test_what_was_filled_into_a_form_is_read_beside_a_picture_that_is_too_large_for_it(text: Read) -> None:
    packets = [b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'>", b"<template>" + b"A" * 5_000_000 + b"</template>",
               "<xdp:datasets><a>机密★5年</a></xdp:datasets>".encode(), b"</xdp:xdp>"]
    names = (b"preamble", b"template", b"datasets", b"postamble")
    listed = b"".join(b"(%s)%d 0 R" % (name, number) for number, name in enumerate(names, 6))
    made = page(TEXT, [stream(zlib.compress(packet), b"/Filter/FlateDecode") for packet in packets],
                catalog=b"/AcroForm<</Fields[]/XFA[%s]>>" % listed)
    found = text(made)
    assert "机密★5年" in found.original
    assert not whole(found)


@pytest.mark.parametrize("count", [2000, 2001])
def test_bookmarks_and_notes_beyond_a_limit_make_the_document_partial(text: Read, count: int) -> None:
    listed = b"".join(b"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]>>" for _ in range(count))
    assert whole(text(page(TEXT, page=b"/Annots[%s]" % listed))) == (count == 2000)
    marks = [b"<</Type/Outlines/First 7 0 R/Last %d 0 R>>" % (6 + count), *(
        b"<</Title(a)/Parent 6 0 R/Next %d 0 R/Dest[3 0 R/Fit]>>" % (8 + number) for number in range(count - 1)),
        b"<</Title(a)/Parent 6 0 R/Dest[3 0 R/Fit]>>"]
    assert whole(text(page(TEXT, marks, catalog=b"/Outlines 6 0 R"))) == (count == 2000)


def test_note_that_is_too_long_makes_the_document_partial(text: Read) -> None:
    note = b"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(%s)>>" % (b"a" * (1 << 20))
    assert not whole(text(page(TEXT, page=b"/Annots[%s]" % note)))


def test_file_without_pages_is_no_document(reading: Callable[[bytes], object]) -> None:
    assert not isinstance(reading(file_of([b"null"])), Text)
