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
    ("青松计划[", "是否成对"), ("青松计划{0,5000}", "次数最大只能写 1000"), ("(?:青松{100}){100}", "乘起来算"),
    ("青松\\p{IsHan}", "没有这个 Unicode 类别。汉字请写 \\p{Han}"), ("(?a)青松计划", "i、m、s、U 几个开关"),
    ("青松[[:han:]]", "没有这个字符类"), ("青松[9-0]", "前后颠倒"), ("青松计划??*", "也不能连写两个"),
    ("*青松计划", "前面要有字"), ("青松\\y计划", "没有这个反斜杠写法"), ("(?P<a b>青松)计划", "括号的名字"),
 ("\\b", "能匹配空文字"),
    ("(?m)$", "能匹配空文字"), ("(" * 61 + "青松计划" + ")" * 61, "嵌套太深"),
])
def test_what_re2_has_not_or_reads_otherwise_is_refused_with_line_and_remedy(expression: str, words: str) -> None:
    with pytest.raises(PackError) as refused:
        _pack(expression)
    assert [(problem.line, problem.rule) for problem in refused.value.problems] == [(LINE, "YS-01")]
    assert words in refused.value.problems[0].message


@pytest.mark.parametrize(("expression", "words"), [
    ("青松\\x{FF11}号", "“１ \\x{FF11}”永远不会命中"), ("青松\\x{FF11}号", "请改写成“1”"),
    ("青松\\x{3000}计划", "“\\x{3000}”永远不会命中"), ("\\x{81FA}北计划", "请改写成“台”"),
    ("(?:青松|柏\\x{6A39})计划", "请改写成“树”"), ("青松[:\\x{FF1A}]计划", "请改写成“:”"),
    ("青松[:：]计划", "请改写成“:”"),
    ("青松[^\\x{FF0C}]{2}", "请改写成“,”"), ("青松[\\p{Han}\\x{FF11}]", "请改写成“1”"),
    ("青松[\\x{FF10}-\\x{FF19}]", "“[\\x{FF10}-\\x{FF19}]”永远不会命中"),
    ("青松[0-9\\x{FF10}-\\x{FF19}]", "从“０ \\x{FF10}”到“９ \\x{FF19}”的字符永远不会命中"),
    ("青松[^\\x00-\\x{10FFFF}]", "永远不会命中"), ("青松\\x{200B}计划", "这个看不见的字符在比对前已经删去"),
    ("青松\\r计划", "请改写成“\\n”"),
])
def test_what_no_normalised_text_contains_is_refused_however_it_is_spelled(expression: str, words: str) -> None:
    with pytest.raises(PackError) as refused:
        _pack(expression)
    assert [problem.line for problem in refused.value.problems] == [LINE]
    assert words in refused.value.problems[0].message


@pytest.mark.parametrize(("expression", "text"), [
    ("青松\\r?\\n计划", "青松\r\n计划"), ("青松[\\r\\n]计划", "青松\r计划"),
    ("青松[\\x{3000}-\\x{303F}]计划", "青松、计划"),
    ("(?i)青松ſ", "青松S"), ("青松[\\x{4E00}-\\x{9FFF}]", "青松臺"), ("青松\\x{1F600}", "青松\U0001f600"),
    ("青松[\\x{20000}-\\x{2A6DF}]", "青松\U00020001"), ("青松\\p{Mn}?计划", "青松计划"),
    ("青松[[:cntrl:]]计划", "青松\n计划"),
])
def test_what_some_normalised_text_contains_is_taken_and_fires(expression: str, text: str) -> None:
    written = expression.replace("'", "''")
    rule = one_rule("  - {把握: 高, 主证: '@样'}\n")
    pack = load(f"规则包: 演示包\n版本: 1\n模式:\n  样: {{正则: '{written}'}}\n{rule}".encode(), "pack.yaml")
    assert [match.rule for match in Judge([pack]).judge(Text(text)).matches] == ["YS-01"]


