"""Tests that people are counted by the details given of them, in the usual forms of lists."""

from __future__ import annotations

import pytest

from rules.deadline import Deadline, OutOfTime
from rules.features.model import Hit, View
from rules.features.persons import Persons
from rules.scan.literals import fold
from rules.scan.normalise import normalise

IDS = ("430102199003077230", "450222198811230029", "520102197501012811", "431128196205140032")
NAMES = ("李建国", "王芳", "张伟", "陈小红")
PHONES = ("13812345678", "15012345678", "17712345678", "13912345678")
STREETS = ("城关镇人民路12号", "城关镇东街3号", "河西镇新村5组", "河西镇老街8号")


def _find(original: str, seconds: float = 60) -> tuple[Hit, ...]:
    text = normalise(original).text
    folded = fold(text)
    deadline = Deadline(seconds)

    def positions(gate: str) -> list[int]:
        found, index = [], folded.find(gate)
        while index >= 0:
            found.append(index)
            index = folded.find(gate, index + 1)
        return found

    return Persons().find(View(text, (), positions, deadline))


def _count(text: str, kind: str) -> int:
    return len({hit.value for hit in _find(text) if kind in hit.kinds})


@pytest.mark.parametrize("separator", ["\t", "  ", " ", ",", "，", "|", "；"])
def test_a_table_row_is_one_person_whatever_divides_its_cells(separator: str) -> None:
    rows = "\n".join(separator.join(row) for row in zip("1234", NAMES, IDS, PHONES, strict=True))
    assert _count(f"{separator.join(('序号', '姓名', '身份证号', '电话'))}\n{rows}", "证件") == 4


def test_the_same_person_twice_is_one() -> None:
    assert _count(f"李建国 {IDS[0]}\n李建国 {IDS[0]}", "证件") == 1


def test_people_told_of_in_running_text_are_counted() -> None:
    text = "；".join(f"{name}（男，身份证{number}）" for name, number in zip(NAMES, IDS, strict=True))
    assert _count(f"经查，{text}均已返乡。", "证件") == 4


def test_a_recognised_table_with_one_cell_a_line_is_counted() -> None:
    cells = "\n".join(f"{name}\n男\n{phone}" for name, phone in zip(NAMES, PHONES, strict=True))
    assert _count(f"姓名\n性别\n电话\n{cells}", "电话") == 4
    cells = "\n".join(f"{name}\n{number}" for name, number in zip(NAMES, IDS, strict=True))
    assert _count(cells, "证件") == 4


def test_name_and_phone_are_counted() -> None:
    assert _count("\n".join(f"{name} {phone}" for name, phone in zip(NAMES, PHONES, strict=True)), "电话") == 4


def test_phone_numbers_with_spaces_and_dashes_are_read() -> None:
    assert _count("李建国 138 1234 5678\n王芳 150-1234-5678", "电话") == 2


def test_name_age_and_address_are_a_person() -> None:
    people = zip(NAMES, (45, 38, 50, 61), STREETS, strict=True)
    text = "\n".join(f"{name}，男，{age}岁，住{street}" for name, age, street in people)
    assert _count(text, "住址") == 4


def test_children_are_told_by_their_age_or_their_guardians() -> None:
    assert _count("李建国，男，9岁，住城关镇人民路12号", "未成年") == 1
    assert _count("学生姓名\t家长电话\n李小明\t13812345678", "未成年") == 1


def test_illness_counts_for_patients_and_in_a_column_for_it() -> None:
    assert _count("患者李小明，男，45岁，诊断：肺炎", "病情") == 1
    assert _count("患者王芳，女，38岁，诊断为乙肝，住院号00123456", "病情") == 1
    assert _count("密接李建国，电话13812345678", "病情") == 1
    assert _count("姓名\t年龄\t诊断\n李建国\t45岁\t肺结核\n王芳\t38岁\t糖尿病", "病情") == 2


@pytest.mark.parametrize(
    "text",
    [
        "病例3，男，45岁，某镇人，1月20日确诊。",
        "内科 王建国 主任医师 擅长糖尿病、高血压",
        "联系电话：13812345678",
        "男款 46岁以上 女款",
        "会议由李建国主持，王芳、张伟出席。",
        "订单号430102199003077231",
        "温度 高度 面积\n12 13 14",
        "感谢患者的理解",
    ],
)
def test_no_person_where_nothing_personal_is_told(text: str) -> None:
    assert {kind for hit in _find(text) for kind in hit.kinds} & {"证件", "病情", "住址", "电话", "未成年"} == set()


def test_masked_numbers_are_not_numbers() -> None:
    hits = _find("姓名 身份证号 电话\n李建国 4301**********7230 138****5678")
    assert {kind for hit in hits for kind in hit.kinds} == {"掩码证件", "掩码电话"}


def test_the_span_of_a_person_is_the_deciding_words() -> None:
    text = f"名单如下：\n1 {NAMES[0]} 男 {IDS[0]} 办公室\n完"
    hit, = _find(text)
    assert text[hit.start:hit.end] == f"{NAMES[0]} 男 {IDS[0]}"


def test_a_deadline_that_has_passed_stops_the_count() -> None:
    with pytest.raises(OutOfTime):
        _find("\n".join(f"李建国 {IDS[0]}" for _ in range(500)), seconds=0)


def test_an_identity_number_of_nobody_named_in_its_line_is_another_person() -> None:
    first, second, third = IDS[:3]
    assert _count(f"麻烦给李建国（{first}）、钱雪（{second}）、孙国栋（{third}）订票", "证件") == 3
    assert _count(f"{first}、{second}，李建国{third}", "证件") == 3
