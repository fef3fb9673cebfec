"""Tests formats beside the plain text of a copy (ADR 26): RTF, LibreOffice's own format, pictures and words of pages.
"""

from __future__ import annotations

from base64 import b64encode
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import quote

import pytest

from guard.clipboard import content, file_lists, rich_text
from guard.core.model import Kind, Target
from tests.support.archives import METHODS, damaged_in, zip_of
from tests.support.copied import PICTURE, targets


def office(rtf: bytes = b"", html: str = "", xhtml: str = "", png: bytes = b"") -> content.Content:
    """The formats an office program offers with the words 今天."""
    given = targets(utf8="今天".encode(), **({"html": html.encode()} if html else {}), **({"png": png} if png else {}))
    for name, data in (("text/rtf", rtf), ("application/xhtml+xml", xhtml.encode())):
        if data:
            given[name] = Target(name, name, 8, data)
    return content.read_content(given)


def words(found: content.Content) -> list[str]:
    return [text for _, text in found.texts]


@pytest.mark.parametrize("rtf", [
    b"{\\rtf1 x{\\*\\shppict{\\pict\\pngblip 89504e47}}}", b"{\\rtf1 x{\\object\\objemb{\\*\\objdata 0105}}}",
    b"{\\rtf1 " + b"x" * rich_text.WORDS_LIMIT + b"}", b"{\\rtf1 " + b"{" * 20_000 + b"}", b"\0\1 no RTF at all",
], ids=["picture", "object", "long", "deep", "none"])
def test_rtf_that_is_not_read_in_a_moment_is_for_the_reader(rtf: bytes) -> None:
    found = office(rtf, png=PICTURE)
    assert [(item.kind, item.untrusted_bytes) for item in found.items()] == [(Kind.TEXT, b""), (Kind.FILES, rtf)]
    assert content.is_picture(found, ("UTF8_STRING", "text/rtf", "image/png"))


def test_words_that_only_rtf_says_are_judged_and_those_about_the_document_are_not() -> None:
    assert words(office(b"{\\rtf1\\ansi{\\info{\\title \\u32477?\\u23494?}}\\u20170?\\u22825?\\par\0}")) == ["今天"]
    found = office(b"{\\rtf1\\ansi \\u20170?\\u22825?{\\*\\shptxt \\u26426?\\u23494?}}")
    assert words(found) == ["今天", "今天\n机密"]
    assert not found.shows_pictures


@pytest.mark.parametrize("written", [
    rb"\deff1%s\pard \'bb\'fa\'c3\'dc}", rb"\deff1%s\f0 x\plain \'bb\'fa\'c3\'dc}",
    rb"\deff0%s\loch\af0\hich\af0\dbch\af1 \'bb\'fa\'c3\'dc}", rb"\deff0%s\f1 \'bb\'fa\'c3\'dc}",
], ids=["the document's own font", "plain", "the East Asian font", "by its number"])
@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf"], ids=["", "BOM"])
def test_words_of_rtf_are_read_by_the_font_that_they_are_in(written: bytes, before: bytes) -> None:
    fonts = rb"{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset134 S;}}"
    assert "机密" in words(office(before + rb"{\rtf1\ansi\ansicpg1252" + written % fonts))[-1]


def test_rtf_of_nothing_but_noughts_says_nothing() -> None:
    assert office(b"\0\0").items() == office().items()


def test_rtf_is_asked_for_once_and_not_of_what_is_merely_selected() -> None:
    offered = ("text/richtext", "text/rtf", "UTF8_STRING", "text/html")
    assert content.names_to_read(offered) == ("UTF8_STRING", "text/html", "text/rtf")
    assert content.names_to_read(offered, selected=True) == ("UTF8_STRING", "text/html")


OWN = 'application/x-openoffice-embed-source-xml;windows_formatname="Star Embed Source (XML)"'


@pytest.mark.parametrize(("part", "shown"), [("Pictures/1.png", True), ("ObjectReplacements/Object 1", True),
                                             ("styles.xml", False)])
def test_what_is_on_the_cells_of_a_sheet_is_read_from_libre_offices_own_format(part: str, shown: bool) -> None:
    offered = (OWN, "image/png", "UTF8_STRING", "text/rtf", "text/html")
    assert content.names_to_read(offered) == ("UTF8_STRING", "text/html", "text/rtf", OWN)
    assert OWN not in content.names_to_read(offered, selected=True)
    assert OWN not in content.names_to_read((OWN, "UTF8_STRING")), "Writer draws nothing"
    sheet = zip_of({"content.xml": b"x" * 500, part: b"x"})
    found = content.read_content({**targets(utf8=b"1"), OWN: Target(OWN, OWN, 8, sheet)})
    assert [item.untrusted_bytes for item in found.files] == [sheet] * shown
    assert not content.is_picture(found, offered)


