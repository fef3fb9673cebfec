"""Tests 词表: products of words, lists in lists, rows, and the commas that would disable a word."""

from __future__ import annotations

import time

import pytest

from rules.definition import Pack, Source
from rules.pack.combining import CombiningError, separator_in, spelled, written_words
from rules.pack.loading import PackError, load
from tests.support.one_rule import one_rule

CHARACTERS = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜"


def rule_by(primary: str) -> str:
    return one_rule(f"  - {{把握: 高, 主证: {primary}}}\n")


def pack(lists: str, primary: str = '"@词"') -> Pack:
    return load(f"规则包: 演示包\n版本: 1\n词表:\n{lists}{rule_by(primary)}".encode(), "x.yaml")


def words(lists: str, name: str = "词") -> tuple[str, ...]:
    return dict(pack(lists).words)[name]


def refused(lists: str, primary: str = '"@词"') -> list[tuple[int, str]]:
    with pytest.raises(PackError) as caught:
        pack(lists, primary)
    return [(problem.line, problem.message) for problem in caught.value.problems]


def test_a_product_represents_every_combination_in_order() -> None:
    assert words("  词: [别、不要 × 外传、转发]\n") == ("别外传", "别转发", "不要外传", "不要转发")


def test_a_product_has_as_many_parts_as_it_is_given_and_some_may_be_left_out() -> None:
    assert words("  词:\n  - 别 × 往外、对外（可无） × 说、讲\n") == (
        "别说", "别讲", "别往外说", "别往外讲", "别对外说", "别对外讲")


def test_a_product_may_be_wherever_a_word_may_be() -> None:
    (criterion,) = pack("  词: [走漏]\n", '["@词", 青松、白杨 × 计划]').rules[0].criteria
    assert [(one.source, one.name) for one in criterion.primary] == [
        (Source.WORDS, "词"), (Source.WORD, "青松计划"), (Source.WORD, "白杨计划")]


@pytest.mark.parametrize(("entry", "told"), [
    (f"{'、'.join('天地玄黄' * 12)} × {'、'.join('宇宙洪荒' * 12)}", "最多"),
    ("别、 × 外传", "空的词"), ("别，不要 × 外传", "用顿号分开"), ("别、不要×外传、转发", "各空一格"),
])
def test_a_product_that_cannot_be_read_is_refused_with_its_line(entry: str, told: str) -> None:
    ((line, message),) = refused(f"  词:\n  - 走漏\n  - {entry}\n")
    assert line == 6
    assert told in message


def test_products_that_would_fill_the_memory_are_refused_in_time() -> None:
    large = f"{'、'.join(CHARACTERS)} × {'、'.join(CHARACTERS)}"
    lists = "".join(f"  词{number}:\n  - {number}号 × {large}\n" for number in range(3000))
    started = time.monotonic()
    ((_, message),) = refused(f'  词: ["@词1"]\n{lists}')
    assert time.monotonic() - started < 5
    assert "一个规则包最多 200000 个" in message


def test_lists_that_name_a_long_one_again_and_again_are_refused_in_time() -> None:
    long = ", ".join(f"词{number}" for number in range(10_000))
    lists = "".join(f'  表{number}: ["@长"]\n' for number in range(1000))
    started = time.monotonic()
    assert any("词太多了" in message for _, message in refused(f'  长: [{long}]\n{lists}  词: ["@长"]\n'))
    assert time.monotonic() - started < 5


def test_a_multiplication_sign_alone_makes_no_product() -> None:
    assert words("  词: [××县, 3×5寸, 一、审议]\n") == ("××县", "3×5寸", "一、审议")


def test_how_many_words_somebody_reads_is_not_what_they_combine_to() -> None:
    assert written_words("别、不要、莫 × 外传、转发") == 5
    assert written_words("一、审议") == 1
    with pytest.raises(CombiningError):
        spelled("、 × 甲")


def test_a_list_may_name_other_lists_be_written_in_rows_and_say_what_it_is_for() -> None:
    read = pack('  词:\n    说明: 要求守口的话\n    词:\n    - [走漏, "@外传"]\n    - [别声张]\n  外传: [别外传]\n')
    assert dict(read.words)["词"] == ("走漏", "别外传", "别声张")
    assert dict(read.notes) == {"词": "要求守口的话"}
    assert not any("没有被任何规则用到" in warning.message for warning in read.warnings)


def test_lists_that_name_each_other_in_a_circle_are_refused() -> None:
    assert any("绕了一圈" in message and line == 5 for line, message in refused('  词: ["@乙"]\n  乙: ["@词"]\n'))


def test_a_misspelt_list_is_refused_and_a_word_of_the_chat_is_a_word() -> None:
    ((line, message),) = refused('  词:\n  - 走漏\n  - "@守口口誤语"\n  守口口语: [别声张]\n')
    assert (line, message) == (6, "没有词表“守口口誤语”。是不是“@守口口语”？")
    read = pack('  词: ["@所有人", 青松]\n')
    assert dict(read.words)["词"] == ("@所有人", "青松")
    assert any(warning.line == 4 and "按字面的词来找" in warning.message for warning in read.warnings)


@pytest.mark.parametrize(("lists", "primary", "line"), [
    ("  词: [别外传，不要转发]\n", '"@词"', 4), ("  词: [走漏]\n", "[青松计划，白杨计划]", 13),
])
def test_a_full_width_comma_is_refused_with_its_line(lists: str, primary: str, line: int) -> None:
    ((found, message),) = [one for one in refused(lists, primary) if "逗号" in one[1]]
    assert found == line
    assert "请改用半角逗号分开" in message


def test_a_phrase_in_quotes_keeps_its_comma() -> None:
    assert words('  词: ["请勿外传，注意保密", 走漏]\n') == ("请勿外传,注意保密", "走漏")


def test_a_list_with_an_unknown_part_is_refused() -> None:
    assert any("“说明”和“词”" in message for _, message in refused("  词: {词: [甲乙], 别的: 丙}\n"))


@pytest.mark.parametrize(("entry", "character"), [
    ("补偿、评估、拆迁", "、"), ("补偿；评估", "；"), ("补偿/评估", "/"), ("旧城 x 拆迁", "x"), ("旧城 ✕ 改造", "✕"),
    ("旧城 * 改造", "*"), ("补偿，评估", "，"),
])
def test_words_that_a_character_glues_together_are_refused_with_it(entry: str, character: str) -> None:
    assert separator_in(entry) == character


@pytest.mark.parametrize("entry", ["青松计划", "A/B 角", "和/或", "3x4 米", "x 光", "一、二", "TCP/IP 协议"])
def test_such_a_character_within_one_word_is_left(entry: str) -> None:
    assert separator_in(entry) == ""


@pytest.mark.parametrize("entry", ["旧城 ×", "× 旧城"])
def test_half_a_product_is_refused(entry: str) -> None:
    with pytest.raises(CombiningError):
        spelled(entry)
