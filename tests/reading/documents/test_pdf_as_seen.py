"""Tests words that only the drawn page of a PDF shows, through the real reader process."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PIL import Image, ImageOps

from rules.text import Text
from tests.support.fixed_layout_files import pdf
from tests.support.pdf_parts import TEXT, drawn, image, page, song_font, stream, string
from tests.support.pictures import render_document
from tests.support.texts import whole

Read = Callable[[bytes], Text]

MARK = render_document("机密★5年\n关于办公用品领取的通知", width=900, size=40)
PLACE = b"q 450 0 0 %d 72 600 cm /I Do Q " % (MARK.height / 2)


def test_scan_in_strips_beside_a_page_number_is_recognised(text: Read) -> None:
    strips = [MARK.crop((0, top, 900, min(top + 16, MARK.height))) for top in range(0, MARK.height, 16)]
    content = b"BT /F1 9 Tf 290 20 Td (- 1 -) Tj ET " + b"".join(
        b"q 450 0 0 %.1f 72 %.1f cm /I%d Do Q " % (strip.height / 2, 780 - 8 * number - strip.height / 2, number)
        for number, strip in enumerate(strips))
    names = b"".join(b"/I%d %d 0 R" % (number, 6 + number) for number in range(len(strips)))
    found = text(page(content, list(map(image, strips)), resources=b"/XObject<<%s>>" % names))
    assert "机密★5年" in found.original
    assert "- 1 -" in found.original
    assert whole(found)


@pytest.mark.parametrize("turn", ["bottom-up", "mirrored", "on its side"])
def test_picture_that_is_stored_turned_is_recognised(text: Read, turn: str) -> None:
    height = MARK.height / 2
    stored, matrix = {
        "bottom-up": (ImageOps.flip(MARK), b"450 0 0 -%d 72 780" % height),
        "mirrored": (ImageOps.mirror(MARK), b"-450 0 0 %d 522 600" % height),
        "on its side": (MARK.rotate(90, expand=True), b"0 -%d 450 0 72 780" % height),
    }[turn]
    found = text(page(TEXT + b"q %s cm /I Do Q" % matrix, [image(stored)], resources=b"/XObject<</I 6 0 R>>"))
    assert "机密★5年" in found.original
    assert whole(found)


def test_picture_on_its_side_on_a_turned_page_is_recognised(text: Read) -> None:
    content = TEXT + b"q %d 0 0 450 100 300 cm /I Do Q" % (MARK.height / 2)
    found = text(page(content, [image(MARK.rotate(90, expand=True))], resources=b"/XObject<</I 6 0 R>>",
                      page=b"/Rotate 90"))
    assert "机密★5年" in found.original


@pytest.mark.parametrize(("behind", "ink"), [("white", "black"), ("blue", "white")])
def test_picture_whose_words_are_in_its_mask_is_recognised(text: Read, behind: str, ink: str) -> None:
    mask = ImageOps.invert(MARK.convert("L"))
    colour = b"0 0 0.6 rg 72 600 450 %d re f " % (MARK.height / 2) if behind == "blue" else b""
    found = text(page(TEXT + colour + PLACE, [image(Image.new("RGB", MARK.size, ink), b"/SMask 7 0 R"), image(mask)],
                      resources=b"/XObject<</I 6 0 R>>"))
    assert "机密★5年" in found.original


def test_picture_in_forms_inside_each_other_is_recognised(text: Read) -> None:
    forms = [stream(b"/X Do" if number < 3 else PLACE,
                    b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</%s %d 0 R>>>>"
                    % (b"X" if number < 3 else b"I", 7 + number)) for number in range(4)]
    found = text(page(TEXT + b"/X Do", [*forms, image(MARK)], resources=b"/XObject<</X 6 0 R>>"))
    assert "机密★5年" in found.original


@pytest.mark.parametrize("appearance", ["picture", "text"])
def test_stamp_that_has_only_an_appearance_is_recognised(text: Read, appearance: str) -> None:
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 450 130]/Resources<</XObject<</I 8 0 R>>/Font<</F2 8 0 R>>>>"
    looks, more = (b"q 450 0 0 130 0 0 cm /I Do Q", [image(MARK)]) if appearance == "picture" else (
        b"BT /F2 40 Tf 20 50 Td <%s> Tj ET" % "机密★5年".encode("gbk").hex().encode(), song_font(8))
    stamp = b"<</Type/Annot/Subtype/Stamp/Rect[10 650 460 780]/F 4/AP<</N 7 0 R>>>>"
    found = text(page(TEXT, [stamp, stream(looks, form), *more], page=b"/Annots[6 0 R]"))
    assert "机密★5年" in found.original
    assert whole(found)


def test_words_drawn_as_outlines_beside_text_are_recognised(text: Read) -> None:
    found = text(page(TEXT + drawn("机密★5年", 72, 780)))
    assert "机密★5年" in found.original
    assert found.original.count("office notice") == 12  # known content is not recognised once more


def test_outlines_on_a_page_of_little_text_are_recognised(text: Read) -> None:
    found = text(page(b"BT /F1 12 Tf 72 600 Td (few words) Tj ET " + drawn("机密★5年", 72, 780)))
    assert "机密★5年" in found.original


def test_pages_of_text_with_tables_and_a_logo_on_each_recognise_the_logo_once(text: Read) -> None:
    logo = render_document("机密★5年", width=300, size=30)
    found = text(pdf([f"第{number}页有字" * 40 for number in range(80)], corner=logo))
    assert found.original.count("机密★5年") == 1
    assert whole(found)


def test_letterhead_drawn_as_outlines_on_each_page_is_recognised_once(text: Read) -> None:
    head = drawn("机密★5年", 72, 800)
    pages = 70
    kids = b" ".join(b"%d 0 R" % (6 + number) for number in range(pages))
    made = page(TEXT + head, [
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
        for _ in range(pages)])
    found = text(made.replace(b"/Kids[3 0 R]/Count 1", b"/Kids[%s]/Count %d" % (kids, pages)))
    assert found.original.count("机密★5年") == 1
    assert whole(found)


def test_page_of_text_with_lines_dots_and_boxes_is_not_recognised(text: Read) -> None:
    circle = b"%d 300 m %d 303 %d 306 %d 306 c %d 306 %d 303 %d 300 c h f "
    dots = b"".join(circle % ((x,) * 7) for x in range(80, 400, 10))
    table = b"".join(b"72 %d 400 20 re S " % y for y in range(100, 300, 20))
    found = text(page(TEXT + table + dots))
    assert not found.from_picture
    assert whole(found)


def test_field_with_a_value_is_text_and_not_recognised(text: Read) -> None:
    found = text(pdf(["第一页有字" * 60], field="010-55550123"))
    assert found.original.count("010-55550123") == 1
    assert not found.from_picture


def test_remark_of_a_stamp_is_read_with_its_looks(text: Read) -> None:
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 450 130]/Resources<</XObject<</I 8 0 R>>>>"
    stamp = b"<</Type/Annot/Subtype/Stamp/Rect[10 650 460 780]/Contents %s/AP<</N 7 0 R>>>>" % string("签批标记")
    found = text(page(TEXT, [stamp, stream(b"q 450 0 0 130 0 0 cm /I Do Q", form), image(MARK)],
                      page=b"/Annots[6 0 R]"))
    assert "签批标记" in found.original
    assert "机密★5年" in found.original
