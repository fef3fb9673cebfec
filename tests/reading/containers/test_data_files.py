"""Tests XML, Markdown and JSON in a real reader process: their words as people see them, and the files inside them."""

from __future__ import annotations

import base64

import pytest

from guard.core.model import Item, Kind
from guard.pipeline.judging import read_item
from guard.reading.client import ReaderClient
from rules.text import Text
from tests.support.archives import zip_of
from tests.support.pictures import encode, render_document
from tests.support.texts import whole

PICTURE = base64.encodebytes(encode(render_document("办公室值班表"))).decode()
WORD = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>机</w:t></w:r><w:r><w:t>密</w:t></w:r><w:r><w:t>★5年</w:t></w:r></w:p>"
ROW = "<Row><Cell><Data>王小明</Data></Cell><Cell><Data>13800138000</Data></Cell></Row>"


def read(reader: ReaderClient, untrusted_bytes: bytes) -> Text:
    reading = read_item(Item("附件", Kind.FILES, untrusted_bytes), reader)
    assert isinstance(reading, Text), reading
    return reading


def xml(inside: str, encoding: str = "UTF-8") -> bytes:
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n<a xmlns:w="w">{inside}</a>'
    return text.encode(encoding)


@pytest.mark.parametrize(("inside", "line"), [
    (WORD + WORD, "机密★5年"),
    (ROW + ROW, "王小明\t13800138000"),
    ("<人><名>王小明</名><号>13800138000</号></人>", "王小明\t13800138000"),
    ("<p>&#26426;&#23494;&#9733;5&#24180;</p>", "机密★5年"),
    ('<人 名="王小明" 号="13800138000"/>', "王小明\t13800138000"),
    ("<!-- 注释里 --><p>甲</p>", "注释里"),
    ("<p><![CDATA[机密★5年]]></p>", "机密★5年"),
])
@pytest.mark.parametrize("encoding", ["UTF-8", "GB18030", "UTF-16"])
def test_words_of_xml_are_read_as_they_are_shown(reader: ReaderClient, inside: str, line: str, encoding: str) -> None:
    text = read(reader, xml(inside, encoding))
    assert line in [shown.strip() for shown in text.original.splitlines()]
    assert whole(text)


def paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def of_uof(words: str) -> str:
    return f"<段落_416B><句_419D><文本串_415B>{words}</文本串_415B></句_419D></段落_416B>"


@pytest.mark.parametrize("inside", [
    paragraph("王小明") + paragraph("机密★5年"),
    f"<part><body>{paragraph('王小明')}</body></part><part><body>{paragraph('机密★5年')}</body></part>",
    of_uof("王小明") + of_uof("机密★5年"),
    "<Row><Cell><Data>王小明</Data></Cell></Row><Row><Cell><Data>机密★5年</Data></Cell></Row>",
    "<w:p><w:r><w:t>王小明</w:t><w:br/><w:t>机密★5年</w:t></w:r></w:p>",
    "<p>王小明</p><p>机<b>密</b>★5年</p>",
], ids=["Word 2003", "flat package", "UOF", "Excel 2003", "line end in a run", "any"])
def test_paragraphs_and_rows_of_one_piece_are_lines(reader: ReaderClient, inside: str) -> None:
    assert [line for line in read(reader, xml(inside)).original.splitlines() if line] == ["王小明", "机密★5年"]


@pytest.mark.parametrize("inside", [
    f"<w:tr><w:tc>{paragraph('王小明')}</w:tc><w:tc>{paragraph('13800138000')}</w:tc></w:tr>",
    f"<行_1234><单元格_1235>{of_uof('王小明')}</单元格_1235><单元格_1235>{of_uof('13800138000')}</单元格_1235></行_1234>",
    "<si><t>王小明</t></si><si><r><t>138</t></r><r><t>00138000</t></r></si>",
    "<p><r><t>王小明</t><tab/></r><link><r><t>138</t></r></link><r><t>00138000</t></r></p>",
    f"<w:tr><w:tc>{paragraph('王小明')}<w:bookmarkEnd/></w:tc><w:tc>{paragraph('13800138000')}</w:tc></w:tr>",
    f"<w:tr><w:tc>{paragraph('王小明')}<w:p/></w:tc><w:tc>{paragraph('13800138000')}<w:p/></w:tc></w:tr>",
], ids=["Word 2003", "UOF", "pieces", "tab and link", "end of a bookmark", "empty paragraph"])
def test_cells_of_pieces_are_apart_and_pieces_in_a_link_are_not(reader: ReaderClient, inside: str) -> None:
    assert "王小明\t13800138000" in read(reader, xml(inside)).original.splitlines()


def test_xml_that_begins_with_a_cell_of_many_letters_is_read(reader: ReaderClient) -> None:
    text = read(reader, xml(f"<tr><td>{'Ab12' * 50}</td><td>机密★5年</td></tr>"))
    assert text.original.strip() == "机密★5年"


def test_picture_inside_xml_is_recognised(reader: ReaderClient) -> None:
    text = read(reader, xml(f"<part><binaryData>{PICTURE}</binaryData></part>"))
    assert "办公室值班表" in text.original
    assert PICTURE[:60] not in text.original


@pytest.mark.parametrize("broken", ["<p>机密★5年</q>", "<!DOCTYPE a [<!ENTITY m '机密★5年'>]><p>&m;</p>"])
def test_what_only_looks_like_xml_is_read_as_plain_text(reader: ReaderClient, broken: str) -> None:
    assert "机密★5年" in read(reader, f"<?xml version='1.0'?>{broken}".encode()).original


@pytest.mark.parametrize("around", ["# 通知\n\n![x]({})\n", '{{"照片": "{}"}}'])
def test_picture_inside_a_text_is_recognised(reader: ReaderClient, around: str) -> None:
    text = read(reader, around.format("data:image/png;base64," + PICTURE.replace("\n", "")).encode())
    assert "办公室值班表" in text.original
    assert whole(text)


@pytest.mark.parametrize("left", [
    b"\0\5\x16\7\0\2\0\0Mac OS X        " + bytes(80), b"\0\0\0\1Bud1" + bytes(80),
])
def test_what_a_file_manager_leaves_in_an_archive_is_nothing_unread(reader: ReaderClient, left: bytes) -> None:
    assert whole(read(reader, zip_of({"通知.txt": "图书室开放".encode(), "__MACOSX/._通知.txt": left})))


def test_names_that_a_file_manager_leaves_are_read(reader: ReaderClient) -> None:
    left = b"\0\0\0\1Bud1" + bytes(8) + "机密五年选址方案.docx".encode("utf-16-be")
    assert "机密五年选址方案.docx" in read(reader, left).original
