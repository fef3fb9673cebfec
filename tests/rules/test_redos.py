"""Tests that patterns which make a backtracking engine hang cost next to nothing."""

from __future__ import annotations

import re
import time

import pytest

from rules.deadline import Deadline
from rules.features import FEATURES
from rules.features.model import View
from rules.judge.judge import Judge
from rules.model import Action
from rules.pack.loading import PackError, load
from rules.text import Text

LARGE = 256 * 1024
LEAST_SECONDS = 0.001
PACK = """规则包: 演示包
版本: 1
模式:
  坏: {正则: '%s'}
规则:
- 编号: YS-01
  名称: 甲
  类别: 演示
  性质: 工作秘密
  依据: 演示规定第一条
  去向: [聊天软件]
  判据: [{把握: 高, 主证: "@坏"}]
  动作: {高: 拦截}
  提示语: {标题: 甲, 说明: 乙, 办法: 丙}
  必须命中: [松树, 青松]
  不得命中: [柏树, 松树]
"""
# Each with a text that nearly matches, for which a backtracking engine needs a time exponential in its length.
BOUNDED = {
    "(?:a{1,13}){1,13}松": "a",
    "(?:a|aa){1,60}松": "a",
    "(?:[a-z]{1,9}[a-z]{0,9}){1,9}松": "ab",
    "(?:甲{1,5}乙?){1,30}松": "甲",
}


@pytest.mark.parametrize("expression", BOUNDED)
def test_a_pattern_made_to_backtrack_takes_a_time_that_grows_with_the_length_of_the_text(expression: str) -> None:
    judge = Judge([load((PACK % expression).encode(), "bad.yaml")])

    def fastest(length: int) -> float:
        text = Text(BOUNDED[expression] * length + "柏")
        times = []
        for _ in range(20):
            started = time.process_time()
            assert judge.judge(text).action is Action.ALLOW
            times.append(time.process_time() - started)
        return min(times[1:])

    assert fastest(1600) < 3 * (1600 / 200) * fastest(200)
    assert judge.judge(Text(BOUNDED[expression] * 12 + "松")).action is Action.BLOCK


@pytest.mark.parametrize("expression", ["(a+)+$", "(a|aa)+$", "(.*)*松", "^(([a-z])+.)+[A-Z]([a-z])+$"])
def test_a_pattern_without_a_limit_is_refused(expression: str) -> None:
    with pytest.raises(PackError, match="没有长度上限"):
        load((PACK % expression).encode(), "bad.yaml")


# Patterns that took two to ten seconds each on 256 KB, in steps without a check of the deadline.
SLOW = {
    "credentials": ["password ", "user aaa\n", "token: " * 3 + "a" * 12 + " ", "中" * 30 + "pass=", "A-" * 4000 + "@1 ",
                    "Za1@" * 2000 + "\n", "a@1,b@2\t"],
    "identity": ["1 ", "11010519900307", "110105 1990 0307 723 ", "1" * 17 + "a"],
    "chat": [" " * 398 + ":\n", "\t" * 398 + ":\n", " " * 300 + "1:11" + " " * 50 + "x\n",
             " " * 200 + "2020-1-1" + " " * 150 + "10:3\n"],
    "marking": [" " * 1900 + "绝密★" * 20 + "\n", "密级机密★不\n"],
    "persons": ["张三丰 13800138000,李四光 13900139000,", "张三丰 138****8000,", "王小明13800138000 "],
}


@pytest.mark.parametrize(("feature", "unit"), [(feature, unit) for feature, units in SLOW.items() for unit in units])
def test_a_feature_takes_a_time_that_grows_with_the_length_of_a_hostile_text(feature: str, unit: str) -> None:
    def fastest(size: int) -> float:
        text = unit * (size // len(unit.encode()))
        places = {gate: [found.start() for found in re.finditer(re.escape(gate).replace("0", r"\d"), text)]
                  for gate in FEATURES[feature].gates}
        times = []
        for _ in range(3):
            started = time.process_time()
            FEATURES[feature].find(View(text, (), places.__getitem__, Deadline(60)))
            times.append(time.process_time() - started)
        return min(times)

    # Those that took seconds grew with the square: eight times as much text, sixty-four times as long.
    assert fastest(LARGE) < 3 * 8 * max(fastest(LARGE // 8), LEAST_SECONDS)
