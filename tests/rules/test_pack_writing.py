"""Tests that a written pack changes where it was asked to and nowhere else; an unusual form is refused, not broken."""

from __future__ import annotations

from importlib.resources import files

import pytest

from rules.definition import Pack
from rules.pack.advice import Advisor
from rules.pack.diff import How, changes
from rules.pack.known_writing import PlaceError
from rules.pack.loading import load
from rules.pack.proof import prove
from rules.pack.skeleton import new_rule, skeleton
from rules.pack.writing import with_field, with_rule, without_rule
from rules.pack.yaml_tree import read_tree

PACKS = ("education.yaml", "police.yaml", "enterprise.yaml")
BEGUN = skeleton("单位", "1")


def written(name: str) -> str:
    return (files("rules") / "packs" / name).read_text("utf-8")


@pytest.mark.parametrize("name", PACKS)
def test_every_field_of_every_rule_can_be_written_again_and_says_the_same(name: str) -> None:
    text = written(name)
    content = read_tree(text.encode()).content
    for number, rule in enumerate(content["规则"]):
        for key, value in rule.items():
            text = with_field(text, number, key, value)
    assert read_tree(text.encode()).content == content


def test_other_lines_and_comments_stay_byte_for_byte() -> None:
    text = written("builtin.yaml")
    changed = with_field(text, 1, "名称", "别的名字")
    before, after = text.splitlines(), changed.splitlines()
    assert [one for one, other in zip(before, after, strict=True) if one != other] == [
        next(line for line in before if line.startswith("  名称") and before.index(line) > _line(before, 1))]


def _line(lines: list[str], number: int) -> int:
    return [at for at, line in enumerate(lines) if line.startswith("- 编号")][number]


def test_a_field_is_added_and_taken_away_and_rules_come_and_go() -> None:
    text = with_field(BEGUN, 0, "让位", "true")
    assert load(text.encode(), "x").rules[0].yields
    assert with_field(text, 0, "让位", None) == BEGUN
    two = with_rule(BEGUN, new_rule({"DW-01"}))
    assert [rule.id for rule in load(two.encode(), "x").rules] == ["DW-01", "DW-02"]
    assert read_tree(without_rule(two, 1).encode()).content == read_tree(BEGUN.encode()).content


@pytest.mark.parametrize("words", ["- 开头", "a: b", "#井号", "  空格  ", "引号\"'", "两\n行", "{花括号}", "@名字",
                                   "反斜\\杠", "-"])
def test_hostile_words_arrive_as_they_are(words: str) -> None:
    text = with_field(BEGUN, 0, "必须命中", [words, "青松计划选址"])
    assert read_tree(text.encode()).content["规则"][0]["必须命中"][0] == words


@pytest.mark.parametrize("text", ["规则包: x\n规则: [{编号: A}]\n", "规则包: x\r\n规则:\r\n- 编号: A\r\n",
                                  "规则包: x\n规则:\n-\n  编号: A\n"])
def test_what_a_form_cannot_change_is_refused_in_words(text: str) -> None:
    with pytest.raises(PlaceError, match=r"写|改"):
        with_field(text, 0, "名称", "乙")


def test_what_is_begun_passes() -> None:
    assert prove(load(BEGUN.encode(), "x")) == ()


@pytest.mark.parametrize(("key", "value", "advice"), [
    ("不得命中", ["青松计划的选址", "别的"], "并且附近有"),
    ("必须命中", ["完全无关的话", "青松计划的选址"], "没有“出现”的任何一个词"),
    ("必须命中", ["青松计划今天开会", "青松计划的选址"], "没有“并且附近有”的词（选址、报价、补偿）"),
    ("必须命中", [f"青松计划{'，' * 200}选址", "青松计划的选址"], "前后 60 字内凑不够 1 个"),
    ("必须命中", [{"文字": "青松计划的选址", "动作": "提醒"}, "青松计划的选址"], "动作不一样"),
])
def test_a_failing_example_says_what_to_change(key: str, value: list[str], advice: str) -> None:
    pack = load(with_field(BEGUN, 0, key, value).encode(), "x")
    (failure,) = prove(pack)
    assert advice in Advisor(pack).advise(failure)


def test_an_exemption_that_lowers_what_must_be_caught_is_named() -> None:
    text = with_field(BEGUN, 0, "判据", [{
        "把握": "高", "主证": ["青松计划"],
        "例外": [{"出现": ["选址"], "距离": "同句", "作用": "降两级", "不得吞掉": "选址。\n青松计划定了"}]}])
    pack = load(with_field(text, 0, "不得命中", ["甲", "乙"]).encode(), "x")
    failure = next(one for one in prove(pack) if one.kind == "必须命中")
    assert "被例外降了级" in Advisor(pack).advise(failure)


