"""Tests pictures → Text: frames, tiles, rows, and the report when not everything was read."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence

import numpy as np
import pytest
from PIL import Image

from guard.core.model import Reading, Reason, Unreadable
from guard.reading import assemble, limits, pictures, tiles
from guard.reading.model import EngineError, Line, Pixels
from guard.reading.ocr.engine import OcrEngine
from rules.model import Box
from rules.text import PARTIAL, Piece, Text, Trait
from tests.support.pictures import encode, render_document, render_table

SECRET = "机密★5年"


class Ruler:
    """An engine that reports one line for each page: its size."""

    name = "ruler"

    def unavailable(self) -> str | None:
        return None

    def recognise(self, pixels: Pixels) -> Sequence[Line]:
        height, width = pixels.shape[:2]
        return [Line(f"{width}x{height}", Box(0, height // 2, width, 2), 1.0, (0, width))]

    def views(self, pixels: Pixels) -> Iterator[Sequence[Line]]:
        yield self.recognise(pixels)


class Gauge(Ruler):
    """A ruler that shows nothing, then the size."""

    def views(self, pixels: Pixels) -> Iterator[Sequence[Line]]:
        yield ()
        yield self.recognise(pixels)


class Broken(Ruler):
    name = "broken"

    def recognise(self, pixels: Pixels) -> Sequence[Line]:
        raise EngineError("模型缺失")


class Slow(Ruler):
    """A ruler that shows one line more with each view."""

    LINES = 20

    def views(self, pixels: Pixels) -> Iterator[Sequence[Line]]:
        for count in range(1, self.LINES + 1):
            yield [Line(f"{number}", Box(0, 4 * number, 9, 3), 1.0) for number in range(count)]


class Tiring(Ruler):
    """A ruler that fails on every page but the first."""

    def __init__(self) -> None:
        self._pages = 0

    def recognise(self, pixels: Pixels) -> Sequence[Line]:
        self._pages += 1
        if self._pages > 1:
            raise EngineError("模型缺失")
        return super().recognise(pixels)


class Clock:
    """A clock that advances by a number of seconds with each look."""

    def __init__(self, seconds: float) -> None:
        self.now = 0.0
        self.seconds = seconds

    def __call__(self) -> float:
        self.now += self.seconds
        return self.now


def text_of(untrusted_bytes: bytes, engine: OcrEngine) -> Text:
    reading = pictures.read(untrusted_bytes, engine)
    assert isinstance(reading, Text)
    return reading


def collected(growing: Generator[Text, None, Reading]) -> tuple[list[Text], Reading]:
    """Return what a generator yields and returns."""
    seen: list[Text] = []
    while True:
        try:
            seen.append(next(growing))
        except StopIteration as ended:
            return seen, ended.value


def rectangle(text: str, x: int, y: int, width: int, height: int) -> Line:
    return Line(text, Box(x, y, width, height), 1.0)


# ------------------------------------------------------------------ growing texts
def test_text_grows_view_by_view_and_page_by_page_and_says_that_it_is_partial() -> None:
    pages = [Image.new("RGB", (40 + number, 40)) for number in range(2)]
    growing = pictures.views(encode(pages[0], "TIFF", save_all=True, append_images=pages[1:]), Gauge())
    seen = list(growing)
    assert [text.original for text in seen] == ["", "40x40", "40x40", "40x40\n41x40"]
    assert [text.traits for text in seen] == [(Trait(PARTIAL, page),) for page in (1, 1, 2, 2)]


def test_growing_text_ends_with_the_whole_one(cascade: OcrEngine) -> None:
    untrusted_bytes = encode(render_document(f"{SECRET}\n内部资料，注意保存。", width=700))
    seen, whole = collected(pictures.views(untrusted_bytes, cascade))
    assert whole == text_of(untrusted_bytes, cascade)
    assert seen
    assert all(Trait(PARTIAL, 1) in text.traits for text in seen)


# ------------------------------------------------------------------ frames
@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "TIFF"])
def test_secret_in_the_second_frame_is_found_there(cascade: OcrEngine, kind: str) -> None:
    harmless, secret = render_document("天气很好", width=500), render_document(SECRET, width=500)
    options = {} if kind == "TIFF" else {"duration": 500}
    text = text_of(encode(harmless, kind, save_all=True, append_images=[secret], **options), cascade)
    start = text.original.index(SECRET)
    page, _, boxes = text.place(start, start + len(SECRET))
    assert page == 2
    assert len(boxes) == 1
    assert text.traits == ()


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_photo_stored_on_its_side_is_read(cascade: OcrEngine, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = render_document(SECRET, width=700).rotate({3: 180, 6: 90, 8: 270}[orientation], expand=True)
    assert SECRET in text_of(encode(stored, "JPEG", exif=exif, quality=90), cascade).original


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "I;16", "RGBA"])
def test_secret_is_found_in_every_colour_mode(cascade: OcrEngine, mode: str) -> None:
    page = render_document(SECRET, width=500, size=36)
    if mode == "I;16":
        picture = Image.fromarray(np.asarray(page.convert("L")).astype(np.uint16) * 257)
    elif mode == "P":
        picture = page.convert("P", palette=Image.Palette.ADAPTIVE)
    else:
        picture = page.convert(mode)
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert SECRET in text_of(encode(picture, kind), cascade).original


@pytest.mark.parametrize("ink", [(20, 20, 20), (255, 255, 255)])
def test_secret_on_transparent_ground_is_found(cascade: OcrEngine, ink: tuple[int, int, int]) -> None:
    mask = render_document(SECRET, width=500, size=36).convert("L").point(lambda value: 255 - value)
    picture = Image.new("RGBA", mask.size, (*ink, 0))
    picture.putalpha(mask)
    assert SECRET in text_of(encode(picture), cascade).original


def test_one_pixel_and_blank_pictures_are_empty_text(cascade: OcrEngine) -> None:
    for size in ((1, 1), (1, 500), (1920, 1080)):
        assert text_of(encode(Image.new("RGB", size, (255, 255, 255))), cascade) == Text("", from_picture=True)


def test_damaged_later_frame_leaves_what_was_read_and_a_trait_that_says_so() -> None:
    pages = [Image.new("RGB", (40 + number, 40)) for number in range(3)]
    whole = encode(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    text = text_of(whole[:-100], Ruler())
    assert text.original.startswith("40x40")
    (partial,) = text.traits
    assert (partial.kind, partial.page) == (PARTIAL, text.pieces[-1].page)
    assert "损坏" in partial.detail


def test_too_many_frames_are_read_in_part_and_a_trait_says_so() -> None:
    pages = [Image.new("L", (10, 10), shade) for shade in range(limits.FRAMES + 2)]
    text = text_of(encode(pages[0], "TIFF", save_all=True, append_images=pages[1:]), Ruler())
    assert len(text.pieces) == limits.FRAMES + 1  # and the last page
    (partial,) = text.traits
    assert (partial.kind, partial.page) == (PARTIAL, limits.FRAMES)
    assert f"{limits.FRAMES} 帧" in partial.detail


def test_frames_after_the_time_is_up_are_left_and_a_trait_says_so() -> None:
    pages = [Image.new("L", (10, 10), shade) for shade in range(9)]
    whole = encode(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    reading = pictures.read(whole, Ruler(), Clock(limits.PICTURE_SECONDS / 4))
    assert isinstance(reading, Text)
    assert 1 <= len(reading.pieces) < 9
    assert [trait.kind for trait in reading.traits] == [PARTIAL]


def test_tiles_after_the_time_is_up_are_left_and_a_trait_says_so() -> None:
    whole = encode(Image.new("L", (100, 9600)))
    reading = pictures.read(whole, Ruler(), Clock(limits.PICTURE_SECONDS / 2))
    assert isinstance(reading, Text)
    assert 1 <= len(reading.pieces) < 5
    (partial,) = reading.traits
    assert (partial.kind, partial.page) == (PARTIAL, 1)
    assert "没有读完" in partial.detail


def test_lines_of_a_tile_after_the_time_is_up_are_left_and_those_before_are_kept() -> None:
    reading = pictures.read(encode(Image.new("L", (100, 100))), Slow(), Clock(limits.PICTURE_SECONDS / 4))
    assert isinstance(reading, Text)
    assert 1 <= len(reading.pieces) < Slow.LINES
    assert [trait.kind for trait in reading.traits] == [PARTIAL]


def test_dense_page_that_takes_too_long_keeps_its_mark_and_says_that_it_was_not_read_whole(cascade: OcrEngine) -> None:
    prose = ["各单位要认真贯彻落实上级文件精神，结合实际制定方案。" * 3] * 60
    page = render_document("\n".join((SECRET, *prose)), size=18)
    reading = pictures.read(encode(page), cascade, Clock(limits.PICTURE_SECONDS / 3))
    assert isinstance(reading, Text)
    assert SECRET in reading.original
    assert [trait.kind for trait in reading.traits] == [PARTIAL]
    assert len(reading.pieces) < 60


def test_whole_tile_that_an_engine_gives_at_once_is_whole_however_late_it_is() -> None:
    reading = pictures.read(encode(Image.new("L", (100, 100))), Ruler(), Clock(limits.PICTURE_SECONDS * 2))
    assert isinstance(reading, Text)
    assert (len(reading.pieces), reading.traits) == (1, ())


def test_engine_that_fails_later_on_leaves_what_was_read_and_a_trait_that_says_so() -> None:
    pages = [Image.new("L", (40 + number, 40)) for number in range(2)]
    text = text_of(encode(pages[0], "TIFF", save_all=True, append_images=pages[1:]), Tiring())
    assert text.original == "40x40"
    (partial,) = text.traits
    assert (partial.kind, partial.page) == (PARTIAL, 2)
    assert "模型缺失" in partial.detail


def test_failing_engine_is_unreadable_and_never_empty_text() -> None:
    reading = pictures.read(encode(Image.new("L", (10, 10))), Broken())
    assert reading == Unreadable(Reason.ENGINE_FAILED, "文字识别失败：模型缺失")


def test_boxes_of_a_photo_decoded_at_half_size_are_in_its_own_pixels() -> None:
    text = text_of(encode(Image.new("L", (12000, 9000)), "JPEG"), Ruler())
    assert text.original == "6000x4500"
    assert text.pieces[0].box == Box(0, 4500, 12000, 4)
    assert text.pieces[0].char_edges == (0, 12000)


# ------------------------------------------------------------------ tiles
@pytest.mark.parametrize(("width", "height", "count"), [
    (1920, 1080, 1), (3840, 2160, 1), (1080, 2400, 1), (1080, 20000, 11), (7680, 2160, 1), (300, 1900, 1)])
def test_only_pages_of_great_height_are_cut(width: int, height: int, count: int) -> None:
    cut = list(tiles.cut(np.zeros((height, width, 3), np.uint8)))
    assert len(cut) == count
    assert all(max(tile.pixels.shape) <= limits.LONG_SIDE + 2 * tiles.OVERLAP + 1 for tile in cut if count > 1)


def test_every_line_of_a_long_page_belongs_to_exactly_one_tile() -> None:
    found: list[int] = []
    for tile in tiles.cut(np.zeros((20000, 200, 3), np.uint8)):
        lines = [rectangle("line", 5, y, 90, 20) for y in range(tile.pixels.shape[0] - 20)]
        found += [line.box.y for line in tiles.own_lines(tile, lines)]
    assert found == list(range(20000 - 20))


def test_long_screenshot_keeps_a_line_that_is_on_a_cut(cascade: OcrEngine) -> None:
    page = Image.new("RGB", (600, 4000), (255, 255, 255))
    for y in range(1900, 2100, 40):
        page.paste(render_document(f"{SECRET} 第{y}行", width=500, size=20).crop((0, 36, 500, 74)), (0, y))
    text = text_of(encode(page), cascade).original
    assert [text.count(f"第{y}行") for y in range(1900, 2100, 40)] == [1] * 5


# ------------------------------------------------------------------ rows
def test_lines_become_pieces_in_order_with_their_page_and_box() -> None:
    first, second = rectangle("甲", 0, 0, 20, 20), Line("乙丙", Box(0, 40, 40, 20), 0.5, (0, 20, 40))
    text = assemble.text([(1, [first]), (3, [second])])
    assert text.original == "甲\n乙丙"
    assert text.pieces == (Piece(0, 1, 1, first.box, 1.0), Piece(2, 4, 3, second.box, 0.5, (0, 20, 40)))
    assert text.from_picture


@pytest.mark.parametrize(("second", "joint"), [
    ((120, 0, 80, 20), "\t"), ((120, 8, 80, 20), "\t"), ((120, 15, 80, 20), "\n"), ((0, 30, 80, 20), "\n"),
    ((40, 4, 80, 20), "\n"), ((-90, 0, 80, 20), "\n")])
def test_only_lines_beside_each_other_are_joined_by_a_tab(second: tuple[int, int, int, int], joint: str) -> None:
    lines = [rectangle("姓名", 0, 0, 100, 20), rectangle("王小明", *second)]
    assert assemble.text([(1, lines)]).original == f"姓名{joint}王小明"


def test_upright_lines_beside_each_other_are_no_row() -> None:
    lines = [rectangle("机密文件", 0, 0, 20, 100), rectangle("注意保存", 40, 0, 20, 100)]
    assert assemble.text([(1, lines)]).original == "机密文件\n注意保存"


def test_rows_of_different_frames_are_not_joined() -> None:
    pages = [(1, [rectangle("甲", 0, 0, 20, 20)]), (2, [rectangle("乙", 60, 0, 20, 20)])]
    assert assemble.text(pages).original == "甲\n乙"


def test_rows_of_a_table_survive(cascade: OcrEngine) -> None:
    people = [("王小明", "13800138000", "江北市解放路9号"), ("李建国", "13900139000", "云山县人民路3号")]
    rows = [("姓名", "联系电话", "住址"), *people]
    text = text_of(encode(render_table(rows, widths=(160, 260, 340))), cascade)
    assert text.original.splitlines() == ["\t".join(row) for row in rows]
