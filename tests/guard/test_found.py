"""Tests what is counted of people in a held item: what a title may say, and no guess."""

from __future__ import annotations

import pytest

from guard.core.found import found_in, hidden_near
from guard.core.model import Judged, Reason, Unreadable
from guard.core.people_found import NOTHING_FOUND, Found, FoundKind
from rules.model import Action, Verdict
from rules.text import Text
from tests.support.ui_samples import PATIENTS, ROSTER

ID, PHONE, HOME = FoundKind.ID_NUMBER, FoundKind.PHONE, FoundKind.ADDRESS
PATIENT, ILL, CARD = FoundKind.PATIENT_NUMBER, FoundKind.ILLNESS, FoundKind.BANK_CARD
STOPPED = Verdict(Action.WARN)


def found(*texts: str) -> Found:
    return found_in(Judged("", Text(text), None, STOPPED) for text in texts)


@pytest.mark.parametrize(("text", "people", "kinds"), [
    (ROSTER, 3, {ID: 3}),
    ("赵样例，电话 13912340001，住幸福里3栋402", 1, {PHONE: 1, HOME: 1}),
    ("来访人：周虚构，住幸福里3栋2单元301室", 1, {HOME: 1}),
    ("李样例，男，45岁，住院号ZY20260411。诊断：肺炎。", 1, {PATIENT: 1, ILL: 1}),
    ("姓名\t证件号\n赵样例\t510104199003074518\n钱演示\t510104198507126321", 2, {ID: 2}),
    ("赵样例\n男\n13912340001\n钱演示\n女\n13912340002", 2, {PHONE: 2}),
    ("住院号ZY20260411，请带医保卡", 0, {PATIENT: 1}),
    ("收款卡号6222020000000000004", 0, {}),
    ("经研究，拟自下周一起恢复3路、7路公交线路。", 0, {}),
], ids=range(9))
def test_people_and_kinds_are_counted(text: str, people: int, kinds: dict[FoundKind, int]) -> None:
    assert found(text) == Found(people, tuple((kind, kinds[kind]) for kind in FoundKind if kind in kinds))


def test_the_same_person_and_number_in_two_files_count_once() -> None:
    assert found(ROSTER, ROSTER.splitlines()[1]) == found(ROSTER)


def test_a_patient_number_is_no_illness() -> None:
    assert ILL not in dict(found("赵样例，住院号ZY20260411").kinds)


def test_nothing_is_counted_in_what_was_not_stopped_or_not_read() -> None:
    clean = Judged("", Text(ROSTER), None, Verdict(Action.ALLOW))
    assert found_in((clean, Judged("", None, Unreadable(Reason.DAMAGED)))) == NOTHING_FOUND


def test_parts_about_people_are_found_around_a_place_of_any_text() -> None:
    before = "无关。\n" * 400
    text = f"{before}患者{PATIENTS[0][0]}，住院号{PATIENTS[0][3]}，诊断：咳嗽三天，待查。\n{before}"
    at = text.index("患者")
    parts = [text[start:end] for start, end in hidden_near(text, at, at + 2)]
    assert parts == [PATIENTS[0][0], PATIENTS[0][3], "咳嗽三天，待查"]


def test_parts_are_found_where_they_are_in_the_original_however_it_is_written() -> None:
    text = "來訪人：周虛構，住幸福里３棟２單元３０１室"
    (name, *_) = hidden_near(text, 0, 3)
    assert text[slice(*name)] == "周虛構"
