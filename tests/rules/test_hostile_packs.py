"""Tests that broken and hostile packs are refused, with the file, the line, the rule and what to change."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from rules.pack.loading import PackError, load
from rules.pack.yaml_tree import SIZE_LIMIT

PACKS = Path(__file__).parents[1] / "hostile" / "packs"

EXPECTED = {
    "alert_with_the_id_of_a_rule": (5, "YS-01", "编号“YS-01”已经用过"),
    "alert_without_fingerprint": (5, "BK-01", "缺少“指纹”"),
    "alert_without_wording": (5, "BK-01", "缺少“提示语”"),
    "anchor": (4, "", "锚点"),
    "bad_digest": (5, "", "“全文”不是指纹的摘要"),
    "bad_distance": (18, "YS-01", "同句"),
    "bad_pattern": (7, "YS-01", "missing )"),
    "control_character_in_a_name": (10, "YS-01", "“名称”第 3 个字是看不见的控制字符（U+0000）"),
    "control_character_in_a_word": (5, "", "“引□述”第 3 个字是看不见的控制字符（U+001B）"),
    "damaged_fingerprint": (5, "", "Base64"),
    "deep": (2, "", "嵌套过深"),
    "doubled_id": (27, "YS-01", "重复"),
    "doubled_key": (12, "YS-01", "“类别”写了两次"),
    "empty": (0, "", "空的"),
    "empty_legal_basis": (13, "YS-01", "“依据”不能为空"),
    "empty_pattern": (7, "YS-01", "空文字"),
    "endless_pattern": (7, "YS-01", "没有长度上限"),
    "exemption_without_example": (18, "YS-01", "不得吞掉"),
    "full_width_pattern": (7, "YS-01", "请改写成“:”"),
    "laughs": (2, "", "锚点"),
    "level_without_action": (16, "YS-01", "动作"),
    "lookahead": (7, "YS-01", "不支持向前"),
    "no_legal_basis": (9, "YS-01", "缺少“依据”"),
    "nothing_in_it": (2, "", "缺少“规则”"),
    "not_a_mapping": (2, "", "规则包"),
    "not_utf8": (1, "", "UTF-8"),
    "one_negative_example": (25, "YS-01", "“不得命中”至少要写 2 条"),
    "one_positive_example": (22, "YS-01", "“必须命中”至少要写 2 条"),
    "only_comments": (0, "", "空的"),
    "overlong_pattern": (7, "YS-01", "200"),
    "rule_pasted_at_the_end": (8, "YS-01", "要写在“规则:”下面"),
    "rule_without_its_list": (8, "", "“编号”是规则里的内容，要写在“规则:”下面"),
    "same_text_twice": (7, "BK-01", "同一份文字"),
    "string_for_list": (9, "", "列表"),
    "swapped_fingerprint": (5, "", "被改动过"),
    "tab_indent": (5, "", "缩进"),
    "tag": (3, "", "标签"),
    "tiny_fingerprint": (5, "", "不小于 30"),
    "two_documents": (27, "YS-01", "一个规则包"),
    "unknown_action": (19, "YS-01", "拦截、提醒、记录"),
    "unknown_case": (14, "YS-01", "“案例”只有 1 到 9"),
    "unknown_destination": (14, "YS-01", "聊天软件"),
    "unknown_feature": (9, "", "没有检测器“faces”"),
    "unknown_key": (16, "YS-01", "不认识“主正”。是不是“主证”？"),
    "unknown_kind": (9, "", "没有种类“血型”"),
    "unknown_nature": (12, "YS-01", "工作秘密"),
    "unknown_reference": (16, "YS-01", "“@代码”没有定义"),
    "unknown_validator": (7, "YS-01", "GB11643"),
    "wide_exemption_of_state_secrets": (18, "YS-01", "同句"),
    "wrong_length_of_fingerprint": (5, "", "对不上"),
}


def test_every_hostile_pack_has_an_expectation() -> None:
    assert {path.stem for path in PACKS.glob("*.yaml")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_broken_pack_is_refused_with_file_line_rule_and_remedy(name: str) -> None:
    line, rule, words = EXPECTED[name]
    path = PACKS / f"{name}.yaml"
    with pytest.raises(PackError) as caught:
        load(path.read_bytes(), path.name)
    assert any(
        (problem.source, problem.line, problem.rule) == (path.name, line, rule) and words in problem.message
        for problem in caught.value.problems
    ), caught.value.problems
    place = f"{path.name}:{line}" if line else path.name
    assert place in str(caught.value)
    assert rule in str(caught.value)


def test_a_rule_that_is_outside_its_list_is_told_once() -> None:
    with pytest.raises(PackError) as caught:
        load((PACKS / "rule_without_its_list.yaml").read_bytes(), "rule.yaml")
    assert len(caught.value.problems) == 1


def test_a_yaml_mistake_in_front_of_a_rule_is_not_taken_for_a_missing_list() -> None:
    with pytest.raises(PackError, match="YAML 写法有误"):
        load("规则包: 甲\n版本: 1\n规则:\n- 编号: YS-01\n  名称: [甲\n- 编号: YS-02\n".encode(), "rule.yaml")


@pytest.mark.parametrize(
    "untrusted_bytes",
    [
        b"[" * 500_000,
        b"{a: " * 100_000,
        b"- - " * 200_000,
        b"a: b\n" * 200_000,
        b"#" * (SIZE_LIMIT + 1),
        b"\x00" * 1000,
        b"\xef\xbb\xbf",
        b"a: &x\n  - *x\n",
        b"? [a, b]\n: c\n",
        "规则包: 甲\n版本: 1\n规则: [{编号: A-1, 判据: [{主证: \"".encode() + b"(" * 4000 + b"\"}]}]\n",
    ],
    ids=["brackets", "braces", "dashes", "keys", "size", "nul", "mark only", "cycle", "list as key", "parentheses"],
)
def test_a_bomb_is_refused_in_time(untrusted_bytes: bytes) -> None:
    started = time.monotonic()
    with pytest.raises(PackError):
        load(untrusted_bytes, "bomb.yaml")
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("expression", ["(" * 10 + "a{0,9}" + "){0,9}" * 10 + "b", "(" * 600 + "a" + ")" * 600])
def test_a_pattern_bomb_is_refused(expression: str) -> None:
    source = (PACKS / "bad_pattern.yaml").read_text(encoding="utf-8").replace("青松([0-9]{1,3}号", expression)
    with pytest.raises(PackError) as caught:
        load(source.encode(), "bomb.yaml")
    assert caught.value.problems[0].line == 7


def test_all_problems_are_told_at_once_and_in_order() -> None:
    source = (PACKS / "unknown_reference.yaml").read_text(encoding="utf-8").replace("[0-9]{1,3}", "[0-9]+")
    with pytest.raises(PackError) as caught:
        load(source.encode(), "two.yaml")
    assert [problem.line for problem in caught.value.problems] == [7, 16]
