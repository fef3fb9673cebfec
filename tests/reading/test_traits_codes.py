"""Tests that codes are found, and their words are judged like any other text of the picture."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
import zxingcpp
from PIL import Image, ImageDraw

from guard.reading import pictures, traits
from guard.reading.ocr.engine import OcrEngine
from guard.reading.traits import Found
from guard.supply.builtin import BUILTIN_PACK, builtin_pack
from rules.judge.judge import Judge
from rules.model import Action
from rules.pack.loading import load
from rules.text import QR_CODE, Text
from tests.reading.traits import screens
from tests.reading.traits.samples import code
from tests.support.pictures import encode

SECRET = "机密★5年\n某某县委办公室文件"
F = zxingcpp.BarcodeFormat


def seen(picture: Image.Image) -> Found:
    return traits.find(np.ascontiguousarray(np.asarray(picture.convert("RGB"))), ())


def pasted(square: Image.Image, size: tuple[int, int] = (1920, 1080)) -> Image.Image:
    page = Image.new("RGB", size, (240, 240, 240))
    page.paste(square, (800, 400))
    return page


@pytest.mark.parametrize("module", [2, 3, 6, 16])
def test_a_qr_code_of_any_size_is_a_trait_and_a_line_at_its_place(module: int) -> None:
    square = code("内部事项 注意保管", Random(1), module=module)
    found = seen(pasted(square))
    trait, = found.traits
    line, = found.lines
    assert (trait.kind, trait.confidence, line.text) == (QR_CODE, 1.0, "内部事项 注意保管")
    assert trait.box == line.box
    assert 800 <= line.box.x <= 800 + 5 * module
    assert line.box.width > square.width / 2


def test_a_qr_code_on_a_4k_screen_is_read() -> None:
    page = pasted(code("会议纪要", Random(1), module=5), (3840, 2160))
    assert [line.text for line in seen(page).lines] == ["会议纪要"]


@pytest.mark.parametrize("degrees", [15, 90, 200])
def test_a_turned_qr_code_is_read(degrees: int) -> None:
    square = code("会议纪要", Random(1), module=6).rotate(degrees, expand=True, fillcolor=(255, 255, 255))
    assert [line.text for line in seen(pasted(square)).lines] == ["会议纪要"]


@pytest.mark.parametrize("kind", [F.DataMatrix, F.Aztec, F.PDF417, F.Code128, F.MicroQRCode],
                         ids=lambda kind: str(kind).rsplit(".")[-1])
def test_other_codes_are_read_too(kind: zxingcpp.BarcodeFormat) -> None:
    square = code("NB-2026-77" if kind != F.MicroQRCode else "NB77", Random(1), kind, 4)
    if kind == F.Code128:
        square = square.resize((square.width, 90), Image.Resampling.NEAREST)
    found = seen(pasted(square))
    assert [line.text[:2] for line in found.lines] == ["NB"]
    assert [trait.kind for trait in found.traits] == [QR_CODE]


@pytest.mark.parametrize("module", [2, 6, 8, 12])
@pytest.mark.parametrize("kind", [F.Aztec, F.PDF417, F.Code128], ids=lambda kind: str(kind).rsplit(".")[-1])
def test_other_codes_are_read_with_narrow_and_with_wide_modules(kind: zxingcpp.BarcodeFormat, module: int) -> None:
    square = code("NB-2026-77", Random(1), kind, module)
    if kind == F.Code128:
        square = square.resize((square.width, max(60, 24 * module)), Image.Resampling.NEAREST)
    page = Image.new("RGB", (max(1920, square.width + 300), 1080), (240, 240, 240))
    page.paste(square, (150, 200))
    found = seen(page)
    assert [line.text for line in found.lines] == ["NB-2026-77"]
    assert 100 <= found.lines[0].box.x <= 150 + 12 * module


def test_a_damaged_qr_code_is_a_trait_without_words() -> None:
    square = code("内部事项 注意保管，详见附件一至附件三", Random(1), module=8)
    draw = ImageDraw.Draw(square)
    middle = square.width // 2
    draw.rectangle((middle - 60, middle - 60, middle + 60, middle + 60), fill=(255, 255, 255))
    found = seen(pasted(square))
    assert [trait.kind for trait in found.traits] == [QR_CODE]
    assert found.traits[0].confidence < 1
    assert found.lines == ()


def test_escaped_chinese_in_an_address_is_unescaped() -> None:
    words = "https://example.org/?q=%E6%9C%BA%E5%AF%86"
    assert [line.text for line in seen(pasted(code(words, Random(1), module=4))).lines] == ["https://example.org/?q=机密"]


@pytest.mark.parametrize("make", [screens.chat, screens.spreadsheet, screens.shop, screens.signs],
                         ids=lambda make: make.__name__)
def test_pages_without_codes_have_none(make: object) -> None:
    assert callable(make)
    assert [trait for trait in seen(make(Random("codes"))).traits if trait.kind == QR_CODE] == []


def test_a_secret_that_only_a_code_says_is_blocked(cascade: OcrEngine) -> None:
    page = pasted(code(SECRET, Random(1), module=5))
    ImageDraw.Draw(page).text((100, 100), "scan me", fill=(0, 0, 0))
    reading = pictures.read(encode(page), cascade)
    assert isinstance(reading, Text)
    start = reading.original.index("机密★5年")
    number, _, boxes = reading.place(start, start + 5)
    assert number == 1
    assert boxes[0].x >= 800
    verdict = Judge([load(builtin_pack(), BUILTIN_PACK)]).judge(reading)
    assert verdict.action is Action.BLOCK
