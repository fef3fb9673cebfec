"""Tests `mishao exact build` and `show`: from a table of the unit to what a release carries."""

from __future__ import annotations

import json
import os
import stat
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from guard.publish.errors import PublishError
from guard.publish.unit_table import read_table
from rules.deadline import Deadline
from rules.exact.finding import rows_in
from rules.exact.index import index_of
from tests.support.prepared import Prepared
from tests.support.publishing import UnitOffice
from tests.support.tables import HEADINGS, PEOPLE

ALL = tuple(word for heading in HEADINGS for word in ("--column", heading))
LINES = "\r\n".join(",".join(row) for row in (HEADINGS, *PEOPLE)) + "\r\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "学生.xlsx"
    book = xlsxwriter.Workbook(str(path))
    for name, rows in (("说明", (("本表保密",),)), ("在校", (HEADINGS, *PEOPLE))):
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return path


def test_a_workbook_becomes_an_index_under_a_new_key(loaded: Prepared, tmp_path: Path, table: Path) -> None:
    out, key = tmp_path / "学生.edm", tmp_path / "exact.key"
    build = ("exact", "build", str(table), "--sheet", "在校", "--name", "在校学生", "--out", str(out),
             "--key", str(key), *ALL)
    done = loaded.run((*build, "--json"), os.environ)
    assert (done.returncode, done.stderr) == (0, b"")
    told = json.loads(done.stdout)
    assert (told["rows"], told["columns"], told["new_key"], told["nature"]) == (8, 4, True, "个人信息")
    assert told["values"] == dict.fromkeys(HEADINGS, 8)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    index = index_of(out.read_bytes(), bytes.fromhex(key.read_text()))
    assert rows_in("欧阳慕白13800001234", index, Deadline(9))
    again = loaded.run(build, os.environ)
    assert again.returncode == 2
    assert "已经有了，没有覆盖" in again.stderr.decode()


