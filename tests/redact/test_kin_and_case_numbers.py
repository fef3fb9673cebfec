"""Tests what is hidden beside a person: words for relatives, the numbers of court cases and of decisions."""

from __future__ import annotations

import pytest

from guard.redact.case_numbers import case_numbers
from guard.redact.fields import fields
from guard.redact.kin import kin_beside
from guard.redact.mask_kinds import MaskKind
from guard.redact.spelled import spelled_numbers


def found_by(text: str, name: str) -> list[str]:
    start = text.index(name)
    return [text[first:last] for first, last, _ in kin_beside(text, [(start, start + len(name), MaskKind.NAME)])]


@pytest.mark.parametrize(("text", "kin"), [
    ("李样例的妻子来过", ["妻子"]), ("其女李样例今年上学", ["其女"]),
    ("李样例(胞弟)\t长沙", ["胞弟"]), ("李样例的外祖父", ["外祖父"]), ("外孙子李样例", ["外孙子"]),
    ("李样例\t妻\t农民", ["妻"]),
    ("全院都要关爱父母和妻子\n李样例", []), ("父亲节活动\n李样例", []), ("子公司由李样例负责", []),
])
def test_words_for_relatives_are_hidden_beside_a_person_alone(text: str, kin: list[str]) -> None:
    assert found_by(text, "李样例") == kin


@pytest.mark.parametrize(("text", "numbers"), [
    ("依据(2024)川3327民初58号民事判决书", ["(2024)川3327民初58号"]),
    ("(2023)最高法民申1024号", ["(2023)最高法民申1024号"]),
    ("会公(水)行罚决字[2024]71号", ["会公(水)行罚决字[2024]71号"]),
    ("根据国发[2023]5号文件", []), ("(2024)第3期简报", []),
])
def test_numbers_of_cases_and_decisions_are_found_whole_and_those_of_documents_are_not(text: str,
                                                                                      numbers: list[str]) -> None:
    assert [text[start:end] for start, end, _ in case_numbers(text)] == numbers


def test_a_mobile_number_of_taiwan_is_a_phone() -> None:
    assert [(*found,) for found in spelled_numbers("電話0927-416-883。")] == [(2, 14, MaskKind.PHONE)]


@pytest.mark.parametrize(("text", "values"), [
    ("申请人:奉节县望江楼餐饮有限公司\n联系人:李样例", ["李样例"]),
    ("诊断:多发性骨髓瘤\n家庭住址 桐畈镇3组8号", ["多发性骨髓瘤"]),
    ("诊断:视力残疾 监护人 李样例", ["视力残疾"]),
    ("姓名:欧阳 建国\n身份证号:1", ["欧阳 建国", "1"]), ("联系人:买买提 人事科\n", ["买买提"]),
    ("联系人:李样例 县医院\n", ["李样例"]), ("姓名:李样例 汉族\n", ["李样例"]),
    ("姓名:张样 男\n", ["张样"]), ("姓名:李样例 性别:男", ["李样例"]),
])
def test_a_value_ends_where_the_next_label_begins_and_an_office_is_no_name(text: str, values: list[str]) -> None:
    assert [text[start:end] for start, end, _ in fields(text)] == values
