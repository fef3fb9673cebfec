"""Tests the windowed scan against RE2 over the whole text: no difference is allowed."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.deadline import Deadline, OutOfTime
from rules.definition import Pack
from rules.pack.loading import load
from rules.scan.expression import compile_expression
from rules.scan.literals import shape_of
from rules.scan.normalise import normalise
from rules.scan.scanner import Scanner

PACK = load((Path(__file__).parents[2] / "rules/packs/builtin.yaml").read_bytes(), "builtin.yaml")
ODD = {
    "line start": "^机密",
    "line end": "(?m)密$",
    "word edge": r"\b1[3-9][0-9]{9}\b",
    "crossing": r"机密\s{0,3}★",
    "negated": "密[^a]{0,8}年",
    "no literal": "[0-9]{1,3}岁?",
    "upper case": "(?i)No[.]?[0-9]{3}",
    "begins with its literal": "(?:绝密|密件|密|内部资料)[^\n]{0,5}",
    "begins with an edge and its literal": r"\b(?:No|a)[0-9]{2,8}\b",
    "begins with a run": "[0-9]{4,6}[号年岁]?",
    "long number": r"\b[1-9][0-9]{17}\b",
    "number anywhere": "[1-9][0-9]{6,9}1",
    "number behind a word": "[号码年密][0-9]{8}",
    "overlaps itself": "(?:密密|密)密?",
    "literal behind a branch": "(?:机|[^\n]{3}|省政办){1,2}批示",
    "literal behind what may cross lines": r"(?:\s|年){0,6}批示",
    "literal inside a repeat": "(?:[一-龥]{0,2}密){2,3}",
    "literal at the end": "[^\n。]{0,30}公开",
    "two literals of different places": "(?:关于.{0,9}函|内部)[^\n]{0,2}资料",
}
PATTERNS = {pattern.name: pattern.expression for pattern in PACK.patterns} | ODD
SCANNER = Scanner([], [], {name: (expression, shape_of(expression)) for name, expression in PATTERNS.items()})
WHOLE = {name: compile_expression(expression) for name, expression in PATTERNS.items()}
PIECES = [
    "机密★5年", "绝密\n", "湘政办发〔2020〕12号", "关于恢复线路的通告(讨论稿)", "王书记批示:请办",
    "住院号:00234567", "13812345678", "430102199003077230", "No000012", "密码:abc123x", "批示:", "\n", " ", ",",
    "。", "a", "1", "密", "年", "机密 \n★", "内部资料 注意保管", "已确诊3例", "关于与朱某密接人员排查的函",
    "密密密", "1234567", "00000000000000000000", "公开", "资料", "关于", "\n\n",
    "明天全县超市关门", "县卫健局发布", "某某县人民政府", "6228480012345678903", "岁", "公开属性:不予公开",
]


def _differences(text: str) -> dict[str, object]:
    canonical = normalise(text).text
    scan = SCANNER.scan(canonical, Deadline(60))
    data = canonical.encode()
    wrong = {}
    for name, compiled in WHOLE.items():
        expected = [
            (len(data[:match.start()].decode()), len(data[:match.end()].decode())) for match in compiled.finditer(data)
        ]
        found = scan.pattern(name, Deadline(60))
        if found != expected:
            wrong[name] = (found, expected)
    return wrong


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=40).map("".join))
def test_windows_find_exactly_what_the_whole_text_holds(text: str) -> None:
    assert _differences(text) == {}


@pytest.mark.thorough
def test_windows_are_right_in_long_texts_too() -> None:
    chance = random.Random(11)
    filler = "本次会议研究了近期工作,各单位要认真组织学习。" * 40
    for _ in range(12):
        parts = [filler[:chance.randrange(len(filler))] + chance.choice(PIECES) for _ in range(60)]
        assert _differences("".join(parts)) == {}


def test_a_text_longer_than_a_chunk_loses_nothing_at_its_seams() -> None:
    # A chunk is one mebibyte of UTF-8; marks are placed across its edge at every byte offset.
    for shift in range(12):
        text = "a" * ((1 << 20) - 6 - shift) + "机密★5年" + "b" * 50
        found = SCANNER.scan(text, Deadline(60)).pattern("密级标志", Deadline(60))
        assert found == [(text.index("机"), text.index("机") + 5)]


def test_words_are_compared_without_case_and_with_their_own_digits() -> None:
    scan = Scanner(["QQ群", "110"], [], {}).scan("qq群 Qq群 110 119", Deadline(60))
    assert scan.word("QQ群") == [(0, 3), (4, 7)]
    assert scan.word("110") == [(8, 11)]


def test_numbers_are_found_in_runs_of_digits_of_any_length() -> None:
    chance = random.Random(7)
    for length in range(4, 140):
        digits = "".join(chance.choices("0123456789", k=length))
        before, between = chance.choice(["", "号", "a"]), chance.choice(["", "年", "\n"])
        assert _differences(before + digits + between + digits[::-1]) == {}


def test_a_word_of_digits_is_found_at_every_place() -> None:
    scan = Scanner(["100000", "000000"], [], {}).scan("10000000 900000", Deadline(60))
    assert scan.word("100000") == [(0, 6)]
    assert scan.word("000000") == [(1, 7), (2, 8)]


def test_a_deadline_that_has_passed_stops_a_pattern() -> None:
    scan = SCANNER.scan("机密★5年" * 50, Deadline(60))
    with pytest.raises(OutOfTime):
        scan.pattern("密级标志", Deadline(-1))


def test_the_pack_of_this_test_is_the_built_in_one(builtin: Pack) -> None:
    assert builtin.patterns == PACK.patterns
