"""Tests doc, xls and ppt as an office program wrote them, through the real reader process."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from guard.core.model import Item, Kind, Reading, Reason, Unreadable
from guard.reading.client import ReaderClient
from guard.reading.documents import formats
from rules.text import Text
from tests.reading.documents.stored import stored
from tests.support.texts import page, whole

Read = Callable[[bytes], Text]
_WIDE_NAME = 64
"""Bytes of a name in the directory of a compound file; its length in bytes follows ([MS-CFB] 2.6.1)."""


def renamed(untrusted_bytes: bytes, old: str, new: str) -> bytes:
    """Return the compound file with one stream renamed."""
    at = untrusted_bytes.index(old.encode("utf-16-le") + b"\0\0")
    name = (new + "\0").encode("utf-16-le")
    entry = name.ljust(_WIDE_NAME, b"\0") + len(name).to_bytes(2, "little")
    return untrusted_bytes[:at] + entry + untrusted_bytes[at + len(entry):]


def changed(untrusted_bytes: bytes, at: int, new: bytes) -> bytes:
    return untrusted_bytes[:at] + new + untrusted_bytes[at + len(new):]


def with_password(name: str) -> bytes:
    """Return a file that declares a password, where its format allows that."""
    untrusted_bytes = stored(name)
    if name == "doc":
        flags = untrusted_bytes.index(b"\xec\xa5\x01\x01") + 0x0B
        return changed(untrusted_bytes, flags, bytes([untrusted_bytes[flags] | 1]))
    if name == "ppt":
        return untrusted_bytes.replace(b"\x5f\xc0\x91\xe3", b"\xdf\xc4\xd1\xf3")
    begin = untrusted_bytes.index(b"\x09\x08\x10\x00")
    return changed(untrusted_bytes, begin + 20, b"\x2f\x00")


def test_every_place_of_a_doc_is_read(text: Read) -> None:
    found = text(stored("doc"))
    lines = [line.strip() for line in found.original.splitlines()]
    for words in ("机密★5年", "姓名\t电话", "王小明\t13800138000", "隐藏文字标记", "插入标记删除标记", "第二页标记",
                  "页眉标记", "页脚标记", "批注标记", "属性标记", "图片里的机密★10年"):
        assert words in lines, (words, lines)
    assert whole(found)


def test_every_sheet_of_an_xls_is_read(text: Read) -> None:
    found = text(stored("xls"))
    assert [page(found, words) for words in ("名册", "隐藏表标记", "深藏表标记")] == [1, 2, 3]
    assert "王小明\t13800138000\t2026-01-05" in found.original
    for words in ("批注标记", "页眉标记", "属性标记", "图片里的机密★10年"):
        assert words in found.original, words
    assert page(found, "批注标记") == 1
    assert whole(found)


def test_every_slide_of_a_ppt_is_read(text: Read) -> None:
    found = text(stored("ppt"))
    assert [page(found, words) for words in ("标题标记", "文本框标记", "组合标记")] == [1, 2, 3]
    for words in ("备注标记", "属性标记", "图片里的机密★10年"):
        assert words in found.original, words
    assert whole(found)


@pytest.mark.parametrize("untrusted_bytes", [
    with_password("doc"), with_password("xls"), with_password("ppt"), renamed(stored("doc"), "WordDocument",
                                                                              "EncryptedPackage")],
    ids=["doc", "xls", "ppt", "docx"])
def test_file_with_a_password_is_encrypted(reading: Callable[[bytes], Reading], untrusted_bytes: bytes) -> None:
    found = reading(untrusted_bytes)
    assert isinstance(found, Unreadable)
    assert found.reason is Reason.ENCRYPTED


@pytest.mark.parametrize("name", ["doc", "xls", "ppt"])
def test_compound_file_cut_off_never_looks_whole(reading: Callable[[bytes], Reading], name: str) -> None:
    untrusted_bytes = stored(name)
    for part in range(1, 8):
        found = reading(untrusted_bytes[: len(untrusted_bytes) * part // 8])
        assert isinstance(found, Unreadable) or not whole(found), part


def test_an_xls_on_which_the_library_panics_is_damaged_and_nothing_of_it_is_printed(
        reader: ReaderClient, capfd: pytest.CaptureFixture[str]) -> None:
    pid = reader.prepare("cascade") and reader.pid
    found = reader.read(Item("册.xls", Kind.FILES, changed(stored("xls"), 1768, b"\0\0\0\0")))
    assert isinstance(found, Unreadable)
    assert found.reason is Reason.DAMAGED
    assert reader.pid == pid
    assert "panicked" not in capfd.readouterr().err


def test_compound_file_of_another_program_is_no_document() -> None:
    assert formats.sniff(renamed(stored("doc"), "WordDocument", "Something")) is None
