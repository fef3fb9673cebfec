"""Tests that a real reader process reads the contents of an archive, under their names, like the files themselves."""

from __future__ import annotations

import bz2
import gzip
import io
import itertools
import lzma
import random
import struct
import tarfile
import zipfile
from collections.abc import Callable

import pytest

from guard.core.decide import unreadable_words
from guard.core.model import Item, Judged, Kind, Reason, Unreadable
from guard.reading.client import ReaderClient
from guard.reading.containers.tar import read_stream
from guard.reading.documents.budget import Budget
from guard.reading.documents.errors import DamagedError, DocumentError
from rules.model import Action, Place, Verdict
from rules.text import Text
from tests.support.archives import Members, encrypted_zip_of, rar_is_read_here, rar_of, seven_zip_of, tar_of, zip_of
from tests.support.fixed_layout_files import pdf
from tests.support.pictures import encode, render_document
from tests.support.texts import whole

NAME = "关于协查的通知.txt"
WORDS = "请各科室于周五前报送名单"
MEMBERS = {f"三季度/{NAME}": WORDS.encode(), "回执.txt": "收到，谢谢".encode("gb18030")}

PACKED: dict[str, Callable[[Members], bytes]] = {
    "zip": zip_of, "7z": seven_zip_of, "rar": rar_of, "tar": tar_of,
    "tar.gz": lambda members: tar_of(members, "w:gz"), "tar.bz2": lambda members: tar_of(members, "w:bz2"),
    "tar.xz": lambda members: tar_of(members, "w:xz"),
}

STORED: dict[str, Callable[[Members], bytes]] = {
    "zip": lambda members: zip_of(members, method=zipfile.ZIP_STORED),
    "7z": lambda members: seven_zip_of(members, stored=True), "rar": rar_of, "tar": tar_of,
}


def read(reader: ReaderClient, untrusted_bytes: bytes, name: str = "资料") -> Text:
    reading = reader.read(Item(name, Kind.FILES, untrusted_bytes))
    assert isinstance(reading, Text), reading
    return reading


def why(text: Text) -> str:
    """The message about a text that was not read to its end."""
    return unreadable_words(Judged("", text=text, verdict=Verdict(Action.ALLOW))) or ""


@pytest.mark.parametrize("kind", [kind for kind in PACKED if kind != "rar" or rar_is_read_here()])
def test_members_are_read_under_their_names(reader: ReaderClient, kind: str) -> None:
    text = read(reader, PACKED[kind](MEMBERS))
    assert text.original == f"三季度/{NAME}\n{WORDS}\n回执.txt\n收到，谢谢\n"
    assert whole(text)


@pytest.mark.parametrize("kind", [kind for kind in STORED if kind != "rar" or rar_is_read_here()])
def test_archive_that_begins_with_a_pdf_as_it_is_is_no_pdf(reader: ReaderClient, kind: str) -> None:
    text = read(reader, STORED[kind]({"1.pdf": pdf(["图书室开放"]), "回执.txt": WORDS.encode()}))
    assert text.original.splitlines()[-2:] == ["回执.txt", WORDS]
    assert whole(text)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_one_packed_file_is_read(reader: ReaderClient, pack: Callable[[bytes], bytes]) -> None:
    assert read(reader, pack(WORDS.encode())).original == f"{WORDS}\n"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_without_the_mark_of_their_encoding_are_read(reader: ReaderClient, encoding: str) -> None:
    assert NAME in read(reader, zip_of({NAME: b""}, raw_names=encoding)).original


@pytest.mark.parametrize(("name", "encoding"), [("图纸.dwg", "gb18030"), ("café.txt", "utf-8"), ("图纸.dwg", "utf-8")])
def test_name_that_two_encodings_could_mean_is_read_as_the_likelier(
        reader: ReaderClient, name: str, encoding: str) -> None:
    assert name in read(reader, zip_of({name: b""}, raw_names=encoding)).original


def test_a_tar_whose_member_leads_back_to_itself_is_damaged_and_keeps_nobody_waiting(reader: ReaderClient) -> None:
    """A member whose length is minus its header (CVE-2025-8194), whatever this Python makes of it."""
    plain = tarfile.TarInfo("a").tobuf(tarfile.GNU_FORMAT)
    header = bytearray(plain)
    header[124:136] = (-len(header)).to_bytes(12, "big", signed=True)
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    assert "不完整或已损坏，没有读全" in why(read(reader, plain + bytes(header) + bytes(1024), "资料.tar"))