def test_the_key_that_is_there_is_used_and_shown_to_fit(loaded: Prepared, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(LINES.encode("gb18030"))
    (tmp_path / "exact.key").write_text("ab" * 32 + "\n")
    (tmp_path / "other.key").write_text("cd" * 32 + "\n")
    out = tmp_path / "x.edm"
    done = loaded.run(("exact", "build", str(tmp_path / "t.csv"), "--name", "病人", "--nature", "工作秘密", "--out",
                       str(out), "--key", str(tmp_path / "exact.key"), "--column", "姓名",
                       "--column", "手机号"), os.environ)
    assert done.returncode == 0
    assert "新的名单密钥" not in done.stdout.decode()
    shown = loaded.run(("exact", "show", str(out), "--key", str(tmp_path / "exact.key")), os.environ)
    assert shown.returncode == 0
    assert "名单“病人”（工作秘密）：8 行 2 列，8 对" in shown.stdout.decode()
    assert "是做它的那一把" in shown.stdout.decode()
    wrong = loaded.run(("exact", "show", str(out), "--key", str(tmp_path / "other.key")), os.environ)
    assert wrong.returncode == 1
    assert "不是用这把名单密钥做的" in wrong.stderr.decode()


def test_an_index_that_was_damaged_is_neither_shown_as_whole_nor_signed(loaded: Prepared, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(LINES.encode("gb18030"))
    out, key = tmp_path / "x.edm", tmp_path / "exact.key"
    build = ("exact", "build", str(tmp_path / "t.csv"), "--name", "病人", "--out", str(out), "--key", str(key))
    assert loaded.run((*build, "--column", "姓名", "--column", "手机号"), os.environ).returncode == 0
    content = bytearray(out.read_bytes())
    content[-9] ^= 1
    out.write_bytes(content)
    for command in (("exact", "show", str(out), "--key", str(key)), ("exact", "show", str(out))):
        shown = loaded.run(command, os.environ)
        assert (shown.returncode, shown.stdout) == (1, b"")
        assert "索引不完整" in shown.stderr.decode()
    office = UnitOffice.opened(tmp_path / "office")
    signed = loaded.run(("publish", "release", str(office.folder), "--keys", str(office.folder), "--exact", str(out),
                         "--yes"), os.environ)
    assert signed.returncode != 0
    assert "索引不完整" in signed.stderr.decode()


@pytest.mark.parametrize(("content", "options", "code", "said"), [
    (b"\n\n", ("--column", "姓名"), 1, "前 10 行里没有列名"),
    (LINES.encode(), (), 1, "请用 --column 写明用哪几列"),
    (LINES.encode(), ("--column", "工号"), 1, "没有叫“工号”的一列"),
    ("性别,民族\n".encode() + "男,汉族\n".encode() * 50, ("--column", "性别", "--column", "民族"), 1,
     "没有能认出一行的两项"),
    (b"\xff\xfe\x00\xff", (), 1, "不是 UTF-8 或 GB18030 的文字"),
    (None, (), 2, "t.csv：不能读取"),
], ids=["no headings", "no column", "no such column", "tells nobody", "no text", "absent"])
def test_what_cannot_be_made_is_said_and_writes_nothing(loaded: Prepared, tmp_path: Path, content: bytes | None,
                                                        options: tuple[str, ...], code: int, said: str) -> None:
    if content is not None:
        (tmp_path / "t.csv").write_bytes(content)
    done = loaded.run(("exact", "build", str(tmp_path / "t.csv"), "--name", "甲", "--out", str(tmp_path / "x.edm"),
                       "--key", str(tmp_path / "exact.key"), *options), os.environ)
    assert done.returncode == code
    assert said in done.stderr.decode()
    assert not (tmp_path / "x.edm").exists()
    assert not (tmp_path / "exact.key").exists()


def test_a_file_that_is_no_key_is_refused(loaded: Prepared, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(LINES, "utf-8")
    (tmp_path / "exact.key").write_text("password")
    done = loaded.run(("exact", "build", str(tmp_path / "t.csv"), "--name", "甲", "--out", str(tmp_path / "x.edm"),
                       "--key", str(tmp_path / "exact.key"), *ALL), os.environ)
    assert done.returncode == 2
    assert "不是名单密钥" in done.stderr.decode()


def test_columns_that_tell_groups_are_named_before_and_after(loaded: Prepared, tmp_path: Path) -> None:
    posts = [*["科员"] * 40, *["副局长"] * 3, "局长"]
    rows = "".join(f"{chr(0x4E00 + number)}{chr(0x5E00 + number)}某,1380000{number:04},{post},办公室\n"
                   for number, post in enumerate(posts))
    (tmp_path / "t.csv").write_text(f"姓名,手机号,职务,科室\n{rows}", "utf-8")
    build = ("exact", "build", str(tmp_path / "t.csv"), "--name", "职工", "--out", str(tmp_path / "x.edm"),
             "--key", str(tmp_path / "exact.key"))
    asked = loaded.run(build, os.environ)
    assert asked.returncode == 1
    said = asked.stderr.decode()
    assert "姓名（44 个不同的值）、手机号（44 个不同的值）" in said
    assert "职务（只有 3 个不同的值，很多行都一样）、科室（只有 1 个" in said
    done = loaded.run((*build, "--column", "姓名", "--column", "手机号", "--column", "职务"), os.environ)
    assert done.returncode == 0
    assert "▲ 职务：很多行都一样，只用上人少的 2 个值" in done.stdout.decode()
    assert "▲ 姓名" not in done.stdout.decode()


def test_cells_of_a_workbook_are_read_as_people_write_them(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, ("姓名", "", "手机", "证件", "生日", "在册"))
    sheet.write_row(1, 0, ("柏青松", "不要", 13900005678, 330102201103052215))
    sheet.write_datetime(1, 4, date(2011, 3, 5), day)
    sheet.write_boolean(1, 5, True)
    sheet.write_row(3, 0, ("司徒云帆",))
    book.close()
    table = read_table(path)
    assert table.headings == ("姓名", "手机", "证件", "生日", "在册")
    assert list(table.rows) == [("柏青松", "13900005678", "", "20110305", ""), ("司徒云帆", "", "", "", "")]


def test_titles_above_the_headings_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.merge_range(0, 0, 0, 2, "2026年在校学生花名册")
    sheet.write_row(1, 0, ("填报单位：教务处", "", "填报时间：3月"))
    sheet.write_row(2, 0, ("姓名", "手机号", "备注"))
    sheet.write_row(3, 0, ("柏青松", 13900005678, "住校"))
    book.close()
    table = read_table(path, ("手机号", "姓名"))
    assert list(table.rows) == [("13900005678", "柏青松")]
    (tmp_path / "t.csv").write_text("花名册\n姓名\t手机号\t备注\n柏青松\t13900005678\t\n", "utf-8")
    table = read_table(tmp_path / "t.csv")
    assert table.headings == ("姓名", "手机号", "备注")
    with pytest.raises(PublishError, match="没有叫“工号”的一列"):
        read_table(path, ("工号",))


def test_a_number_that_a_workbook_has_rounded_in_a_csv_is_no_value(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes("姓名,证件\n柏青松,3.30102E+17\n司徒望,1E+05A\n".encode("gb18030"))
    assert list(read_table(tmp_path / "t.csv").rows) == [("柏青松", ""), ("司徒望", "1E+05A")]


@pytest.mark.parametrize("content", [b"PK\x03\x04" + bytes(50), b"", b"\xd0\xcf\x11\xe0" + bytes(600)])
def test_a_damaged_workbook_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(content)
    with pytest.raises(PublishError, match=r"t\.xlsx"):
        read_table(path)
