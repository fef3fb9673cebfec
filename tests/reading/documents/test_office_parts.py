"""Tests that parts of docx, xlsx and pptx are recognised by their content, whatever name or relation they have."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from guard.core.model import Reading
from guard.reading.documents.ole.compound_writing import compound_file
from rules.text import PARTIAL, Text
from tests.reading.documents.stored import stored
from tests.support.archives import mail_of, zip_of
from tests.support.office_files import PICTURE, letter, part, repacked, slides, table
from tests.support.office_objects import MAINS, moved, related, wrapped
from tests.support.pictures import encode, font
from tests.support.texts import page, whole

Read = Callable[[bytes], Text]
Make = Callable[..., bytes]
MAKERS = {"docx": letter, "xlsx": table, "pptx": slides}
FOLDERS = {"docx": "word", "xlsx": "xl", "pptx": "ppt"}
HEIC = (Path(__file__).parents[1] / "material" / "page.heic").read_bytes()
UNKNOWN = bytes(range(256)) * 20


def _jpeg_2000() -> bytes:
    out = io.BytesIO()
    Image.open(io.BytesIO(PICTURE)).save(out, "JPEG2000")
    return out.getvalue()


def why(found: Text) -> list[str]:
    """What was not read."""
    return [trait.detail for trait in found.traits if trait.kind == PARTIAL]


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("ending", ["jp2", "dat", "emf", "tmp", "xml", ""])
def test_picture_is_known_by_its_content_and_not_by_its_ending(text: Read, kind: str, ending: str) -> None:
    content = _jpeg_2000() if ending == "jp2" else PICTURE
    found = text(repacked(MAKERS[kind](), {f"{FOLDERS[kind]}/media/image1.{ending}".rstrip("."): content}))
    assert "图片里的机密★10年" in found.original
    assert found.from_picture
    assert whole(found)


@pytest.mark.parametrize(("size", "seen"), [((260, 20), True), ((20, 20), False), ((260, 8), False)])
def test_strip_with_a_line_of_text_is_recognised_and_an_ornament_is_not(
        text: Read, size: tuple[int, int], seen: bool) -> None:
    strip = Image.new("RGB", size, "white")
    ImageDraw.Draw(strip).text((5, -1), "请于周五前报送名单", font=font(16), fill="black")
    found = text(repacked(letter(), {"word/media/image1.png": encode(strip)}))
    assert ("周五前报送名单" in found.original) == seen
    assert whole(found)


def test_photo_of_a_phone_in_a_letter_is_recognised(text: Read) -> None:
    found = text(repacked(letter(), {"word/media/image1.heic": HEIC}))
    assert found.from_picture
    assert whole(found)


def test_picture_beside_a_slide_is_recognised_on_that_slide(text: Read) -> None:
    found = text(related(slides(), "ppt/slides/slide2.xml", "image", "ppt/drawn/a.bin", PICTURE))
    assert page(found, "图片里的机密★10年") == 2


@pytest.mark.parametrize("name", ["a.wps", "a.dotx", "a.zip", "a.eml", "a.rtf", "a.txt", "a.xyz", "a"])
@pytest.mark.parametrize("kind", MAKERS)
def test_file_inside_is_read_whatever_its_ending_says(text: Read, kind: str, name: str) -> None:
    inside = {"a.zip": zip_of({"b/c.txt": "深处标记".encode()}), "a.eml": mail_of("通知", "深处标记", {}),
              "a.rtf": b"{\\rtf1\\ansi " + "".join(f"\\u{ord(character)}?" for character in "深处标记").encode() + b"}",
              "a.txt": "深处标记".encode("gb18030"), "a.xyz": stored("doc"), "a.wps": stored("doc")}
    content = inside.get(name) or table()
    found = text(repacked(MAKERS[kind](), {f"{FOLDERS[kind]}/embeddings/{name}": content}))
    assert any(words in found.original for words in ("深处标记", "深藏表标记", "第二页标记\n页眉标记", "删除标记"))
    assert whole(found)


def test_words_of_an_archive_inside_a_document_name_their_file(text: Read) -> None:
    found = text(repacked(letter(), {"word/embeddings/a.zip": zip_of({"b/c.txt": "深处标记".encode()})}))
    start = found.original.index("深处标记")
    assert found.place(start, start + 4)[1].member == "word/embeddings/a.zip/b/c.txt"


@pytest.mark.parametrize(("name", "content"), [
    ("a.html", "<html><body><p>深处<b>标记</b></p></body></html>".encode()),
    ("a.xhtml", '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body>深处标记</body></html>'.encode()),
    ("a.docx", table()), ("a.mht", mail_of("通知", "深处标记", {}))])
def test_text_that_a_letter_takes_from_another_part_is_read(text: Read, name: str, content: bytes) -> None:
    found = text(related(letter(), MAINS["docx"], "aFChunk", f"word/{name}", content))
    assert "深处标记" in found.original or "深藏表标记" in found.original
    assert whole(found)


@pytest.mark.parametrize("kind", MAKERS)
def test_document_whose_parts_have_other_names_is_read_by_its_relations(text: Read, kind: str) -> None:
    usual, found = text(MAKERS[kind]()), text(moved(MAKERS[kind](), FOLDERS[kind], "teile"))
    assert sorted(set(found.original.splitlines())) == sorted(set(usual.original.splitlines()))
    assert whole(found)


def test_header_at_an_unusual_place_is_read(text: Read) -> None:
    header = part(letter(), "word/header1.xml").replace("页眉标记".encode(), "另处标记".encode())
    assert "另处标记" in text(related(letter(), MAINS["docx"], "header", "word/parts/top.xml", header)).original


def test_shared_strings_are_found_by_their_relation(text: Read) -> None:
    sheet = b'<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>'
    strings = "<sst><si><t>共享标记</t></si></sst>".encode()
    book = repacked(table(), {"xl/worksheets/sheet1.xml": sheet})
    found = text(related(repacked(book, {"xl/sharedStrings.xml": b"<sst/>"}), MAINS["xlsx"], "sharedStrings",
                         "xl/strings/sst.xml", strings))
    start = found.original.index("共享标记")
    assert found.place(start, start + 4)[1].cell == "A1"
    assert whole(found)


def test_cell_that_leads_to_a_missing_string_makes_the_workbook_partial(text: Read) -> None:
    sheet = b'<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>7</v></c></row></sheetData></worksheet>'
    assert not whole(text(repacked(table(), {"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": b"<sst/>"})))


@pytest.mark.parametrize("kind", MAKERS)
def test_part_that_nobody_knows_makes_the_document_partial_and_is_named(text: Read, kind: str) -> None:
    found = text(repacked(MAKERS[kind](), {f"{FOLDERS[kind]}/teile/报告.dwg": UNKNOWN}))
    assert [words.split("：")[0] for words in why(found)] == [f"{FOLDERS[kind]}/teile/报告.dwg"]


def test_xml_part_of_an_unknown_kind_is_read_and_a_damaged_one_as_plain_text(text: Read) -> None:
    known = '<?xml version="1.0"?><a b="属性里的标记"><c>文字里的标记</c></a>'.encode()
    found = text(repacked(letter(), {"word/neu/a.xml": known}))
    assert {"属性里的标记", "文字里的标记"} <= set(found.original.splitlines())
    assert whole(found)
    found = text(repacked(letter(), {"word/neu/a.xml": known[:-4]}))
    assert "文字里的标记" in found.original


def test_wrapped_file_is_read_and_named(text: Read) -> None:
    found = text(repacked(letter(), {"word/embeddings/oleObject1.bin": wrapped("说明.docx", table())}))
    assert {"说明.docx", "深藏表标记"} <= set(found.original.splitlines())
    assert whole(found)
    found = text(repacked(letter(), {"word/embeddings/oleObject1.bin": wrapped("图纸.dwg", UNKNOWN)}))
    assert why(found)[0].startswith("word/embeddings/oleObject1.bin/图纸.dwg：")
    found = text(repacked(letter(), {"word/embeddings/oleObject1.bin": compound_file({"Package": table()})}))
    assert "深藏表标记" in found.original


@pytest.mark.parametrize(("name", "content"), [
    ("word/printerSettings/printerSettings1.bin", UNKNOWN), ("word/fonts/font1.odttf", UNKNOWN),
    ("word/vbaProject.bin", compound_file({"PROJECT": UNKNOWN})),
    ("word/media/klang.wav", b"RIFF\1\0\0\0WAVE" + UNKNOWN),
    ("word/media/image9.wmf", b"\xd7\xcd\xc6\x9a" + UNKNOWN), ("[trash]/0000.dat", UNKNOWN),
    ("word/embeddings/oleObject1.bin", compound_file({"Equation Native": UNKNOWN})), ("word/media/leer.bin", b""),
    ("customXml/item1.xml", b'<?xml version="1.0"?><b:Sources xmlns:b="http://x" SelectedStyle="\\APA.XSL"/>')])
def test_parts_that_hold_no_words_leave_a_document_whole(text: Read, name: str, content: bytes) -> None:
    found = text(repacked(letter(), {name: content}))
    assert whole(found)
    assert found.original == text(letter()).original


def test_pictures_and_files_of_a_workbook_in_binary_records_are_read(text: Read) -> None:
    records = b"\x90\x01\x00\x9d\x01\x00\x84\x01\x00"
    found = text(zip_of({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": records, "xl/more/a.bin": UNKNOWN,
                         "xl/_rels/workbook.bin.rels": b"<Relationships/>", "xl/media/image1.png": PICTURE,
                         "xl/embeddings/a.bin": letter()}))
    assert {"第二页标记", "图片里的机密★10年"} <= set(found.original.splitlines())
    assert whole(found)


def test_documents_in_archives_in_documents_end_at_a_depth_and_say_so(reading: Callable[[bytes], Reading]) -> None:
    inside = letter()
    for _ in range(8):
        inside = repacked(letter(), {"word/embeddings/a.zip": zip_of({"a.docx": inside})})
    found = reading(inside)
    assert isinstance(found, Text)
    assert "嵌套超过" in why(found)[0]
