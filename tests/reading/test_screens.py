"""Tests that lines of screenshots are found without a network, and that other shapes are left to it."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from guard.reading.ocr import screen
from guard.reading.ocr.cascade import Cascade
from guard.reading.ocr.screen import Layout
from tests.support.pictures import font, render_chat, render_document, render_table

WORDS = "关于做好值班工作的通知\n各单位要加强组织领导，落实责任\n请于周五前反馈办理情况"
PEOPLE = [("王小明", "11010519491231002X", "13800138000"), ("李小红", "110105194912310046", "13900139000")]


def layout_of(page: Image.Image) -> Layout:
    layout = screen.look(np.asarray(page))
    assert layout is not None
    return layout


def read(cascade: Cascade, page: Image.Image) -> str:
    cascade.forget()
    return "".join("".join(line.text.split()) for line in cascade.recognise(np.asarray(page)))


def grainy(width: int, height: int) -> Image.Image:
    grain = np.random.default_rng(3).integers(-9, 10, (height, width, 3))
    return Image.fromarray((185 + grain).astype(np.uint8))


def test_each_line_of_a_document_is_one_region() -> None:
    assert len(layout_of(render_document(WORDS, width=900, size=20)).lines) == 3


@pytest.mark.parametrize("size", [12, 16, 24, 36])
def test_letters_of_any_size_are_in_one_region_of_their_height(size: int) -> None:
    page = Image.new("RGB", (size * 14, 200), (255, 255, 255))
    ImageDraw.Draw(page).text((size, size), "秘密★5年内部文件", font=font(size), fill=(0, 0, 0))
    (line,) = layout_of(page).lines
    assert size < line.height < 1.9 * size
    assert line.width > 7 * size


def test_a_bubble_is_not_part_of_the_line_in_it() -> None:
    lines = layout_of(render_chat([("王小明", "今天的材料请大家看一下")], width=700)).lines
    assert max(line.height for line in lines) < 45


def test_cells_beside_each_other_are_apart_where_a_rule_is_between_them() -> None:
    page = render_table(PEOPLE * 3, widths=(90, 260, 170), size=20)
    draw = ImageDraw.Draw(page)
    for x in (5, 95, 355):
        draw.line((x, 0, x, page.height), fill=(0, 0, 0))
    assert len(layout_of(page).lines) == 18


@pytest.mark.parametrize("degrees", [1, -2, 10, 90])
def test_a_turned_page_is_left_to_the_network(degrees: float) -> None:
    turned = render_document(WORDS, width=900, size=20).rotate(degrees, expand=True, fillcolor=(255, 255, 255),
                                                              resample=Image.Resampling.BICUBIC)
    assert screen.look(np.asarray(turned)) is None


def test_a_photo_is_left_to_the_network() -> None:
    assert screen.look(np.asarray(grainy(800, 600))) is None


def test_words_on_a_photo_inside_a_window_are_read(own_cascade: Cascade) -> None:
    page = render_document(WORDS, width=1400, size=20)
    window = Image.new("RGB", (1400, 900), (255, 255, 255))
    window.paste(page, (0, 0))
    photo = grainy(500, 300)
    ImageDraw.Draw(photo).text((60, 120), "机密★5年", font=font(40), fill=(30, 30, 30))
    window.paste(photo, (300, 400))
    assert layout_of(window).unclear
    text = read(own_cascade, window)
    assert "机密★5年" in text
    assert "请于周五前反馈办理情况" in text


def test_an_icon_beside_two_lines_does_not_join_them(own_cascade: Cascade) -> None:
    page = Image.new("RGB", (700, 200), (255, 255, 255))
    draw = ImageDraw.Draw(page)
    draw.ellipse((30, 52, 56, 78), fill=(20, 130, 110))
    draw.text((66, 44), "不予公开的事项", font=font(15), fill=(0, 0, 0))
    draw.text((66, 68), "复制的内容、截图、识别出的文字", font=font(15), fill=(70, 70, 70))
    text = read(own_cascade, page)
    assert "不予公开的事项" in text
    assert "复制的内容、截图、识别出的文字" in text


def test_a_page_whose_words_are_too_faint_to_see_by_their_edges_is_read_by_the_network(own_cascade: Cascade) -> None:
    page = Image.new("RGB", (700, 200), (255, 255, 255))
    ImageDraw.Draw(page).text((40, 60), "内部资料注意保存", font=font(40), fill=(236, 236, 236))
    assert not layout_of(page).lines
    assert "内部资料" in read(own_cascade, page)


def test_an_upside_down_screenshot_is_read(own_cascade: Cascade) -> None:
    page = render_document(WORDS, width=900, size=24).rotate(180)
    assert "加强组织领导" in read(own_cascade, page)


NUMBERS = ("机密★5年", "讨论稿", "11010519491231002X", "440524188001010014")


@pytest.mark.parametrize("ground", ["edge", "hatch", "pale"])
def test_words_that_are_drawn_over_or_pale_are_read_as_the_network_reads_them(
        own_cascade: Cascade, ground: str) -> None:
    page = Image.new("RGB", (900, 420), (255, 255, 255))
    draw = ImageDraw.Draw(page)
    if ground == "edge":
        draw.rectangle((160, 0, 900, 420), fill=(224, 224, 224))
    if ground == "hatch":
        for x in range(-500, 900, 12):
            draw.line((x, 0, x + 500, 500), fill=(187, 187, 187), width=3)
    for number, words in enumerate(NUMBERS):
        ink = (228, 228, 228) if ground == "pale" else (0, 0, 0)
        draw.text((70, 30 + number * 60), words, font=font(20), fill=ink)
    draw.text((400, 340), "今天的会议改到下午三点", font=font(20), fill=(0, 0, 0))
    text = read(own_cascade, page)
    assert [words for words in NUMBERS if words not in text] == []


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_picture_of_two_lines_is_read_whichever_way_it_is_turned(own_cascade: Cascade, turned: int) -> None:
    picture = render_document("机密★5年\n关于办公用品领取的通知", width=900, size=40)
    pixels = np.ascontiguousarray(np.asarray(picture.convert("RGB").rotate(turned, expand=True)))
    assert [line.text for line in own_cascade.recognise(pixels)] == ["机密★5年", "关于办公用品领取的通知"]


def test_a_page_that_comes_again_is_known_whole(own_cascade: Cascade) -> None:
    own_cascade.forget()
    pixels = np.asarray(render_document(WORDS, width=900, size=20))
    *_, first = own_cascade.views(pixels)
    assert list(own_cascade.views(pixels.copy())) == [first]
