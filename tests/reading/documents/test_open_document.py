"""Tests odt, ods and odp, packed and flat, through the real reader process: every place that can contain words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from guard.core.model import Reading, Reason, Unreadable
from guard.reading.documents import formats
from rules.text import Text
from tests.reading.documents.stored import stored
from tests.support import office_files
from tests.support.office_files import PICTURE, part, repacked
from tests.support.open_document_files import encrypted, flat, letter, slides, table
from tests.support.texts import page, whole

Read = Callable[[bytes], Text]
Make = Callable[..., bytes]


def as_it_is(untrusted_bytes: bytes) -> bytes:
    return untrusted_bytes


@pytest.mark.parametrize("form", [as_it_is, flat])
def test_every_place_of_a_letter_is_read(text: Read, form: Make) -> None:
    found = text(form(letter()))
    lines = found.original.splitlines()
    for words in ("机密★5年", "姓名\t电话", "王小明\t13800138000", "删除标记", "脚注处", "脚注标记",
                  "批注处", "批注标记", "隐藏文字标记", "框外", "文本框标记", "框中\t表格", "形状标记", "隐藏域标记",
                  "域标题域后", "空  格\t符", "换行标记", "拼音标记", "第二页标记", "替代文字标记", "页眉标记",
                  "页脚标记", "属性标记", "关键词标记", "自定义标记"):
        assert lines.count(words) == 1, (words, lines)
    assert whole(found)
    assert not {"李四", "不该出现", "jue"} & set(lines)


def test_date_and_author_in_a_line_are_read_and_those_of_a_comment_are_not(text: Read) -> None:
    content = part(letter(), "content.xml").decode()
    fields = "<text:p>王小明<text:date>2026年1月5日</text:date>拟，<text:creator>周明远</text:creator>改</text:p>"
    comment = ("<text:p>甲<office:annotation><dc:creator>李四</dc:creator><dc:date>2026-01-06</dc:date>"
               "<text:p>乙</text:p></office:annotation></text:p></office:text>")
    changed = content.replace("</office:text>", fields + comment)
    lines = text(repacked(letter(), {"content.xml": changed.encode()})).original.splitlines()
    assert "王小明2026年1月5日拟，周明远改" in lines
    assert not {"李四", "2026-01-06"} & set(lines)


def test_page_of_a_letter_is_counted_by_its_breaks(text: Read) -> None:
    found = text(letter())
    places = [page(found, words) for words in ("机密★5年", "第二页标记", "图表标记", "分页", "页眉标记")]
    assert places == [1, 2, 2, 3, None]


@pytest.mark.parametrize("form", [as_it_is, flat])
def test_every_place_of_a_spreadsheet_is_read_with_its_cell(text: Read, form: Make) -> None:
    found = text(form(table()))
    lines = found.original.splitlines()
    for words in ("名册", "姓名\t电话\t日期", "王小明\t13800138000\t2026年1月5日", "批注标记",
                  "隔两列\t合并标记\t只有值标记", "形状标记", "图形标记", "提示标记", "隐藏表", "隐藏表标记",
                  "替代文字标记", "页眉标记", "属性标记"):
        assert lines.count(words) == 1, (words, lines)
    assert whole(found)
    assert _place(found, "批注标记") == (1, "名册", "A2")
    assert _place(found, "隔两列") == (1, "名册", "C9")
    assert _place(found, "形状标记") == (1, "名册", "C9")
    assert _place(found, "隐藏表标记") == (2, "隐藏表", "A1")


@pytest.mark.parametrize("form", [as_it_is, flat])
def test_every_place_of_a_presentation_is_read_on_its_slide(text: Read, form: Make) -> None:
    found = text(form(slides()))
    lines = found.original.splitlines()
    for words, number in (("标题标记", 1), ("批注标记", 1), ("备注标记", 1), ("隐藏页标记", 2),
                          ("王小明\t13800138000", 2), ("组合标记", 3), ("替代文字标记", 3), ("演示页脚标记", None),
                          ("页脚标记", None), ("属性标记", None)):
        assert words in lines, (words, lines)
        assert page(found, words) == number, words
    assert whole(found)


@pytest.mark.parametrize(("make", "number"), [(letter, 2), (table, 3), (slides, 3)])
@pytest.mark.parametrize("form", [as_it_is, flat])
def test_picture_is_recognised_and_an_object_read_on_their_page(text: Read, make: Make, form: Make,
                                                               number: int) -> None:
    found = text(form(make(PICTURE)))
    assert page(found, "图片里的机密★10年") == number
    assert found.from_picture
    assert whole(found)
    if form is as_it_is:
        assert page(found, "图表标记") == number


def test_picture_that_only_a_style_shows_and_an_older_version_are_read(text: Read) -> None:
    found = text(repacked(letter(), {"Pictures/b.png": PICTURE, "Versions/Version1": office_files.letter()}))
    assert "图片里的机密★10年" in found.original
    assert "插入标记" in found.original
    assert whole(found)


def test_what_libreoffice_writes_is_read(text: Read) -> None:
    found = text(stored("odt"))
    for words in ("机密★5年", "页眉标记", "姓名\t电话", "隐藏文字标记", "批注标记", "属性标记", "图片里的机密★10年"):
        assert words in found.original.splitlines(), words
    assert (page(found, "插入标记"), page(found, "第二页标记")) == (1, 2)
    found = text(stored("ods"))
    for words in ("姓名\t电话\t日期\t百分比", "隐藏表标记", "深藏表标记", "页眉标记", "图片里的机密★10年"):
        assert words in found.original.splitlines(), words
    assert _place(found, "批注标记") == (1, "名册", "A2")


def test_odf_inside_an_office_document_is_read(text: Read) -> None:
    assert "备注标记" in text(repacked(office_files.letter(), {"word/embeddings/a.odp": slides()})).original


def test_password_is_told(reading: Callable[[bytes], Reading]) -> None:
    locked = reading(encrypted())
    assert isinstance(locked, Unreadable)
    assert locked.reason is Reason.ENCRYPTED


@pytest.mark.parametrize("encoding", [b"nonsense", b"big5"])
def test_encoding_that_cannot_be_read_is_told_as_damage(
        reading: Callable[[bytes], Reading], encoding: bytes) -> None:
    damaged = reading(flat(letter()).replace(b"UTF-8", encoding, 1))
    assert isinstance(damaged, Unreadable)
    assert damaged.reason is Reason.DAMAGED


def test_damaged_part_leaves_the_rest_and_says_so(text: Read) -> None:
    styles = part(letter(), "styles.xml")
    found = text(repacked(letter(), {"styles.xml": styles[: len(styles) // 2]}))
    assert {"机密★5年", "属性标记"} <= set(found.original.splitlines())
    assert not whole(found)


def test_format_is_known_by_its_content() -> None:
    found = [formats.sniff(form(make())) for form in (as_it_is, flat) for make in (letter, table, slides)]
    assert [one.name for one in found if one] == ["odf"] * 3 + ["flat odf"] * 3


def _place(found: Text, words: str) -> tuple[int | None, str, str]:
    start = found.original.index(words)
    number, where = found.place(start, start + len(words))[:2]
    return number, where.sheet, where.cell
