"""Tests the contract of every OCR engine (guard.core.ports.OcrEngine)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from guard.reading import pictures
from guard.reading.model import Line, Pixels
from guard.reading.ocr import ENGINES, NoEngineError, choose
from guard.reading.ocr.engine import OcrEngine
from rules.text import Text
from tests.support.pictures import encode, identity_number, render_chat, render_document, render_table

IDENTITY = identity_number("11010519491231002")
SENTENCES = (
    "为贯彻落实党中央、国务院决策部署，现就有关事项通知如下。",
    "各县（区）人民政府，市政府各部门要高度重视，切实加强组织领导。",
    "联系人王小明，电话13800138000，请予核实。",
    "此件不公开，内部资料，注意保存。",
)
MARK = "机密★5年"
DOCUMENT = "\n".join((MARK, *SENTENCES))

LENIENT = {"tesseract"}
"""Engines that read the star as another character and lose whole lines of a chat (70 % recall was measured)."""

WITHOUT_EDGES = {"tesseract"}
"""Engines that do not know the positions of single characters."""


def plain(text: str) -> str:
    """NFKC without white space: what counts for recall."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def pixels_of(image: Image.Image) -> Pixels:
    return np.ascontiguousarray(np.asarray(image.convert("RGB")))


def words_of(lines: Sequence[Line]) -> str:
    return plain("\n".join(line.text for line in lines))


def whole(engine: OcrEngine, image: Image.Image) -> str:
    return words_of(engine.recognise(pixels_of(image)))


def has_mark(engine: OcrEngine, text: str) -> bool:
    return re.search("机密.5年" if engine.name in LENIENT else "机密★5年", text) is not None


@pytest.fixture(scope="module")
def document() -> Image.Image:
    """A page of a document."""
    return render_document(DOCUMENT, size=32)


@pytest.fixture(scope="module")
def lines(engine: OcrEngine, document: Image.Image) -> Sequence[Line]:
    """What each engine makes of that page."""
    return engine.recognise(pixels_of(document))


def test_engine_is_known_by_its_name_in_the_table(engine: OcrEngine) -> None:
    assert engine.name in ENGINES


def test_document_is_read_in_order(engine: OcrEngine, lines: Sequence[Line]) -> None:
    text = words_of(lines)
    assert has_mark(engine, text)
    places = [text.find(plain(words)) for words in ("国务院决策部署", "加强组织领导", "13800138000", "内部资料")]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("dark", [False, True])
def test_chat_screenshot_is_read(engine: OcrEngine, dark: bool) -> None:
    messages = [("王小明", "会议纪要已经发到群里，不要外传"), ("我", "收到，马上办理")]
    text = whole(engine, render_chat(messages, width=720, dark=dark))
    assert "不要外传" in text
    assert "收到" in text or engine.name in LENIENT


def test_identity_number_in_a_table_is_read(engine: OcrEngine) -> None:
    people = [("王小明", IDENTITY, "13800138000"), ("李建国", IDENTITY, "13900139000")]
    rows = [("姓名", "身份证号码", "联系电话"), *people]
    text = whole(engine, render_table(rows, widths=(160, 420, 280), size=28))
    assert text.count(IDENTITY) == 2
    assert "13900139000" in text


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 400, 3), (400, 1, 3), (2, 2, 3), (9, 9, 3), (600, 800, 3)])
@pytest.mark.parametrize("shade", [0, 255])
def test_picture_without_text_has_no_lines(engine: OcrEngine, shape: tuple[int, ...], shade: int) -> None:
    assert list(engine.recognise(np.full(shape, shade, np.uint8))) == []


def test_lines_have_boxes_on_the_page_a_score_and_edges_that_fit(document: Image.Image, lines: Sequence[Line]) -> None:
    assert lines
    for line in lines:
        assert line.text == line.text.strip() != ""
        assert "\n" not in line.text
        assert "\t" not in line.text
        assert 0 <= line.confidence <= 1
        assert 0 <= line.box.x < line.box.x + line.box.width <= document.width
        assert 0 <= line.box.y < line.box.y + line.box.height <= document.height
        assert list(line.char_edges) == sorted(line.char_edges)
        assert len(line.char_edges) in (0, len(line.text) + 1)


