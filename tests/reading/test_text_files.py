"""Tests that text files are read in each usual encoding, and that other bytes are no text."""

from __future__ import annotations

import codecs
import random

import pytest

from guard.core.model import Kind, Reason, Unreadable
from guard.reading import limits
from guard.reading.text import decode, sniff
from rules.text import Text
from tests.support.pictures import encode, render_document

SIMPLIFIED = "机密★5年\r\n各县（区）人民政府：现将《方案》印发给你们，请认真贯彻执行。联系电话 010-55550123。"
TRADITIONAL = "機密文件\n各縣市政府：茲檢送會議紀錄一份，請依決議事項辦理，並於文到後十日內回覆。"


@pytest.mark.parametrize(("text", "encoding"), [
    (SIMPLIFIED, "utf-8"), (SIMPLIFIED, "utf-8-sig"), (SIMPLIFIED, "utf-16"), (SIMPLIFIED, "utf-16-le"),
    (SIMPLIFIED, "utf-16-be"), (SIMPLIFIED, "utf-32"), (SIMPLIFIED, "gb18030"), (SIMPLIFIED, "gb2312"),
    (TRADITIONAL, "utf-8"), (TRADITIONAL, "big5"), (TRADITIONAL, "gb18030"), (TRADITIONAL, "utf-16"),
    ("plain words", "ascii"), ("plain words", "utf-16"), ("plain words\n", "utf-16-le"), ("机密", "gb18030"),
    ("秘密★一年", "gb18030"), ("姓名,身份证号\n王小明,1", "gb18030"), ("㐀 𠀀 䶮 王䶮", "utf-8"),
    ("王䶮的机密文件", "gb18030"),
    ("機密", "big5"), ("Ａ１！", "gb18030")])
def test_text_is_decoded_whatever_its_encoding(text: str, encoding: str) -> None:
    untrusted_bytes = text.encode(encoding)
    assert sniff(untrusted_bytes) is Kind.TEXT
    assert decode(untrusted_bytes) == Text(text)


def test_byte_order_mark_of_gb18030_is_no_part_of_the_text() -> None:
    reading = decode(b"\x84\x31\x95\x33" + SIMPLIFIED.encode("gb18030"))
    assert reading == Text(SIMPLIFIED)


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8, codecs.BOM_UTF32_BE])
def test_byte_order_mark_before_bytes_of_another_encoding_is_unsupported(mark: bytes) -> None:
    reading = decode(mark + b"\xd8\x00\xff\xd8\x01")
    assert isinstance(reading, Unreadable)
    assert reading.reason is Reason.UNSUPPORTED


@pytest.mark.parametrize("untrusted_bytes", [
    random.Random(1).randbytes(4096), bytes(64), b"\x7fELF\x02\x01\x01" + bytes(100), b"MZ\x90\x00\x03" + bytes(60),
    b"PK\x03\x04\x14\x00\x06\x00", b"%PDF-1.7\n1 0 obj", b"{\\rtf1\\ansi \\'bb\\'fa\\'c3\\'dc}", b"%!PS-Adobe-3.0\n",
    b"From: a@example.invalid\nContent-Transfer-Encoding: base64\n\n5py65a+G", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"begin 644 a.txt\n", b"text with \x00 inside"])
def test_bytes_whose_words_cannot_be_seen_are_no_text(untrusted_bytes: bytes) -> None:
    assert sniff(untrusted_bytes) is None
    reading = decode(untrusted_bytes)
    assert isinstance(reading, Unreadable)
    assert reading.reason is Reason.UNSUPPORTED


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "AVIF", "JPEG2000", "ICO", "PPM"])
def test_picture_is_known_by_its_content(kind: str) -> None:
    assert sniff(encode(render_document("图").resize((64, 64)), kind)) is Kind.PICTURE


@pytest.mark.parametrize("comment", ["", "# from a scanner", f"# {'history ' * 5000}"], ids=["none", "short", "long"])
def test_picture_of_letters_is_known_behind_its_comment(comment: str) -> None:
    assert sniff(f"P2\n{comment}\n3 1\n9\n1 2 3\n".encode()) is Kind.PICTURE


@pytest.mark.parametrize("text", ["BM是一个品牌，不是位图。", "P3 是第三页的意思",
                                  "P1 2023年工作总结", "P2 3号楼会议室", "P6 12 13 人", "GIF 动图", "II、机密", "RIFF"])
def test_text_that_begins_like_a_picture_is_text(text: str) -> None:
    assert sniff(text.encode()) is Kind.TEXT


def test_text_file_over_the_limit_is_too_large() -> None:
    reading = decode(b"a" * (limits.TEXT_BYTES + 1))
    assert isinstance(reading, Unreadable)
    assert reading.reason is Reason.TOO_LARGE


@pytest.mark.parametrize("marked", ["**机密**★5年", "机密\\★5年", "机**密**★5年"])
def test_a_mark_is_read_through_the_markup_of_markdown(marked: str) -> None:
    read = decode(f"# 通知\n{marked}\n正文".encode())
    assert isinstance(read, Text)
    assert read.original.splitlines() == ["# 通知", marked, "正文", "机密★5年"]


def test_markup_elsewhere_adds_nothing() -> None:
    text = "**重点**：密码 \\* 和 2 * 3\n机密★5年"
    read = decode(text.encode())
    assert isinstance(read, Text)
    assert read.original == text


@pytest.mark.parametrize(("shown", "words"), [
    ('{"text": "\\u673a\\u5bc6\\u26055\\u5e74"}', '{"text": "机密★5年"}'),
    ("&#26426;&#x5bc6;&#9733;5&#24180;", "机密★5年"),
    ('"\\ud83d\\ude00好"', '"😀好"'),
])
def test_characters_written_as_numbers_are_read_too(shown: str, words: str) -> None:
    text = f"记录如下\n{shown}"
    read = decode(text.encode())
    assert isinstance(read, Text)
    assert read.original == f"{text}\n{words}"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_text_in_which_a_byte_is_wrong_is_read(encoding: str) -> None:
    whole = "各科室：\n机密★5年，请于周五前报送。".encode(encoding)
    read = decode(whole[:6] + b"\xff" + whole[6:])
    assert isinstance(read, Text)
    assert "机密★5年" in read.original


@pytest.mark.parametrize("beginning", [b"<!-- -->", b"<!-- ", b"<!DOCTYPE a[] >", b"<!DOCTYPE a["])
def test_many_beginnings_of_a_page_are_looked_through_once(beginning: bytes) -> None:
    # Each of them could end here or there: trying all ways would take longer than the age of the universe.
    assert sniff(beginning * 8000) is Kind.TEXT
