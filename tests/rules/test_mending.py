"""Tests that words separated by a line end, a blank or punctuation are found; lists, cells and marks stay."""

from __future__ import annotations

import pytest

from rules.judge.judge import Judge
from rules.model import Action
from rules.pack.hashing import hashed_pack
from rules.pack.known_writing import new_pack
from rules.pack.loading import load
from rules.pack.skeleton import new_rule
from rules.pack.writing import with_rule
from rules.text import Text
from tests.support.private_lists import identity_numbers, names
from tests.support.tables import KEY


@pytest.fixture(scope="module", params=["in clear", "hashed"])
def pine(request: pytest.FixtureRequest) -> Judge:
    rule = {**new_rule(), "判据": [{"把握": "高", "主证": ["@代号"]}], "必须命中": ["青松计划", "看青松计划"],
            "不得命中": ["柏树", "松树"]}
    lists = "词表:\n  代号: {发布时散列: true, 词: [青松计划]}\n"
    written = with_rule(new_pack("演示包", "1").decode() + f"\n{lists}", rule).encode()
    if request.param == "hashed":
        written = hashed_pack(written, "pine.yaml", KEY)
    return Judge([load(written, "pine.yaml")], key=KEY)


PARTED = {
    "in the middle of a page":
        "上午听取了有关负责同志的汇报，会议认为青\n松计划的选址还要再看一看，先不要对外讲。",
    "after its first half": "上午听取了有关负责同志的汇报，会议认为青松\n计划的选址还要再看一看，先不要对外讲。",
    "with CRLF": "上午听取了有关负责同志的汇报，会议认为青松\r\n计划的选址还要再看一看，先不要对外讲。",
    "with a blank before the end":
        "上午听取了有关负责同志的汇报，会议认为青松 \n计划的选址还要再看一看，先不要对外讲。",
    "in a narrow bubble":
        "刚开完会说到的青松\n计划的选址先别讲啊\n等书记回来再定吧",
    "a blank": "会上说青松 计划先不动",
    "a wide blank": "会上说青松　计划先不动",
    "quotation marks": "会上说“青松”计划先不动",
    "corner brackets": "会上说「青松」计划先不动",
    "brackets": "会上说（青松）计划先不动",
    "a hyphen": "会上说青松-计划先不动",
    "a dash": "会上说青松—计划先不动",
    "a point": "会上说青松·计划先不动",
    "a low line": "青松_计划_第二稿.docx",
}


@pytest.mark.parametrize("text", PARTED.values(), ids=PARTED)
def test_a_word_that_is_parted_is_found(text: str, pine: Judge) -> None:
    (match,) = pine.judge(Text(text)).matches
    assert match.text[0] == "青"
    assert match.text[-1] == "划"
    assert text[match.start:match.end] == match.text


KEPT_APART = {
    "an empty line": "上午听取了有关负责同志的汇报，会议认为青松\n\n计划另行通知",
    "an indent": "上午听取了有关负责同志的汇报，会议认为青松\n　　计划另行通知，请各单位留意后续的安排",
    "a list's number": "上午听取了有关负责同志的汇报，会议认为青松\n1.计划另行通知，请各单位留意后续的安排",
    "a list's Chinese number": "上午听取了有关负责同志的汇报，会议认为青松\n一、计划另行通知，请各单位留意后续的安排",
    "cells": "树种\t青松\t计划\t三百棵",
    "columns": "青松  计划  三百棵",
    "short lines": "青松\n计划\n落叶松",
    "a full stop": "门口种的是青松。计划明年再种",
    "a comma": "门口种的是青松，计划明年再种",
    "another word between": "青松的计划",
}


@pytest.mark.parametrize("text", KEPT_APART.values(), ids=KEPT_APART)
def test_words_of_two_paragraphs_items_or_cells_are_two(text: str, pine: Judge) -> None:
    assert pine.judge(Text(text)).action is Action.ALLOW


