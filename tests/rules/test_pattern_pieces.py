"""Tests that 模式 are composed of named pieces and of alternatives, one per line."""

from __future__ import annotations

import time

import pytest

from rules.definition import Pack
from rules.judge.judge import Judge
from rules.pack.loading import PackError, load
from rules.text import Text
from tests.support.one_rule import one_rule


def pack(parts: str) -> Pack:
    rule = one_rule('  - {把握: 高, 主证: [青松计划, 白杨计划, "@人"]}\n')
    return load(f"规则包: 演示包\n版本: 1\n{parts}{rule}".encode(), "x.yaml")


def expression(parts: str) -> str:
    return next(pattern.expression for pattern in pack(parts).patterns if pattern.name == "人")


def refused(parts: str) -> list[tuple[int, str]]:
    with pytest.raises(PackError) as caught:
        pack(parts)
    return [(problem.line, problem.message) for problem in caught.value.problems]


def test_a_piece_is_inserted_where_a_pattern_names_it_and_a_piece_may_name_others() -> None:
    parts = "部件:\n  姓氏: '[王李]'\n  姓名: '{姓氏}[\\p{Han}]{1,2}'\n模式:\n  人: {正则: '经办人{姓名}'}\n"
    assert expression(parts) == r"经办人(?:(?:[王李])[\p{Han}]{1,2})"
    assert Judge([pack(parts)]).judge(Text("经办人王小明")).matches[0].text == "经办人王小明"


def test_alternatives_are_written_one_per_line_and_a_pattern_says_what_it_is_for() -> None:
    read = pack("模式:\n  人:\n    说明: 谁经办的\n    正则:\n    - 经办人[王李]\n    - 承办人[王李]\n")
    assert read.patterns[0].expression == "经办人[王李]|承办人[王李]"
    assert dict(read.notes) == {"人": "谁经办的"}


def test_a_word_list_may_be_in_a_pattern() -> None:
    parts = '词表:\n  职务: [局长, 主任(副)]\n模式:\n  人: "{职务}签批"\n'
    assert expression(parts) == r"(?:局长|主任\(副\))签批"
    assert not any("没有被任何规则用到" in warning.message for warning in pack(parts).warnings)


def test_what_is_no_name_stays_as_it_is() -> None:
    written = r"经办人[\p{Han}]{1,2}\{甲\}[{}]"
    assert expression(f"模式:\n  人: {{正则: '{written}'}}\n") == written


@pytest.mark.parametrize(("parts", "line", "told"), [
    ("模式:\n  人:\n    正则:\n    - 经办人王\n    - '{没有}承办'\n", 7, "部件“没有”没有定义"),
    ("部件:\n  甲: '{乙}'\n  乙: '{甲}'\n模式:\n  人: 经办人{甲}\n", 5, "绕了一圈"),
    ("部件:\n  姓: '王|李'\n模式:\n  人: '经办人[{姓}]'\n", 6, "方括号里不能写部件“姓”"),
    ("部件:\n  人: 王\n模式:\n  人: 经办人王\n", 6, "已经有了"),
])
def test_a_name_that_represents_nothing_is_refused_with_its_line(parts: str, line: int, told: str) -> None:
    assert any(line == found and told in message for found, message in refused(parts)), refused(parts)


def test_pieces_that_double_each_other_are_refused_in_time() -> None:
    doubled = "".join(f"  甲{number}: '{{甲{number + 1}}}{{甲{number + 1}}}'\n" for number in range(60))
    started = time.monotonic()
    found = refused(f"部件:\n{doubled}  甲60: 王李\n模式:\n  人: '{{甲0}}'\n")
    assert time.monotonic() - started < 2
    assert any("上限是 6000" in message for _, message in found)


def test_a_piece_that_no_pattern_names_is_told() -> None:
    read = pack("部件:\n  姓: 王\n模式:\n  人: 经办人王\n")
    assert [warning.line for warning in read.warnings if "部件“姓”没有被任何规则用到" in warning.message] == [4]
