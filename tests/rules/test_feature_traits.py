"""Tests that traits seen in the pixels are judged as 结构, from hand-made records."""

from __future__ import annotations

import pytest

from rules.judge.judge import Judge
from rules.model import Action, Box
from rules.pack.loading import PackError, load
from rules.text import (
    IDENTITY_CARD,
    MEDICAL_RECORD,
    PARTIAL,
    QR_CODE,
    RED_HEADING,
    SEAL,
    TRAIT_KINDS,
    Piece,
    Text,
    Trait,
)

PACK = """
规则包: 图像特征
版本: "1"
结构:
  红色印章: {检测器: traits, 种类: [印章], 把握不低于: 60}
  红头图样: {检测器: traits, 种类: [红头]}
  证件照片: {检测器: traits, 种类: [身份证, 银行卡]}
  公文要素: {检测器: red_head}
规则:
- 编号: TX-01
  名称: 盖章的红头文件
  类别: 演示
  性质: 工作秘密
  依据: 演示规定第一条
  去向: [聊天软件]
  判据:
  - {把握: 高, 主证: "@红色印章", 佐证: {至少: 1, 距离: 全文, 取自: ["@红头图样", "@公文要素(>=2)"]}}
  - {把握: 中, 主证: "@证件照片"}
  动作: {高: 拦截, 中: 提醒}
  提示语: {标题: 甲, 说明: 乙, 办法: 丙}
  必须命中:
  - {文字: 青松, 动作: 提醒}
  - {文字: 青松, 动作: 提醒}
  不得命中: [松树, 柏树]
"""
BOX = Box(100, 200, 80, 80)


@pytest.fixture(scope="module")
def seals() -> Judge:
    return Judge([load(PACK.encode(), "traits.yaml")])


def _picture(words: str, *traits: Trait) -> Text:
    piece = Piece(0, len(words), 1, Box(90, 190, 300, 40))
    return Text(words, (piece,) if words else (), traits, from_picture=True)


def test_the_kinds_are_what_the_reader_must_write() -> None:
    assert {"印章", "红头", "身份证", "银行卡", "病历", "二维码", "手写"} == TRAIT_KINDS
    assert (SEAL, RED_HEADING, IDENTITY_CARD, MEDICAL_RECORD, QR_CODE) == ("印章", "红头", "身份证", "病历", "二维码")
    assert PARTIAL not in TRAIT_KINDS


def test_a_seal_with_a_red_heading_is_found_and_shown_where_it_is(seals: Judge) -> None:
    verdict = seals.judge(_picture("某某通知", Trait(SEAL, 1, BOX), Trait(RED_HEADING, 1)))
    match, = verdict.matches
    assert (verdict.action, match.text, match.page, match.boxes) == (Action.BLOCK, "某某通知", 1, (BOX,))


def test_a_seal_alone_is_nothing(seals: Judge) -> None:
    assert seals.judge(_picture("某某通知", Trait(SEAL, 1, BOX))).matches == ()


def test_a_seal_supports_what_the_words_say(seals: Judge) -> None:
    words = "某某县人民政府文件\n某政发〔2020〕3号\n关于某事的通知"
    assert seals.judge(_picture(words, Trait(SEAL, 1, BOX))).action is Action.BLOCK
    assert seals.judge(_picture(words)).action is Action.ALLOW


def test_a_doubtful_seal_is_passed_over(seals: Judge) -> None:
    assert seals.judge(_picture("通知", Trait(SEAL, 1, BOX, 0.5), Trait(RED_HEADING, 1))).action is Action.ALLOW
    assert seals.judge(_picture("通知", Trait(SEAL, 1, BOX, 0.6), Trait(RED_HEADING, 1))).action is Action.BLOCK


@pytest.mark.parametrize("words", ["", "\u200b", "\n\n"])
def test_a_picture_without_words_is_judged_by_what_it_shows(seals: Judge, words: str) -> None:
    verdict = seals.judge(_picture(words, Trait(IDENTITY_CARD, 1, BOX)))
    match, = verdict.matches
    assert (verdict.action, match.boxes, match.text) == (Action.WARN, (BOX,), words[match.start:match.end])


def test_what_nobody_asked_for_and_partial_reading_find_nothing(seals: Judge) -> None:
    assert seals.judge(_picture("通知", Trait(QR_CODE, 1), Trait(PARTIAL, 1), Trait("人脸", 1))).matches == ()


def test_many_pictures_at_once_are_judged_as_one_by_one(seals: Judge) -> None:
    pictures = [_picture("甲", Trait(IDENTITY_CARD, 1)), _picture("乙"), _picture("", Trait(IDENTITY_CARD, 1, BOX))]
    assert seals.judge_many(pictures) == [seals.judge(picture) for picture in pictures]


def test_the_trait_of_a_page_shows_that_pages_first_words(seals: Judge) -> None:
    words = "第一页 第二页"
    pieces = (Piece(0, 3, 1, Box(0, 0, 9, 9)), Piece(4, 7, 2, Box(0, 0, 9, 9)))
    match, = seals.judge(Text(words, pieces, (Trait(IDENTITY_CARD, 2, BOX),), from_picture=True)).matches
    assert (match.text, match.page) == ("第二页", 2)


def test_a_pack_that_asks_for_an_unknown_trait_is_refused() -> None:
    with pytest.raises(PackError, match="没有种类“公章”"):
        load(PACK.replace("种类: [印章]", "种类: [公章]").encode(), "traits.yaml")
