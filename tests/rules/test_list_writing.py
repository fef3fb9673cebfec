"""Tests that words are added to a list that is hashed when its pack is published, and that nothing else changes."""

from __future__ import annotations

import pytest

from rules.pack.hashing import hashed_pack
from rules.pack.known_writing import PlaceError
from rules.pack.list_writing import sorted_words, with_words_to_hash
from rules.pack.loading import load
from tests.support.code_words import CODE_WORDS, WORDS
from tests.support.publishing import unit_pack
from tests.support.tables import KEY


def test_words_are_added_to_a_list_and_the_pack_still_hashes() -> None:
    text = with_words_to_hash(CODE_WORDS, "项目代号", ["白鹭行动", "北斗二期"])
    pack = load(text.encode(), "x.yaml")
    assert dict(pack.words)["项目代号"] == (*WORDS, "白鹭行动", "北斗二期")
    assert pack.to_hash == ("项目代号",)
    assert "还没有公开的项目" in text
    before, _, after = CODE_WORDS.partition("  进展: [选址")
    assert text.endswith(after)
    assert "白鹭行动" not in hashed_pack(text.encode(), "x.yaml", KEY).decode()
    assert before.splitlines()[:3] == text.splitlines()[:3]


def test_a_plain_list_becomes_one_that_is_hashed() -> None:
    text = with_words_to_hash(CODE_WORDS, "进展", ["开标"])
    pack = load(text.encode(), "x.yaml")
    assert dict(pack.words)["进展"] == ("选址", "报价", "开标")
    assert set(pack.to_hash) == {"项目代号", "进展"}


def test_a_pack_without_lists_gets_one() -> None:
    text = with_words_to_hash(unit_pack("青松甲号"), "代号", ["白鹭行动"])
    assert dict(load(text.encode(), "x.yaml").words)["代号"] == ("白鹭行动",)
    assert text.endswith(unit_pack("青松甲号").partition("规则:")[2])


def test_what_a_list_takes_has_already_and_refuses_is_told() -> None:
    several = ["北斗、二期", "东、西 × 线"]
    given = ["", "  白鹭行动 ", "白鹭行动", "海东青", "青松工程", "鹭", "长" * 41, "@所有人", "白\u202e鹭", "ＡＢ计划",
             *several]
    found = sorted_words(CODE_WORDS, "项目代号", given)
    assert (found.taken, found.known) == (("白鹭行动", "ＡＢ计划"), 3)
    assert [word for word, _ in found.refused] == ["鹭", "长" * 41, "@所有人", "白\u202e鹭", *several]
    assert "2 到 40" in found.refused[0][1]
    assert sorted_words("不是: [", "x", ["白鹭行动"]).taken == ("白鹭行动",)


@pytest.mark.parametrize(("text", "name"), [
    (CODE_WORDS, "代 号"), (CODE_WORDS, "代号:"), (CODE_WORDS, ""), (CODE_WORDS, "x" * 21),
    ("词表: {甲: [选址]}\n", "甲"), ("词表:\n  \"甲\": [选址]\n", "甲"), (CODE_WORDS.replace("\n", "\r\n"), "进展"),
    ("不是: [", "甲")], ids=str)
def test_an_unusual_way_of_writing_is_refused_and_not_broken(text: str, name: str) -> None:
    with pytest.raises(PlaceError):
        with_words_to_hash(text, name, ["白鹭行动"])