def test_changes_are_told_in_the_words_of_a_pack() -> None:
    before = load(with_rule(BEGUN, new_rule({"DW-01"})).encode(), "x")
    text = with_field(BEGUN, 0, "动作", {"高": "提醒"})
    text = with_rule(with_field(text, 0, "判据", [{"把握": "高", "主证": ["青松计划", "白杨工程"]}]),
                     {**new_rule(), "编号": "DW-03"})
    found = changes(before, load(text.encode(), "x"))
    assert [(one.how, one.id) for one in found] == [
        (How.CHANGED, "DW-01"), (How.ADDED, "DW-03"), (How.REMOVED, "DW-02")]
    told = "\n".join(found[0].lines)
    assert "动作：把握高拦截、把握中提醒、把握低记录 → 把握高提醒" in told
    assert "判据 1 出现，加上：白杨工程" in told
    assert "并且附近有，去掉：报价、补偿、选址" in told
    assert changes(before, before) == ()


def test_a_criterion_that_is_taken_out_or_put_in_is_named_and_the_others_are_not_changed() -> None:
    words = (("高", "青松计划"), ("中", "白杨工程"), ("低", "银杏"))
    criteria = [{"把握": level, "主证": [word]} for level, word in words]
    every, fewer = (load(with_field(BEGUN, 0, "判据", some).encode(), "x") for some in (criteria, criteria[1:]))
    (gone,), (back,) = changes(every, fewer), changes(fewer, every)
    assert list(map(str, gone.lines)) == ["判据：3 条 → 2 条", "删去原判据 1（把握高）", "出现，去掉：青松计划"]
    assert list(map(str, back.lines)) == ["判据：2 条 → 3 条", "新增判据 1（把握高）", "出现，加上：青松计划"]
    turned = load(with_field(BEGUN, 0, "判据", criteria[::-1]).encode(), "x")
    assert [one.lines for one in changes(every, turned)] == [()], "their order means nothing"
    second = {"把握": "中", "主证": ["白杨工程", "红杉"]}
    edited = [{"把握": "高", "主证": ["黄杨"]}, criteria[0], second, criteria[2]]
    (more,) = changes(every, load(with_field(BEGUN, 0, "判据", edited).encode(), "x"))
    assert list(map(str, more.lines)) == [
        "判据：3 条 → 4 条", "新增判据 1（把握高）", "出现，加上：黄杨", "判据 3 出现，加上：红杉"]


@pytest.mark.parametrize("exempts", [False, True])
def test_a_word_less_loosens_where_a_rule_matches_by_the_list_whatever_else_uses_it(exempts: bool) -> None:
    exemption = {"例外": [{"出现": ["@代号"], "距离": "全文", "作用": "降一级", "不得吞掉": "青松计划\n白杨工程"}]}
    other = {"把握": "高", "主证": ["红枫"], **(exemption if exempts else {})}

    def pack(words: str) -> Pack:
        text = with_rule(with_field(BEGUN, 0, "判据", [{"把握": "高", "主证": ["@代号"]}]),
                         {**new_rule(), "编号": "DW-03", "判据": [other]})
        return load(text.replace("规则:\n", f"词表:\n  代号: [{words}]\n规则:\n", 1).encode(), "x")

    both, one = pack("青松计划, 白杨工程"), pack("青松计划")
    assert [(change.id, change.loosens) for change in changes(both, one)] == [("词表", True)]
    assert [change.loosens for change in changes(one, both)] == [exempts]


def test_an_example_that_changes_far_behind_or_in_its_action_alone_is_told() -> None:
    long = f"青松计划选址{'，' * 60}"
    before, after, milder = (
        load(with_field(BEGUN, 0, "必须命中", ["青松计划选址", example]).encode(), "x")
        for example in (f"{long}甲", f"{long}乙", {"文字": f"{long}乙", "动作": "提醒"}))
    assert [line[:7] for line in changes(before, after)[0].lines] == ["必须命中，加上", "必须命中，去掉"]
    assert changes(after, milder)[0].lines[0].endswith("… → 提醒")


def test_a_word_with_a_comma_is_written_in_quotes_so_that_it_stays_one() -> None:
    for primary in ("请勿外传，注意保密", ["青松计划", "请勿外传，注意保密"]):
        text = with_field(BEGUN, 0, "判据", [{"把握": "高", "主证": primary}])
        assert [one.name for one in load(text.encode(), "x").rules[0].criteria[0].primary][-1] == "请勿外传,注意保密"


def test_a_product_and_the_name_of_an_exemption_are_written_as_they_are_read() -> None:
    text = with_field(BEGUN, 0, "判据", [{"把握": "高", "主证": ["青松、白杨 × 计划"], "例外": ["@引述"]}])
    assert "主证: [青松、白杨 × 计划]" in text
    named = "例外:\n  引述: {出现: 据报道, 距离: 同句, 作用: 降两级, 例句: 据报道。}\n"
    text = text.replace("规则:\n", f"{named}规则:\n", 1)
    assert prove(load(with_field(text, 0, "不得命中", ["甲", "乙"]).encode(), "x")) == ()


def test_what_is_only_written_otherwise_is_no_change() -> None:
    plain = with_field(BEGUN, 0, "判据", [{"把握": "高", "主证": ["青松计划", "青松工程"]}])
    product = with_field(BEGUN, 0, "判据", [{"把握": "高", "主证": ["青松 × 计划、工程"]}])
    assert changes(load(plain.encode(), "x"), load(product.encode(), "x")) == ()
