"""Tests that long pages are cut between their lines, and every line is read exactly once."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from guard.reading import pictures, tiles
from guard.reading.model import Line
from guard.reading.ocr.engine import OcrEngine
from rules.model import Box
from rules.text import Text
from tests.support.pictures import encode, font


def text_of(untrusted_bytes: bytes, engine: OcrEngine) -> Text:
    """Read a picture with a stopped clock: the speed of this machine does not matter here."""
    reading = pictures.read(untrusted_bytes, engine, lambda: 0.0)
    assert isinstance(reading, Text)
    return reading


def listing(size: int, rows: int, width: int = 720, *, step: float = 1.6, framed: bool = False) -> Image.Image:
    """A page of numbered lines, in the cells of a table when ``framed``."""
    page = Image.new("RGB", (width, round(rows * size * step)), (255, 255, 255))
    draw = ImageDraw.Draw(page)
    for number in range(rows):
        place = (40, round(number * size * step) + 2)
        draw.text(place, f"第{number:04d}行汇总上报", font=font(size), fill=(20, 20, 20))
    for x in (10, 600) if framed else ():
        draw.line((x, 0, x, page.height), fill=(90, 90, 90), width=2)
    return page


def straddling(page: Image.Image, size: int, step: float) -> list[int]:
    """Return the numbers of the lines that a cut goes through."""
    hurt: list[int] = []
    for tile in tiles.cut(np.asarray(page)):
        if tile.end < page.height:
            number = int(tile.end / (size * step))
            ink = np.asarray(page.convert("L"))[round(tile.end) - 1:round(tile.end) + 1, 36:560]
            hurt += [number] if int(ink.min()) < 128 else []
    return hurt


@pytest.mark.parametrize("framed", [False, True])
@pytest.mark.parametrize("size", [14, 23, 37, 52])
def test_no_cut_goes_through_a_line_of_writing(size: int, framed: bool) -> None:
    page = listing(size, rows=9000 // size, step=1.5, framed=framed)
    assert len(list(tiles.cut(np.asarray(page)))) > 5
    assert straddling(page, size, 1.5) == []


def test_where_every_row_is_written_on_a_line_at_the_cut_belongs_to_both_tiles() -> None:
    noise = np.random.default_rng(5).integers(0, 255, (5000, 300, 3), dtype=np.uint8)
    upper, lower, *_ = tiles.cut(noise)
    assert lower.start < upper.end
    centre = (lower.start + upper.end) / 2
    for tile in (upper, lower):
        line = Line("线", Box(5, round(centre) - 10 - tile.y, 90, 20), 1.0)
        assert [own.box.y for own in tiles.own_lines(tile, [line])] == [round(centre) - 10]


@pytest.mark.thorough
def test_every_line_of_a_long_screenshot_of_twenty_thousand_rows_is_read_once(cascade: OcrEngine) -> None:
    page = listing(34, rows=367, width=1080)
    assert page.height > 19900
    text = text_of(encode(page), cascade).original
    counts = [text.count(f"{number:04d}") for number in range(367)]
    assert [number for number, count in enumerate(counts) if count != 1] == []


@pytest.mark.thorough
def test_small_print_on_a_tall_web_page_is_read(cascade: OcrEngine) -> None:
    page = listing(14, rows=200, width=1920)
    page = page.crop((0, 0, 1920, 4480))
    page.paste(listing(14, rows=200, width=900), (960, 0))
    text = text_of(encode(page), cascade).original
    assert sum(text.count(f"{number:04d}") for number in range(195)) >= 385
