"""Tests that twenty private numbers, mailboxes or homes are a list in any layout; those of offices are not."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import pytest

from rules.judge.judge import Judge
from rules.model import Action
from rules.text import Text
from tests.support.private_lists import cards, homes, land_lines, mailboxes, mobiles, names, offices, orders

MANY = 24
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
NUMERALS = "零一二三四五六七八九"


def _action(judge: Judge, text: str) -> Action | None:
    """Return what BC-05 asks for, None when it finds nothing."""
    found = [match.action for match in judge.judge(Text(text)).matches if match.rule == "BC-05"]
    return max(found, key=lambda action: action.severity, default=None)


def _grouped(*lengths: int, by: str) -> Callable[[str], str]:
    def write(number: str) -> str:
        ends = [sum(lengths[:index + 1]) for index in range(len(lengths))]
        return by.join(number[end - length:end] for end, length in zip(ends, lengths, strict=True))
    return write


@pytest.mark.parametrize("written", [
    pytest.param(str, id="plain"),
    pytest.param(_grouped(3, 4, 4, by="-"), id="dashes"),
    pytest.param(_grouped(3, 4, 4, by=" "), id="blanks"),
    pytest.param(_grouped(3, 3, 5, by=" "), id="3-3-5"),
    pytest.param(_grouped(3, 8, by=" "), id="3-8"),
    pytest.param(_grouped(3, 4, 4, by="."), id="points"),
    pytest.param(_grouped(3, 4, 4, by="—"), id="long dashes"),
    pytest.param(lambda number: f"+86{number}", id="+86"),
    pytest.param(lambda number: f"+86 {number}", id="+86 and a blank"),
    pytest.param(lambda number: f"(+86){number}", id="+86 in brackets"),
    pytest.param(lambda number: f"86{number}", id="86"),
    pytest.param(lambda number: f"0086-{number}", id="0086"),
    pytest.param(lambda number: number.translate(FULL_WIDTH), id="full width"),
    pytest.param(lambda number: f"'{number}", id="Excel's apostrophe"),
    pytest.param(lambda number: f'"{number}"', id="quoted"),
    pytest.param(lambda number: f"{number}.0", id="a float"),
    pytest.param(lambda number: f"手机{number}（微信同号）", id="with words"),
])
def test_mobile_numbers_are_counted_in_every_writing(written: Callable[[str], str], judge: Judge) -> None:
    assert _action(judge, "\n".join(map(written, mobiles(MANY)))) is Action.BLOCK


LAYOUTS: dict[str, Callable[[Sequence[str]], str]] = {
    "lines": "\n".join, "CRLF": "\r\n".join, "one line、": "、".join, "commas": ",".join, "blanks": " ".join,
    "tabs": "\t".join, "semicolons": "；".join, "empty lines": "\n\n".join,
    "numbered 1.": lambda cells: "\n".join(f"{row}. {cell}" for row, cell in enumerate(cells, 1)),
    "numbered 1.x": lambda cells: "\n".join(f"{row}.{cell}" for row, cell in enumerate(cells, 1)),
    "numbered (1)": lambda cells: "\n".join(f"（{row}）{cell}" for row, cell in enumerate(cells, 1)),
    "a column of several": lambda cells: "\n".join(
        f"2026{row:04d}\t{cell}\t{row * 3}\t是" for row, cell in enumerate(cells)),
    "CSV": lambda cells: '"id","v","n"\n' + "\n".join(
        f'"{row}","{cell}","{row}"' for row, cell in enumerate(cells)),
    "a table with bars": lambda cells: "\n".join(f"| {row} | {cell} | 已核 |" for row, cell in enumerate(cells)),
    "a chain": lambda cells: "#接龙\n" + "\n".join(
        f"{row}. 小{row}家 {cell} 收到🙏" for row, cell in enumerate(cells, 1)),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("cells", [
    pytest.param(mobiles(MANY), id="mobile numbers"), pytest.param(homes(MANY), id="homes"),
    pytest.param(mailboxes(MANY), id="mailboxes"), pytest.param(cards(MANY), id="cards"),
])
def test_private_pieces_are_counted_in_every_layout(cells: list[str], layout: str, judge: Judge) -> None:
    assert _action(judge, LAYOUTS[layout](cells)) is Action.BLOCK


@pytest.mark.parametrize("kind", range(7), ids=homes(7))
def test_each_writing_of_a_home_is_a_door(kind: int, judge: Judge) -> None:
    assert _action(judge, "\n".join(homes(7 * MANY)[kind::7])) is Action.BLOCK


@pytest.mark.parametrize("rows", [
    pytest.param([f"石坎村{NUMERALS[row % 9 + 1]}组{NUMERALS[row // 9 + 1]}号" for row in range(MANY)], id="numerals"),
    pytest.param([f"阳光小区\t{row}栋\t2单元\t40{row % 4 + 1}" for row in range(1, MANY)], id="over several cells"),
    pytest.param([f"长宁路{row * 7}弄{row}号302室" for row in range(1, MANY)], id="lanes of Shanghai"),
    pytest.param([f"机床厂家属院{row}号楼{row % 3 + 1}门洞5层{row % 3}01" for row in range(1, MANY)], id="a factory"),
    pytest.param([f"锦绣家园{row}#楼1203" for row in range(1, MANY)], id="# for a block"),
    pytest.param(["家庭住址", *(f"城关镇人民路{row}号" for row in range(1, MANY))], id="streets headed as homes"),
    pytest.param([f"大学路{row}号{row}单元501" for row in range(1, MANY)], id="a street named after a school"),
])
def test_homes_by_other_hands_are_doors(rows: list[str], judge: Judge) -> None:
    assert _action(judge, "\n".join(rows)) is Action.BLOCK


def test_twenty_different_pieces_are_a_list_and_nineteen_are_none(judge: Judge) -> None:
    assert _action(judge, "\n".join(mobiles(20))) is Action.BLOCK
    assert _action(judge, "\n".join(mobiles(19))) is None
    assert _action(judge, "\n".join(mobiles(19) * 5)) is None
    assert _action(judge, "\n".join(mobiles(10) + homes(10))) is Action.BLOCK


def test_the_same_number_in_two_writings_is_one(judge: Judge) -> None:
    once = mobiles(19)
    assert _action(judge, "\n".join([*once, *map(_grouped(3, 4, 4, by="-"), once)])) is None


def test_cards_of_other_banks_and_numbers_before_eighteen_characters_are_lists(judge: Judge) -> None:
    assert _action(judge, "\n".join(cards(MANY, "9558"))) is Action.BLOCK
    assert _action(judge, "\n".join(f"31011568{row % 12 + 1:02d}{row % 28 + 1:02d}{row:03d}" for row in range(MANY))) \
        is Action.BLOCK


@pytest.mark.parametrize("heading", ["护照号码", "社保卡号", "往来港澳通行证"])
def test_documents_with_a_letter_are_a_list_where_something_names_them(heading: str, judge: Judge) -> None:
    source = random.Random(5)
    column = "\n".join(f"{source.choice('EGD')}{source.randrange(10**8):08d}" for _ in range(MANY))
    assert _action(judge, f"{heading}\n{column}") is Action.BLOCK
    assert _action(judge, column) is None


def test_a_row_of_other_cells_excuses_nothing(judge: Judge) -> None:
    rows = [f"{name},{number},某某公司,备注:订单已发" for name, number in zip(names(MANY), mobiles(MANY), strict=True)]
    assert _action(judge, "\n".join(rows)) is Action.BLOCK
    assert _action(judge, "\n".join(f"工号:{row:04d} {number}" for row, number in enumerate(mobiles(MANY)))) \
        is Action.BLOCK
    alternating = [f"{name} 合同工\n{number}" for name, number in zip(names(MANY), mobiles(MANY), strict=True)]
    assert _action(judge, "\n".join(alternating)) is Action.BLOCK


_SOURCE = random.Random(7)
HARMLESS = {
    "land lines": land_lines(60),
    "land lines without a dash": [number.replace("-", "") for number in land_lines(60)],
    "hotlines": [f"400-{_SOURCE.randrange(100, 999)}-{_SOURCE.randrange(1000, 9999)}" for _ in range(60)],
    "service numbers": [f"{area}热线12345转{area}" for area in range(100, 160)],
    "a duty roster": [f"{name} 0571-8765{row:04d}" for row, name in enumerate(names(60))],
    "orders and parcels": orders(200),
    "eleven digits of any kind": [str(_SOURCE.randrange(10**10, 10**11)) for _ in range(400)],
    "orders that look like mobile numbers": ["订单号", *(f"13{_SOURCE.randrange(10**9):09d}" for _ in range(60))],
    "orders with their label": [f"运单编号：15{_SOURCE.randrange(10**9):09d}" for _ in range(60)],
    "eighteen digits": [str(_SOURCE.randrange(3 * 10**17, 9 * 10**17)) for _ in range(400)],
    "fifteen digits": [str(_SOURCE.randrange(10**14, 10**15)) for _ in range(3000)],
    "invoices": [f"发票号码 24442000{_SOURCE.randrange(10**12):012d}" for _ in range(60)],
    "milliseconds": [str(1764300000000 + row * 977) for row in range(200)],
    "seconds": [str(1764300000 + row * 977) for row in range(200)],
    "a log": [f"2026-11-28 13:{row % 60:02d}:00.123 INFO req=17643{row:08d} 200 12ms" for row in range(200)],
    "addresses of machines": [f"139.{_SOURCE.randrange(100, 255)}.{row}.200 135.16.1{row}.1" for row in range(10, 99)],
    "fractions": [f"0.{_SOURCE.randrange(13 * 10**9, 19 * 10**9)} 12" for _ in range(60)],
    "code": [f"#define TOKEN_{row} 0x13912345{row:03d}A; id_13812345{row:03d}" for row in range(60)],
    "numbers of documentation": [f'  {{"id": {row}, "phone": "138-0000-{row:04d}"}},' for row in range(60)],
    "masked": [f"{number[:3]}****{number[7:]}" for number in mobiles(60)],
    "no such prefix": [f"1{_SOURCE.choice('012')}{_SOURCE.randrange(10**9):09d}" for _ in range(60)],
    "mailboxes of offices": [f"zwb{row}@demo.gov.cn" for row in range(60)],
    "authors": [f"Li Ming <liming{row}@qq.com>" for row in range(60)],
    "shops and offices": offices(200),
    "rooms of an office block": [f"政务中心{row % 3 + 1}号楼{row + 100}室" for row in range(60)],
    "meeting rooms": [f"3号楼{row + 100}会议室" for row in range(60)],
    "teaching blocks": [f"演示大学教学{row % 3 + 1}号楼{row + 100}" for row in range(60)],
    "streets": [f"建设{row}路、东{row}街" for row in range(60)],
    "street numbers": [f"人民路{row}号" for row in range(60)],
    "stops": [f"{row} 人民路口站 首班{row % 12}:30" for row in range(60)],
    "communities": [f"{one}{two}社区" for one in "东西南北中上下" for two in "桥门塘湾河"],
    "villages and groups": [f"{one}村{row}组" for one in "东西南北" for row in range(1, 20)],
    "counts of homes": [f"{one}区小区{row}栋402户" for row, one in enumerate("东西南北" * 10)],
    "prices of flats": [f"{row}幢\t{row}01\t89.3\t{10000 + row}" for row in range(1, 60)],
    "articles": [f"第{row}条 自本办法第{row + 1}号令施行之日起" for row in range(60)],
    "dates": [f"2026-{row % 12 + 1:02d}-{row % 28 + 1:02d} 第{row}号通知" for row in range(60)],
    "dates in one block": [f"1号楼2026年{row % 12 + 1}月验收" for row in range(60)],
}


@pytest.mark.parametrize("rows", HARMLESS.values(), ids=HARMLESS)
def test_what_belongs_to_offices_and_machines_is_no_list(rows: list[str], judge: Judge) -> None:
    assert _action(judge, "\n".join(rows)) is None


@pytest.mark.parametrize(("title", "action"), [
    ("特约经销商联系电话", Action.LOG), ("全县农资销售点一览表", Action.LOG), ("媒体联系人名单", Action.LOG),
    ("便民维修服务电话（2026年）", Action.LOG), ("公租房配租结果公示", Action.LOG), ("房屋征收公告", Action.LOG),
    ("某局通讯录", Action.WARN), ("国庆值班表", Action.WARN), ("客户名单", Action.BLOCK), ("缴费催收表", Action.BLOCK),
])
def test_a_title_that_says_that_numbers_are_public_lowers_the_rule(title: str, action: Action, judge: Judge) -> None:
    rows = "\n".join(f"{row}\t{number}" for row, number in enumerate(mobiles(MANY)))
    assert _action(judge, f"{title}\n{rows}") is action