def test_character_edges_enclose_the_characters(engine: OcrEngine) -> None:
    size = 40
    page = render_document("内部资料注意保存", width=12 * size, size=size)
    (line,) = engine.recognise(pixels_of(page))
    assert plain(line.text) == "内部资料注意保存"
    assert bool(line.char_edges) is (engine.name not in WITHOUT_EDGES)
    margin = 2 * size
    for number, edge in enumerate(line.char_edges):
        assert abs(edge - (margin + number * size)) <= size * 0.45


def test_same_page_is_read_the_same_twice(engine: OcrEngine) -> None:
    page = pixels_of(render_document(MARK, width=400))
    assert engine.recognise(page) == engine.recognise(page)


def test_views_of_a_page_grow_in_reading_order_and_end_with_the_whole(engine: OcrEngine) -> None:
    page = pixels_of(render_document("\n".join((DOCUMENT, *SENTENCES, *SENTENCES)), width=900, size=24))
    views = [list(view) for view in engine.views(page)]
    whole = list(engine.recognise(page))
    assert views[-1] == whole != []
    # Lines are identified by words and place: the angle of the page is known better with each view.
    named = [[(line.text, line.box) for line in view] for view in views]
    for earlier, later in pairwise(named):
        assert earlier == [line for line in later if line in earlier]


@pytest.mark.parametrize("shape", [(1, 1, 3), (600, 800, 3)])
def test_page_without_text_has_one_empty_view(engine: OcrEngine, shape: tuple[int, ...]) -> None:
    assert [list(view) for view in engine.views(np.full(shape, 255, np.uint8))] == [[]]


def test_reading_can_be_given_up_after_any_view_and_begun_again(engine: OcrEngine) -> None:
    page = pixels_of(render_document(DOCUMENT, width=700))
    first = list(next(iter(engine.views(page))))
    again = engine.recognise(page)
    assert all(line in again for line in first)
    assert has_mark(engine, words_of(again))


def test_reading_leaves_the_pixels_alone(engine: OcrEngine) -> None:
    page = pixels_of(render_document(MARK, width=400))
    before = page.copy()
    page.flags.writeable = False
    engine.recognise(page)
    assert np.array_equal(page, before)


def test_long_screenshot_is_read_to_its_end(engine: OcrEngine) -> None:
    messages = [("王小明", f"第{number}条消息，请大家及时查看") for number in range(22)]
    screenshot = render_chat([*messages, ("我", "最后一句：内部资料")], width=840)
    assert screenshot.height > 3 * screenshot.width
    reading = pictures.read(encode(screenshot), engine)
    assert isinstance(reading, Text)
    text = plain(reading.original)
    found = [number for number in range(22) if text.count(f"第{number}条消息") == 1]
    assert max(found) > 18
    if engine.name not in LENIENT:
        assert len(found) == 22
        assert text.count("最后一句") == 1


# ------------------------------------------------------------------ choosing
def test_engine_asked_for_is_chosen_without_a_reason() -> None:
    engine, why = choose("tesseract")
    assert (engine.name, why) == ("tesseract", "")


def test_unknown_engine_is_replaced_by_the_first_and_the_reason_names_the_choices() -> None:
    engine, why = choose("paddle")
    assert engine.name == "cascade"
    assert "paddle" in why
    assert all(name in why for name in ENGINES)


def test_engine_without_its_program_is_replaced_and_the_reason_says_how_to_install_it(
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pytesseract.pytesseract.tesseract_cmd", "/nonexistent/tesseract")
    engine, why = choose("tesseract")
    assert engine.name == "cascade"
    assert "tesseract-ocr-chi-sim" in why


def test_engine_without_its_language_says_which_one_is_missing(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    why = ENGINES["tesseract"]().unavailable()
    assert why is not None
    assert "chi_sim" in why


def test_no_working_engine_is_said_with_a_reason_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr("guard.reading.ocr.models.find_spec", lambda name: None)
    monkeypatch.setattr("pytesseract.pytesseract.tesseract_cmd", "/nonexistent/tesseract")
    with pytest.raises(NoEngineError) as caught:
        choose("cascade")
    assert all(name in str(caught.value) for name in ENGINES)
