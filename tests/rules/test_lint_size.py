"""Tests that lists, lines and expressions too long to be read are reported; so are exemptions that apply everywhere."""

from __future__ import annotations

from itertools import pairwise

import pytest

from rules.lint.exemptions import lint_exemptions
from rules.lint.ids import taken
from rules.lint.size import lint_size
from rules.pack.loading import load
from tests.support.one_rule import one_rule

CRITERIA = """  - {把握: 高, 主证: ["@词", "@号", 青松计划]}
  - 把握: 高
    主证: 白杨计划
    例外:
    - {出现: %s, 距离: %s, 作用: 降两级, 不得吞掉: "演习了。青松计划"}
"""
CHARACTERS = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水"


def written(
    words: str = "走漏", expression: str = "'演合[0-9]{4}号'", exempting: str = "演习", distance: str = "同句",
) -> bytes:
    rules = one_rule(CRITERIA % (exempting, distance))
    return f"规则包: 演示包\n版本: 1\n词表:\n  词: [{words}]\n模式:\n  号: {{正则: {expression}}}\n{rules}".encode()


def sizes(content: bytes) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in lint_size(load(content, "x.yaml"))]


def test_a_list_over_forty_words_is_told_and_its_parts_and_products_count_as_they_are_read() -> None:
    many = [f"{first}{second}" for first, second in pairwise(CHARACTERS)]
    assert len(many) > 40
    assert sizes(written(", ".join(many[:40]))) == []
    ((line, message),) = sizes(written(", ".join(many)))
    assert line == 4
    assert f"“词”写了 {len(many)} 个词" in message
    assert sizes(written(f"{'、'.join(CHARACTERS[:20])} × {'、'.join(CHARACTERS[20:38])}")) == []


def test_a_long_line_is_told_unless_the_program_wrote_it() -> None:
    assert sizes(written() + f"#{'长' * 199}\n".encode()) == []
    ((line, message),) = sizes(written() + f"#{'长' * 200}\n".encode())
    assert line == written().count(b"\n") + 1
    assert "有 201 个字" in message


def test_a_long_expression_is_told_by_the_line_of_its_alternative() -> None:
    assert sizes(written(expression=f"['{CHARACTERS}', '{CHARACTERS}{CHARACTERS}']")) == []
    content = written().replace("  号: {正则: '演合[0-9]{4}号'}".encode(),
                                f"  号:\n  - 演合[0-9]{{4}}号\n  - '{CHARACTERS * 4}'".encode())
    ((line, message),) = sizes(content)
    assert line == 8
    assert f"长 {4 * len(CHARACTERS)} 个字符" in message


@pytest.mark.parametrize(("exempting", "distance", "told"), [
    ("演习", "全文", "例外“演习”的距离是全文"),
    ("负责人", "同句", "例外“负责人”里的“负责人”在普通公文和聊天里到处都有"),
    ("[演习, 我们]", "同句", "“我们”在普通公文"), ('"@词"', "全文", "例外“@词”的距离是全文"),
])
def test_an_exemption_that_lifts_everywhere_is_told_beside_another_criterion_too(
    exempting: str, distance: str, told: str,
) -> None:
    pack = load(written(exempting=exempting, distance=distance), "x.yaml")
    (problem,) = lint_exemptions(pack)
    assert problem.line == 19
    assert problem.rule == "YS-01"
    assert told in problem.message


def test_a_narrow_exemption_is_told_nothing() -> None:
    assert lint_exemptions(load(written(), "x.yaml")) == ()


def test_an_id_of_the_other_pack_is_told_with_its_line_and_an_edition_of_that_pack_may_have_it() -> None:
    unit = load(written(), "x.yaml")
    other = load(written().replace("演示包".encode(), "内置的".encode()), "y.yaml")
    (problem,) = taken(unit, other)
    assert (problem.line, problem.rule) == (8, "YS-01")
    assert "编号“YS-01”是“内置的”的" in problem.message
    assert taken(unit, unit) == ()
