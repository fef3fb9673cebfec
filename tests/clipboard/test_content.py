"""Tests how the copied targets become content."""

from __future__ import annotations

import time
from base64 import b64encode

import pytest

from guard.clipboard import content, file_lists, html
from guard.clipboard.compound_text import decode_compound_text
from guard.clipboard.encodings import decode_text
from guard.clipboard.html import HtmlError, read_html
from guard.core.model import Kind, Reason, Target
from tests.support.copied import PICTURE, targets


def test_text_and_the_same_text_in_html_are_one_text() -> None:
    found = content.read_content(targets(utf8="第一行\n第二行".encode(), html="<p>第一行</p><p>第二行</p>".encode()))
    assert [text for _, text in found.texts] == ["第一行\n第二行"]
    assert found.kind is Kind.TEXT


@pytest.mark.parametrize("end", [b"\0", b" \0"], ids=["odd", "even"])
def test_a_zero_that_ends_a_text_makes_no_other_text_of_it(end: bytes) -> None:
    found = content.read_content(targets(utf8="今天的值班表".encode(), html="<p>今天的值班表</p>".encode() + end))
    assert [text for _, text in found.texts] == ["今天的值班表"]


def test_html_that_says_more_than_the_text_is_judged_too() -> None:
    found = content.read_content(targets(utf8="表格".encode(), html="<td>表格</td><td>批注</td>".encode()))
    assert [text for _, text in found.texts] == ["表格", "表格\n批注"]


def test_html_with_nothing_to_see_is_no_text() -> None:
    markup = b"<html><head><title>x</title><style>p{}</style></head><body><img src='https://a/b'><script>1</script>"
    assert content.read_content(targets(html=markup)).items() == ()


def test_a_picture_inside_html_is_a_picture() -> None:
    markup = b"<img src='data:image/png;base64," + b64encode(PICTURE) + b"'>"
    found = content.read_content(targets(html=markup))
    assert found.kind is Kind.PICTURE
    assert found.pictures == (PICTURE,)


def test_bullets_inside_html_are_no_pictures() -> None:
    markup = "<img src='data:image/gif;base64," + b64encode(b"GIF89a tiny").decode() + "'>文字"
    assert read_html(markup) == ("文字", (), ())


def test_html_too_large_to_be_looked_at_is_unreadable_and_not_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "HTML_LIMIT", 10)
    with pytest.raises(HtmlError):
        read_html("<p>more than ten characters</p>")
    found = content.read_content(targets(html=b"<p>more than ten characters</p>"))
    assert found.problem is not None
    assert found.problem.reason is Reason.TOO_LARGE


def test_html_that_takes_too_long_is_unreadable_and_not_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "HTML_SECONDS", 0.0)
    copied = content.read_content(targets(html=b"<p>x</p>"))
    assert copied.texts == ()
    assert copied.problem is not None
    assert copied.problem.reason is Reason.TOO_LARGE


def test_copied_files_are_paths_without_bytes() -> None:
    listing = b"copy\nfile:///home/a/%E7%A7%98%E5%AF%86.docx\nfile:///home/a/b%20c.pdf"
    found = content.read_content(targets(gnome=listing, utf8="/home/a/秘密.docx\n/home/a/b c.pdf".encode()))
    assert found.kind is Kind.FILES
    assert [(item.name, item.untrusted_bytes, item.problem) for item in found.files] == [
        ("/home/a/秘密.docx", b"", None), ("/home/a/b c.pdf", b"", None)]
    assert found.texts == ()


def test_text_and_markup_beside_files_are_judged_too() -> None:
    found = content.read_content(targets(uris=b"file:///home/a/x.txt\r\n", utf8="绝密样例".encode(),
                                         html="<p>另有一段</p>".encode()))
    assert found.kind is Kind.FILES
    assert [item.untrusted_text or item.name for item in found.items()] == ["绝密样例", "另有一段", "/home/a/x.txt"]


@pytest.mark.parametrize("text", [b"x.txt", b"copy\nfile:///home/a/x.txt", b"'/home/a/x.txt'\n", b"file:/home/a/x.txt"])
def test_the_mere_list_of_the_files_is_no_text_beside_them(text: bytes) -> None:
    assert content.read_content(targets(uris=b"file:///home/a/x.txt", utf8=text)).texts == ()


@pytest.mark.parametrize("text", ["file:///home/a/x.txt#绝密", "file:///home/a/y.txt", "x.txt 绝密", "https://a/绝密"])
def test_a_line_that_says_more_than_the_list_is_text(text: str) -> None:
    assert content.read_content(targets(uris=b"file:///home/a/x.txt", utf8=text.encode())).texts


