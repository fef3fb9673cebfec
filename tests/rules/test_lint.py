"""Tests that what is allowed in a pack but unwise is reported with file, line, rule and what to change."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator

import pytest

from rules.definition import Pack
from rules.lint.lint import lint
from rules.pack.loading import load
from rules.schema.problem import Problem
from tests.bench.generated_rules import large_pack

PACK = """规则包: 演示包
版本: 1
词表:
  单字: [密, 青松计划]
  常用: [阅, 请]
  没用: [松树林]
模式:
  慢: {正则: '[甲乙]号?'}
规则:
- 编号: YS-01
  名称: 甲
  类别: 演示
  性质: 工作秘密
  依据: 演示规定第一条
  去向: [聊天软件]
  判据:
  - {把握: 高, 主证: ["@单字", 白杨计划, OA]}
  - {把握: 高, 主证: ["@慢"], 佐证: {至少: 1, 距离: 30, 取自: "@常用"}}
  动作: {高: 拦截}
  提示语: {标题: 甲, 说明: 乙, 办法: 丙}
  必须命中: [青松计划, 白杨计划]
  不得命中: [柏树, 松树]
- 编号: YS-02
  名称: 乙
  类别: 演示
  性质: 工作秘密
  依据: 演示规定第一条
  去向: [聊天软件]
  判据:
  - {把握: 高, 主证: [白杨计划, 青松计划]}
  动作: {高: 提醒}
  提示语: {标题: 甲, 说明: 乙, 办法: 丙}
  必须命中: [青松计划, 白杨计划]
  不得命中: [柏树, 松树]
"""


@pytest.fixture(scope="module")
def found() -> tuple[Problem, ...]:
    return lint(load(PACK.encode(), "unwise.yaml"))


def _at(found: tuple[Problem, ...], line: int) -> list[tuple[str, str]]:
    return [(problem.rule, problem.message) for problem in found if problem.line == line]


def test_a_deciding_word_of_one_character_is_told(found: tuple[Problem, ...]) -> None:
    (rule, message), = _at(found, 4)
    assert rule == "YS-01"
    assert "“密”太短" in message
    (rule, message), = [entry for entry in _at(found, 10) if "太短" in entry[1]]
    assert "“OA”太短" in message


def test_a_supporting_word_near_by_may_be_short(found: tuple[Problem, ...]) -> None:
    assert _at(found, 5) == []


def test_slow_patterns_and_unused_lists_are_told_too(found: tuple[Problem, ...]) -> None:
    assert "拖慢" in _at(found, 8)[0][1]
    assert "没有被任何规则用到" in _at(found, 6)[0][1]


def test_rules_that_decide_by_the_same_words_are_told(found: tuple[Problem, ...]) -> None:
    (rule, message), = [entry for entry in ((problem.rule, problem.message) for problem in found) if "重复" in entry[1]]
    assert rule == "YS-02"
    assert "规则 YS-01" in message
    assert "“白杨计划”" in message
    assert "“青松计划”" in message


def test_warnings_come_in_the_order_of_the_file_and_name_it(found: tuple[Problem, ...]) -> None:
    assert [problem.line for problem in found] == sorted(problem.line for problem in found)
    assert all(str(problem).startswith("unwise.yaml:") for problem in found)


def test_the_built_in_pack_has_no_deciding_word_that_is_too_short(builtin: Pack) -> None:
    assert [str(problem) for problem in lint(builtin) if "太短" in problem.message] == []


@pytest.fixture
def nothing_else_collected() -> Iterator[None]:
    """Keep objects left by other tests away from the garbage collector: they would take most of the time."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.thorough
@pytest.mark.usefixtures("nothing_else_collected")
def test_the_time_to_load_and_lint_a_pack_grows_with_its_rules_and_not_with_their_square() -> None:
    small = [seconds_of(2_000) for _ in range(3)]
    large = seconds_of(10_000)
    assert large[0] < 15 * min(loaded for loaded, _ in small)
    assert large[1] < 15 * min(linted for _, linted in small)


def seconds_of(rules: int) -> tuple[float, float]:
    """Return the processor time of loading a pack and of linting it."""
    written = large_pack(rules)
    started = time.process_time()
    pack = load(written, "large.yaml")
    loaded = time.process_time()
    assert len(pack.rules) == rules
    assert lint(pack) == ()
    return loaded - started, time.process_time() - loaded


def test_a_pack_with_a_retired_detector_is_read_and_the_entry_that_finds_nothing_is_named() -> None:
    entry = "  口吻: {检测器: wording, 把握不低于: 75}"
    written = PACK.replace("规则:\n", f"结构:\n{entry}\n规则:\n", 1)
    written = written.replace("主证: [白杨计划, 青松计划]", '主证: [白杨计划, 青松计划, "@口吻"]')
    retired = [one for one in lint(load(written.encode(), "单位.yaml")) if "wording 已停用" in str(one.message)]
    assert [one.line for one in retired] == [written.splitlines().index(entry) + 1]
