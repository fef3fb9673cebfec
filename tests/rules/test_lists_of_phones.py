"""Tests that three people with their private numbers are a list in any layout; public numbers are not."""

from __future__ import annotations

import pytest

from rules.judge.judge import Judge
from rules.model import Action
from rules.text import Text
from tests.support.for_the_learnt_judge import for_the_learnt_judge
from tests.support.private_lists import homes, mobiles, names

PEOPLE = list(zip(names(4), mobiles(4), strict=True))
P1, P2, P3, P4 = (phone for _, phone in PEOPLE)
STOPPED = (Action.WARN, Action.BLOCK)

LISTS = {
    "lines": "\n".join(f"{name} {phone}" for name, phone in PEOPLE),
    "number first": "\n".join(f"{phone} {name}" for name, phone in PEOPLE),
    "one line": "、".join(f"{name}{phone}" for name, phone in PEOPLE) + " 这几个还没续费，你挨个打一遍",
    "semicolons": ";".join(f"{name} {phone} 欠{row}万" for row, (name, phone) in enumerate(PEOPLE, 1)),
    "接龙": "#接龙\n" + "\n".join(f"{row}. {name}（{phone}）" for row, (name, phone) in enumerate(PEOPLE, 1)),
    "cells": "\n".join(f"苏E64P8{row}\t{name}\t{phone}\tB2-7{row}" for row, (name, phone) in enumerate(PEOPLE, 1)),
    "CSV with a header": "客户,电话,跟进人\n" + "\n".join(f"{name},{phone},小顾" for name, phone in PEOPLE),
    "JSON": "\n".join(f'{{"name": "{name}", "tel": "{phone}"}},' for name, phone in PEOPLE),
    "how they are called": f"何先生 {P1} 要两居\n詹女士{P2} 嫌西晒\n老符 {P3} 月底签\n康师傅，{P4} 欠尾款",
    "whose parents they are": f"接龙没交的：乐乐妈{P1} 朵朵爸{P2} 铭铭奶奶{P3}",
    "relatives": f"头一户老伴走了，儿子{P1}；隔壁她女儿 {P2}；三楼监护人：{P3}",
    "rare surnames": f"萧志豪 {P1}，逄玉芝 {P2}，綦小军 {P3}，明早打一遍",
    "double surnames": f"濮阳清 {P1}\n尔朱英 {P2}\n申屠亮 {P3}",
}


@pytest.mark.parametrize("text", [
    pytest.param(text, id=name, marks=for_the_learnt_judge if name == "relatives" else ())
    for name, text in LISTS.items()
])
def test_three_people_with_their_numbers_are_asked_about_in_every_layout(text: str, judge: Judge) -> None:
    assert judge.judge(Text(text)).action in STOPPED


PUBLIC = {
    "a duty roster": "国庆值班表\n" + "\n".join(f"{name} {phone}" for name, phone in PEOPLE),
    "a web page": "联系我们\n" + "\n".join(f"{name} {phone}（微信同号）" for name, phone in PEOPLE),
    "a notice": "报名请打电话\n" + "，".join(f"{name} {phone}" for name, phone in PEOPLE),
    "a board at a river": "【河长公示牌】\n" + "\n".join(f"村级河长：{name} {phone}" for name, phone in PEOPLE),
    "goods": "\n".join(f"紫铜弯头{row}\t女丝\t{phone}\t现货" for row, (_, phone) in enumerate(PEOPLE)),
    "numbers for sale": f"新到靓号 {P1} 预存3000|{P2} 预存2000|{P3} 预存800",
    "masked": "\n".join(f"{name} {phone[:3]}****{phone[7:]}" for name, phone in PEOPLE),
    "documentation": "\n".join(f"('{name}', '1380013800{row}')," for row, (name, _) in enumerate(PEOPLE)),
    "counted up": "\n".join(f"{name},1380000000{row}" for row, (name, _) in enumerate(PEOPLE)),
    "one digit": "\n".join(f"{name} 188{str(row) * 8}" for row, (name, _) in enumerate(PEOPLE, 5)),
    "land lines": "\n".join(f"{name} 0736-662{row:04d}" for row, (name, _) in enumerate(PEOPLE, 1)),
    "a published list": "第六批合格对象（已脱敏）\n" + "\n".join(
        f"{name} 430181********497{row} 荷花小区{row}栋" for row, (name, _) in enumerate(PEOPLE, 1)),
}


@pytest.mark.parametrize("text", PUBLIC.values(), ids=PUBLIC)
def test_what_the_public_is_given_is_no_list(text: str, judge: Judge) -> None:
    assert judge.judge(Text(text)).action not in STOPPED


@pytest.mark.parametrize("text", [
    f"工单：{PEOPLE[0][0]}，{P1}，{homes(1)[0]}，客厅空调异响", f"寄到这里 {homes(1)[0]} {PEOPLE[0][0]} {P1} 放门口",
    f"{homes(1)[0]}那户投诉油烟，电话{P1}，你回访一下",
])
def test_somebodys_door_beside_the_number_is_asked_about(text: str, judge: Judge) -> None:
    assert judge.judge(Text(text)).action in STOPPED


@pytest.mark.parametrize("text", [
    f"收货地址：{PEOPLE[0][0]} {P1} {homes(1)[0]}", f"联系电话：{P1}", f"门店地址：人民路12号，电话{P1}",
    f"悬赏通告\n{PEOPLE[0][0]}有重大作案嫌疑，户籍地幸福里7栋1701，请打110",
])
def test_ones_own_address_and_a_shop_are_let_go(text: str, judge: Judge) -> None:
    assert judge.judge(Text(text)).action not in STOPPED
