"""Tests the masked copies of held documents: what is in them, what is not, when there is none, where they are."""

from __future__ import annotations

import os
import stat
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import msgspec
import openpyxl
import pptx
import pytest

from guard.clipboard.file_lists import targets_listing
from guard.control.masked_copies import MaskedCopy
from guard.control.requests import DestroyCase, SendMasked, TakeMasked
from guard.core.model import Case, CaseState, Item, Kind, Origin, Outcome
from guard.core.policy import MaskStyle
from guard.daemon.copy_files import KEPT_SECONDS, CopyFiles, contents_of
from guard.ipc.replies import Done, Refused
from guard.pipeline.judging import read_and_judge
from guard.reading.text import sniff
from guard.redact.text import LONGEST_TEXT
from guard.sentences.catalogue import sentence
from tests.reading.documents.stored import stored
from tests.support import office_files
from tests.support.fixed_layout_files import pdf
from tests.support.held_files import held_file, refused_file
from tests.support.masked_files import (
    NAME,
    NUMBER,
    PHONE,
    PLAIN,
    ROWS,
    SECRETS,
    everything_in,
    mask,
    pasted_files,
    photo,
)
from tests.support.pictures import encode, render_document
from tests.support.ui_guard import GuardHere


def letter(path: Path) -> Path:
    written = docx.Document(BytesIO(office_files.letter(encode(render_document("图片里的通知", width=700)))))
    written.paragraphs[0].text = "复核情况"
    next(each for each in written.paragraphs if each.text == "第二页标记").text = "请各村周五前报齐。"
    table = written.add_table(len(ROWS), 3)
    for row, cells in enumerate(ROWS):
        for column, words in enumerate(cells):
            table.cell(row, column).text = words
    written.save(str(path))
    return path


def workbook(path: Path) -> Path:
    book = openpyxl.load_workbook(BytesIO(office_files.table()))
    sheet = book.active
    assert sheet is not None
    for row in ROWS:
        sheet.append(row)
    book.save(path)
    return path


def slides(path: Path) -> Path:
    shown = pptx.Presentation(BytesIO(office_files.slides()))
    shown.slides[0].shapes.title.text = f"{NAME}，身份证{NUMBER}，电话{PHONE}"
    shown.save(str(path))
    return path


def copied(guard: GuardHere, case: Case) -> MaskedCopy:
    copy = mask(guard, case)
    assert isinstance(copy, MaskedCopy), copy
    return copy


def pasted(guard: GuardHere) -> Path:
    """Return the file that the chat gets."""
    (path,) = pasted_files(guard)
    return path


@pytest.mark.parametrize(("name", "encoding"), [("名单.txt", "utf-8"), ("名单.csv", "gb18030")])
def test_a_text_file_is_given_masked_as_the_same_kind_of_file(guard: GuardHere, tmp_path: Path, name: str,
                                                              encoding: str) -> None:
    path = tmp_path / name
    path.write_bytes(PLAIN.encode(encoding))
    case = held_file(guard, path)
    assert guard.answer(SendMasked(case.id)) == Done(sentence("guard.masked-copy-granted", seconds="60"))
    words = everything_in(pasted(guard))
    assert pasted(guard).name == f"打码副本{path.suffix}"
    assert [secret for secret in SECRETS if secret in words] == []
    assert words.splitlines()[0] == "低保复核名单"
    assert words.splitlines()[-1] == "请各村周五前报齐。"
    assert guard.state(case.id) is CaseState.HELD
    assert path.read_bytes() == PLAIN.encode(encoding)


def test_the_file_is_the_owners_own_and_not_beside_the_original(guard: GuardHere, tmp_path: Path) -> None:
    (tmp_path / "本").mkdir()
    case = held_file(guard, office_files.document(tmp_path / "本" / "名单.docx", PLAIN))
    guard.answer(SendMasked(case.id))
    path = pasted(guard)
    assert [each.name for each in (tmp_path / "本").iterdir()] == ["名单.docx"]
    assert [stat.S_IMODE(each.stat().st_mode) for each in (path, path.parent, path.parent.parent)] == [
        0o600, 0o700, 0o700]


HIDDEN = ("页眉标记", "页脚标记", "隐藏文字标记", "批注标记", "删除标记", "属性标记", "图片里", "备注标记", "隐藏表",
          "深藏", "隔两列", "李四")


