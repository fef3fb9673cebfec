"""Tests the formats of Windows as bytes, on any system."""

from __future__ import annotations

import io
import struct
from pathlib import PureWindowsPath

import pytest
from PIL import Image

from guard.clipboard.content import Content
from guard.clipboard.windows.formats import (
    BITMAP,
    FILES,
    HTML,
    RTF,
    TEXT,
    content_of,
    html_format,
    markup_of,
    names_to_keep,
    notice_bytes,
    paths_of,
    placed,
    to_target,
    to_windows,
)
from guard.core.model import Kind, Target

NOTICE = "（内容核对中，稍后发）"


def dropped(text: str) -> bytes:
    return struct.pack("<IiiII", 20, 0, 0, 0, 1) + text.encode("utf-16-le")


@pytest.mark.parametrize("text", ["", "值班表", "a\r\nb", "𠮷野家"])
def test_text_comes_back_as_it_was(text: str) -> None:
    raw = (text + "\0").encode("utf-16-le")
    target = to_target(TEXT, raw)
    assert target.untrusted_bytes == text.encode()
    assert to_windows(target) == raw


def test_text_ends_at_its_zero_and_half_a_character_is_none() -> None:
    assert to_target(TEXT, "表\0rest".encode("utf-16-le") + b"x").untrusted_bytes == "表".encode()


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA"])
def test_a_bitmap_becomes_a_file_that_can_be_read_and_comes_back_as_it_was(mode: str) -> None:
    picture = Image.new("RGB", (19, 5), (10, 200, 30)).convert(mode)
    file = io.BytesIO()
    picture.save(file, "BMP")
    raw = file.getvalue()[14:]
    target = to_target(BITMAP, raw)
    assert to_windows(target) == raw
    with Image.open(io.BytesIO(target.untrusted_bytes)) as seen:
        assert seen.convert("RGB").tobytes() == picture.convert("RGB").tobytes()


@pytest.mark.parametrize("raw", [b"", b"\x28", bytes(20), b"\xff" * 64])
def test_a_damaged_bitmap_is_handed_on_and_no_error(raw: bytes) -> None:
    assert to_windows(to_target(BITMAP, raw)) == raw


def test_file_lists_are_read_and_damaged_ones_are_a_problem() -> None:
    assert paths_of(dropped("C:\\a b.txt\0\\\\server\\c\0\0")) == ("C:\\a b.txt", "\\\\server\\c")
    for damaged in (b"", bytes(8), dropped("")):
        content = content_of({FILES: to_target(FILES, damaged)})
        assert content.kind is Kind.FILES
        assert content.files[0].problem is not None


def test_text_beside_a_file_list_is_judged_unless_it_is_the_list() -> None:
    files = to_target(FILES, dropped("C:\\a b.txt\0\0"))
    given = {text: content_of({FILES: files, TEXT: Target(TEXT, TEXT, 8, text.encode())}).texts
             for text in ("绝密样例", '"C:\\a b.txt"', "a b.txt")}
    assert [bool(texts) for texts in given.values()] == [True, False, False]


def test_markup_is_judged_whatever_its_head_claims() -> None:
    lying = html_format("<p>绝密</p>").replace(b"StartHTML:0", b"StartHTML:9")
    assert "绝密".encode() in markup_of(lying)
    content = content_of({HTML: to_target(HTML, lying)})
    assert [text for _, text in content.texts] == ["绝密"]


def test_the_head_of_markup_counts_bytes() -> None:
    made = html_format("<b>表</b>")
    fields = dict(line.split(b":") for line in made.split(b"<")[0].split(b"\r\n") if line)
    assert made[int(fields[b"StartFragment"]):int(fields[b"EndFragment"])] == "<b>表</b>".encode()
    assert made[int(fields[b"StartHTML"]):int(fields[b"EndHTML"])].endswith(b"</html>")


