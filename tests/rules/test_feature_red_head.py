"""Tests that the elements of an official document are recognised by their position."""

from __future__ import annotations

import pytest

from rules.deadline import Deadline
from rules.features.model import Hit, View
from rules.features.red_head import RedHead
from rules.scan.literals import fold
from rules.scan.normalise import normalise

WHOLE = """000012
机密★5年
特急

某某县人民政府办公室文件
某政办发〔2020〕12号    签发人：李建国

某某县人民政府办公室
关于做好某项工作的通知

各乡镇人民政府，县直各单位：
现将有关事项通知如下。

抄送：县委办公室，县人大常委会办公室。
某某县人民政府办公室　　2020年1月26日印发
"""


def _find(original: str, page_starts: tuple[int, ...] = ()) -> list[tuple[str, str]]:
    text = normalise(original).text
    folded = fold(text)

    def positions(gate: str) -> list[int]:
        return [index for index in range(len(folded)) if folded.startswith(gate, index)]

    hits: tuple[Hit, ...] = RedHead().find(View(text, page_starts, positions, Deadline(60)))
    assert all(hit.kinds == {hit.value} for hit in hits)
    return [(hit.value, text[hit.start:hit.end]) for hit in hits]


def test_every_element_of_a_whole_document_is_found_where_it_is() -> None:
    assert _find(WHOLE) == [
        ("份号", "000012"), ("紧急程度", "特急"), ("红头", "某某县人民政府办公室文件"),
        ("发文字号", "某政办发〔2020〕12号"), ("签发人", "签发人:李建国"),
        ("抄送", "抄送:县委办公室,县人大常委会办公室。"), ("印发", "某某县人民政府办公室  2020年1月26日印发"),
    ]


@pytest.mark.parametrize(
    ("text", "element"),
    [
        ("某 某 县 人 民 政 府 文 件\n某政发〔2020〕3号", ("红头", "某某县人民政府文件")),
        ("中共某某市委办公室文件", ("红头", "中共某某市委办公室文件")),
        ("某某县卫生健康局\n某卫健函[2020]7号\n\n关于协助排查的函", ("红头", "某某县卫生健康局")),
        ("某某县教育局会议纪要\n〔2020〕3号", ("红头", "某某县教育局会议纪要")),
        ("某某县应急管理局（函）", ("红头", "某某县应急管理局(函)")),
        ("内部电报\n特提", ("红头", "内部电报")),
        ("某某市人民政府文件\n某政发【2020】3号", ("发文字号", "某政发【2020】3号")),
        ("某某市人民政府文件\n某政发（2020）3号", ("发文字号", "某政发(2020)3号")),
        ("请示\n签发人：李建国　王芳", ("签发人", "签发人:李建国 王芳")),
        ("机密★1年 特急\n某某局文件", ("紧急程度", "特急")),
        ("份号：000123\n通知", ("份号", "份号:000123")),
        ("抄报：市委办公室", ("抄送", "抄报:市委办公室")),
        ("某某县府办  二〇二〇年一月二十六日印", ("印发", "某某县府办  二〇二〇年一月二十六日印")),
        ("2020年1月26日印发（共印30份）", ("印发", "2020年1月26日印发(共印30份)")),
    ],
)
def test_an_element_is_found_in_each_of_its_forms(text: str, element: tuple[str, str]) -> None:
    assert element in _find(text)


@pytest.mark.parametrize(
    "text",
    [
        "根据《某政办发〔2020〕12号》文件精神，请各单位落实。",
        "请把文件发给我",
        "重要文件",
        "验证码\n000012\n请勿告诉他人",
        "合同编号\n202012\n金额",
        "特急！谁有充电器",
        "把这封邮件抄送给我",
        "这批资料今年1月26日印发了没有？",
        "抄送",
        "今天的公报写得真好看，大家都来读一读",
        "",
    ],
)
def test_the_same_words_elsewhere_are_no_element(text: str) -> None:
    assert _find(text) == []


def test_what_belongs_on_top_does_not_count_further_down() -> None:
    lines = "\n".join(f"第{number}行正文内容" for number in range(20))
    assert _find(f"{lines}\n某政办发〔2020〕12号\n某某县人民政府文件\n特急\n签发人：李建国") == []


def test_a_later_page_has_a_top_of_its_own() -> None:
    first = "正文内容\n" * 20
    text = f"{first}某某县人民政府文件\n某政发〔2020〕3号"
    assert _find(text) == []
    assert _find(text, (0, len(first))) == [("红头", "某某县人民政府文件"), ("发文字号", "某政发〔2020〕3号")]


def test_a_number_alone_is_a_copy_number_only_above_a_mark_or_heading() -> None:
    assert ("份号", "000012") in _find("000012\n绝密\n某某县人民政府文件")
    assert _find("000012\n谢谢") == []