@pytest.mark.parametrize(("make", "name"), [(letter, "信.docx"), (workbook, "表.xlsx"), (slides, "片.pptx")])
def test_a_copy_has_the_words_that_are_seen_and_nothing_that_is_not(guard: GuardHere, tmp_path: Path,
                                                                    make: Callable[[Path], Path], name: str) -> None:
    case = held_file(guard, make(tmp_path / name))
    guard.answer(SendMasked(case.id))
    whole = everything_in(pasted(guard))
    assert [words for words in (*SECRETS, *HIDDEN) if words in whole] == []
    assert "Steve" not in whole
    assert "openpyxl" not in whole


def test_tables_and_pages_of_a_letter_are_kept(guard: GuardHere, tmp_path: Path) -> None:
    case = held_file(guard, letter(tmp_path / "信.docx"))
    guard.answer(SendMasked(case.id))
    made = docx.Document(str(pasted(guard)))
    assert [cell.text for cell in made.tables[-1].rows[0].cells] == ["姓名", "身份证号", "电话"]
    assert [row.cells[0].text for row in made.tables[-1].rows] == ["姓名", "赵**", "欧**"]
    assert made.paragraphs[0].text == "复核情况"
    breaks = [paragraph for paragraph in made.paragraphs if 'w:type="page"' in paragraph._p.xml]
    assert len(breaks) == 1
    assert made.paragraphs[[each._p for each in made.paragraphs].index(breaks[0]._p) + 1].text == "请各村周五前报齐。"


def test_what_is_not_in_the_copy_is_said(guard: GuardHere, tmp_path: Path) -> None:
    assert copied(guard, held_file(guard, letter(tmp_path / "信.docx"))).without == (
        sentence("mask.without-pictures"), sentence("mask.without-rest"))
    (tmp_path / "名单.txt").write_text(PLAIN, "utf-8")
    assert copied(guard, held_file(guard, tmp_path / "名单.txt")).without == ()


def test_each_page_of_a_pdf_begins_a_page_of_the_copy(guard: GuardHere, tmp_path: Path) -> None:
    pages = [f"{NAME}，身份证号{NUMBER}，电话{PHONE}", "请各村周五前报齐。"]
    (tmp_path / "名单.pdf").write_bytes(pdf(pages, title="属性标记"))
    copy = copied(guard, held_file(guard, tmp_path / "名单.pdf"))
    assert [secret for secret in (*SECRETS, "属性标记") if secret in copy.text] == []
    assert [copy.text[start:] for start in copy.files[0].pages] == ["请各村周五前报齐。\n"]


def test_what_is_given_is_read_and_judged_by_the_real_reader_as_harmless(guard: GuardHere, tmp_path: Path) -> None:
    copy = copied(guard, held_file(guard, letter(tmp_path / "信.docx")))
    judged = read_and_judge(Item("打码副本.docx", Kind.FILES, *contents_of(copy)), guard.reading, guard.rules.judge)
    assert judged.text is not None
    assert judged.text.original.split() == copy.text.split()
    assert judged.verdict is not None
    assert judged.verdict.matches == ()


def test_a_word_97_document_becomes_a_docx_of_its_body(guard: GuardHere, tmp_path: Path) -> None:
    path = tmp_path / "名单.doc"
    path.write_bytes(stored("doc", "plain"))
    copy = copied(guard, held_file(guard, path))
    assert [file.ending for file in copy.files] == [".docx"]
    assert "返乡人员登记表" in copy.text
    assert [part for part in ("王小明", "510104199003074518", "13800138000", "页眉标记") if part in copy.text] == []


def test_the_style_of_the_unit_is_that_of_its_documents(guard: GuardHere, tmp_path: Path) -> None:
    guard.rules = replace(guard.rules, policy=replace(guard.rules.policy, mask_style=MaskStyle.NOTICE))
    copy = copied(guard, held_file(guard, office_files.document(tmp_path / "名单.docx", PLAIN)))
    assert f"{NUMBER[:6]}********{NUMBER[-4:]}" in copy.text
    assert "138****5678" in copy.text
    assert [secret for secret in SECRETS if secret in copy.text] == []


def long(path: Path) -> Path:
    return office_files.document(path, PLAIN + "字" * LONGEST_TEXT)


def cut_short(path: Path) -> Path:
    path.write_bytes(office_files.repacked(letter(path).read_bytes(), {"word/unknown.bin": b"PK\x03\x04" + bytes(99)}))
    return path


def web_page(path: Path) -> Path:
    path.write_text(f"<html><body><p>{PLAIN}</p></body></html>", "utf-8")
    return path


@pytest.mark.parametrize(("make", "name", "why"), [
    (long, "名单.docx", "mask.too-long"), (cut_short, "名单.docx", "mask.not-read"),
    (web_page, "名单.html", "mask.other-format")])
