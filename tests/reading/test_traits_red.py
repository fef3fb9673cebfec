"""Tests that seals and red headings are seen in pixels; what is only red and round, or red and wide, is not."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import numpy as np
import pytest
from PIL import Image, ImageFilter

from guard.reading import traits
from guard.reading.ocr.engine import OcrEngine
from rules.model import Box
from rules.text import RED_HEADING, SEAL, Trait
from tests.reading.traits import documents, photo, screens
from tests.support.thorough import thorough_but

PLACE = (700, 1400)
Change = Callable[[Image.Image], Image.Image]


def seen(picture: Image.Image, kind: str) -> list[Trait]:
    pixels = np.ascontiguousarray(np.asarray(picture.convert("RGB")))
    return [trait for trait in traits.find(pixels, ()).traits if trait.kind == kind]


def sealed(place: tuple[int, int] = PLACE, *, ratio: float = 1.0, strength: float = 1.0, wear: float = 0.0,
           degrees: float = 0.0, blur: float = 0.0) -> Image.Image:
    random = Random(7)
    page = documents.page_of(random, red_head=False)
    stamp = documents.seal(240, "青河县人民政府办公室", random, ratio=ratio, strength=strength, wear=wear)
    stamp = stamp.rotate(degrees, Image.Resampling.BICUBIC, expand=True).filter(ImageFilter.GaussianBlur(blur))
    documents.stamp_on(page, stamp, place)
    return page


def covers(box: Box | None, place: tuple[int, int]) -> bool:
    return box is not None and box.x < place[0] < box.x + box.width and box.y < place[1] < box.y + box.height


@pytest.mark.parametrize("change", [
    {}, {"ratio": 0.67}, {"strength": 0.45}, {"wear": 0.2}, {"degrees": 30.0}, {"degrees": 180.0}, {"blur": 1.5},
    {"ratio": 0.67, "degrees": -20.0, "strength": 0.6}, {"strength": 0.6, "wear": 0.15, "blur": 1.0}])
def test_a_seal_is_found_where_it_is_however_it_was_pressed(change: dict[str, float]) -> None:
    trait, = seen(sealed(**change), SEAL)
    assert covers(trait.box, PLACE)
    assert trait.box is not None
    assert 200 <= trait.box.width <= 290
    assert trait.confidence >= 0.6


def test_a_seal_over_print_is_found() -> None:
    trait, = seen(sealed((600, 640)), SEAL)
    assert covers(trait.box, (600, 640))


@pytest.mark.parametrize("number", thorough_but(range(1), range(6)))
def test_a_seal_on_a_crooked_phone_photo_is_found(number: int) -> None:
    assert len(seen(photo.photo(sealed(), Random(number)), SEAL)) == 1


@pytest.mark.parametrize("way", [photo.scan, photo.screenshot])
def test_a_seal_on_a_scan_or_in_a_viewer_is_found(way: Callable[[Image.Image, Random], Image.Image]) -> None:
    assert len(seen(way(sealed(), Random(3)), SEAL)) == 1


def test_each_of_several_seals_is_found() -> None:
    page = sealed()
    documents.stamp_on(page, documents.seal(230, "云山市卫生健康局", Random(2)), (300, 1400))
    assert sorted(covers(trait.box, (300, 1400)) for trait in seen(page, SEAL)) == [False, True]


@pytest.mark.parametrize("number", [0, *(pytest.param(each, marks=pytest.mark.thorough) for each in range(1, 4))])
@pytest.mark.parametrize("way", [None, photo.photo, photo.scan, photo.screenshot])
def test_a_red_heading_is_found_at_the_top(
        way: Callable[[Image.Image, Random], Image.Image] | None, number: int) -> None:
    random = Random(number)
    page = documents.page_of(random, red_head=True)
    picture = page if way is None else way(page, random)
    trait, = seen(picture, RED_HEADING)
    assert trait.box is not None
    assert trait.box.y + trait.box.height < picture.height / 2
    assert seen(picture, SEAL) == []


@pytest.mark.parametrize("number", thorough_but(range(1), range(3)))
@pytest.mark.parametrize("make", [screens.chat, screens.shop, screens.news, screens.flag, screens.annotated,
                                  screens.signs, screens.spreadsheet, screens.letter, screens.poster,
                                  screens.dashboard],
                         ids=lambda make: make.__name__)
def test_red_things_of_other_kinds_are_neither_seal_nor_heading(
        make: Callable[[Random], Image.Image], number: int) -> None:
    picture = make(Random(f"red {number}"))
    assert seen(picture, SEAL) == []
    assert seen(picture, RED_HEADING) == []


def test_a_page_without_red_has_nothing() -> None:
    assert seen(documents.page_of(Random(5), red_head=False), SEAL) == []


@pytest.mark.parametrize("number", thorough_but([3], range(4)))
def test_a_seal_on_a_page_that_a_copier_made_grey_is_a_seal_and_no_handwriting(
        number: int, cascade: OcrEngine) -> None:
    copied = sealed(wear=0.05 * number, degrees=20.0 * number).convert("L").convert("RGB")
    pixels = np.ascontiguousarray(np.asarray(copied))
    found = traits.find(pixels, cascade.recognise(pixels)).traits
    assert [trait.kind for trait in found] == [SEAL]
    assert covers(found[0].box, PLACE)


@pytest.mark.parametrize("number", thorough_but(range(1), range(4)))
def test_a_page_that_a_copier_made_grey_has_no_seal_of_its_own(number: int) -> None:
    assert seen(documents.page_of(Random(number), red_head=True).convert("L"), SEAL) == []