def test_a_file_address_with_one_slash_is_a_file() -> None:
    found = content.read_content(targets(gnome=b"copy\nfile:/home/a/x.txt", uris=b"FILE:/home/a/y.txt"))
    assert [item.name for item in found.files] == ["/home/a/x.txt", "/home/a/y.txt"]


def test_the_files_of_every_list_are_judged_each_once() -> None:
    found = content.read_content(targets(gnome=b"copy\nfile:///a", uris=b"file:///a\r\nfile:///b", kde=b"file:///c"))
    assert [item.name for item in found.files] == ["/a", "/b", "/c"]


def test_files_that_only_the_portal_can_hand_over_are_unreadable() -> None:
    (item,) = content.read_content(targets(portal=b"1234567890")).files
    assert item.problem is not None
    assert item.problem.reason is Reason.UNSUPPORTED
    listed = content.read_content(targets(portal=b"1234567890", uris=b"file:///a")).files
    assert [(each.name, each.problem) for each in listed] == [("/a", None)]


def test_a_picture_beside_files_is_judged_with_them() -> None:
    given = targets(uris=b"file:///a", png=PICTURE)
    found = content.with_picture(content.read_content(given), given, tuple(given))
    assert [item.kind for item in found.items()] == [Kind.PICTURE, Kind.FILES]


def test_a_file_that_is_not_on_this_computer_is_unreadable() -> None:
    (item,) = content.read_content(targets(uris=b"smb://server/share/a.docx\r\n")).files
    assert item.problem is not None
    assert item.problem.reason is Reason.UNSUPPORTED


@pytest.mark.parametrize("address", [b"file:///a%00b", b"file://", b"mtp://[bad/x"])
def test_a_malformed_address_is_unreadable(address: bytes) -> None:
    (item,) = content.read_content(targets(uris=address)).files
    assert item.problem is not None


@pytest.mark.parametrize("written", ["file://{}/a", "file:/\t/{}", "a://{}?b"])
def test_an_address_whose_host_never_ends_is_malformed_at_once(written: str) -> None:
    address = written.format("\u0301\u0316" * (60 * 1024)).encode()
    started = time.process_time()
    (item,) = content.read_content(targets(uris=address)).files
    assert item.problem is not None
    assert item.problem.reason is Reason.MALFORMED
    assert time.process_time() - started < 0.5


def test_a_long_name_in_a_file_address_is_that_file() -> None:
    (item,) = content.read_content(targets(uris=b"file:///home//" + b"%E6%9C%BA" * 85)).files
    assert item.name == "/home/" + "机" * 85


def test_web_addresses_are_text() -> None:
    found = content.read_content(targets(uris=b"https://example.org/a\r\n"))
    assert found.kind is Kind.TEXT
    assert found.texts[0][1].strip() == "https://example.org/a"


def test_more_files_than_can_be_looked_at_leave_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_lists, "FILES_LIMIT", 2)
    found = content.read_content(targets(uris=b"file:///a\nfile:///b\nfile:///c"))
    assert [item.problem is not None for item in found.files] == [False, False, True]


def test_a_list_of_a_hundred_thousand_addresses_is_read_in_a_moment() -> None:
    addresses = b"".join(b"file:///home/a/%d\n" % number for number in range(100_000))
    started = time.process_time()
    files = content.read_content(targets(uris=addresses, kde=addresses, utf8=b"file:///home/a/1\n" * 100_000)).files
    assert time.process_time() - started < 0.8
    assert len(files) == file_lists.FILES_LIMIT + 1
    assert files[-1].problem is not None
    assert "100000" in files[-1].problem.detail


def test_the_best_text_is_read_and_pictures_are_left_alone() -> None:
    offered = ("image/png", "STRING", "UTF8_STRING", "text/html", "PIXMAP", "TARGETS", "image/bmp")
    assert content.names_to_read(offered) == ("UTF8_STRING", "text/html")
    assert content.names_to_keep(offered, has_text=True) == ("image/png", "STRING", "UTF8_STRING", "text/html")


def test_a_picture_is_kept_in_its_usual_formats() -> None:
    offered = ("image/bmp", "image/ppm", "image/png", "text/html", "PIXMAP", "application/x-own")
    assert content.names_to_keep(offered, has_text=False) == (
        "image/png", "image/bmp", "text/html", "application/x-own")
    assert content.names_to_keep(("image/x-own",), has_text=False) == ("image/x-own",)


def test_a_picture_that_did_not_come_is_unreadable() -> None:
    found = content.with_picture(content.Content(), {"image/png": None}, ("image/png",))
    assert found.problem is not None
    assert found.problem.reason is Reason.NO_ANSWER
    with_one = content.with_picture(content.Content(), targets(png=PICTURE), ("image/png",))
    assert with_one.items()[0].untrusted_bytes == PICTURE


