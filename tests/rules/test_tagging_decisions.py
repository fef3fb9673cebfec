"""Tests what is hidden where the tagger is sure or not: whole values, each person by a mask of their own."""

from __future__ import annotations

import numpy as np
import pytest

from rules.tagging.deciding import spans_of
from rules.tagging.kinds import KINDS, Kind

HIDE = 0.02


def hidden(text: str, *found: tuple[str, Kind, float]) -> list[str]:
    """Return what is hidden of a text where these words belong to a kind with a probability."""
    chances = np.zeros((len(text), len(KINDS)), np.float32)
    for words, kind, chance in found:
        chances[text.index(words):text.index(words) + len(words), KINDS.index(kind)] = chance
    return [text[one.start:one.end] for one in spans_of(text, chances, HIDE)]


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
