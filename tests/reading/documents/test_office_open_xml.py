"""docx, xlsx and pptx through the real reader process: every place where words can hide."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from guard.model import Item, Kind, Reason, Unreadable
from guard.reading import documents
from guard.reading.client import ReaderClient
from rules.text import PARTIAL, Text
from tests.support.office_files import PICTURE, letter, part, repacked, slides, table
from tests.support.reader_program import COMMAND


@pytest.fixture(scope="module")
def reader() -> Iterator[ReaderClient]:
    client = ReaderClient(COMMAND)
    yield client
    client.close()


def read(reader: ReaderClient, untrusted_bytes: bytes) -> Text:
    reading = reader.read(Item("附件.txt", Kind.FILES, untrusted_bytes))
    assert isinstance(reading, Text), reading
    return reading


def whole(text: Text) -> bool:
    return all(trait.kind != PARTIAL for trait in text.traits)


def page(text: Text, words: str) -> int | None:
    start = text.original.index(words)
    return text.place(start, start + len(words))[0]


def test_every_place_of_a_letter_is_read(reader: ReaderClient) -> None:
    text = read(reader, letter())
    lines = text.original.splitlines()
    for words in ("机密★5年", "页眉标记", "页脚标记", "姓名\t电话", "王小明\t13800138000", "隐藏文字标记", "批注标记",
                  "插入标记删除标记", "框前框后", "文本框标记", "属性标记", "第二页标记"):
        assert lines.count(words) == 1, (words, lines)
    assert whole(text)
    assert not text.from_picture


def test_page_of_a_letter_is_counted_by_its_breaks(reader: ReaderClient) -> None:
    text = read(reader, letter())
    assert (page(text, "机密★5年"), page(text, "第二页标记"), page(text, "页眉标记")) == (1, 2, None)


def test_every_place_of_a_workbook_is_read(reader: ReaderClient) -> None:
    text = read(reader, table())
    lines = text.original.splitlines()
    for words in ("名册", "姓名\t电话\t日期\t百分比", "隐藏表", "隐藏表标记", "深藏表标记", "属性标记", "隔两列"):
        assert words in lines, (words, lines)
    assert any(line.startswith("王小明\t13800138000\t2026年1月5日\t0.5\t\t110101199003078") for line in lines)
    assert "批注标记" in text.original
    assert "页眉标记" in text.original
    assert whole(text)
    assert [page(text, words) for words in ("王小明", "隐藏表标记", "深藏表标记")] == [1, 2, 3]


def test_every_place_of_a_presentation_is_read(reader: ReaderClient) -> None:
    text = read(reader, slides())
    lines = text.original.splitlines()
    for words in ("标题标记", "备注标记", "文本框标记", "王小明\t13800138000", "组合标记", "属性标记"):
        assert words in lines, (words, lines)
    assert whole(text)
    assert [page(text, words) for words in ("标题标记", "备注标记", "文本框标记", "组合标记")] == [1, 1, 2, 3]


@pytest.mark.parametrize(("make", "number"), [(letter, None), (table, 1), (slides, 3)])
def test_picture_in_a_document_is_recognised_on_its_page(reader: ReaderClient, make: object,
                                                         number: int | None) -> None:
    text = read(reader, make(PICTURE))  # type: ignore[operator]
    assert page(text, "图片里的机密★10年") == number
    assert text.from_picture
    assert whole(text)


def test_document_inside_a_document_is_read_on_the_page_it_stands_on(reader: ReaderClient) -> None:
    text = read(reader, repacked(letter(), {"word/embeddings/表.xlsx": table()}))
    assert "深藏表标记" in text.original
    assert page(text, "深藏表标记") is None
    assert whole(text)


def test_damaged_part_leaves_the_rest_and_says_so(reader: ReaderClient) -> None:
    header = part(letter(), "word/header1.xml")
    text = read(reader, repacked(letter(), {"word/header1.xml": header[: len(header) // 2]}))
    assert "机密★5年" in text.original
    assert "属性标记" in text.original
    assert not whole(text)


@pytest.mark.parametrize("make", [letter, table, slides])
def test_document_cut_off_is_damaged(reader: ReaderClient, make: object) -> None:
    untrusted_bytes = make()  # type: ignore[operator]
    reading = reader.read(Item("a", Kind.FILES, untrusted_bytes[: len(untrusted_bytes) // 2]))
    assert isinstance(reading, Unreadable)
    assert reading.reason is Reason.DAMAGED


def test_format_is_known_by_its_content() -> None:
    found = [documents.sniff(make()) for make in (letter, table, slides)]
    assert [one.name for one in found if one] == ["docx", "xlsx", "pptx"]
    assert documents.sniff(b"PK\x03\x04" + bytes(26) + b"a.txt of word/document.xml") is None
