"""Tests the places of what was found: the file in an archive, the sheet and cell, the slide, the page."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest

from guard.core.match_place import where, where_briefly
from guard.core.model import Item, Kind
from guard.reading.client import ReaderClient
from guard.reading.documents.budget import Budget
from guard.reading.documents.ole import xls
from guard.reading.documents.transcript import Transcript
from rules.model import Action, Confidence, Match, Place
from rules.text import Text
from tests.reading.documents.stored import stored
from tests.support.archives import zip_of
from tests.support.office_files import PICTURE, letter, saved, slides, table


def found(reader: ReaderClient, untrusted_bytes: bytes, words: str) -> str:
    """Return the place of these words, as shown to people."""
    text = reader.read(Item("附件", Kind.FILES, untrusted_bytes))
    assert isinstance(text, Text), text
    start = text.original.index(words)
    page, place, _ = text.place(start, start + len(words))
    return where(Match("X-1", "", Action.WARN, Confidence.LOW, words, start, start + len(words), page, place=place))


def scattered() -> bytes:
    """A workbook whose cells are far apart and contain tabs and line ends."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "花名册"
    sheet["C5"], sheet["D5"] = "第一格", "第二\n格"
    sheet["E5"], sheet["AZ5"], sheet["B6"], sheet["C6"] = "制\t表", "远处", "下一行", "旁边"
    sheet["B7"] = "再下一行"
    sheet["B9"] = "隔一行"
    return saved(book)


@pytest.mark.parametrize(("words", "cell"), [
    ("第一格", "C5"), ("第二", "D5"), ("制", "E5"), ("远处", "AZ5"), ("下一行", "B6"), ("旁边", "C6"),
    ("再下一行", "B7"), ("隔一行", "B9")])
def test_words_of_a_workbook_name_sheet_and_cell(reader: ReaderClient, words: str, cell: str) -> None:
    assert found(reader, scattered(), words) == f"工作表“花名册”，单元格 {cell}"


@pytest.mark.parametrize(("words", "told"), [
    ("王小明", "工作表“名册”，单元格 A2"), ("13800138000", "工作表“名册”，单元格 B2"),
    ("隔两列", "工作表“名册”，单元格 C3"),
    ("隐藏表标记", "工作表“隐藏表”，单元格 A1")])
def test_words_of_an_old_workbook_name_sheet_and_cell(reader: ReaderClient, words: str, told: str) -> None:
    assert found(reader, stored("xls"), words) == told


def test_a_sheet_read_with_the_library_names_cells_from_column_a() -> None:
    transcript = Transcript(Budget())
    list(xls.read(scattered(), transcript))
    text = transcript.text()
    for words, cell in (("第二", "D5"), ("再下一行", "B7")):
        start = text.original.index(words)
        assert text.place(start, start + len(words))[1].cell == cell


@pytest.mark.parametrize(("make", "words", "told"), [
    (letter, "第二页标记", "第 2 页"), (slides, "组合标记", "第 3 张幻灯片"),
    (lambda: slides(PICTURE), "图片里的机密", "第 3 张幻灯片的图片"),
    (lambda: table(PICTURE), "图片里的机密", "工作表“名册”的图片"), (lambda: letter(PICTURE), "图片里的机密", "图片")])
def test_words_of_a_document_name_page_slide_and_picture(reader: ReaderClient, make: object, words: str,
                                                         told: str) -> None:
    assert callable(make)
    assert found(reader, make(), words) == told


def test_words_in_an_archive_in_a_mail_name_the_whole_way(reader: ReaderClient) -> None:
    mail = EmailMessage()
    mail["Subject"] = "材料"
    mail.set_content("请查收附件。")
    mail.add_attachment(zip_of({"二/信.docx": letter(), "一/册.xlsx": table(), "话.txt": "只有一句话".encode()}),
                        "application", "zip", filename="包.zip")
    untrusted_bytes = mail.as_bytes()
    assert found(reader, untrusted_bytes, "第二页标记") == "其中的 包.zip/二/信.docx，第 2 页"
    assert found(reader, untrusted_bytes, "深藏表标记") == "其中的 包.zip/一/册.xlsx，工作表“深藏表”，单元格 A1"
    assert found(reader, untrusted_bytes, "只有一句话") == "其中的 包.zip/话.txt"
    assert found(reader, untrusted_bytes, "请查收附件") == ""


@pytest.mark.thorough
def test_check_tells_the_place_to_programs_and_people(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "名单"
    sheet["C12"] = "机密★10年"
    out = io.BytesIO()
    book.save(out)
    (tmp_path / "汇总.zip").write_bytes(zip_of({"甲/册.xlsx": out.getvalue()}))
    command = [sys.executable, "main.py", "--home", str(tmp_path / "home"), "check", str(tmp_path / "汇总.zip")]
    told = json.loads(subprocess.run([*command, "--json"], capture_output=True, check=False).stdout)
    place = told["matches"][0]["place"]
    words = "其中的 甲/册.xlsx，工作表“名单”，单元格 C12"
    assert place == {"member": "甲/册.xlsx", "sheet": "名单", "cell": "C12", "words": words}
    assert words in " ".join(subprocess.run(command, capture_output=True, check=False, text=True).stdout.split())


def test_a_place_that_is_only_a_picture_is_told() -> None:
    match = Match("X-1", "", Action.WARN, Confidence.LOW, "", 0, 0, place=Place("册.docx", in_picture=True))
    assert where(match) == "其中的 册.docx，图片"


def test_a_short_line_names_the_file_and_not_the_way_to_it() -> None:
    place = Place("材料/一.zip/册.xlsx", "名单", "C12")
    match = Match("X-1", "", Action.WARN, Confidence.LOW, "", 0, 0, page=1, place=place)
    assert where_briefly(match) == "其中的 册.xlsx，工作表“名单”，单元格 C12"