def test_where_there_is_no_copy_the_reason_is_said(guard: GuardHere, tmp_path: Path, make: Callable[[Path], Path],
                                                   name: str, why: str) -> None:
    case = held_file(guard, make(tmp_path / name))
    assert case.decision.outcome is not Outcome.ALLOW
    assert mask(guard, case) == Refused("no-copy", sentence(why))
    reply = guard.answer(SendMasked(case.id))
    assert isinstance(reply, Refused)
    assert guard.broker.masked == ()
    assert not (guard.socket.with_name("copies")).exists()


def test_of_a_secret_file_there_is_no_copy(guard: GuardHere, tmp_path: Path) -> None:
    secret = office_files.document(tmp_path / "丙.docx", f"机密★10年\n{PLAIN}")
    assert mask(guard, held_file(guard, secret)) == Refused("no-copy", sentence("mask.not-allowed"))
    named = office_files.document(tmp_path / "【机密】名单.docx", PLAIN)
    assert mask(guard, held_file(guard, named)) == Refused("no-copy", sentence("mask.not-allowed"))


def test_a_name_that_tells_a_person_does_not_keep_the_copy_back(guard: GuardHere, tmp_path: Path) -> None:
    case = held_file(guard, office_files.document(tmp_path / f"{NAME}{NUMBER}.docx", PLAIN))
    guard.answer(SendMasked(case.id))
    assert pasted(guard).name == "打码副本.docx"


def test_an_export_ends_as_its_kind_of_file_whatever_was_wished(guard: GuardHere, tmp_path: Path) -> None:
    case = held_file(guard, office_files.document(tmp_path / "名单.docx", PLAIN))
    reply = guard.answer(TakeMasked(case.id, str(tmp_path / "给乡镇的.txt")))
    assert isinstance(reply, MaskedCopy)
    assert reply.paths == (str(tmp_path / "给乡镇的.docx"),)
    assert docx.Document(reply.paths[0]).paragraphs[0].text == "低保复核名单"


def test_of_several_files_none_is_exported_where_one_name_is_taken(guard: GuardHere, tmp_path: Path) -> None:
    first = office_files.document(tmp_path / "名单.docx", PLAIN)
    second = office_files.document(tmp_path / "又一份名单.docx", f"{PLAIN}\n第二份")
    third = office_files.document(tmp_path / "还有名单.docx", f"{PLAIN}\n第三份")
    case = held_file(guard, first, second, third)
    out = tmp_path / "导出"
    out.mkdir()
    taken_name = out / "给乡镇的 3.docx"
    taken_name.write_bytes(b"of its user")
    reply = guard.answer(TakeMasked(case.id, str(out / "给乡镇的.docx")))
    assert isinstance(reply, Refused)
    assert str(taken_name) in reply.words
    assert list(out.iterdir()) == [taken_name]
    assert taken_name.read_bytes() == b"of its user"


def taken(guard: GuardHere, case: Case) -> MaskedCopy:
    copy = guard.answer(TakeMasked(case.id))
    assert isinstance(copy, MaskedCopy), copy
    return copy


def folder_with(tmp_path: Path, write: Callable[[Path], object], name: str) -> Path:
    folder = tmp_path / "本"
    folder.mkdir()
    write(folder / name)
    return folder / name


@pytest.mark.parametrize(("write", "name", "ending"), [
    (lambda path: office_files.document(path, PLAIN), "名单.docx", ".docx"),
    (lambda path: path.write_text(PLAIN, "utf-8"), "名单.txt", ".txt"),
    (photo, "名单.jpg", ".png")], ids=["document", "text", "picture"])
def test_the_copy_of_a_file_that_a_client_opened_is_beside_it(
        guard: GuardHere, tmp_path: Path, write: Callable[[Path], object], name: str, ending: str) -> None:
    path = folder_with(tmp_path, write, name)
    original = path.read_bytes()
    case = held_now(guard, path)
    assert isinstance(guard.answer(SendMasked(case.id)), Refused)
    copy = taken(guard, case)
    assert (Path(copy.paths[0]), copy.beside) == (path.with_name(f"打码副本{ending}"), True)
    assert path.read_bytes() == original
    judged = read_and_judge(Item("", Kind.FILES, path=copy.paths[0]), guard.reading, guard.rules.judge)
    assert judged.verdict is not None
    assert judged.verdict.matches == ()
    assert judged.text is not None
    assert [secret for secret in (NAME, NUMBER, PHONE) if secret in judged.text.original] == []
    assert len(judged.text.original) > 5


