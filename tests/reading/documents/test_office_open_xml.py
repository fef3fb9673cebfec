"""Tests docx, xlsx and pptx through the real reader process: every place that can contain words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from guard.core.model import Reading, Reason, Unreadable
from guard.reading.documents import formats
from rules.text import Text
from tests.support.office_files import PICTURE, letter, part, repacked, slides, table
from tests.support.texts import page, whole

Read = Callable[[bytes], Text]
Make = Callable[..., bytes]


def test_every_place_of_a_letter_is_read(text: Read) -> None:
    found = text(letter())
    lines = found.original.splitlines()
    for words in ("机密★5年", "页眉标记", "页脚标记", "姓名\t电话", "王小明\t13800138000", "隐藏文字标记", "批注标记",
                  "插入标记删除标记", "框前框后", "文本框标记", "属性标记", "第二页标记"):
        assert lines.count(words) == 1, (words, lines)
    assert whole(found)
    assert not found.from_picture


def test_page_of_a_letter_is_counted_by_its_breaks(text: Read) -> None:
    found = text(letter())
    assert (page(found, "机密★5年"), page(found, "第二页标记"), page(found, "页眉标记")) == (1, 2, None)


def test_every_place_of_a_workbook_is_read(text: Read) -> None:
    found = text(table())
    lines = found.original.splitlines()
    for words in ("名册", "姓名\t电话\t日期\t百分比", "隐藏表", "隐藏表标记", "深藏表标记", "属性标记", "隔两列",
                  "页眉标记"):
        assert words in lines, (words, lines)
    assert any(line.startswith("王小明\t13800138000\t2026年1月5日\t0.5\t\t110101199003078") for line in lines)
    assert whole(found)
    assert found.place(*_span(found, "批注标记"))[1].cell == "A2"
    assert [page(found, words) for words in ("王小明", "隐藏表标记", "深藏表标记")] == [1, 2, 3]


def _span(found: Text, words: str) -> tuple[int, int]:
    start = found.original.index(words)
    return start, start + len(words)


def test_comments_of_a_conversation_name_their_cell(text: Read) -> None:
    rels = part(table(), "xl/worksheets/_rels/sheet1.xml.rels").replace(b"</Relationships>", b"""<Relationship Id="t1"
        Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
        Target="/xl/threadedComments/threadedComment1.xml"/></Relationships>""")
    found = text(repacked(table(), {
        "xl/worksheets/_rels/sheet1.xml.rels": rels, "xl/threadedComments/threadedComment1.xml":
        '<ThreadedComments><threadedComment ref="D3"><text>对话标记</text></threadedComment><threadedComment ref="坏">'
        "<text>回复标记</text></threadedComment></ThreadedComments>".encode()}))
    assert found.place(*_span(found, "对话标记"))[1].cell == "D3"
    assert found.place(*_span(found, "回复标记"))[1].cell == ""
    assert whole(found)


def test_every_place_of_a_presentation_is_read(text: Read) -> None:
    found = text(slides())
    lines = found.original.splitlines()
    for words in ("标题标记", "备注标记", "文本框标记", "王小明\t13800138000", "组合标记", "属性标记"):
        assert words in lines, (words, lines)
    assert whole(found)
    assert [page(found, words) for words in ("标题标记", "备注标记", "文本框标记", "组合标记")] == [1, 1, 2, 3]


@pytest.mark.parametrize(("make", "number"), [(letter, None), (table, 1), (slides, 3)])
def test_picture_in_a_document_is_recognised_on_its_page(text: Read, make: Make,
                                                         number: int | None) -> None:
    found = text(make(PICTURE))
    assert page(found, "图片里的机密★10年") == number
    assert found.from_picture
    assert whole(found)


@pytest.mark.parametrize(("make", "name", "before", "added"), [
    (letter, "word/document.xml", b"</w:body>", b'<w:p><w:r><w:drawing><docPr descr="WORDS"/></w:drawing></w:r></w:p>'),
    (slides, "ppt/slides/slide1.xml", b"</p:spTree>", b'<p:cNvPr id="99" name="" title="WORDS"/>'),
    (table, "xl/worksheets/sheet1.xml", b"</worksheet>",
     b'<dataValidations><dataValidation prompt="WORDS"/></dataValidations>')])
def test_words_that_only_an_attribute_holds_are_read(text: Read, make: Make, name: str, before: bytes,
                                                     added: bytes) -> None:
    content = part(make(), name)
    changed = content.replace(before, added.replace(b"WORDS", "替代文字标记".encode()) + before)
    assert changed != content
    assert text(repacked(make(), {name: changed})).original.splitlines().count("替代文字标记") == 1


def test_document_inside_a_document_is_read_on_the_page_it_is_on(text: Read) -> None:
    found = text(repacked(letter(), {"word/embeddings/表.xlsx": table()}))
    assert "深藏表标记" in found.original
    assert page(found, "深藏表标记") is None
    assert whole(found)


def test_damaged_part_leaves_the_rest_and_says_so(text: Read) -> None:
    header = part(letter(), "word/header1.xml")
    found = text(repacked(letter(), {"word/header1.xml": header[: len(header) // 2]}))
    assert "机密★5年" in found.original
    assert "属性标记" in found.original
    assert not whole(found)


@pytest.mark.parametrize("make", [letter, table, slides])
def test_document_cut_off_is_damaged(reading: Callable[[bytes], Reading], make: Make) -> None:
    untrusted_bytes = make()
    cut = reading(untrusted_bytes[: len(untrusted_bytes) // 2])
    assert isinstance(cut, Unreadable)
    assert cut.reason is Reason.DAMAGED


def test_format_is_known_by_its_content() -> None:
    found = [formats.sniff(make()) for make in (letter, table, slides)]
    assert [one.name for one in found if one] == ["docx", "xlsx", "pptx"]
    assert formats.sniff(b"PK\x03\x04" + bytes(26) + b"a.txt of word/document.xml") is None
