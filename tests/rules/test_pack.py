"""Tests loading and proving: the built-in pack is proven, and a pack with a failing example is found."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from rules.definition import Pack, Reach, Source
from rules.model import Action, Nature
from rules.pack.loading import load
from rules.pack.proof import MUST_MATCH, MUST_NOT_MATCH, MUST_NOT_SWALLOW, prove

BUILTIN = Path(__file__).parents[2] / "rules" / "packs" / "builtin.yaml"
SOUND = """
规则包: 演示包
版本: 2026.10
模式:
  代号: {正则: '青松[0-9]{1,3}号'}
规则:
- 编号: YS-01
  名称: 内部代号
  类别: 演示
  性质: 工作秘密
  依据: 演示规定第一条
  去向: [聊天软件]
  判据:
  - {把握: 高, 主证: "@代号"}
  - {把握: 中, 主证: 青松计划}
  例外:
  - {出现: 应当标注, 距离: 同句, 作用: 不命中, 不得吞掉: "应当标注。青松12号"}
  动作: {高: 拦截, 中: 提醒}
  提示语: {标题: 内部代号, 说明: 有内部代号, 办法: 请改用公开名称}
  必须命中: [{文字: 青松12号, 动作: 拦截}, {截图: 青松计划, 动作: 提醒}]
  不得命中: [松树, 应当标注青松12号]
"""


def test_the_built_in_pack_proves_itself(builtin: Pack) -> None:
    assert prove(builtin) == ()


def test_the_built_in_pack_is_loaded_and_proven_within_a_second() -> None:
    untrusted_bytes = BUILTIN.read_bytes()
    started = time.process_time()
    prove(load(untrusted_bytes, BUILTIN.name))
    assert time.process_time() - started < 1


def test_the_built_in_pack_keeps_the_table_of_actions(builtin: Pack) -> None:
    strictest = {rule.id: (rule.nature, rule.strictest()) for rule in builtin.rules}
    assert strictest["BC-01"] == (Nature.STATE_SECRET, Action.BLOCK)
    assert strictest["BC-02"] == (Nature.WORK_SECRET, Action.BLOCK)
    assert strictest["BC-03"] == (Nature.INSTRUCTION, Action.BLOCK)
    assert strictest["BC-04"] == (Nature.CHAT_RECORD, Action.BLOCK)
    assert strictest["BC-05"] == (Nature.PERSONAL, Action.BLOCK)
    assert strictest["BC-06"] == (Nature.DRAFT, Action.BLOCK)
    assert strictest["BC-07"] == (Nature.RUMOUR, Action.WARN)
    assert strictest["BC-08"] == strictest["BC-09"] == (Nature.PERSONAL, Action.WARN)
    assert {strictest[f"BC-{number}"] for number in range(10, 16)} == {(Nature.WORK_SECRET, Action.BLOCK)}


def test_every_case_of_the_article_has_a_rule(builtin: Pack) -> None:
    assert {case for rule in builtin.rules for case in rule.cases} == set(range(1, 10))


def test_everything_in_the_built_in_pack_is_used(builtin: Pack) -> None:
    assert [str(warning) for warning in builtin.warnings if "没有被任何规则用到" in warning.message] == []


def test_a_pack_is_read_as_it_is_written() -> None:
    pack = load(SOUND.encode(), "sound.yaml")
    assert pack.label == "演示包 2026.10"
    rule, = pack.rules
    assert rule.criteria[0].primary[0].source is Source.PATTERN
    assert rule.criteria[1].primary[0].source is Source.WORD
    assert rule.exemptions()[0].distance is Reach.SENTENCE
    assert rule.must_match[1].from_picture
    assert prove(pack) == ()


def test_a_byte_order_mark_and_windows_lines_do_no_harm() -> None:
    pack = load(b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").encode(), "windows.yaml")
    assert pack.rules == load(SOUND.encode(), "unix.yaml").rules


@pytest.mark.parametrize(
    ("before", "after", "kind", "number", "words"),
    [
        ("{文字: 青松12号, 动作: 拦截}", "红松12号", MUST_MATCH, 1, "应当命中"),
        ("{文字: 青松12号, 动作: 拦截}", "{文字: 青松12号, 动作: 提醒}", MUST_MATCH, 1, "应当是“提醒”，却是“拦截”"),
        ("不得命中: [松树", "不得命中: [青松9号", MUST_NOT_MATCH, 1, "不该命中"),
        ("应当标注。青松12号", "应当标注青松12号", MUST_NOT_SWALLOW, 1, "应当命中"),
        ("应当标注。青松12号", "标注。青松12号", MUST_NOT_SWALLOW, 1, "没有这条例外的词"),
        ("距离: 同句", "距离: 全文", MUST_NOT_SWALLOW, 1, "应当命中"),
    ],
)
def test_an_example_that_does_not_hold_is_found(before: str, after: str, kind: str, number: int, words: str) -> None:
    failure, = prove(load(SOUND.replace(before, after).encode(), "failing.yaml"))
    assert (failure.rule, failure.kind, failure.example_number) == ("YS-01", kind, number)
    assert words in failure.words


def test_what_another_criterion_catches_proves_nothing_of_an_exemption() -> None:
    own = "{把握: 中, 主证: 青松计划, 例外: [{出现: 据报道, 距离: 同句, 作用: 降两级, 不得吞掉: \"据报道。%s\"}]}"
    swallowed, caught = (
        prove(load(SOUND.replace("{把握: 中, 主证: 青松计划}", own % words).encode(), "own.yaml"))
        for words in ("青松12号", "青松计划")
    )
    assert [(failure.rule, failure.kind) for failure in swallowed] == [("YS-01", MUST_NOT_SWALLOW)]
    assert caught == ()


def test_a_slow_pattern_is_warned_about() -> None:
    pack = load(SOUND.replace("青松[0-9]{1,3}号", "[甲乙]号?").encode(), "slow.yaml")
    assert any("拖慢" in warning.message and warning.line == 5 for warning in pack.warnings)
