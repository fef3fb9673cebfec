"""Tests that names are a list below a heading that names a condition, in any layout; names alone or of staff are not.
"""

from __future__ import annotations

import pytest

from rules.judge.judge import Judge
from rules.model import Action
from rules.text import Text
from tests.support.private_lists import names

MANY = 24


def _blocked(judge: Judge, text: str) -> bool:
    return any((match.rule, match.action) == ("BC-05", Action.BLOCK) for match in judge.judge(Text(text)).matches)


@pytest.mark.parametrize("heading", [
    "密接人员", "患者姓名", "患者", "低保户", "河西镇返乡人员名单", "吸毒人员", "欠薪职工名单（2026年11月）",
    "考生姓名", "社区矫正对象", "信访人", "服刑人员名册", "确诊患者名单：", "隔离人员名单\n序号\t姓名", "残疾人",
    "留守儿童登记表", "2026年低保对象花名册", "密接人员名单\n\n统计日期 11月28日", "逾期客户明细", "拟处分人员",
])
def test_names_below_a_telling_heading_are_a_list(heading: str, judge: Judge) -> None:
    assert _blocked(judge, "\n".join([heading, *names(MANY)]))


@pytest.mark.parametrize("text", [
    "密接人员：" + "、".join(names(8)),
    "低保户名单\r\n" + "\r\n".join(f"{row}. {name}" for row, name in enumerate(names(8), 1)),
    "低保户名单\n" + "\n".join(f"{row}\t{name}\t石坎村\t{row % 5}" for row, name in enumerate(names(8), 1)),
    "低保户名单\n" + "\n".join(f"（{row}）{name}" for row, name in zip("一二三四五六七八", names(8), strict=True)),
    "低保户名单\n" + "\n".join(f"{row}、{name}" for row, name in zip("一二三四五六七八", names(8), strict=True)),
    "特困人员\n" + "\t".join(names(8)),
    "孤儿名单\n" + " ".join(names(8)),
    "姓名\t隔离点\n" + "\n".join(f"{name}\t东门宾馆" for name in names(8)),
    "序号,姓名,欠费金额\n" + "\n".join(f"{row},{name},{row * 30}" for row, name in enumerate(names(8), 1)),
    "会上说了三件事。\n\n艾滋病患者名单\n" + "\n".join(names(8)) + "\n请妥善保管。",
])
def test_names_below_a_telling_heading_are_a_list_in_every_layout(text: str, judge: Judge) -> None:
    assert _blocked(judge, text)


@pytest.mark.parametrize("heading", [
    "", "姓名", "参会人员", "拟录用人员公示", "获奖名单", "县足球队名单", "低保工作人员名单", "隔离点值班人员",
    "志愿者", "先进个人", "慰问困难职工志愿者名单", "防控隔离工作专班成员", "三年级二班", "光荣榜", "新入职员工",
    "党员名册", "低保对象公示名单", "救助站工作人员", "患者家属服务队成员", "考生须知", "结对帮扶困难户责任人",
    "姓名\t隔离防护培训成绩", "关于低保的会议今天开，大家签到",
])
def test_names_below_another_heading_or_none_are_no_list(heading: str, judge: Judge) -> None:
    assert not _blocked(judge, "\n".join([heading, *names(MANY)]))


@pytest.mark.parametrize("text", [
    "返乡人员\n请各村报数\n收到\n今天报齐\n" + "\n".join(names(3)),
    "低保户名单\n" + "\n".join(names(4)),
    "患者\n我们科明天开始试行预约。\n门诊时间不变。\n地点不变。\n" + "\n".join(names(8)),
    "低保户、特困户的补贴从一月起由各镇发放。\n" + "\n".join(names(8)),
    "某某村低保对象公示\n低保户\n" + "\n".join(names(8)),
])
def test_few_names_far_from_a_heading_or_made_public_are_no_list(text: str, judge: Judge) -> None:
    assert not _blocked(judge, text)


def test_what_is_marked_are_the_names(judge: Judge) -> None:
    verdict = judge.judge(Text("\n".join(["密接人员", *names(6)])))
    assert [match.text for match in verdict.matches if match.rule == "BC-05"] == names(6)
