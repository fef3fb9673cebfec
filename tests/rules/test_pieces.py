"""Tests how a text is divided into the pieces of a vocabulary."""

from __future__ import annotations

import pytest

from rules.tagging.pieces import BREAK, SPECIAL, TABULATOR, UNKNOWN, Vocabulary

SCORES = {**dict.fromkeys(SPECIAL, 0.0), "患者": -4, "者": -3, "患": -3, "▁": -2, "咳嗽": -5, "咳": -2, "嗽": -4}
WORDS = Vocabulary((*SCORES,), (*SCORES.values(),))


def words_of(text: str) -> list[str]:
    return [text[piece.start:piece.end] for piece in WORDS.divided(text)]


@pytest.mark.parametrize(("text", "words"), [
    ("", []), ("患者咳嗽", ["患者", "咳嗽"]), ("患者 咳", ["患者", " ", "咳"]),
    ("患者鼾\n\t咳", ["患者", "鼾", "\n", "\t", "咳"]), ("咳嗽嗽", ["咳嗽", "嗽"]), ("😀\ud800", ["😀", "\ud800"]),
], ids=["nothing", "words", "a space", "an unknown character and a table", "the better of two", "no characters"])
def test_a_text_is_divided_into_the_most_probable_pieces(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_what_is_no_piece_is_unknown_and_line_breaks_and_tabulators_are_pieces() -> None:
    assert [piece.number for piece in WORDS.divided("鼾\n\t")] == [UNKNOWN, BREAK, TABULATOR]
