"""Tests the first and last lines of a long text, which are judged before the rest."""

from __future__ import annotations

import pytest

from guard.pipeline.ends import FIRST_CHARACTERS, LAST_CHARACTERS, ends_of
from rules.judge.judge import Judge
from rules.model import Action, Box
from rules.text import PARTIAL, Piece, Text

LINE = "各单位请于周五前把材料报到办公室。\n"
MIDDLE = "中间这一行不在两头。\n"
LONG = LINE * (FIRST_CHARACTERS // len(LINE)) + MIDDLE * 5_000 + LINE * (LAST_CHARACTERS // len(LINE))


def test_the_ends_are_whole_lines_from_both_sides_and_a_part() -> None:
    text = Text(f"关于报送材料的通知\n{LONG}机密★5年", from_picture=True)
    ends = ends_of(text)
    assert ends is not None
    assert ends.original.startswith("关于报送材料的通知\n")
    assert ends.original.endswith("\n机密★5年")
    assert len(ends.original) <= FIRST_CHARACTERS + LAST_CHARACTERS
    assert set(ends.original.splitlines()) <= set(text.original.splitlines())
    assert [trait.kind for trait in ends.traits] == [PARTIAL]
    assert ends.from_picture


def test_what_is_in_the_ends_keeps_its_page_and_its_box() -> None:
    marked = f"{LONG}机密★5年"
    at = marked.index("机密")
    pieces = (Piece(0, at, 1), Piece(at, len(marked), 7, Box(10, 20, 60, 12), char_edges=tuple(range(10, 80, 10))[:6]))
    ends = ends_of(Text(marked, pieces))
    assert ends is not None
    found = ends.original.index("机密")
    page, _, boxes = ends.place(found, found + 5)
    assert page == 7
    assert boxes == (Box(10, 20, 50, 12),)
    assert ends.place(0, 3)[0] == 1
    assert all(before.end <= after.start for before, after in zip(ends.pieces, ends.pieces[1:], strict=False))


@pytest.mark.parametrize("text", [LONG.replace("\n", ""), LONG[:FIRST_CHARACTERS] + "字" * 100_000])
def test_a_text_without_lines_at_an_end_is_judged_as_a_whole_alone(text: str) -> None:
    assert ends_of(Text(text)) is None


def test_a_list_of_levels_does_not_become_a_mark_where_the_text_is_cut(judge: Judge) -> None:
    levels, after = "绝密\n机密\n秘密\n", LINE * (LAST_CHARACTERS // len(LINE) + 1)
    for inside in range(len(levels) + 1):
        ends = ends_of(Text(LINE * 1_000 + levels + after[:LAST_CHARACTERS - inside]))
        assert ends is not None
        assert judge.judge(ends).action is Action.ALLOW


def test_lines_of_the_end_are_not_taken_for_those_of_the_head(judge: Judge) -> None:
    text = Text(f"{LONG}机密★关于这个标志的写法，见保密知识问答。\n{LINE}")
    ends = ends_of(text)
    assert ends is not None
    assert judge.judge(ends).action == judge.judge(text).action
