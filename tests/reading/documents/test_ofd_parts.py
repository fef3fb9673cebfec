"""Tests the places in an OFD that can contain words beside the text of its pages, through the real reader process."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PIL import Image, ImageOps

from rules.text import PARTIAL, Text
from tests.support.ofd_parts import (
    FILLER,
    PICTURE,
    RESOURCES,
    annotated,
    attached,
    file_of,
    jbig2,
    media,
    outlined,
    page_of,
    path,
    words,
    xml,
)
from tests.support.pictures import encode, render_document
from tests.support.texts import page, whole

Read = Callable[[bytes], Text]

MARK = render_document("机密★5年", width=700)


def test_picture_in_the_resources_of_a_page_is_recognised(text: Read) -> None:
    found = text(file_of(PICTURE, page="<ofd:PageRes>PageRes.xml</ofd:PageRes>", parts={
        "Doc_0/Pages/Page_0/PageRes.xml": media("a.png"), "Doc_0/Pages/Page_0/Res/a.png": encode(MARK)}))
    assert page(found, "机密★5年") == 1
    assert whole(found)


@pytest.mark.parametrize(("name", "kind"), [("a.jp2", "JPEG2000"), ("a", "PNG"), ("a.dat", "BMP"), ("a.jpg", "PNG")])
def test_picture_is_known_by_its_content_whatever_its_name_says(text: Read, name: str, kind: str) -> None:
    found = text(file_of(PICTURE, common=RESOURCES, parts={"Doc_0/DocumentRes.xml": media(name),
                                                           f"Doc_0/Res/{name}": encode(MARK, kind)}))
    assert "机密★5年" in found.original
    assert whole(found)


@pytest.mark.parametrize("parts", [{"Doc_0/Res/a.wmf": b"\xd7\xcd\xc6\x9a" + bytes(50)}, {}],
                         ids=["unknown", "missing"])
def test_picture_that_nobody_can_decode_makes_the_document_partial(text: Read, parts: dict[str, bytes]) -> None:
    found = text(file_of(words(FILLER) + PICTURE, common=RESOURCES, parts={
        "Doc_0/DocumentRes.xml": media("a.wmf"), **parts}))
    assert FILLER in found.original
    assert not whole(found)


@pytest.mark.parametrize(("matrix", "stored"), [
    ("0 100 -30 0 30 0", MARK.rotate(90, expand=True)), ("100 0 0 -30 0 30", ImageOps.flip(MARK)),
    ("-100 0 0 -30 100 30", MARK.rotate(180)), ("100 0 0 30 0 0", MARK)],
    ids=["on its side", "bottom-up", "on its head", "straight"])
def test_picture_is_read_as_it_is_on_its_page(text: Read, matrix: str, stored: Image.Image) -> None:
    turned = PICTURE.replace("<ofd:ImageObject", f'<ofd:ImageObject CTM="{matrix}"')
    found = text(file_of(words(FILLER) + turned, common=RESOURCES, parts={
        "Doc_0/DocumentRes.xml": media("a.png"), "Doc_0/Res/a.png": encode(stored)}))
    assert "机密★5年" in found.original


def test_scan_in_jbig2_is_recognised(text: Read) -> None:
    found = text(file_of(PICTURE, common=RESOURCES, parts={"Doc_0/DocumentRes.xml": media("a.jb2"),
                                                           "Doc_0/Res/a.jb2": jbig2(MARK)}))
    assert "机密★5年" in found.original
    assert whole(found)


@pytest.mark.parametrize("kept", [12, 40, 100, -30])
def test_scan_in_jbig2_that_is_cut_off_makes_the_document_partial(text: Read, kept: int) -> None:
    found = text(file_of(words(FILLER) + PICTURE, common=RESOURCES, parts={
        "Doc_0/DocumentRes.xml": media("a.jb2"), "Doc_0/Res/a.jb2": jbig2(MARK)[:kept]}))
    assert not whole(found)


def test_picture_on_each_of_many_pages_is_recognised_once(text: Read) -> None:
    places = "".join(f"<ofd:Page ID='{number}' BaseLoc='Pages/Page_{number}/Content.xml'/>" for number in range(2, 80))
    found = text(file_of(PICTURE, common=RESOURCES, document=f"<ofd:Pages>{places}</ofd:Pages>", parts={
        "Doc_0/DocumentRes.xml": media("a.png"), "Doc_0/Res/a.png": encode(MARK),
        **{f"Doc_0/Pages/Page_{number}/Content.xml": page_of(words(FILLER) + PICTURE) for number in range(2, 80)}}))
    assert found.original.count("机密★5年") == 1
    assert whole(found)


def test_drawing_that_pages_use_is_read_where_it_is(text: Read) -> None:
    unit = "<ofd:CompositeGraphicUnit ID='{}'><ofd:Content>{}</ofd:Content></ofd:CompositeGraphicUnit>"
    inner = '<ofd:CompositeObject ID="5" ResourceID="89" Boundary="0 60 100 30"/>'
    found = text(file_of(
        words(FILLER, y=10) + inner.replace("89", "88") + words("末行", y=200),
        common=RESOURCES, parts={"Doc_0/DocumentRes.xml": xml("Res", unit.format(88, inner)
                                                              + unit.format(89, words("机密★5年")))}))
    assert found.original.splitlines() == [FILLER, "机密★5年", "末行"]
    assert page(found, "机密★5年") == 1


@pytest.mark.parametrize("beside", ["", words(FILLER, y=100)], ids=["alone", "beside text"])
def test_words_drawn_as_outlines_are_recognised(text: Read, beside: str) -> None:
    found = text(file_of(beside + outlined("机密★5年")))
    assert page(found, "机密★5年") == 1
    assert whole(found)


def test_curves_and_arcs_are_drawn(text: Read) -> None:
    circle = "M 10 0 B 15.5 0 20 4.5 20 10 B 20 15.5 15.5 20 10 20 Q 0 20 0 10 A 10 10 0 0 1 10 0 C"
    found = text(file_of(words(FILLER, y=100) + path(circle) * 8))
    assert whole(found)


def test_path_that_is_none_makes_the_document_partial(text: Read) -> None:
    assert not whole(text(file_of(words(FILLER) + path("M 0 0 " + "L 1 1 " * 30 + "X 1"))))


def test_lines_of_a_table_are_not_recognised(text: Read) -> None:
    lines = "".join(path(f"M 0 {y} L 150 {y} L 150 {y + 1} L 0 {y + 1} C") for y in range(30))
    found = text(file_of(words(FILLER) + lines))
    assert not found.from_picture
    assert whole(found)


@pytest.mark.parametrize(("size", "matrix"), [(5, "1 0 0 1 0 0"), (1, "5 0 0 5 0 0"), (16, "0.3125 0 0 0.3125 0 0"),
                                              (1, "5 0 0 5 0 -40")])
def test_letters_that_are_scaled_are_read_where_they_are_shown(text: Read, size: int, matrix: str) -> None:
    lines = ("机密★5年", "关于某项工作的通知", "机密\t一九")
    found = text(file_of("".join(
        words(letter, x=20 + 5 * column, y=60 + 8 * row).replace('Size="5"', f'Size="{size}" CTM="{matrix}"').replace(
            'Y="5"', f'Y="{size}"') for row, line in enumerate(lines)
        for column, letter in enumerate(line.replace("\t", " " * 3)) if letter != " ")))
    assert found.original.splitlines() == list(lines)


def test_text_of_glyphs_without_letters_makes_the_document_partial(text: Read) -> None:
    found = text(file_of(words(FILLER[:4], y=10) + words("¤¤¤¤¤", y=60)))
    assert ["编码" in trait.detail for trait in found.traits if trait.kind == PARTIAL] == [True]


@pytest.mark.parametrize("inside", [
    "<ofd:Remark>机密★5年</ofd:Remark>",
    "<ofd:Parameters><ofd:Parameter Name='text'>机密★5年</ofd:Parameter></ofd:Parameters>",
    f"<ofd:Appearance Boundary='0 0 9 9'>{words('机密★5年')}</ofd:Appearance>"],
    ids=["remark", "parameter", "appearance"])
def test_words_of_an_annotation_are_read_on_its_page(text: Read, inside: str) -> None:
    assert page(text(annotated(inside)), "机密★5年") == 1


@pytest.mark.parametrize("made", [
    attached("机密★5年.txt", b"1"),
    attached("a.txt", "机密★5年".encode()),
    file_of(words(FILLER), document="<ofd:Outlines><ofd:OutlineElem Title='机密★5年'/></ofd:Outlines>"),
    file_of(words(FILLER), document="<ofd:Bookmarks><ofd:Bookmark Name='机密★5年'/></ofd:Bookmarks>"),
    file_of(words(FILLER), body="<ofd:DocInfo><ofd:CustomDatas><ofd:CustomData Name='密级'>机密★5年</ofd:CustomData>"
            "</ofd:CustomDatas></ofd:DocInfo>"),
    file_of(words(FILLER), document="<ofd:Extensions>E.xml</ofd:Extensions>", parts={
        "Doc_0/E.xml": xml("Extensions", "<ofd:Extension><ofd:Property>机密★5年</ofd:Property></ofd:Extension>")}),
], ids=["name of an attachment", "attachment", "outline", "bookmark", "custom data", "extension"])
def test_words_beside_the_pages_are_read(text: Read, made: bytes) -> None:
    assert "机密★5年" in text(made).original


def test_another_version_of_the_document_is_read(text: Read) -> None:
    pages = "<ofd:Page ID='1' BaseLoc='P/Old.xml'/><ofd:Page ID='2' BaseLoc='Pages/Page_0/Content.xml'/>"
    version = "<ofd:Versions><ofd:Version ID='1' BaseLoc='Doc_0/V/v.xml'/></ofd:Versions>"
    found = text(file_of(words(FILLER), body=version, parts={
        "Doc_0/V/v.xml": xml("DocVersion", "<ofd:DocRoot>../Other.xml</ofd:DocRoot>"),
        "Doc_0/Other.xml": xml("Document", f"<ofd:Pages>{pages}</ofd:Pages>"),
        "Doc_0/P/Old.xml": page_of(words("机密★5年"))}))
    assert found.original.count("机密★5年") == 1
    assert found.original.count(FILLER) == 1
