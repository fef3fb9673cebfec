"""Tests that cells are named as in spreadsheets, and found from the tabs and line ends of a table."""

from __future__ import annotations

import pytest

from rules.model import Place
from rules.tables import cell_name, cell_of, column_of
from rules.text import Piece, Text


@pytest.mark.parametrize(("column", "name"), [(1, "A12"), (26, "Z12"), (27, "AA12"), (702, "ZZ12"), (16384, "XFD12")])
def test_a_column_has_its_letters(column: int, name: str) -> None:
    assert cell_name(column, 12) == name
    assert column_of(name) == column


@pytest.mark.parametrize(("words", "cell"), [("姓名", "B3"), ("电话", "C3"), ("王小明", "B4"), ("110101", "E4")])
def test_a_cell_is_told_by_the_tabs_and_line_ends_before_it(words: str, cell: str) -> None:
    text = "标题\n姓名\t电话\n王小明\t138\t\t110101\n"
    assert cell_of("B3", text, 3, text.index(words)) == cell


def test_words_of_a_table_say_the_cell_in_which_they_begin() -> None:
    original = "名单\n姓名\t电话\n王小明\t138\n页眉\n"
    place = Place(sheet="名单")
    text = Text(original, (
        Piece(0, 3, 1, place=place), Piece(3, 16, 1, place=Place(sheet="名单", cell="A1"), table=True),
        Piece(16, 19, 1, place=place)))
    for words, cell in (("名单", ""), ("电话", "B1"), ("小明", "A2"), ("138", "B2"), ("页眉", "")):
        start = original.index(words)
        assert text.place(start, start + len(words))[:2] == (1, Place(sheet="名单", cell=cell))
