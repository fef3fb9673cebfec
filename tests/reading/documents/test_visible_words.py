"""Tests which words of a document people see on its pages, as its reader says: copies have no others."""

from __future__ import annotations

import struct
from collections.abc import Callable

import pytest

from guard.reading.documents.ole.biff import book_of
from guard.reading.documents.ole.compound import Compound
from guard.reading.documents.ole.hidden_cells import seen_sheets
from guard.reading.documents.ole.hidden_text import hides_any
from rules.text import Text
from tests.reading.documents.stored import stored
from tests.support import office_files, open_document_files
from tests.support.fixed_layout_files import ofd, pdf
from tests.support.office_files import PICTURE, part, repacked
from tests.support.office_objects import with_streams

Read = Callable[[bytes], Text]
STYLES, CHARACTERS, PIECE_FORMAT = 0xA2, 0xFA, -1
"""Where a Word 97 document says its styles and its formatting of characters are; and in the list of its pieces."""


def seen(text: Text) -> str:
    return "".join(text.original[piece.start:piece.end] for piece in text.pieces if piece.visible)


@pytest.mark.parametrize(("make", "shown", "hidden"), [
    (office_files.letter, "机密★5年 姓名\t电话 王小明\t13800138000 插入标记 框前框后 文本框标记 第二页标记",
     "页眉标记 页脚标记 隐藏文字标记 批注标记 删除标记 属性标记 图片里"),
    (office_files.table, "名册 姓名\t电话\t日期\t百分比 王小明\t13800138000\t2026年1月5日",
     "隐藏表 隐藏表标记 深藏表标记 隔两列 批注标记 页眉标记 属性标记 图片里"),
    (office_files.slides, "标题标记 组合标记", "备注标记 文本框标记 王小明 属性标记 图片里"),
    (open_document_files.letter, "机密★5年 姓名\t电话 王小明\t13800138000 脚注标记 文本框标记 框中\t表格 第二页标记",
     "删除标记 批注标记 隐藏文字标记 隐藏域标记 替代文字标记 页眉标记 页脚标记 属性标记 图表标记 图片里"),
    (open_document_files.table, "名册 姓名\t电话\t日期 王小明\t13800138000\t2026年1月5日",
     "隔两列 批注标记 形状标记 提示标记 页眉标记 属性标记 图表标记 图片里"),
    (open_document_files.slides, "标题标记 组合标记",
     "批注标记 备注标记 隐藏页标记 王小明 替代文字标记 演示页脚标记 属性标记 图表标记 图片里"),
], ids=["docx", "xlsx", "pptx", "odt", "ods", "odp"])
def test_what_is_on_the_pages_is_seen_and_what_is_around_and_behind_them_is_not(
        text: Read, make: Callable[[bytes], bytes], shown: str, hidden: str) -> None:
    found = text(make(PICTURE))
    lines = seen(found)
    assert [words for words in shown.split(" ") if words not in lines] == []
    assert [words for words in hidden.split() if words in lines] == []
    assert [words for words in hidden.split() if words not in found.original] == []


def test_a_hidden_column_is_not_seen_and_its_neighbours_are(text: Read) -> None:
    sheet = part(office_files.table(), "xl/worksheets/sheet1.xml").decode()
    hidden = sheet.replace("<sheetData>", '<cols><col min="2" max="2" width="9" hidden="1"/></cols><sheetData>')
    found = text(repacked(office_files.table(), {"xl/worksheets/sheet1.xml": hidden.encode()}))
    assert "13800138000" in found.original
    assert "13800138000" not in seen(found)
    assert "王小明\t\t2026年1月5日" in seen(found)


@pytest.mark.parametrize(("name", "before", "after"), [
    ("word/document.xml", "<w:t>框前</w:t>", "<w:rPr><w:vanish/></w:rPr><w:t>框前</w:t>"),
    ("word/document.xml", "<w:t>框前</w:t>", "</w:r><w:moveFrom><w:r><w:t>框前</w:t></w:r></w:moveFrom><w:r>"),
], ids=["hidden", "moved away"])
def test_hidden_and_moved_words_of_a_letter_are_not_seen(text: Read, name: str, before: str, after: str) -> None:
    xml = part(office_files.letter(), name).decode()
    assert before in xml
    found = text(repacked(office_files.letter(), {name: xml.replace(before, after).encode()}))
    assert "框前框后" in found.original
    assert "框前" not in seen(found)
    assert "插入标记" in seen(found)


