"""Tests that traits have page and place, also from long pictures and frames, and never cost any text."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path
from random import Random

import cv2
import numpy as np
import pytest
from PIL import Image

from guard.reading import pictures, traits
from guard.reading.model import Line
from guard.reading.ocr.engine import OcrEngine
from guard.reading.traits.view import Found, View
from rules.model import Box
from rules.text import SEAL, Text, Trait
from tests.reading.traits import documents
from tests.support.pictures import encode
from tests.support.program import ROOT
from tests.support.thorough import thorough_but

PACK = """
规则包: 图像特征
版本: "1"
结构:
  红色印章: {检测器: traits, 种类: [印章], 把握不低于: 60}
规则:
- 编号: TX-01
  名称: 盖章的文件
  类别: 演示
  性质: 工作秘密
  依据: 演示规定第一条
  去向: [聊天软件]
  判据:
  - {把握: 中, 主证: "@红色印章"}
  - {把握: 中, 主证: "青松计划"}
  动作: {中: 提醒}
  提示语: {标题: 甲, 说明: 乙, 办法: 丙}
  必须命中:
  - {文字: 青松计划, 动作: 提醒}
  - {文字: 关于青松计划, 动作: 提醒}
  不得命中: [松树, 柏树]
"""


def stamped(size: tuple[int, int], place: tuple[int, int]) -> Image.Image:
    page = Image.new("RGB", size, (255, 255, 255))
    documents.stamp_on(page, documents.seal(240, "青河县人民政府办公室", Random(1)), place)
    return page


def centre(box: Box | None) -> tuple[float, float]:
    assert box is not None
    return box.x + box.width / 2, box.y + box.height / 2


def seals(text: object) -> list[Trait]:
    assert isinstance(text, Text)
    return [trait for trait in text.traits if trait.kind == SEAL]


@pytest.mark.parametrize("y", thorough_but([1920, 8800], [150, 1920, 2400, 4800, 8800]))
def test_a_seal_anywhere_on_a_long_screenshot_is_found_once_and_in_its_place(cascade: OcrEngine, y: int) -> None:
    trait, = seals(pictures.read(encode(stamped((1080, 9000), (500, y))), cascade))
    assert trait.page == 1
    assert centre(trait.box) == pytest.approx((500, y), abs=12)


def test_a_seal_in_the_second_frame_has_that_page(cascade: OcrEngine) -> None:
    first, second = Image.new("RGB", (800, 800), (255, 255, 255)), stamped((800, 800), (400, 400))
    trait, = seals(pictures.read(encode(first, "TIFF", save_all=True, append_images=[second]), cascade))
    assert trait.page == 2


def test_boxes_are_in_pixels_of_the_picture_when_it_was_decoded_smaller() -> None:
    pixels = np.asarray(stamped((1000, 1000), (500, 400)))
    trait, = traits.find(np.ascontiguousarray(pixels), (), 3, scale=2).traits
    assert (trait.kind, trait.page) == (SEAL, 3)
    assert centre(trait.box) == pytest.approx((1000, 800), abs=12)


@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (5000, 1), (15, 15), (17, 16), (16, 4000), (3000, 18), (40, 9000)])
@pytest.mark.parametrize("shade", [0, 90, 255])
def test_odd_sizes_have_no_traits_and_raise_nothing(size: tuple[int, int], shade: int) -> None:
    pixels = np.full((size[1], size[0], 3), (255, shade, shade), np.uint8)
    lines = [Line("姓名 公民身份号码", Box(-5, -5, 9000, 9000), 0.9), Line("居民身份证", Box(0, 0, 1, 1), 1.0)]
    assert traits.find(pixels, lines).traits == ()


@pytest.mark.parametrize("seed", range(3))
def test_noise_has_no_traits_and_raises_nothing(seed: int) -> None:
    pixels = np.random.default_rng(seed).integers(0, 256, (700, 900, 3), np.uint8)
    assert traits.find(pixels, [Line("姓名", Box(10, 10, 50, 20), 0.9)] * 9).traits == ()


def test_a_finder_that_fails_costs_its_own_trait_only_and_logs_no_content(caplog: pytest.LogCaptureFixture) -> None:
    def failing(view: View) -> Found:
        cv2.resize(view.pixels, (0, 0))
        raise ValueError("机密★5年")

    pixels = np.ascontiguousarray(np.asarray(stamped((1000, 1000), (500, 400))))
    with caplog.at_level(logging.WARNING):
        found = traits.find(pixels, (), finders=(("failing", failing), *traits.FINDERS))
    assert [trait.kind for trait in found.traits] == [SEAL]
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "failing" in caplog.text
    assert "机密" not in caplog.text


@pytest.mark.thorough
def test_check_answers_for_a_picture_that_has_a_seal_and_no_words(tmp_path: Path) -> None:
    (tmp_path / "特征.yaml").write_text(PACK, "utf-8")
    (tmp_path / "mishao.toml").write_text(f'[rules]\npacks = ["{tmp_path / "特征.yaml"}"]\n', "utf-8")
    stamped((900, 700), (450, 300)).save(tmp_path / "seal.png")
    Image.new("RGB", (900, 700), (255, 255, 255)).save(tmp_path / "blank.png")
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "--home", str(tmp_path / "home"), "--config",
         str(tmp_path / "mishao.toml"), "check", "--json", str(tmp_path / "blank.png"), str(tmp_path / "seal.png")],
        capture_output=True, timeout=90)
    blank, seal = (json.loads(line) for line in done.stdout.splitlines())
    assert (done.returncode, blank["action"], seal["action"]) == (3, "allow", "warn")
    match, = seal["matches"]
    assert match["rule"] == "TX-01"
    box, = match["boxes"]
    assert "450" not in str(match["text"])
    assert box