class CountedUnpacking:
    """A bz2 stream that counts how often it is read after it has failed."""

    def __init__(self, untrusted_bytes: bytes) -> None:
        self._stream = bz2.BZ2File(io.BytesIO(untrusted_bytes))
        self.failed, self.read_after = False, 0

    def read(self, size: int, /) -> bytes:
        self.read_after += self.failed
        try:
            return self._stream.read(size)
        except OSError:
            self.failed = True
            raise


def test_a_packed_tar_is_not_unpacked_further_once_that_has_failed() -> None:
    """Older Pythons then write beyond their memory (CVE-2026-9669)."""
    packed = bytearray(bz2.compress(tar_of({f"{number}": random.Random(number).randbytes(700_000)
                                            for number in range(3)}), 1))
    packed[len(packed) // 2:len(packed) // 2 + 200] = bytes(200)
    stream = CountedUnpacking(bytes(packed))
    with pytest.raises(DamagedError):
        list(read_stream(stream, len(packed), Budget()))
    assert stream.failed
    assert stream.read_after == 0


def test_a_tar_that_announces_more_than_it_has_ends_with_its_seconds() -> None:
    """Older Pythons skip to the announced end, block by block (CVE-2026-11972)."""
    member = tarfile.TarInfo("a")
    member.size = 1 << 60
    seconds = itertools.count()
    with pytest.raises(DocumentError):
        list(read_stream(io.BytesIO(member.tobuf(tarfile.GNU_FORMAT)), 512, Budget(lambda: next(seconds))))


def blocks_of(name: str, content: bytes, *, is_old: bool = False) -> bytes:
    """A member as the blocks of a tar; ``is_old``: with the type of tars before POSIX."""
    member = tarfile.TarInfo(name)
    member.size = len(content)
    blocks = bytearray(member.tobuf(tarfile.GNU_FORMAT))
    if is_old:
        header = blocks[-512:]
        header[148:157] = b" " * 8 + b"\0"
        header[148:156] = b"%06o\0 " % sum(header)
        blocks[-512:] = header
    return bytes(blocks) + content + bytes(-len(content) % 512)


@pytest.mark.parametrize("between", [
    b"x" * 512,
    # A name whose first hundred characters end in a slash is a folder's for older Pythons, without content.
    blocks_of("a" * 99 + "/b.txt", b"x" * 512, is_old=True),
], ids=["no header", "CVE-2025-13462"])
def test_a_tar_in_which_something_else_is_where_a_header_belongs_does_not_end_there(
        reader: ReaderClient, between: bytes) -> None:
    """Other programs search for the next header."""
    first, last = (blocks_of(name, WORDS.encode()) for name in ("甲.txt", "乙.txt"))
    text = read(reader, first + between + last + bytes(1024), "资料.tar")
    assert "乙.txt" in text.original or "不完整或已损坏，没有读全" in why(text)


def test_a_name_in_gbk_in_a_tar_is_read(reader: ReaderClient) -> None:
    assert NAME in read(reader, tar_of({NAME: b""}, encoding="gb18030")).original


def test_the_other_name_and_the_comment_of_a_member_are_read(reader: ReaderClient) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        member = zipfile.ZipInfo("a.txt")
        name = "机密★5年.txt".encode()
        member.extra = struct.pack("<HHBI", 0x7075, 5 + len(name), 1, 0) + name
        member.comment = "涉密载体".encode("gbk")
        archive.writestr(member, b"1")
    assert {"a.txt 机密★5年.txt", "涉密载体"} <= set(read(reader, written.getvalue()).original.splitlines())


def test_both_of_two_archives_joined_are_read(reader: ReaderClient) -> None:
    joined = zip_of({"甲.txt": "机密★5年".encode()}) + zip_of({"乙.txt": "图书室开放".encode()})
    assert {"甲.txt", "机密★5年", "乙.txt", "图书室开放"} <= set(read(reader, joined).original.splitlines())


def test_every_format_inside_every_other_is_read(reader: ReaderClient) -> None:
    untrusted_bytes = WORDS.encode()
    packs = (zip_of, seven_zip_of, rar_of if rar_is_read_here() else tar_of, PACKED["tar.gz"])
    for number, pack in enumerate(packs):
        untrusted_bytes = pack({f"第{number}层": untrusted_bytes})
    text = read(reader, untrusted_bytes)
    assert text.original.splitlines() == ["第3层", "第2层", "第1层", "第0层", WORDS]
    assert whole(text)


def test_a_picture_in_an_archive_is_recognised_and_keeps_its_boxes(reader: ReaderClient) -> None:
    text = read(reader, zip_of({"说明.txt": WORDS.encode(), "照片.png": encode(render_document("办公室值班表"))}))
    start = text.original.index("值班表")
    assert text.from_picture
    _, place, boxes = text.place(start, start + 3)
    assert place == Place("照片.png")
    assert boxes
    assert text.place(0, 2) == (None, Place("说明.txt"), ())


def test_an_encrypted_member_is_named_and_what_is_beside_it_is_read(reader: ReaderClient) -> None:
    inner = encrypted_zip_of({"密件.docx": b"x" * 100})
    text = read(reader, zip_of({"内/包.zip": inner, NAME: WORDS.encode()}))
    assert WORDS in text.original
    assert "密件.docx" in text.original
    assert "内/包.zip/密件.docx：加了密码" in why(text)


@pytest.mark.parametrize("untrusted_bytes", [encrypted_zip_of(MEMBERS), seven_zip_of(MEMBERS, "password")],
                         ids=["zip", "7z"])
def test_of_an_encrypted_archive_the_names_are_known(reader: ReaderClient, untrusted_bytes: bytes) -> None:
    text = read(reader, untrusted_bytes)
    assert text.original == f"三季度/{NAME}\n回执.txt\n"
    assert "加了密码" in why(text)
    assert "另有 1 处" in why(text)


def test_an_archive_that_hides_its_names_is_unreadable(reader: ReaderClient) -> None:
    reading = reader.read(Item("a", Kind.FILES, seven_zip_of(MEMBERS, "password", hide_names=True)))
    assert isinstance(reading, Unreadable)
    assert reading.reason is Reason.ENCRYPTED


@pytest.mark.skipif(rar_is_read_here(), reason="this computer reads RAR")
def test_where_rar_cannot_be_read_it_is_unreadable_and_says_what_is_missing(reader: ReaderClient) -> None:
    reading = reader.read(Item("a", Kind.FILES, rar_of(MEMBERS)))
    assert isinstance(reading, Unreadable)
    assert "libarchive" in reading.detail


def test_a_member_of_an_unknown_format_leaves_the_rest_read_and_is_named(reader: ReaderClient) -> None:
    text = read(reader, zip_of({"程序.exe": b"MZ\x90\0\x03" * 40, NAME: WORDS.encode()}))
    assert WORDS in text.original
    assert why(text).startswith("没有读完：程序.exe：")


@pytest.mark.parametrize("kind", ["zip", "7z", "rar"])
def test_archive_behind_a_picture_is_read_as_well_as_the_picture(reader: ReaderClient, kind: str) -> None:
    if kind == "rar" and not rar_is_read_here():
        pytest.skip("this system has no libarchive")
    found = read(reader, encode(render_document("办公室值班表")) + PACKED[kind](MEMBERS), "图.png")
    assert "办公室值班表" in found.original
    assert WORDS in found.original
    start = found.original.index(WORDS)
    assert found.place(start, start + 1)[1] == Place(member=f"三季度/{NAME}")
    assert found.from_picture
    assert whole(found)


def test_archive_behind_a_program_is_read_and_the_program_is_said_not_to_be(reader: ReaderClient) -> None:
    found = read(reader, b"MZ" + bytes(range(256)) * 20 + zip_of(MEMBERS), "解压.exe")
    assert WORDS in found.original
    assert not whole(found)


def test_picture_from_the_clipboard_is_a_picture_whatever_follows_it(reader: ReaderClient) -> None:
    picture = encode(render_document("办公室值班表")) + zip_of(MEMBERS)
    found = reader.read(Item("图", Kind.PICTURE, picture))
    assert isinstance(found, Text)
    assert WORDS not in found.original