def test_words_that_a_style_hides_are_not_seen_also_by_the_style_it_is_based_on(text: Read) -> None:
    styles = part(office_files.letter(), "word/styles.xml").decode()
    hiding = ('<w:style w:type="character" w:styleId="A"><w:rPr><w:vanish/></w:rPr></w:style>'
              '<w:style w:type="character" w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>')
    body = part(office_files.letter(), "word/document.xml").decode()
    styled = body.replace("<w:t>框前</w:t>", '<w:rPr><w:rStyle w:val="B"/></w:rPr><w:t>框前</w:t>')
    found = text(repacked(office_files.letter(), {
        "word/styles.xml": styles.replace("</w:styles>", hiding).encode(), "word/document.xml": styled.encode()}))
    assert "框前框后" in found.original
    assert "框前" not in seen(found)
    assert "插入标记" in seen(found)


@pytest.mark.parametrize(("before", "after"), [
    ("<w:docDefaults><w:rPrDefault><w:rPr>", "<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/>"),
    ("</w:docDefaults>", "</w:docDefaults><w:style w:default='1' w:styleId='N'><w:rPr><w:vanish/></w:rPr></w:style>"),
], ids=["defaults", "default style"])
def test_a_letter_that_hides_what_has_no_style_shows_nothing_to_a_copy(text: Read, before: str, after: str) -> None:
    styles = part(office_files.letter(), "word/styles.xml").decode()
    assert styles.count(before) == 1
    found = text(repacked(office_files.letter(), {"word/styles.xml": styles.replace(before, after).encode()}))
    assert "插入标记" in found.original
    assert seen(found) == ""


def test_a_hidden_paragraph_is_hidden_behind_a_box_too_and_the_next_one_is_seen(text: Read) -> None:
    styles = part(office_files.letter(), "word/styles.xml").decode()
    hiding = '<w:style w:type="paragraph" w:styleId="A"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    body = part(office_files.letter(), "word/document.xml").decode()
    assert "<w:p><w:r><w:t>框前</w:t>" in body
    styled = body.replace("<w:p><w:r><w:t>框前</w:t>", '<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>框前</w:t>')
    found = text(repacked(office_files.letter(), {
        "word/styles.xml": styles.replace("</w:styles>", hiding).encode(), "word/document.xml": styled.encode()}))
    assert "框前框后" in found.original
    assert [words for words in ("框前", "框后", "文本框标记") if words in seen(found)] == []
    assert "第二页标记" in seen(found)


def test_a_letter_whose_styles_cannot_be_read_shows_nothing_to_a_copy(text: Read) -> None:
    found = text(repacked(office_files.letter(), {"word/styles.xml": b"<w:styles><w:style"}))
    assert "插入标记" in found.original
    assert seen(found) == ""


def test_words_of_a_pdf_outside_of_its_page_are_not_seen_nor_what_is_written_about_it(text: Read) -> None:
    page = b"/MediaBox [ 0 0 595.2756 841.8898 ]"
    whole = pdf(["第一页的字", "第二页的字"], title="属性标记", field="field")
    assert whole.count(page) == 2
    found = text(whole)
    assert [words for words in ("属性标记", "field") if words in seen(found)] == []
    assert [words for words in ("第一页的字", "第二页的字") if words not in seen(found)] == []
    cropped = text(whole.replace(page, b"/MediaBox [ 0 0 595.2756 100.0000 ]", 1))
    assert "第一页的字" in cropped.original
    assert "第一页的字" not in seen(cropped)
    assert "第二页的字" in seen(cropped)


def test_the_pages_of_an_ofd_are_seen_and_its_properties_are_not(text: Read) -> None:
    whole = ofd([[(20, 30, "第一页的字")], [(20, 30, "第二页的字")]], title="属性标记")
    found = text(whole)
    assert seen(found) == "第一页的字\n第二页的字\n"
    assert "属性标记" in found.original


def test_a_document_inside_a_document_is_not_seen(text: Read) -> None:
    inside = repacked(office_files.letter(), {"word/embeddings/a.docx": office_files.table()})
    found = text(inside)
    assert "百分比" in found.original
    assert "百分比" not in seen(found)


def test_the_body_of_a_word_97_document_is_seen_and_its_header_is_not(text: Read) -> None:
    found = text(stored("doc", "plain"))
    assert seen(found).split() == ["返乡人员登记表", "姓名", "身份证号", "电话", "王小明", "510104199003074518",
                                   "13800138000", "第二页标记"]
    assert "页眉标记" in found.original