@pytest.mark.parametrize(("name", "kind", "data"), [
    ("UTF8_STRING", "UTF8_STRING", "秘密★长期".encode() + b"\xe5"),
    ("UTF8_STRING", "UTF8_STRING", "秘密★长期".encode() + b"\xed\xa0\x80"),
    ("UTF8_STRING", "UTF8_STRING", "秘密★长期".encode("gb18030")),
    ("STRING", "STRING", "秘密★长期".encode() + b"\xa0"),
    ("COMPOUND_TEXT", "COMPOUND_TEXT", "秘密★长期".encode()),
    ("COMPOUND_TEXT", "COMPOUND_TEXT", "秘密★长期".encode("gb2312", "replace")),
    ("text/plain", "text/plain", "\n秘密★长期".encode("utf-16-le")),
    ("text/plain;charset=utf-16be", "text/plain", "秘密★长期".encode("utf-16-be")),
    ("text/plain;charset=hex", "text/plain;charset=\0", "秘密★长期".encode()),
])
def test_bytes_that_break_their_encoding_are_judged_as_all_they_can_be(name: str, kind: str, data: bytes) -> None:
    found = content.read_content({name: Target(name, kind, 8, data)})
    assert any("秘密★长期" in text for _, text in found.texts)


@pytest.mark.parametrize("markup", [
    "<html><head><meta charset='utf-8'><body><p>秘密★长期", "<title>x<p>秘密★长期", "<noscript>秘密★长期</noscript>",
])
def test_words_in_html_that_some_program_would_show_are_judged(markup: str) -> None:
    for encoding in ("utf-8", "utf-16-le"):
        found = content.read_content(targets(html=markup.encode(encoding)))
        assert any("秘密★长期" in text for _, text in found.texts)


def test_a_document_counts_where_there_is_no_text() -> None:
    document = Target("text/rtf", "text/rtf", 8, b"{\\rtf1 x}")
    (item,) = content.read_content({"text/rtf": document}).items()
    assert (item.kind, item.untrusted_bytes) == (Kind.FILES, document.untrusted_bytes)
    assert [item.kind for item in content.read_content({"text/rtf": document, **targets(utf8=b"x")}).items()] == [
        Kind.TEXT]


@pytest.mark.parametrize(("offered", "picture"), [
    (("UTF8_STRING", "image/png"), True), (("UTF8_STRING", "image/png", "text/rtf"), False),
    (("UTF8_STRING", "image/png", "application/x-libreoffice-tsvc"), False), (("UTF8_STRING",), False),
])
def test_a_picture_beside_text_counts_unless_it_is_that_text_drawn(offered: tuple[str, ...], picture: bool) -> None:
    assert content.is_picture(content.read_content(targets(utf8=b"x")), offered) is picture


@pytest.mark.parametrize(("kind", "data"), [
    ("UTF8_STRING", "机密文件".encode()),
    ("STRING", "机密文件".encode("gb18030")),
    ("text/plain", "机密文件".encode("utf-16")),
    ("UTF8_STRING", "机密\0文件\0".encode()),
    ("COMPOUND_TEXT", b"\x1b$)A" + "机密文件".encode("gb2312")),
])
def test_text_is_decoded_from(kind: str, data: bytes) -> None:
    assert decode_text(Target(kind, kind, 8, data)) == "机密文件"


@pytest.mark.parametrize(("data", "text"), [
    (b"plain", "plain"),
    (b"caf\xe9", "café"),
    (b"\x1b%G" + "密".encode() + b"\x1b%@ a", "密 a"),
    (b"a\x1b$(A\x3b\x7a\x1b(Bb", "a机b"),
    (b"\x1b%/2\x80\x8cgb18030\x02" + "机密".encode("gb18030") + b"!", "机密!"),
    (b"\x1b%/2\x80\x8aGBK-0\x02" + "机密".encode("gbk"), "机密"),
    (b"\x1b%/2\x80\x95unicode_escape\x02\\ud800", "\N{REPLACEMENT CHARACTER}"),
    (b"\x1b%/2\x80\x8butf-7\x02+2AA-", "\N{REPLACEMENT CHARACTER}"),
    (b"\x1b%/2\x80\x86bogus\x02", "\N{REPLACEMENT CHARACTER}"),
    (b"\x1b%/2\x80\x83x\0\x02", "\N{REPLACEMENT CHARACTER}"),
    (b"\x1b%/2\x80\x84nonsense", "\N{REPLACEMENT CHARACTER}ense"),
    (b"\x1b", "\x1b"),
    (b"", ""),
])
def test_compound_text_is_decoded(data: bytes, text: str) -> None:
    assert decode_compound_text(data) == text