PAGE = (
    "县纪委监委信访室转来群众来信一件，反映河西镇某村在土地流转中少发流转款，请你室会同镇纪委认真核查，于"
    "本月底前将核查情况和处理意见书面报县纪委，情况复杂的可以先报阶段性情况。另据了解，来信人是该村会计，"
    "核查中要注意保护，《关于河西镇土地流转问题的核查报告（送审稿）》形成后先不要发给镇里，等县里研究了再说。"
)


def _printed(text: str, columns: int) -> str:
    """Return a text as a page prints it: Chinese characters take two columns, and no line begins with a full stop."""
    lines, width = [""], 0
    for character in text:
        wide = 1 if character.isascii() else 2
        if width + wide > columns and character not in "，。、；）》":
            lines.append("")
            width = 0
        lines[-1] += character
        width += wide
    return "\n".join(lines)


@pytest.mark.parametrize("columns", range(22, 80))
def test_a_page_is_judged_alike_at_every_width(columns: int, judge: Judge) -> None:
    found = judge.judge(Text(_printed(PAGE, columns))).matches
    assert "BC-06" in {match.rule for match in found if match.action is not Action.LOG}


@pytest.mark.parametrize("columns", range(44, 80))
def test_a_number_that_a_line_end_parts_is_whole(columns: int, judge: Judge) -> None:
    (number,) = identity_numbers(1)
    text = f"申请人是镇上的老住户，住河西镇人民路，他的身份证号{number}，请求尽快办理，他家里没有别的收入。{PAGE}"
    assert any(match.rule == "BC-08" for match in judge.judge(Text(_printed(text, columns))).matches)


@pytest.mark.parametrize(("text", "rule"), [
    ("某某县人民政府办公室关于做好某项工作\n机密★5年\n某政办发〔2021〕3号", "BC-01"),
    ("关于进一步做好全县重点领域有关工作\n内部资料 注意保存\n各乡镇人民政府，县直各单位", "BC-02"),
    ("关于进一步做好全县重点领域有关工作\n的各项通知已经下发到了每一个有关单位\n（此件不予公开）", "BC-02"),
])
def test_a_mark_on_a_line_of_its_own_stays_there(text: str, rule: str, judge: Judge) -> None:
    found = [match for match in judge.judge(Text(text)).matches if match.rule == rule]
    assert [match.action for match in found] == [Action.BLOCK]
    assert "\n" not in found[0].text


def test_rows_of_people_stay_rows(judge: Judge) -> None:
    rows = "\n".join(f"{name} {number}" for name, number in zip(names(3), identity_numbers(3), strict=True))
    found = {match.text for match in judge.judge(Text(rows)).matches if match.rule == "BC-05"}
    assert found == set(rows.split("\n"))


@pytest.mark.parametrize("text", [*PARTED.values(), *KEPT_APART.values(), PAGE])
def test_many_texts_at_once_are_judged_as_each_by_itself(text: str, pine: Judge) -> None:
    texts = [Text("好的"), Text(text), Text("收到")]
    assert pine.judge_many(texts) == [pine.judge(one) for one in texts]


@pytest.mark.parametrize(("text", "rule"), [
    ("（此件不予公\n开）", "BC-02"), ("（此件 不予 公开）", "BC-02"), ("机\n密★10\n年\n某县委", "BC-01"),
    ("莫志强的身份证号450122197\n302111080，工伤认定用", "BC-08"),
])
def test_a_mark_in_pieces_and_a_number_on_two_lines_are_seen(text: str, rule: str, judge: Judge) -> None:
    assert rule in {match.rule for match in judge.judge(Text(text)).matches}


@pytest.mark.parametrize("text", [
    "登记\n450122197\n302111081\n", "产量\n136771\n23337\n台", "（张三 李四 王五）\n今天值班", "男\n45\n女\n38",
])
def test_cells_that_only_look_like_pieces_of_something_stay_apart(text: str, judge: Judge) -> None:
    assert judge.judge(Text(text)).action is Action.ALLOW
