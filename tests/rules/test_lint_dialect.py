"""Tests that what RE2 reads otherwise than the author of a rule is refused with a remedy, or reported by lint."""

from __future__ import annotations

import pytest

from rules.definition import Pack
from rules.judge.judge import Judge
from rules.lint.dialect import lint_dialect, traps
from rules.pack.loading import PackError, load
from rules.pack.proof import prove
from rules.text import Text
from tests.support.one_rule import one_rule

LINE = 4


def _pack(expression: str) -> Pack:
    written = expression.replace("'", "''")
    examples = "  必须命中: [青松计划, 2026年柏树工程]\n  不得命中: [柏树, 松树]\n"
    rule = one_rule("  - {把握: 高, 主证: '@样'}\n", examples)
    return load(f"规则包: 演示包\n版本: 1\n模式:\n  样: {{正则: '{written}'}}\n{rule}".encode(), "pack.yaml")


def test_a_rule_with_a_posix_class_fires_on_both_of_its_alternatives() -> None:
    pack = _pack("(?:青松计划|[[:digit:]]{4}年柏树工程)")
    assert prove(pack) == ()
    judge = Judge([pack])
    for text in ("青松计划", "2026年柏树工程"):
        assert [match.rule for match in judge.judge(Text(f"请看{text}的安排")).matches] == ["YS-01"]
    assert not judge.judge(Text("二〇二六年柏树工程")).matches


@pytest.mark.parametrize(("expression", "words"), [
    ("青松计划{,2}", "“{,2}”在 RE2 里不是次数"), ("青松计划{01}", "“{01}”在 RE2 里不是次数"),
    ("(青松)计划\\12", "“\\12”在 RE2 里是八进制"), ("青松(计)\\1", "反向引用。请把要重复的字写出来"),
    ("\\Q青松计划\\E", "“\\Q”会把后面"), ("青松计划\\C", "“\\C”只占一个字节"), ("青松计划\\Z", "请把 \\Z 改成 \\z"),
    ("青松(?=计划)", "不支持向前、向后查看"), ("青松计划{2}+", "占有型"), ("(?x)青松计划", "不能写注释"),
    ("\\u9752松计划", "没有 \\u"), ("青松\\h计划", "没有这个反斜杠写法"),
    ("青松计划[", "是否成对"), ("\\b", "能匹配空文字"),
    ("(?m)$", "能匹配空文字"), ("(" * 61 + "青松计划" + ")" * 61, "嵌套太深"),
])
def test_what_re2_has_not_or_reads_otherwise_is_refused_with_line_and_remedy(expression: str, words: str) -> None:
    with pytest.raises(PackError) as refused:
        _pack(expression)
    assert [(problem.line, problem.rule) for problem in refused.value.problems] == [(LINE, "YS-01")]
    assert words in refused.value.problems[0].message


@pytest.mark.parametrize(("expression", "words"), [
    ("\\b青松计划", "“\\b”紧挨着汉字"), ("青松计划\\b", "“\\b”紧挨着汉字"), ("\\b(?:青松|柏树)计划", "“\\b”紧挨着汉字"),
    ("青松计划\\w{1,3}", "没有汉字。要找汉字请写 \\p{Han}"), ("青松计划\\W", "它包括汉字"),
    ("\\d{4}年青松计划", "没有“一二三”"),
    ("[[:alpha:]]{2}青松计划", "只认英文，没有汉字"), ("[:digit:]青松计划", "例如 [[:digit:]]"),
    ("青松计划$", "还有一个换行也不算"), ("(?:青松计划\\w|柏树工程)", "没有汉字"),
])
def test_a_trap_of_the_dialect_is_told_where_the_pattern_stands(expression: str, words: str) -> None:
    problem, = lint_dialect(_pack(expression))
    assert (problem.line, problem.source) == (LINE, "pack.yaml")
    assert words in problem.message


@pytest.mark.parametrize("expression", [
    "\\b1[3-9][0-9]{9}\\b", "青松计划(?:\\n|$)", "(?m)^青松计划$", "青松计划[0-9]{4}", "[A-Z]\\w{3}",
    "[[:digit:]]{4}年青松计划",
])
def test_what_means_the_same_to_re2_and_its_author_is_not_told(expression: str) -> None:
    assert list(traps(expression)) == []


def test_the_built_in_pack_has_no_trap(builtin: Pack) -> None:
    assert lint_dialect(builtin) == ()
