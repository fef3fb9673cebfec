"""Tests that texts drawn in every look are read by the program's engine, and stored and loaded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from guard.reading.ocr.cascade import Cascade
from tests.corpus_pictures import read
from tests.support.drawn_texts import LOOKS, draw, part_read
from tests.support.pictured_texts import PicturedText, as_line, of_line
from tests.support.thorough import thorough_but
from tests.support.writers import WrittenText, texts_of


@pytest.fixture(scope="module")
def written() -> WrittenText:
    """A long record of a chat, drawn as bubbles, as paragraphs and on paper."""
    return next(text for text in texts_of("w01") if text.kind == "chat" and 300 < len(text.text) < 500)


@pytest.mark.parametrize("look", thorough_but(["chat light", "phone photo"], LOOKS))
def test_nearly_all_letters_of_a_drawn_text_are_read_and_kept_with_the_places_of_their_lines(
        look: str, own_cascade: Cascade, written: WrittenText) -> None:
    text = read(draw(written, look), own_cascade)
    assert part_read(written.text, text.original) > 0.95
    kept = of_line(as_line(PicturedText(written, look, text)), {written.id: written})
    pieces = tuple(replace(piece, confidence=1.0, char_edges=()) for piece in text.pieces)
    traits = tuple(replace(trait, confidence=round(trait.confidence, 4)) for trait in text.traits)
    assert kept == PicturedText(written, look, replace(text, pieces=pieces, traits=traits))


@pytest.mark.thorough
def test_a_text_is_drawn_the_same_each_time(written: WrittenText) -> None:
    assert [draw(written, look) for look in LOOKS] == [draw(written, look) for look in LOOKS]