def test_a_shape_with_words_over_the_cells_of_a_sheet_is_read_from_libre_offices_own_format() -> None:
    sheet = zip_of({"content.xml": b"<table:shapes><draw:custom-shape><text:p>x</text:p></draw:custom-shape>"})
    found = content.read_content({**targets(utf8=b"1"), OWN: Target(OWN, OWN, 8, sheet)})
    assert [item.untrusted_bytes for item in found.files] == [sheet]


@pytest.mark.parametrize("method", METHODS)
def test_a_damaged_copy_of_libre_office_is_a_copy_like_any_other(method: int) -> None:
    sheet = damaged_in(zip_of({"content.xml": bytes(range(256)) * 4}, method=method), "content.xml")
    found = content.read_content({**targets(utf8="今天".encode()), OWN: Target(OWN, OWN, 8, sheet)})
    assert words(found) == ["今天"]


NAMED = "<p>今天</p><img src='file:///tmp/%E5%9B%BE.png'><td background='FILE:/tmp/b.png'><a href='file:///tmp/c.png'>"


def test_pictures_that_html_names_are_read_from_their_files_unless_rtf_has_as_many() -> None:
    found = office(html=NAMED)
    assert [(item.kind, item.path) for item in found.items()[1:]] == [
        (Kind.PICTURE, "/tmp/图.png"), (Kind.PICTURE, "/tmp/b.png")]
    assert found.kind is Kind.PICTURE
    assert content.is_picture(found, ("UTF8_STRING", "text/html", "text/rtf"))
    picture = b"{\\*\\shppict{\\pict 89}}{\\nonshppict{\\pict 01}}"
    assert office(b"{\\rtf1 %s}" % picture, NAMED).linked == found.linked
    assert office(b"{\\rtf1 {\\*\\listpicture{\\pict 89}}%s}" % picture * 2, NAMED).linked == found.linked
    assert office(b"{\\rtf1 %s}" % (picture * 2), NAMED).linked == ()


def test_more_pictures_than_are_read_are_no_clean_copy() -> None:
    found = office(html="".join(f"<img src='file:///tmp/{number}.png'>" for number in range(100)))
    assert len(found.linked) == 64
    assert found.problem is not None


@pytest.mark.parametrize(("address", "here", "windows"), [
    ("file:///tmp/a%20b.png", "/tmp/a b.png", None), ("file://localhost/tmp/a.png", "/tmp/a.png", None),
    ("file:///C:/Temp/a.png", None, "C:\\Temp\\a.png"), ("file://server/share/a.png", None, "\\\\server\\share\\a.png"),
    ("file:a.png", None, None), ("file:///tmp/a%00.png", None, None), ("file://[/a.png", None, None),
])
def test_a_file_address_names_what_can_be_there_on_this_system(address: str, here: str | None,
                                                               windows: str | None) -> None:
    assert file_lists.local_path(address, PurePosixPath) == here
    assert file_lists.local_path(address, PureWindowsPath) == windows


SVG = "<svg xmlns='http://www.w3.org/2000/svg'><text>机密</text><text>五年</text></svg>"


@pytest.mark.parametrize("written", [
    "<input value='机密\n五年'>", "<input type=text placeholder='机密五年'>",
    f'<img src="data:image/svg+xml;utf8,{SVG}">', f"<img src='data:image/svg+xml,{quote(SVG)}'>",
    f"<img src='data:image/svg+xml;base64,{b64encode(SVG.encode()).decode()}'>",
    f"<p style='background:url(data:image/svg+xml,{quote(SVG)})'>",
])
def test_words_in_fields_and_drawings_of_html_are_judged(written: str) -> None:
    assert ["".join(text.split()) for text in words(office(html=f"今天{written}"))] == ["今天", "今天机密五年"]


@pytest.mark.parametrize("written", ["<input type=hidden value='机密'>", "<input type=checkbox value='机密'>"])
def test_values_that_no_field_shows_are_no_words(written: str) -> None:
    assert words(office(html=f"今天{written}")) == ["今天"]


def test_a_picture_inside_a_drawing_is_a_picture() -> None:
    inside = SVG.replace("</svg>", f"<image href='data:image/png;base64,{b64encode(PICTURE).decode()}'/></svg>")
    assert office(html=f"<img src='data:image/svg+xml,{quote(inside)}'>").pictures == (PICTURE,)


def test_drawings_in_drawings_without_end_are_unreadable() -> None:
    inner = "<svg/>"
    for _ in range(8):
        inner = f"<svg><image href='data:image/svg+xml;base64,{b64encode(inner.encode()).decode()}'/></svg>"
    assert office(html=f"<img src='data:image/svg+xml,{quote(inner)}'>").problem is not None


def test_xhtml_is_a_page_beside_the_text() -> None:
    assert content.names_to_read(("UTF8_STRING", "application/xhtml+xml")) == ("UTF8_STRING", "application/xhtml+xml")
    assert words(office(xhtml="<?xml version='1.0'?><html><body><p>今天</p><p>机密</p></body></html>")) == [
        "今天", "今天\n机密"]