@pytest.mark.parametrize(("expression", "words"), [
    ("柏树[\\w]{2,4}工程", "“[\\w]”旁边是汉字"), ("柏树[^\\W]{2}工程", "“[^\\W]”旁边是汉字"),
    ("柏树[\\w-]{2}工程", "没有汉字"), ("柏树[[:alpha:]-]工程", "“[[:alpha:]-]”旁边是汉字。它只认英文"),
    ("青松计划(?:\\w{2,3})?", "“\\w”旁边是汉字"), ("(?:\\w{2,3})?青松计划", "“\\w”旁边是汉字"),
    ("姓名[:]\\w{2,4}", "“\\w”旁边是汉字"), ("姓名: ?“?\\w{2,4}", "“\\w”旁边是汉字"),
    ("(?:\\w{1,4}|x)计划", "“\\w”旁边是汉字"), ("青松(?:(?:计划|\\w{3})x)", "“\\w”旁边是汉字"),
    ("(?:\\w{2}计划){2}", "“\\w”旁边是汉字"), ("第[\\d]条", "“[\\d]”紧挨着汉字"), ("第[^\\D]条", "“[^\\D]”紧挨着汉字"),
    ("第[ ]?\\d条", "没有“一二三”"), ("青松[^\\w]计划", "它包括汉字"), ("青松[\\W]计划", "它包括汉字"),
    ("\\b(?:青松|abc)", "“\\b”紧挨着汉字"), ("\\b[青abc]松", "“\\b”紧挨着汉字"), ("\\b(?:[ ]?)青松", "“\\b”紧挨着汉字"),
    ("(?:青松\\b|abc)计划", "“\\b”紧挨着汉字"),
    ("\\<青松计划", "“\\<”在 RE2 里只是普通的“<”"), ("青松计划\\>", "“\\>”在 RE2 里只是普通的“>”"),
])
def test_a_trap_is_told_by_what_a_part_matches_wherever_it_is_in_the_expression(expression: str, words: str) -> None:
    told, = traps(expression)
    assert words in told


@pytest.mark.parametrize(("expression", "words"), [
    ("\\b青松计划", "“\\b”紧挨着汉字"), ("青松计划\\b", "“\\b”紧挨着汉字"), ("\\b(?:青松|柏树)计划", "“\\b”紧挨着汉字"),
    ("青松计划\\w{1,3}", "没有汉字。要找汉字请写 \\p{Han}"), ("青松计划\\W", "它包括汉字"),
    ("\\d{4}年青松计划", "没有“一二三”"),
    ("[[:alpha:]]{2}青松计划", "只认英文，没有汉字"), ("[:digit:]青松计划", "例如 [[:digit:]]"),
    ("青松计划$", "还有一个换行也不算"), ("(?:青松计划\\w|柏树工程)", "没有汉字"),
])
def test_a_trap_of_the_dialect_is_told_where_the_pattern_is(expression: str, words: str) -> None:
    problem, = lint_dialect(_pack(expression))
    assert (problem.line, problem.source) == (LINE, "pack.yaml")
    assert words in problem.message


@pytest.mark.parametrize("expression", [
    "\\b1[3-9][0-9]{9}\\b", "青松计划(?:\\n|$)", "(?m)^青松计划$", "青松计划[0-9]{4}", "[A-Z]\\w{3}",
    "[[:digit:]]{4}年青松计划", "[\\w\\p{Han}]{2}计划", "第[\\d〇一二三四五六七八九十]条", "青松[^\\d]计划",
    "青松[^\\w\\p{Han}]计划",
    "青松[:]计划", "邮箱:\\w{1,20}@", "电话:\\d{11}", "\\b[0-9]{4}\\b年", "[A-Z]{2}\\b(?:青松|计划)", "青松.\\b",
    "[\\<\\>]青松",
])
def test_what_means_the_same_to_re2_and_its_author_is_not_told(expression: str) -> None:
    assert list(traps(expression)) == []


def test_the_built_in_pack_has_no_trap(builtin: Pack) -> None:
    assert lint_dialect(builtin) == ()
