"""Tests what is hidden where the tagger is sure or not: whole values, each person by a mask of their own."""

from __future__ import annotations

import numpy as np
import pytest

from rules.tagging.deciding import spans_of
from rules.tagging.kinds import KINDS, Kind

HIDE = 0.02


def hidden(text: str, *found: tuple[str, Kind, float]) -> list[str]:
    """Return what is hidden of a text where these words belong to a kind with a probability."""
    return [words for words, _ in told(text, *found)]


def told(text: str, *found: tuple[str, Kind, float]) -> list[tuple[str, Kind]]:
    """The same, with the kind that each mask is of."""
    chances = np.zeros((len(text), len(KINDS)), np.float32)
    for words, kind, chance in found:
        chances[text.index(words):text.index(words) + len(words), KINDS.index(kind)] = chance
    return [(text[one.start:one.end], one.kind) for one in spans_of(text, chances, HIDE)]


@pytest.mark.parametrize("between", ["、", ",", ";", "|", "\t"])
def test_two_persons_between_whom_nothing_is_shown_are_two_masks(between: str) -> None:
    names = f"张样例{between}李样本"
    assert hidden(f"来的有{names}两人", (names, Kind.NAME, 0.5)) == ["张样例", "李样本"]


@pytest.mark.parametrize("name", ["LAM, KA YAN", "Thomas\nBrandt", "吴样\n例", "张、李"])
def test_one_name_is_one_mask_whatever_is_in_it_and_so_are_two_surnames(name: str) -> None:
    assert hidden(f"the guest {name} left", (name, Kind.NAME, 0.5)) == [name]


def test_an_address_with_a_comma_in_it_is_one_mask() -> None:
    place = "幸福里3栋,402室"
    assert hidden(f"住在{place}的", (place, Kind.ADDRESS, 0.5)) == [place]


def test_what_a_clause_tells_is_one_mask_of_the_most_probable_kind_though_single_words_seem_of_another() -> None:
    text = "来访,因2019年工作中受伤致残,未果"
    found = told(text, ("因2019年工作", Kind.OTHER, 0.4), ("中受伤致残", Kind.HEALTH, 0.9))
    assert found == [("因2019年工作中受伤致残", Kind.HEALTH)]


def test_two_clauses_of_two_kinds_are_two_masks() -> None:
    found = told("因病住院,家里困难", ("因病住院,", Kind.HEALTH, 0.5), ("家里困难", Kind.OTHER, 0.5))
    assert found == [("因病住院", Kind.HEALTH), ("家里困难", Kind.OTHER)]


def test_the_name_in_a_clause_that_is_hidden_whole_is_a_mask_of_its_own() -> None:
    text = "我班周样例同学因患样例病住院治疗"
    found = told(text, ("周样例", Kind.NAME, 1.0), ("因患样例病住院治疗", Kind.HEALTH, 0.5))
    assert found == [("我班", Kind.HEALTH), ("周样例", Kind.NAME), ("同学因患样例病住院治疗", Kind.HEALTH)]


def test_a_cell_that_is_hidden_as_most_of_its_column_has_the_kind_of_the_column() -> None:
    rows = ["姓名\t病情", "甲\t高血压二级", "乙\t糖尿病二型", "丙\t无"]
    found = told("\n".join(rows), ("高血压二级", Kind.HEALTH, 0.5), ("糖尿病二型", Kind.HEALTH, 0.5))
    assert ("无", Kind.HEALTH) in found