@pytest.mark.parametrize("name", ["hidden", "styled", "places"])
def test_a_word_97_document_with_anything_hidden_or_deleted_shows_nothing_to_a_copy(text: Read, name: str) -> None:
    found = text(stored("doc", name))
    assert "隐藏文字标记" in found.original
    assert seen(found) == ""


@pytest.mark.parametrize(("name", "shown", "hidden"), [
    ("plain", "名册 王小明\t510104199003074518\t13800138000 汇总\t2", ""),
    ("row", "名册 王小明\t510104199003074518\t13800138000", "第二表 汇总 隐藏行标记"),
    ("column", "", "名册 王小明 510104199003074518 第二表 汇总"),
    ("places", "", "王小明 13800138000 隐藏表标记 深藏表标记 批注标记 页眉标记"),
])
def test_a_sheet_of_excel_97_is_seen_where_it_is_shown_and_hides_no_row_and_no_column(
        text: Read, name: str, shown: str, hidden: str) -> None:
    found = text(stored("xls", name))
    assert [words for words in shown.split(" ") if words not in seen(found)] == []
    assert [words for words in hidden.split() if words in seen(found)] == []
    assert [words for words in hidden.split() if words not in found.original] == []


def presentation(change: Callable[[bytes], bytes]) -> bytes:
    """Return a presentation of PowerPoint 97, of which no slide is hidden, with a changed stream."""
    stream = Compound(stored("ppt")).stream("PowerPoint Document")
    head = struct.pack("<HHI", 0, 0x03F9, 16)
    shown = b"".join(part if not number else head + part[:10] + bytes([part[10] & ~4]) + part[11:]
                     for number, part in enumerate(stream.split(head)))
    assert len(shown) == len(stream)
    return with_streams(stored("ppt"), {"PowerPoint Document": change(shown)})


def saved_quickly(stream: bytes) -> bytes:
    return stream + stream[stream.rindex(struct.pack("<H", 0x0FF5)) - 2:]


def test_the_slides_of_powerpoint_97_are_seen_and_their_notes_and_masters_are_not(text: Read) -> None:
    found = text(presentation(lambda stream: stream))
    assert {"标题标记", "文本框标记", "王小明", "13800138000", "组合标记"} <= set(seen(found).split())
    assert [word for word in ("备注标记", "属性标记", "Click") if word in seen(found)] == []
    assert "备注标记" in found.original
    assert "Click" in found.original


@pytest.mark.parametrize("untrusted_bytes", [stored("ppt"), presentation(saved_quickly)],
                         ids=["a hidden slide", "a quick save"])
def test_of_a_presentation_of_powerpoint_97_in_doubt_no_slide_is_seen(text: Read, untrusted_bytes: bytes) -> None:
    found = text(untrusted_bytes)
    assert "王小明" in found.original
    assert seen(found) == ""


def test_no_sheet_of_a_damaged_workbook_is_seen() -> None:
    book = book_of(Compound(stored("xls", "plain")))
    assert seen_sheets(book) == [True, True]
    assert seen_sheets(book.replace(b"\x08\x02\x10\x00", b"\x08\x02\x04\x00", 1)) != [True, True]
    assert seen_sheets(book[:len(book) // 2]) != [True, True]


@pytest.mark.parametrize(("at", "value"), [
    (CHARACTERS, b"\xff\xff\xff\x7f"), (STYLES, b"\xff\xff\xff\x7f"), (PIECE_FORMAT, b"\x01\x00")],
    ids=["formatting beyond the file", "styles beyond the file", "a quick save"])
def test_a_word_97_document_in_doubt_shows_nothing_to_a_copy(at: int, value: bytes) -> None:
    main, table = streams(stored("doc", "plain"))
    assert not hides_any(main, table)
    if at == PIECE_FORMAT:
        start = int.from_bytes(main[0x1A2:0x1A6], "little")
        count = (int.from_bytes(table[start + 1:start + 5], "little") - 4) // 12
        at = start + 5 + 4 * (count + 1) + 6
        table = table[:at] + value + table[at + 2:]
    else:
        main = main[:at] + value + main[at + 4:]
    assert hides_any(main, table)


def streams(untrusted_bytes: bytes) -> tuple[bytes, bytes]:
    """Return the text and the table of a Word 97 document."""
    file = Compound(untrusted_bytes)
    return file.stream("WordDocument"), file.stream("1Table")
