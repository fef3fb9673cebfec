"""Tests that what is copied together with something else is judged by itself, too: its block."""

from __future__ import annotations

import pytest

from rules.definition import Pack
from rules.judge.explaining import explain
from rules.judge.judge import Judge
from rules.judge.weighing import Weighing
from rules.learnt.blocks import LONGEST, blocks
from rules.learnt.weights import parse
from rules.model import Action
from rules.text import Text
from tests.support.weights import changed

ASKED = "票投完了，老董去发改局当一把手，下周三才公示，这几天碰见他就当不知道。"
WALK = ("周末爬山接龙：早上八点在公交总站集合，带水和午饭，下午四点前下山。路上有一段台阶刚修好，老人小孩都能走。"
        "想坐车的在后面写人数，司机师傅说最多坐十九个人，坐不下的跟我的车。山上的茶馆换了新老板，面条十二块一碗，可以扫码。下雨就改到下个星期，"
        "到时候我再在群里说一声。")
DISH = ("红烧肉的做法：五花肉切块焯水，冰糖炒出糖色，放姜片、八角、老抽和一勺料酒，小火炖一个小时，最后大火收汁。"
        "肉要选肥瘦相间的，炖的时候别一直掀锅盖。吃不完放冰箱，第二天拌面也香。")
MENTIONED = "高书记提笔写下“请建国同志阅处”，窗外雷声滚过，他又把纸揉了。"
BETWEEN = f"{WALK}\n \n\n{ASKED}\n\n{DISH}"


@pytest.mark.parametrize(("text", "expected"), [
    ("", []), ("甲\n乙", []), ("甲\n\n", []), ("\n\n甲\n", []),
    ("甲\n\n" * LONGEST, []), ("甲\n\n乙", ["甲", "乙"]),
    ("甲\n \t\n\n  乙\n丙\n\n", ["甲", "乙\n丙"]), ("\n\n甲\n\n乙", ["甲", "乙"]),
])
def test_blocks_are_what_blank_lines_set_apart_and_one_alone_is_none(text: str, expected: list[str]) -> None:
    assert [text[start:end].strip() for start, end in blocks(text)] == expected


@pytest.mark.parametrize("original", [f"{ASKED}\n\n{WALK}", f"{WALK}\n\n{ASKED}", BETWEEN],
                         ids=["first", "last", "between"])
def test_a_text_that_is_stopped_alone_is_stopped_beside_harmless_ones_and_pointed_at(weighed: Judge,
                                                                                     original: str) -> None:
    verdict = weighed.judge(Text(original))
    assert verdict.action is weighed.judge(Text(ASKED)).action is Action.BLOCK
    start = original.index(ASKED)
    assert any(start <= match.start < start + len(ASKED) for match in verdict.matches if match.action is Action.BLOCK)


def test_the_block_that_decides_is_pointed_at_beside_what_a_rule_sees_in_a_harmless_one(weighed: Judge) -> None:
    original = f"{MENTIONED}\n\n{WALK}\n\n{ASKED}"
    assert weighed.judge(Text(MENTIONED)).matches
    assert weighed.judge(Text(MENTIONED)).action is Action.LOG
    heard = explain(weighed, Text(original)).heard
    assert heard is not None
    assert original[heard.start:heard.end] == ASKED
    assert ASKED in [match.text for match in weighed.judge(Text(original)).matches if match.action is Action.BLOCK]


def test_harmless_texts_together_are_harmless(weighed: Judge) -> None:
    assert weighed.judge(Text(f"{WALK}\n\n{DISH}\n\n{WALK}")).action is Action.ALLOW


def test_without_a_probability_for_blocks_a_text_is_judged_as_a_whole(builtin: Pack, weighed: Judge) -> None:
    whole = Judge([builtin], weighing=Weighing(parse(changed(apart={}))))
    assert whole.judge(Text(ASKED)).action is Action.BLOCK
    assert whole.judge(Text(BETWEEN)).action is Action.ALLOW


def test_many_texts_of_several_blocks_are_judged_as_each_by_itself(weighed: Judge) -> None:
    texts = [Text(original) for original in (BETWEEN, f"{WALK}\n\n{DISH}", WALK, "好的\n\n收到", ASKED)]
    assert weighed.judge_many(texts) == [weighed.judge(text) for text in texts]


def test_the_block_that_decides_is_what_is_explained(weighed: Judge) -> None:
    heard = explain(weighed, Text(BETWEEN)).heard
    assert heard is not None
    assert BETWEEN[heard.start:heard.end] == ASKED
    assert sum(heard.probabilities[1:]) >= heard.threshold > weighed.weighing.threshold
