"""Tests that traits of pictures count in the built-in pack: cards, records, handwriting, seals, red headings."""

from __future__ import annotations

import pytest

from rules.judge.judge import Judge
from rules.model import Action
from rules.text import (
    BANK_CARD,
    HANDWRITING,
    IDENTITY_CARD,
    MEDICAL_RECORD,
    QR_CODE,
    RED_HEADING,
    SEAL,
    Text,
    Trait,
)


@pytest.mark.parametrize(("words", "kinds", "action"), [
    ("", [IDENTITY_CARD], Action.WARN),
    ("", [BANK_CARD], Action.WARN),
    ("", [MEDICAL_RECORD], Action.WARN),
    ("姓名 赵志刚 科室 感染科", [MEDICAL_RECORD], Action.BLOCK),
    ("同意按程序上会。\n李 3.12", [HANDWRITING], Action.BLOCK),
    ("文件处理单\n来文单位 县水利局", [HANDWRITING], Action.WARN),
    ("秘密\n某某工作情况", [SEAL], Action.BLOCK),
    ("内部资料\n某某工作情况", [RED_HEADING], Action.BLOCK),
    ("健康码\n红码", [QR_CODE], Action.WARN),
    ("某某县人民政府\n关于放假的通知", [RED_HEADING, SEAL], Action.ALLOW),
    ("扫码加入跑步群", [QR_CODE], Action.ALLOW),
    ("晚上加班餐订好了", [HANDWRITING], Action.ALLOW),
])
def test_a_trait_counts_with_the_words_of_its_picture(
    words: str, kinds: list[str], action: Action, judge: Judge,
) -> None:
    traits = tuple(Trait(kind, confidence=0.9) for kind in kinds)
    verdict = judge.judge(Text(words, traits=traits, from_picture=True))
    assert verdict.action is action


def test_a_trait_that_its_finder_doubts_does_not_count(judge: Judge) -> None:
    verdict = judge.judge(Text("", traits=(Trait(IDENTITY_CARD, confidence=0.3),), from_picture=True))
    assert verdict.matches == ()
