"""Tests objects, drawings, formats and properties of doc, xls and ppt, and objects in messages."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

import pytest

from guard.reading.documents.ole.biff import book_of
from guard.reading.documents.ole.compound import Compound
from guard.reading.documents.ole.compound_writing import Tree, compound_file
from rules.text import PARTIAL, Text
from tests.reading.documents.stored import stored
from tests.support.archives import outlook_message_of
from tests.support.office_files import table
from tests.support.office_objects import tree_of, with_streams, wrapped
from tests.support.texts import page, whole

Read = Callable[[bytes], Text]
UNKNOWN = bytes(range(256)) * 20
WHERE = {"doc": ("ObjectPool", "_1700000000"), "xls": ("MBD0001A2B3",)}


def within(kind: str, content: Tree) -> bytes:
    """Return a file of this kind with one object."""
    tree: Tree = content
    for name in reversed(WHERE[kind]):
        tree = {name: tree}
    return with_streams(stored(kind), tree)


def test_characters_of_a_laid_out_field_are_read(text: Read) -> None:
    words = "机\x13 EQ \\o\\ac(○,密)\x15★5年，\x13PAGEREF a\x14第3页\x15\r".encode("gb18030")
    start = 0x200
    head = struct.pack("<HH20xII", 0xA5DC, 0x68, start, start + len(words)).ljust(start, b"\0")
    assert "机○密★5年，第3页" in text(compound_file({"WordDocument": head + words})).original.splitlines()


@pytest.mark.parametrize("wide", [False, True])
def test_titles_of_a_chart_are_read_on_the_sheet_that_has_it(text: Read, wide: bool) -> None:
    title = "图表标记" if wide else "title of a chart"
    said = title.encode("utf-16-le" if wide else "latin-1")
    record = struct.pack("<HHHBB", 0x100D, 4 + len(said), 0, len(title), wide) + said
    begin, end = struct.pack("<HHHH", 0x0809, 4, 0x0600, 0x20), struct.pack("<HH", 0x000A, 0)
    book = book_of(Compound(stored("xls")))
    assert book.endswith(end)
    found = text(with_streams(stored("xls"), {"Workbook": book[:-4] + begin + record + end + end}))
    assert page(found, title) == page(text(stored("xls")), "深藏表标记")


def test_watermark_property_and_workbook_of_a_letter_are_read(text: Read) -> None:
    found = text(stored("doc", "objects"))
    lines = {line.strip() for line in found.original.splitlines()}
    assert {"正文标记", "水印标记", "密级名", "自定标记", "对象标记"} <= lines
    assert whole(found)


@pytest.mark.parametrize("kind", WHERE)
@pytest.mark.parametrize("inside", ["doc", "xls", "ppt", "docx", "wrapped"])
def test_object_in_a_storage_is_read(text: Read, kind: str, inside: str) -> None:
    content = {"docx": {"Package": table()}, "wrapped": tree_of(wrapped("表.xlsx", table()))}.get(inside)
    words = {"doc": "插入标记删除标记", "xls": "深藏表标记", "ppt": "组合标记"}.get(inside, "深藏表标记")
    found, without = text(within(kind, content or tree_of(stored(inside)))), text(stored(kind))
    assert found.original.count(words) == without.original.count(words) + 1
    assert whole(found)


@pytest.mark.parametrize("kind", WHERE)
def test_object_of_an_unknown_program_makes_the_document_partial_and_is_named(text: Read, kind: str) -> None:
    found = text(within(kind, {"VisioDocument": UNKNOWN}))
    assert [trait.detail.split("：")[0] for trait in found.traits if trait.kind == PARTIAL] == ["/".join(WHERE[kind])]


@pytest.mark.parametrize("content", [{"Equation Native": UNKNOWN}, {"\x01Ole": b"\1" * 20, "\x03LinkInfo": UNKNOWN},
                                     {"\x03OCXNAME": UNKNOWN, "contents": UNKNOWN}], ids=["formula", "link", "control"])
@pytest.mark.parametrize("kind", WHERE)
def test_object_without_a_document_leaves_the_whole(text: Read, kind: str, content: Tree) -> None:
    assert whole(text(within(kind, content)))


def test_object_with_more_than_seven_megabytes_is_read(text: Read) -> None:
    found = text(within("doc", {**tree_of(stored("xls")), "Fill": b"1" * 8_000_000}))
    assert "深藏表标记" in found.original
    assert whole(found)


def test_words_on_a_control_of_a_form_are_read(text: Read) -> None:
    control = {"\x03OCXNAME": UNKNOWN, "contents": b"\0\2\x20\0" + "按钮标记".encode("utf-16-le") + b"\0\0\7\0"}
    assert "按钮标记" in text(within("doc", control)).original.splitlines()


@pytest.mark.parametrize("packed", [False, True])
def test_object_of_a_slide_is_read(text: Read, packed: bool) -> None:
    content = compound_file({"Package": table()})
    body = struct.pack("<I", len(content)) + zlib.compress(content) if packed else content
    tree = dict(tree_of(stored("ppt")))
    show = tree["PowerPoint Document"]
    assert isinstance(show, bytes)
    tree["PowerPoint Document"] = show + struct.pack("<HHI", packed << 4, 0x1011, len(body)) + body
    found = text(compound_file(tree))
    assert "深藏表标记" in found.original
    assert whole(found)


def test_number_in_an_old_workbook_is_read_with_the_words_of_its_format(text: Read) -> None:
    found = text(stored("xls", "formats"))
    for words, cell in (("格式标记5年", "C3"), ("算式标记5", "D3"), ("5.5万元", "E3")):
        start = found.original.index(words)
        assert found.place(start, start + len(words))[1].cell == cell
    assert whole(found)


def test_choices_of_a_cell_in_an_old_workbook_are_read(text: Read) -> None:
    def string(words: str) -> bytes:
        return struct.pack("<HB", len(words), 1) + words.encode("utf-16-le")

    choices = "选项标记\0别的"
    literal = b"\x17" + bytes((len(choices), 1)) + choices.encode("utf-16-le")
    content = (bytes(4) + string("\0") + string("\0") + string("提示标记") + string("\0")
               + struct.pack("<HH", len(literal), 0) + literal + bytes(8))
    book = dict(tree_of(stored("xls")))
    records = book["Workbook"]
    assert isinstance(records, bytes)
    book["Workbook"] = records + struct.pack("<HH", 0x01BE, len(content)) + content
    lines = text(compound_file(book)).original.splitlines()
    assert {"选项标记", "别的", "提示标记"} <= set(lines)


def test_words_of_a_pivot_table_in_an_old_workbook_are_read(text: Read) -> None:
    words = "缓存标记".encode("utf-16-le")
    record = struct.pack("<HHHB", 0x00CD, 3 + len(words), len(words) // 2, 1) + words
    assert "缓存标记" in text(with_streams(stored("xls"), {"_SX_DB_CUR": {"0001": record}})).original.splitlines()


@pytest.mark.parametrize("content", [{"Package": table()}, tree_of(stored("xls"))], ids=["docx", "xls"])
def test_object_attached_to_a_message_is_read(text: Read, content: Tree) -> None:
    message = dict(tree_of(outlook_message_of("通知", "见附件", {"a.txt": b"1"})))
    name = next(name for name in message if name.startswith("__attach"))
    attached = message[name]
    assert not isinstance(attached, bytes)
    message[name] = {**{key: value for key, value in attached.items() if "37010102" not in key},
                     "__substg1.0_3701000D": content}
    found = text(compound_file(message))
    assert "深藏表标记" in found.original
    assert whole(found)