def test_the_notice_is_said_in_every_format_for_words_and_in_no_other() -> None:
    assert to_target(TEXT, notice_bytes(TEXT, NOTICE) or b"").untrusted_bytes == NOTICE.encode()
    assert NOTICE.encode() in (notice_bytes(HTML, NOTICE) or b"")
    rich = notice_bytes(RTF, NOTICE) or b""
    assert rich.count(b"\\u") == len(NOTICE) + 1  # and \uc1
    assert notice_bytes(BITMAP, NOTICE) is None
    assert notice_bytes(TEXT, "") is None


def test_with_text_no_picture_is_asked_for_and_text_comes_first() -> None:
    caption = Content((("", "x"),))
    assert names_to_keep((BITMAP, RTF, TEXT, "DataObject"), caption) == (TEXT, RTF)
    assert names_to_keep((BITMAP, TEXT), caption) == (BITMAP, TEXT), "a picture with a caption"
    assert names_to_keep((BITMAP, "DataObject"), Content()) == (BITMAP,)


def test_a_copy_of_word_with_a_picture_is_for_the_reader_and_keeps_its_bitmap() -> None:
    rich = b"{\\rtf1 x{\\*\\shppict{\\pict\\pngblip 89504e47}}{\\nonshppict{\\pict\\wmetafile8 0100}}}\0"
    markup = html_format("<p>x</p><img src=\"file:///C:/Users/ADMINI~1/AppData/Local/Temp/msohtmlclip1/01/clip_1.png\">")
    given = {name: to_target(name, data) for name, data in (
        (TEXT, "x".encode("utf-16-le")), (HTML, markup), (RTF, rich))}
    found = content_of(given)
    assert [(item.kind, item.untrusted_bytes) for item in found.items()] == [(Kind.TEXT, b""), (Kind.FILES, rich)]
    assert names_to_keep((BITMAP, RTF, TEXT), found) == (BITMAP, RTF, TEXT)


def test_a_copy_of_word_without_pictures_is_its_words() -> None:
    rich = b"{\\rtf1\\ansi\\ansicpg936{\\info{\\title \\'b1\\'ea}}\\uc2 \\u20540\\'d6\\'b5\\par{\\shptxt \\'bf\\'f2}}"
    found = content_of({TEXT: to_target(TEXT, "值".encode("utf-16-le")), RTF: to_target(RTF, rich)})
    assert [item.untrusted_text for item in found.items()] == ["值", "值\n框"]


def test_rich_text_counts_where_there_is_no_text() -> None:
    rich = Target(RTF, RTF, 8, b"{\\rtf1 x}")
    assert [item.untrusted_bytes for item in content_of({RTF: rich}).items()] == [rich.untrusted_bytes]
    assert content_of({RTF: rich, TEXT: Target(TEXT, TEXT, 8, b"x")}).files == ()


def test_targets_of_the_guard_get_the_names_of_windows() -> None:
    given = (Target("UTF8_STRING", "UTF8_STRING", 8, b"a"), Target("STRING", "STRING", 8, b"b"),
             Target("text/plain", "text/plain", 8, b"c"), Target("text/html", "text/html", 8, b"<i>a</i>"),
             Target("image/png", "image/png", 8, b"d"))
    found = placed(given)
    assert list(found) == [TEXT, HTML, "PNG"]
    assert found[TEXT].untrusted_bytes == b"a"


def test_a_list_of_files_by_their_addresses_becomes_one_by_their_paths() -> None:
    address = PureWindowsPath("C:/用户/wang/打码副本.docx").as_uri()
    lists = tuple(Target(name, name, 8, words.encode()) for name, words in (
        ("x-special/gnome-copied-files", f"copy\n{address}"), ("text/uri-list", f"{address}\r\n")))
    assert [paths_of(to_windows(target)) for target in placed(lists).values()] == [("C:\\用户\\wang\\打码副本.docx",)]
    assert list(placed(lists)) == [FILES]
