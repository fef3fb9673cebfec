"""Tests that cards, medical sheets and handwriting are recognised by layout; forms and lists are not."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import numpy as np
import pytest
from PIL import Image

from guard.reading import traits
from guard.reading.ocr.engine import OcrEngine
from rules.text import BANK_CARD, HANDWRITING, IDENTITY_CARD, MEDICAL_RECORD, RED_HEADING, Trait
from tests.reading.traits import cards, documents, photo, records, screens, strokes
from tests.support.drawn_chats import draw_chat
from tests.support.thorough import thorough_but
from tests.support.writers import WrittenText

LAYOUTS = {IDENTITY_CARD, BANK_CARD, MEDICAL_RECORD, HANDWRITING}
Make = Callable[[Random], Image.Image]


def seen(picture: Image.Image, engine: OcrEngine) -> list[Trait]:
    pixels = np.ascontiguousarray(np.asarray(picture.convert("RGB")))
    return [trait for trait in traits.find(pixels, engine.recognise(pixels)).traits if trait.kind in LAYOUTS]


@pytest.mark.parametrize("side", [cards.identity_front, cards.identity_back], ids=lambda side: side.__name__)
def test_either_side_of_an_identity_card_is_found_on_a_scan(cascade: OcrEngine, side: Make) -> None:
    random = Random(4)
    page = cards.copied([side(random)], random)
    trait, = seen(photo.scan(page, random), cascade)
    assert trait.kind == IDENTITY_CARD
    assert trait.box is not None
    assert abs(trait.box.width - 856) < 120
    assert abs(trait.box.y - 180) < 60


@pytest.mark.parametrize("side", [cards.identity_front, cards.identity_back], ids=lambda side: side.__name__)
def test_an_identity_card_in_the_hand_is_found_on_a_photo(cascade: OcrEngine, side: Make) -> None:
    random = Random(11)
    picture = photo.photo(cards.in_hand(side(random), random), random, degrees=5)
    assert [trait.kind for trait in seen(picture, cascade)] == [IDENTITY_CARD]


def test_both_sides_on_one_sheet_are_two_cards(cascade: OcrEngine) -> None:
    random = Random(5)
    page = cards.copied([cards.identity_front(random), cards.identity_back(random)], random)
    assert [trait.kind for trait in seen(page, cascade)] == [IDENTITY_CARD] * 2


@pytest.mark.parametrize("number", thorough_but(range(1), range(3)))
def test_a_bank_card_is_found_in_the_hand(cascade: OcrEngine, number: int) -> None:
    random = Random(f"bank {number}")
    trait, = seen(cards.in_hand(cards.bank_card(random), random), cascade)
    assert trait.kind == BANK_CARD
    assert trait.confidence >= 0.6


@pytest.mark.parametrize("way", thorough_but([photo.photo], [None, photo.photo, photo.screenshot]))
@pytest.mark.parametrize("make", thorough_but([records.admission], [
    records.report, records.admission, records.orders]), ids=lambda make: make.__name__)
def test_medical_sheets_of_three_layouts_are_found(
        cascade: OcrEngine, make: Make, way: Callable[[Image.Image, Random], Image.Image] | None) -> None:
    random = Random(9)
    page = make(random)
    trait, = seen(page if way is None else way(page, random), cascade)
    assert trait.kind == MEDICAL_RECORD
    assert trait.confidence >= 0.7


@pytest.mark.parametrize("ink", thorough_but(strokes.INKS[:1], strokes.INKS))
def test_words_and_a_signature_written_beside_print_are_found(cascade: OcrEngine, ink: tuple[int, int, int]) -> None:
    random = Random(3)
    page = documents.page_of(random, red_head=False)
    strokes.write_on(page, strokes.signature(340, 170, random), (700, 1280), ink)
    strokes.write_on(page, strokes.written("同意", 100, random), (150, 1300), ink)
    kinds = [trait.kind for trait in seen(page, cascade)]
    assert kinds == [HANDWRITING]


@pytest.mark.parametrize("make", thorough_but([screens.form, screens.annotated], [
    screens.form, screens.letter, screens.spreadsheet, screens.chat, screens.news, screens.annotated]),
                         ids=lambda make: make.__name__)
def test_forms_lists_letters_and_screens_are_none_of_these(cascade: OcrEngine, make: Make) -> None:
    assert seen(make(Random("layout")), cascade) == []


@pytest.mark.parametrize("degrees", thorough_but([90], [90, 180]))
def test_cards_and_headings_turned_on_their_side_or_upside_down_are_found(cascade: OcrEngine, degrees: int) -> None:
    random = Random(8)
    card = cards.copied([cards.identity_front(random)], random).rotate(degrees, expand=True)
    assert [trait.kind for trait in seen(card, cascade)] == [IDENTITY_CARD]
    page = documents.page_of(random, red_head=True).rotate(degrees, expand=True)
    pixels = np.ascontiguousarray(np.asarray(page))
    trait, = traits.find(pixels, cascade.recognise(pixels)).traits
    assert trait.kind == RED_HEADING
    assert trait.box is not None
    middle = (trait.box.x + trait.box.width / 2, trait.box.y + trait.box.height / 2)
    assert middle == pytest.approx((278, 620) if degrees == 90 else (620, 1754 - 278), abs=40)


@pytest.mark.thorough
def test_a_printed_letter_is_not_handwritten(cascade: OcrEngine) -> None:
    assert seen(photo.photo(documents.page_of(Random(2), red_head=True), Random(2)), cascade) == []


def test_what_is_between_light_words_on_a_dark_screen_is_not_handwritten(cascade: OcrEngine) -> None:
    words = ("信访事项登记表\n信访人：甘样例等3人\n信访目的：求决\n主要诉求：反映2019年修路占用承包地0.8亩，补偿款"
             "至今未发，要求镇政府书面答复。\n稳控要求：该人曾于去年11月越级上访，情绪激动，由包案领导约谈。\n办理期限：60日")
    chat = WrittenText("chat", "", "doc", None, "none", words, ())
    assert seen(draw_chat(chat, Random(5), dark=True), cascade) == []
