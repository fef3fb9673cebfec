"""Tests that identity numbers are found in every spelling; examples of the standard and other numbers are not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rules.judge.judge import Judge
from rules.model import Action
from rules.text import Text
from tests.support.private_lists import identity_numbers, mobiles, names, orders

(NUMBER,) = identity_numbers(1)


def _split(*lengths: int, by: str = " ") -> Callable[[str], str]:
    def write(number: str) -> str:
        ends = [sum(lengths[:index + 1]) for index in range(len(lengths))]
        return by.join(number[end - length:end] for end, length in zip(ends, lengths, strict=True))
    return write


def _found(judge: Judge, text: str) -> set[Action]:
    return {match.action for match in judge.judge(Text(text)).matches if match.rule in ("BC-05", "BC-08")}


@pytest.mark.parametrize("written", [
    pytest.param(str, id="plain"),
    pytest.param(lambda number: f"NI{number}", id="behind letters"),
    pytest.param(lambda number: f"sfz_{number}_扫描", id="between low lines"),
    pytest.param(lambda number: f"老罗{number}男", id="between words"),
    pytest.param(lambda number: f"3.{number}", id="behind a number of a list"),
    pytest.param(lambda number: f"3 {number} 2", id="between other numbers"),
    pytest.param(lambda number: f"({number})", id="in brackets"),
    pytest.param(_split(6, 8, 4), id="6-8-4"),
    pytest.param(_split(6, 4, 4, 4), id="6-4-4-4"),
    pytest.param(_split(4, 4, 4, 4, 2), id="4-4-4-4-2"),
    pytest.param(_split(3, 3, 4, 4, 4), id="3-3-4-4-4"),
    pytest.param(_split(6, 8, 4, by="-"), id="dashes"),
    pytest.param(_split(6, 8, 4, by="."), id="points"),
])
def test_a_number_is_told_in_every_writing(written: Callable[[str], str], judge: Judge) -> None:
    assert _found(judge, f"这个帮我登记下 {written(NUMBER)} 谢谢") & {Action.WARN, Action.BLOCK}


@pytest.mark.parametrize("text", [
    "证件号码：18位，例11010519491231002X", "姓名 张三 公民身份号码 11010519491231002X（样张）",
    "440524188001010014（百岁以上老人的号码）", "身份证号：34052419800101001X", f"{NUMBER[:6]}********{NUMBER[-4:]}",
    f"订单号{orders(1)[0]}", f"{NUMBER}01", f"9{NUMBER}", "330106-1990-071234-A", "1.101051949E+17",
    "0.110105194912310021",
])
def test_examples_masked_and_other_numbers_are_nobodys(text: str, judge: Judge) -> None:
    assert not _found(judge, text) & {Action.WARN, Action.BLOCK}


def test_a_mistyped_number_is_told_where_a_word_says_what_it_is(judge: Judge) -> None:
    wrong = NUMBER[:-1] + ("2" if NUMBER[-1] != "2" else "3")
    assert _found(judge, f"身份证号：{wrong}") == {Action.WARN}
    assert not _found(judge, f"货号：{wrong}")


PEOPLE = list(zip(names(4), identity_numbers(4), mobiles(4), strict=True))
ROWS = [(row, name, number) for row, (name, number, _) in enumerate(PEOPLE, 1)]
IDS: dict[str, str] = {
    "接龙": "#接龙 报名体检\n" + "\n".join(f"{row}. {name} {number}" for row, name, number in ROWS),
    "接龙 in brackets": "接龙\n" + "\n".join(f"{row}、{name}（{number}）✅" for row, name, number in ROWS),
    "one sentence": "明天进场的有" + "，".join(f"{name}{number}" for name, number, _ in PEOPLE) + "，请门卫放行",
    "no header": "\n".join(f"{name}\t{number}" for name, number, _ in PEOPLE),
    "number first": "\n".join(f"{number} {name}" for name, number, _ in PEOPLE),
    "a block for each": "\n\n".join(f"{name}\n{number}\n{phone}" for name, number, phone in PEOPLE),
    "CSV": "\n".join(f'"{name}","{number}","{phone}"' for name, number, phone in PEOPLE),
    "JSON": "\n".join(f'{{"nm": "{name}", "no": "{number}"}},' for name, number, _ in PEOPLE),
    "file names": "\n".join(f"{name}_{number}_正面.jpg" for name, number, _ in PEOPLE),
    "airline": "\n".join(f"{row}) {name} NI{number} {row}4J" for row, name, number in ROWS),
    "spoken": "你记一下，" + "，".join(f"第{row}个{name}，身份证号是{number}" for row, name, number in ROWS),
    "split": "\n".join(f"{name} {_split(6, 4, 4, 4)(number)}" for name, number, _ in PEOPLE),
    "Markdown": "|姓名|证件|\n|-|-|\n" + "\n".join(f"|{name}|{number}|" for name, number, _ in PEOPLE),
}


@pytest.mark.parametrize("text", IDS.values(), ids=IDS)
def test_people_with_their_numbers_are_a_list_in_every_layout(text: str, judge: Judge) -> None:
    assert Action.BLOCK in _found(judge, text)
