"""Tests that marks are recognised by their position."""

from __future__ import annotations

import pytest

from rules.deadline import Deadline
from rules.features.marking import Marking
from rules.features.model import Hit, View
from rules.scan.literals import fold
from rules.scan.normalise import normalise


def _find(original: str, page_starts: tuple[int, ...] = ()) -> tuple[Hit, ...]:
    text = normalise(original).text
    folded = fold(text)

    def positions(gate: str) -> list[int]:
        return [index for index in range(len(folded)) if folded.startswith(gate, index)]

    return Marking().find(View(text, page_starts, positions, Deadline(60)))


def _kinds(original: str) -> list[str]:
    return sorted(kind for hit in _find(original) for kind in hit.kinds)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("机密★5年\n某某县委文件", "密级标志"),
        ("000012\n机密★5年\n特急", "密级标志"),
        ("机密★5年 特急", "密级标志"),
        ("000012 机密★1年　指人专办", "密级标志"),
        ("绝密★长期", "密级标志"),
        ("秘密★2027年3月", "密级标志"),
        ("机密★会议开始前", "密级标志"),
        ("机密★", "密级标志"),
        ("机密*10年", "密级标志"),
        ("秘 密\n★一年", "密级标志"),
        ("秘密\n ★ 3年", "密级标志"),
        ("某表  机密★1年", "密级标志"),
        ("机密★5年中共某某县委文件", "密级标志"),
        ("密级：秘密", "密级字段"),
        ("文号：12　密级：机密　份数：3", "密级字段"),
        ("【机密】某某工作报告", "方括号密级"),
        ("[绝密]附件.zip", "方括号密级"),
        ("机密-某某方案.docx", "文件名密级"),
        ("D:\\资料\\秘密_某某通知.wps", "文件名密级"),
        ("  机密  ", "密级独占行"),
        ("（秘密）", "密级独占行"),
        ("公开属性：不予公开", "不予公开"),
        ("信息公开选项:免予公开", "不予公开"),
        ("（此件不予公开）", "不予公开"),
        ("公开方式：□主动公开 ☑不予公开", "不予公开"),
        ("公开属性：依申请公开", "依申请公开"),
        ("（依申请公开）", "依申请公开"),
        ("内部资料 注意保存", "内部标志"),
        ("★内部事项，请注意保管！", "内部标志"),
        ("工作秘密", "内部标志"),
        ("内部文件", "内部字样"),
    ],
)
def test_a_mark_in_its_place_is_found(text: str, kind: str) -> None:
    assert _kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "国家秘密的密级分为绝密、机密、秘密三级。",
        "应当标注为机密★5年的文件",
        "机密★5年是一种标注形式",
        "机密★5年、秘密★3年等",
        "密级：绝密、机密、秘密",
        "密级：□绝密 □机密 □秘密",
        "密级: 秘密花园",
        "绝密\n机密\n秘密",
        "这是个秘密。",
        "商业秘密",
        "秘密**",
        "公开方式：□主动公开 □依申请公开 □不予公开",
        "公开属性：主动公开",
        "可以不予公开。",
        "内部讨论一下",
        "内部网络建设",
        "",
    ],
)
def test_a_word_out_of_place_is_no_mark(text: str) -> None:
    assert _kinds(text) == []


def test_every_mark_is_fixed_so_that_no_exemption_lowers_it() -> None:
    hits = _find("机密★5年\n（此件不予公开）\n内部资料 注意保存")
    assert len(hits) == 3
    assert all(hit.fixed for hit in hits)


def test_running_on_without_a_space_counts_only_on_the_first_lines_of_a_page() -> None:
    above = "第一行\n" * 20
    glued = "机密★5年中共某某县委文件"
    assert _find(above + glued) == ()
    assert len(_find(above + glued, (0, len(above)))) == 1


def test_a_line_as_long_as_a_book_costs_no_more_than_its_length() -> None:
    assert _find("密" * 5 + "机密★5年是" * 60_000) == ()


def test_the_mark_of_an_examination_paper_ends_by_its_own_words_and_is_not_fixed() -> None:
    (hit,) = _find("绝密★启用前\n2026年演示市学业水平考试\n数学试题")
    assert hit.kinds == {"密级标志", "启用前标志"}
    assert not hit.fixed


def test_the_same_words_on_any_other_document_are_an_ordinary_fixed_mark() -> None:
    (hit,) = _find("绝密★启封前\n关于谈判底线的说明")
    assert hit.kinds == {"密级标志"}
    assert hit.fixed
