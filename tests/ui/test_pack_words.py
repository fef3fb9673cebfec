"""Tests that the words of the built-in packs have English, and those of a unit's own rules stay unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from PySide6.QtWidgets import QApplication

from rules.judge.exact_rows import ADVICE, FOUND, TITLE
from rules.model import ALERTS, EXACT, EXEMPTED, PUBLISHED
from rules.pack.known_texts import alert_entry
from tests.support.languages import speaking
from ui.i18n.language import Language
from ui.i18n.pack_words import WORDS, named, of_pack, of_pack_or

ROOT = Path(__file__).parents[2]


def pack_words() -> Iterator[str]:
    """Yield what a window may show of these packs, except 依据, which stays as the law is called."""
    for path in sorted((ROOT / "rules/packs").glob("*.yaml")):
        if path.name == "policy.yaml":
            continue
        for rule in yaml.safe_load(path.read_text("utf-8"))["规则"]:
            yield from (rule["名称"], rule["类别"], *rule["提示语"].values())
    for words in yaml.safe_load((ROOT / "rules/learnt/words.yaml").read_text("utf-8"))["说话"]:
        yield from (words[key] for key in ("名称", "类别", "标题", "说明", "办法"))
    alert = alert_entry("BK-01", "", "", "一份不得外传的文件，" * 40)["提示语"]
    assert isinstance(alert, dict)
    yield from alert.values()
    yield from (ALERTS, PUBLISHED, EXEMPTED, EXACT, TITLE, FOUND, ADVICE)


@pytest.fixture
def english(qapp: QApplication) -> Iterator[None]:
    with speaking(qapp, Language.ENGLISH):
        yield


def test_the_packs_of_the_program_say_nothing_that_has_no_english() -> None:
    assert sorted(set(pack_words()) - WORDS) == []


def test_no_words_are_kept_that_no_pack_says_any_more() -> None:
    assert sorted(WORDS - set(pack_words())) == []


def test_what_a_unit_wrote_itself_gives_way_to_words_that_english_has(english: None) -> None:
    assert of_pack_or("一条本单位的规则", "Draft") == "Draft"
    assert of_pack_or("", "Draft") == "Draft"
    assert of_pack_or("未公开的执法行动", "Draft") == "an enforcement action that is not public"


def test_words_of_a_unit_that_contain_those_of_ours_stay_what_they_are(english: None) -> None:
    assert of_pack("未公开的执法行动：夜查") == "未公开的执法行动：夜查"
    assert named("wps 名单") == "wps 名单"


def test_a_name_that_is_alone_begins_with_a_capital(english: None) -> None:
    assert named("未公开的执法行动") == "An enforcement action that is not public"
