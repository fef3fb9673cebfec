"""Tests people named in running text beside facts that must not be told of them."""

from __future__ import annotations

import pytest

from rules.deadline import Deadline
from rules.features.mentions import CHILD, HEALTH, WATCHED, Mentions
from rules.features.model import View


def _named(text: str) -> dict[str, frozenset[str]]:
    def positions(gate: str) -> list[int]:
        return [start for start in range(len(text)) if text.lower().startswith(gate, start)]

    found = Mentions().find(View(text, (), positions, Deadline(5)))
    assert all(text[hit.start:hit.end] == hit.value for hit in found)
    return {hit.value: hit.kinds for hit in found}


@pytest.mark.parametrize(("text", "name", "kind"), [
    ("12床王国庆,肝癌晚期,家属还不知道", "王国庆", HEALTH),
    ("昨晚收了个喝农药的,叫陈晓燕,女,32岁", "陈晓燕", HEALTH),
    ("流行病学询问:患儿的父亲(父熊建军,沅北大酒店保安)", "熊建军", HEALTH),
    ("钱伟(梅毒阳性)", "钱伟", HEALTH),
    ("咱村上访的就俩,刘德才住二组", "刘德才", WATCHED),
    ("困难学生\n五(3)班 李浩然 母亲残疾", "李浩然", CHILD),
])
def test_a_name_beside_a_word_that_must_not_be_told_of_someone_is_found(text: str, name: str, kind: str) -> None:
    assert kind in _named(text)[name]


@pytest.mark.parametrize("text", [
    "病例5,女,62岁,核酸检测阳性",
    "王某某确诊,已隔离",
    "高血压患者注意少盐,糖尿病患者请携带药物",
    "每年资助200元,万多元用于贫困户",
    "母亲患白血病,孩子8岁",
    "李建国下午来开会",
])
def test_what_names_nobody_is_not_found(text: str) -> None:
    assert _named(text) == {}


def test_a_name_far_from_the_word_is_not_brought_together_with_it() -> None:
    assert _named("李建国,下午开会。" + "请带好材料。" * 20 + "确诊两例") == {}
