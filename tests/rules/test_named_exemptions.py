"""Tests that 例外 are written once in a section of their own; a rule names them and its own examples prove them."""

from __future__ import annotations

import pytest

from rules.definition import Pack, Reach
from rules.pack.encoded import decode, encode
from rules.pack.example_lines import spelled_out
from rules.pack.loading import PackError, load
from rules.pack.proof import MUST_NOT_SWALLOW, counts, prove
from rules.validators import VALIDATORS
from tests.support.one_rule import one_rule

SECTION = """规则包: 演示包
版本: 1
例外:
  引述:
    说明: 转述已经公开的报道
    出现: [据报道, 据通报]
    距离: 同句
    作用: 降两级
    例句: 据报道。
  公示: {出现: 公示公告, 距离: 300, 作用: 降两级, 例句: 项目公示公告}
"""
CRITERIA = """  - {把握: 高, 主证: 青松计划, 例外: "@引述"}
  - {把握: 中, 主证: 白杨计划}
  例外: ["@公示"]
"""
EXAMPLES = """  必须命中: [{文字: 白杨计划, 动作: 提醒}, {文字: 青松计划, 动作: 拦截}]
  不得命中: ["据报道，青松计划", [公示公告, 青松计划]]
"""


def pack(*changes: tuple[str, str]) -> Pack:
    written = SECTION + one_rule(CRITERIA, EXAMPLES)
    for before, after in changes:
        assert before in written
        written = written.replace(before, after)
    return load(written.encode(), "x.yaml")


def refused(*changes: tuple[str, str]) -> list[tuple[int, str]]:
    with pytest.raises(PackError) as caught:
        pack(*changes)
    return [(problem.line, problem.message) for problem in caught.value.problems]


def test_a_named_exemption_reaches_every_rule_that_names_it_and_is_proven_there() -> None:
    first, second = pack().rules[0].criteria
    assert [one.name for one in first.exemptions] == ["引述", "公示"]
    assert [one.name for one in second.exemptions] == ["公示"]
    assert first.exemptions[0].distance is Reach.SENTENCE
    assert dict(pack().notes) == {"引述": "转述已经公开的报道"}
    assert prove(pack()) == ()


def test_what_a_named_exemption_swallows_is_told_with_its_name() -> None:
    (failure,) = [one for one in prove(pack(("距离: 300", "距离: 全文"))) if one.kind == MUST_NOT_SWALLOW]
    assert "被例外“公示”吞掉了：应当命中，却是" in failure.words


def test_a_sentence_without_the_words_of_its_exemption_proves_nothing() -> None:
    (failure,) = prove(pack(("例句: 据报道。", "例句: 听说了。")))
    assert failure.kind == MUST_NOT_SWALLOW
    assert "里没有这条例外的词（引述），证明不了什么。" in failure.words


def test_each_criterion_that_names_an_exemption_needs_an_example_of_its_own() -> None:
    found = prove(pack((
        "{把握: 中, 主证: 白杨计划}", '{把握: 中, 主证: 白杨计划}\n  - {把握: 中, 主证: 红松计划, 例外: "@引述"}')))
    assert [failure.kind for failure in found if "引述" in failure.words] == [MUST_NOT_SWALLOW]


def test_a_rule_may_bring_its_own_proof_of_a_named_exemption() -> None:
    read = pack(('例外: "@引述"', '例外: [{引用: "@引述", 不得吞掉: [据通报。, 青松计划定了]}]'))
    assert [one.text for one in read.rules[0].exemptions()[0].must_not_swallow] == ["据通报。\n青松计划定了"]
    assert prove(read) == ()


@pytest.mark.parametrize(("changes", "line", "told"), [
    ((('例外: "@引述"', '例外: ["@引书"]'),), 20, "“@引书”没有定义"),
    ((("    例句: 据报道。\n", ""),), 19, "例外“引述”没有写“例句”"),
    ((("性质: 工作秘密", "性质: 国家秘密"),), 22, "只能写“距离: 同句”"),
    ((("    距离: 同句\n", ""),), 5, "缺少“距离”"),
    ((('例外: "@引述"', "例外: [{距离: 同句, 出现: 据报道, 作用: 不命中}]"),), 20, "缺少“不得吞掉”"),
])
def test_a_use_that_says_too_little_is_refused_with_its_line(
    changes: tuple[tuple[str, str], ...], line: int, told: str,
) -> None:
    found = refused(*changes)
    assert any(abs(line - at) <= 1 and told in message for at, message in found), found


def test_an_exemption_that_no_rule_names_is_told() -> None:
    read = pack(('  例外: ["@公示"]\n', ""))
    assert [warning.line for warning in read.warnings if "例外“公示”没有被任何规则用到" in warning.message] == [10]


def test_examples_of_exemptions_are_counted_once_each() -> None:
    run = counts(pack())
    assert (run.must_match, run.must_not_match, run.must_not_swallow) == (2, 2, 2)


def test_neither_notes_nor_proofs_travel_to_the_broker() -> None:
    sent = decode(encode(pack()))
    assert sent.notes == ()
    assert [one.must_not_swallow for one in sent.rules[0].exemptions()] == [(), ()]


def test_lines_of_an_example_represent_a_distance_and_invented_numbers() -> None:
    first, *between, last = spelled_out(["公示公告", "（隔300字）", "青松计划"]).split("\n")
    assert (first, last) == ("公示公告", "青松计划")
    assert len("\n".join(between)) >= 300
    assert spelled_out(["甲", "（公章）"]) == "甲\n（公章）"
    assert spelled_out(["（3个手机号，顿号隔开）"]).count("、") == 2


def test_lines_of_an_example_may_be_written_in_rows() -> None:
    read = pack(("必须命中: [", "必须命中: [[[青松计划, 甲], 乙], "))
    assert read.rules[0].must_match[0].text == "青松计划\n甲\n乙"


@pytest.mark.parametrize(("mark", "validator"), [
    ("20个手机号", "手机"), ("20个身份证号", "GB11643"), ("20张银行卡号", "银联Luhn"),
])
def test_invented_numbers_are_different_and_valid(mark: str, validator: str) -> None:
    numbers = spelled_out([f"（{mark}）"]).split("\n")
    assert len(set(numbers)) == 20
    assert all(VALIDATORS[validator](number) for number in numbers)