def held_now(guard: GuardHere, path: Path) -> Case:
    """Hold a file that a client has just tried to open."""
    case = replace(refused_file(guard, path, origin=Origin.OPENED), opened_at=time.time())
    guard.store(case, msgspec.msgpack.encode(targets_listing(path)))
    return case


def test_a_copy_beside_is_written_once_and_over_nothing(guard: GuardHere, tmp_path: Path) -> None:
    path = folder_with(tmp_path, lambda path: path.write_text(PLAIN, "utf-8"), "名单.txt")
    path.with_name("打码副本.txt").write_text("别人的", "utf-8")
    case = held_now(guard, path)
    assert [Path(*taken(guard, case).paths).name for _ in range(2)] == ["打码副本 2.txt", "打码副本 2.txt"]
    assert sorted(each.name for each in path.parent.iterdir()) == sorted(["名单.txt", "打码副本.txt", "打码副本 2.txt"])
    assert path.with_name("打码副本.txt").read_text("utf-8") == "别人的"


def test_a_copy_beside_stays_when_its_item_is_destroyed(guard: GuardHere, tmp_path: Path) -> None:
    case = held_now(guard, folder_with(tmp_path, lambda path: path.write_text(PLAIN, "utf-8"), "名单.txt"))
    copy = taken(guard, case)
    guard.answer(DestroyCase(case.id))
    assert Path(copy.paths[0]).is_file()


@pytest.mark.skipif(os.getuid() != 0, reason="needs root: a folder of somebody else")
def test_where_the_folder_is_somebody_elses_the_copy_is_with_the_others(guard: GuardHere, tmp_path: Path) -> None:
    path = folder_with(tmp_path, lambda path: path.write_text(PLAIN, "utf-8"), "名单.txt")
    os.chown(path.parent, 65534, 65534)
    copy = taken(guard, held_now(guard, path))
    assert not copy.beside
    assert Path(copy.paths[0]).is_relative_to(guard.socket.with_name("copies"))
    assert [each.name for each in path.parent.iterdir()] == ["名单.txt"]


@pytest.mark.skipif(os.getuid() != 0, reason="needs root: mounts a folder")
def test_where_a_medium_is_read_only_the_copy_is_with_the_others(guard: GuardHere, tmp_path: Path) -> None:
    path = folder_with(tmp_path, lambda path: path.write_text(PLAIN, "utf-8"), "名单.txt")
    subprocess.run(("mount", "--bind", "-o", "ro", path.parent, path.parent), check=True)
    try:
        case = held_now(guard, path)
        copy = taken(guard, case)
        assert not copy.beside
        assert Path(copy.paths[0]).is_file()
    finally:
        subprocess.run(("umount", path.parent), check=True)


def test_of_a_picture_that_was_changed_since_there_is_no_copy(guard: GuardHere, tmp_path: Path) -> None:
    path = folder_with(tmp_path, photo, "名单.jpg")
    case = held_now(guard, path)
    path.write_bytes(encode(render_document(f"{NAME} 身份证 {NUMBER}", width=900), "JPEG"))
    assert guard.answer(TakeMasked(case.id)) == Refused("no-copy", sentence("mask.changed"))


def test_a_picture_that_is_pasted_as_a_file_is_given_masked_as_a_file(guard: GuardHere, tmp_path: Path) -> None:
    path = folder_with(tmp_path, photo, "名单.jpg")
    case = replace(refused_file(guard, path), opened_at=time.time())
    guard.store(case, msgspec.msgpack.encode(targets_listing(path)))
    assert isinstance(guard.answer(SendMasked(case.id)), Done)
    assert pasted(guard).name == "打码副本.png"
    assert sniff(pasted(guard).read_bytes()) is Kind.PICTURE


def test_a_copy_goes_with_its_item_and_after_a_day(guard: GuardHere, tmp_path: Path) -> None:
    case = held_file(guard, office_files.document(tmp_path / "名单.docx", PLAIN))
    guard.answer(SendMasked(case.id))
    path = pasted(guard)
    guard.answer(DestroyCase(case.id))
    assert not path.parent.exists()
    later = held_file(guard, office_files.document(tmp_path / "名单.docx", PLAIN))
    guard.answer(SendMasked(later.id))
    kept = pasted(guard)
    written = kept.parent.stat().st_mtime
    CopyFiles(kept.parent.parent, lambda: written + KEPT_SECONDS - 1).sweep()
    assert kept.exists()
    CopyFiles(kept.parent.parent, lambda: written + KEPT_SECONDS + 1).sweep()
    assert not kept.parent.exists()
