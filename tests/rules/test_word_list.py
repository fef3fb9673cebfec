"""Tests how a text is divided into words: by the list of the program, with names and numbers that it does not have."""

from __future__ import annotations

from importlib.resources import files
from itertools import pairwise

import numpy as np
import pytest

from rules.tagging.symbols import classes, folded, points
from rules.tagging.weights import parse
from rules.tagging.wordlist import LATIN, OTHER, UNKNOWN, WordList

LISTED = parse((files("rules") / "tagging" / "tags.bin").read_bytes()).word_list
EMPTY = WordList(np.zeros(0, np.uint32), np.zeros((2, 0), np.uint8))


def divided(text: str, listed: WordList = LISTED) -> list[tuple[str, int]]:
    symbols = points(text)
    of_class = classes(symbols)
    words = listed.words_of(folded(symbols, of_class), of_class)
    edges = words.edges.tolist()
    places = list(pairwise(edges))
    assert words.owners.tolist() == [number for number, (start, end) in enumerate(places) for _ in range(end - start)]
    return [(text[start:end], kind) for (start, end), kind in zip(places, words.classes.tolist(), strict=True)]


def test_common_words_stay_whole_and_the_characters_of_a_name_are_apart() -> None:
    found = divided("患者李秀兰因糖尿病入院")
    assert [word for word, _ in found] == ["患者", "李", "秀", "兰", "因", "糖尿病", "入院"]
    assert [kind for word, kind in found if word in "李兰"] == [UNKNOWN, UNKNOWN]


def test_letters_and_digits_are_one_word_with_the_blank_before_the_next() -> None:
    assert divided("Zhang San 3rd 床, a") == [("Zhang ", LATIN), ("San ", LATIN), ("3rd", LATIN), (" ", OTHER),
                                             divided("床")[0], (",", OTHER), (" ", OTHER), ("a", LATIN)]


@pytest.mark.parametrize("text", ["", " ", "。", "字" * 300, "a" * 300, "\ud800😀", "一二三四五六七八九十"])
def test_every_character_is_in_one_word(text: str) -> None:
    for listed in (LISTED, EMPTY):
        assert "".join(word for word, _ in divided(text, listed)) == text
