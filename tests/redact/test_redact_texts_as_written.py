"""Tests texts as offices write them (texts.yaml): nothing that leads to a person is left in the masked copy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from guard.config.user_config import Configuration
from guard.core.model import Judged
from guard.pipeline.pipeline import Rules
from guard.redact.text import Redaction, redact
from guard.supply.builtin import OPTIONAL_PACKS
from guard.supply.packs_and_policy import active
from rules.text import Text

Redacted = Callable[[str], Redaction | None]
TEXTS: list[dict[str, Any]] = YAML(typ="safe", pure=True).load(Path(__file__).with_name("texts.yaml").read_bytes())


@pytest.fixture(scope="module")
def every_pack() -> Rules:
    return active(Configuration(packs=tuple(OPTIONAL_PACKS))).rules()


@pytest.mark.parametrize("entry", TEXTS, ids=lambda entry: entry["name"])
def test_nothing_that_leads_to_a_person_is_left(redacted: Redacted, entry: dict[str, Any]) -> None:
    assert all(secret in entry["text"] for secret in entry["leads_to_people"])
    copy = redacted(entry["text"])
    assert copy is not None
    assert [secret for secret in entry["leads_to_people"] if secret in copy.text] == []


def test_with_every_optional_pack_nothing_is_left_either(every_pack: Rules) -> None:
    given = 0
    for entry in TEXTS:
        text = Text(entry["text"])
        copy = redact(Judged("", text=text, verdict=every_pack.judge.judge(text)), every_pack.judge, every_pack.policy)
        given += copy is not None
        assert copy is None or not any(secret in copy.text for secret in entry["leads_to_people"])
    assert given > len(TEXTS) // 2


def test_what_was_meant_can_still_be_read(redacted: Redacted) -> None:
    copy = redacted("2020年1月26日接演示市疾控中心函：密接李四，身份证430102199003077230，请于20200127前回复。")
    assert copy is not None
    assert copy.text == "2020年1月26日接演示市疾控中心函：密接李**，身份证****，请于20200127前回复。"


@pytest.mark.parametrize(("original", "copy"), [
    ("黄小军得的是肝癌，住院号0034521", "黄**得的是****，住院号****"),
    ("黄小军有艾滋病要复查，住院号0034521，时间安排另定", "黄**有****要复查，住院号****，时间安排另定"),
    ("方案已经定了，成本要再算，卡号6222021234567890128，和平路的房子卖了",
     "方案已经定了，成本要再算，卡号****，和平路的房子卖了"),
])
def test_names_and_illnesses_in_a_sentence_are_hidden_and_its_other_words_are_not(redacted: Redacted, original: str,
                                                                    copy: str) -> None:
    found = redacted(original)
    assert found is not None
    assert found.text == copy


@pytest.mark.parametrize("number", [
    "一三八一二三四五六七八", "幺三八一二三四五六七八", "1 3 8 1 2 3 4 5 6 7 8", "\n".join("430102199003077230"),
    "四三〇一〇二一九九〇〇三〇七七二三〇"])
def test_a_number_is_hidden_however_its_digits_are_written(redacted: Redacted, number: str) -> None:
    copy = redacted(f"患者黄小军，身份证520102197501012811，另一个号码：{number}，请记下")
    assert copy is not None
    assert number[:9] not in copy.text
    assert number[-5:] not in copy.text


def test_masks_that_follow_each_other_are_told_apart(redacted: Redacted) -> None:
    copy = redacted("密接李四430102199003077230昨晚回家")
    assert copy is not None
    assert copy.text == "密接李** ****昨晚回家"
