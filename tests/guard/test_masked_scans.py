"""Tests the masked copies of scans: documents of pictures, read by the real reader, given as PDF of masked pages."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import msgspec
import pypdfium2
import pytest
from docx.shared import Inches
from PIL import Image

from guard.clipboard.file_lists import targets_listing
from guard.control.masked_copies import MaskedCopy
from guard.control.requests import MaskCase, SendMasked, TakeMasked
from guard.core.model import Case, Item, Kind, Origin
from guard.ipc.raster import SHOWN_PIXELS
from guard.ipc.replies import Done, Refused
from guard.pipeline.judging import read_and_judge
from guard.redact import scan
from guard.redact.text import sounds_personal
from guard.sentences.catalogue import sentence
from tests.support import office_files
from tests.support.fixed_layout_files import ofd, pdf
from tests.support.held_files import refused_file
from tests.support.masked_files import NAME, NUMBER, PHONE, PLAIN, SECRETS, mask, pasted_files
from tests.support.pictures import encode, render_document, render_table
from tests.support.ui_guard import GuardHere

FIRST = render_table([("姓名", "身份证号", "联系电话"), (NAME, NUMBER, PHONE),
                      ("欧阳小红", SECRETS[4], SECRETS[5])], widths=(200, 420, 300))
SECOND = render_document(f"情况说明\n{NAME}家庭困难，由村里帮助。\n请各村周五前报齐。", width=1100, size=30)


@pytest.fixture(scope="module")
def scanned() -> bytes:
    return pdf([FIRST, SECOND], title="属性标记")


def held(guard: GuardHere, *paths: Path, origin: Origin = Origin.CLIPBOARD) -> Case:
    case = replace(refused_file(guard, *paths, origin=origin), opened_at=time.time())
    guard.store(case, msgspec.msgpack.encode(targets_listing(*paths)))
    return case


def written(tmp_path: Path, content: bytes) -> Path:
    (tmp_path / "本").mkdir(exist_ok=True)
    path = tmp_path / "本" / "扫描件.pdf"
    path.write_bytes(content)
    return path


def seen_in(guard: GuardHere, path: Path) -> str:
    judged = read_and_judge(Item("", Kind.FILES, path=str(path)), guard.reading, guard.rules.judge)
    assert judged.text is not None
    assert judged.verdict is not None
    assert [match for match in judged.verdict.matches if not sounds_personal(match, judged.verdict)] == []
    return "".join(judged.text.original.split())


def test_a_scan_is_given_as_a_pdf_of_masked_pages(guard: GuardHere, tmp_path: Path, scanned: bytes) -> None:
    case = held(guard, written(tmp_path, scanned))
    assert isinstance(guard.answer(SendMasked(case.id)), Done)
    (path,) = pasted_files(guard)
    assert path.name == "打码副本.pdf"
    words = seen_in(guard, path)
    assert [secret for secret in SECRETS if secret in words or secret[-5:] in words] == []
    assert [word for word in ("姓名", "身份证号", "联系电话", "请各村周五前报齐") if word not in words] == []
    made = pypdfium2.PdfDocument(path.read_bytes())
    assert len(made) == 2
    assert [page.get_textpage().get_text_range() for page in made] == ["", ""]
    assert made.get_metadata_dict(skip_empty=True) == {}
    assert "属性标记".encode("utf-16-be") not in path.read_bytes()
    assert [round(side) for side in made[0].get_size()] == [595, 842]


@pytest.mark.thorough
def test_its_pages_are_shown_and_what_they_lack_is_said(guard: GuardHere, tmp_path: Path, scanned: bytes) -> None:
    case = held(guard, written(tmp_path, scanned))
    copy = guard.answer(MaskCase(case.id, SHOWN_PIXELS))
    assert isinstance(copy, MaskedCopy), copy
    ((first, second),) = copy.rasters
    assert first is not None
    assert second is not None
    assert first.width * first.height + second.width * second.height <= SHOWN_PIXELS
    assert first.untrusted_rgb != second.untrusted_rgb
    assert copy.files[0].content == b""
    assert copy.without == (sentence("mask.without-layers"),)
    assert sentence("mask.name") in dict(copy.kinds)
    assert mask(guard, case, ((0, 3),)) == Refused("no-copy", sentence("mask.scan-as-it-is"))


@pytest.mark.thorough
def test_a_scan_has_a_masked_copy_beside_a_document_and_beside_what_a_client_opened(guard: GuardHere, tmp_path: Path,
                                                                                    scanned: bytes) -> None:
    path = written(tmp_path, scanned)
    letters = office_files.document(tmp_path / "甲.docx", PLAIN)
    guard.answer(SendMasked(held(guard, letters, path).id))
    assert sorted(each.suffix for each in pasted_files(guard)) == [".docx", ".pdf"]
    taken = guard.answer(TakeMasked(held(guard, path, origin=Origin.OPENED).id))
    assert isinstance(taken, MaskedCopy), taken
    assert taken.paths == (str(path.with_name("打码副本.pdf")),)


def photographs_in_a_letter() -> bytes:
    letter = docx.Document()
    letter.sections[0].header.paragraphs[0].text = "页眉标记"
    letter.add_paragraph().add_run("隐藏文字标记").font.hidden = True
    for photograph in (FIRST, SECOND):
        letter.add_picture(BytesIO(encode(photograph)), width=Inches(6))
    return office_files.saved(letter)


@pytest.mark.parametrize(("name", "make", "pages"), [
    ("照片.docx", photographs_in_a_letter, 2),
    pytest.param("照片.ofd", lambda: ofd([[]], encode(FIRST)), 1, marks=pytest.mark.thorough)])
def test_of_a_document_that_only_has_pictures_each_is_a_masked_page(guard: GuardHere, tmp_path: Path, name: str,
                                                                    make: Callable[[], bytes], pages: int) -> None:
    (tmp_path / name).write_bytes(make())
    assert isinstance(guard.answer(SendMasked(held(guard, tmp_path / name).id)), Done)
    (path,) = pasted_files(guard)
    words = seen_in(guard, path)
    assert path.name == "打码副本.pdf"
    assert [secret for secret in (*SECRETS, "标记") if secret in words] == []
    assert [word for word in ("姓名", "身份证号", "联系电话") if word not in words] == []
    assert len(pypdfium2.PdfDocument(path.read_bytes())) == pages


def damaged_picture_in_a_letter() -> bytes:
    return office_files.repacked(photographs_in_a_letter(), {"word/media/image2.png": encode(SECOND)[:900]})


def test_of_a_document_with_a_picture_that_cannot_be_read_there_is_no_copy(guard: GuardHere, tmp_path: Path) -> None:
    path = tmp_path / "照片.docx"
    path.write_bytes(damaged_picture_in_a_letter())
    assert isinstance(mask(guard, held(guard, path)), Refused)


def crooked() -> bytes:
    return pdf([FIRST.rotate(7, expand=True, fillcolor="white"), SECOND])


@pytest.mark.thorough
def test_a_page_that_is_crooked_is_made_level_first(guard: GuardHere, tmp_path: Path) -> None:
    guard.answer(SendMasked(held(guard, written(tmp_path, crooked())).id))
    (path,) = pasted_files(guard)
    words = seen_in(guard, path)
    assert [secret for secret in SECRETS if secret in words] == []
    assert [word for word in ("姓名", "身份证号", "请各村周五前报齐") if word not in words] == []


@pytest.mark.thorough
@pytest.mark.parametrize(("pages", "why"), [
    ([FIRST, *[Image.new("RGB", (600, 800), "white")] * scan.PAGES], "mask.too-many-pages"),
    ([render_document(f"机密★10年\n{PLAIN}", width=1100)], "mask.not-allowed")], ids=["long", "secret"])
def test_where_there_is_no_copy_of_a_scan_the_reason_is_said(guard: GuardHere, tmp_path: Path,
                                                             pages: list[Image.Image], why: str) -> None:
    reply = mask(guard, held(guard, written(tmp_path, pdf(pages))))
    assert reply == Refused("no-copy", sentence(why, limit=scan.PAGES) if "many" in why else sentence(why))


def test_a_scan_that_was_changed_since_gives_no_copy(guard: GuardHere, tmp_path: Path, scanned: bytes) -> None:
    case = held(guard, written(tmp_path, scanned))
    written(tmp_path, pdf([SECOND]))
    assert mask(guard, case) == Refused("no-copy", sentence("mask.changed"))
