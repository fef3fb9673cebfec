"""Tests `mishao fleet`: pages that open from a file and run nothing, a workbook, a store that can be extended."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import docx
import openpyxl
import pypdfium2 as pdfium
import pytest

from guard.core.events import EventKind
from guard.feedback.answers import FeedbackAnswer
from guard.publish.releasing import answer
from guard.publish.rings import PILOT, Ring
from rules.model import Nature
from rules.pack.loading import load
from tests.support.chromium import dom_of
from tests.support.collected import ALARM, collected, line, roster
from tests.support.program import Run, lines
from tests.support.publishing import UnitOffice, unit_pack
from ui.console.packs_asked import KnownRules


@pytest.mark.thorough
def test_the_pages_and_the_workbook_open_and_run_nothing(mishao: Run, tmp_path: Path) -> None:
    html, month, xlsx = tmp_path / "a.html", tmp_path / "b.html", tmp_path / "c.xlsx"
    done = mishao("fleet", "report", str(collected(tmp_path)), "--html", str(html), "--month", str(month),
                  "--xlsx", str(xlsx), "--roster", str(roster(tmp_path)))
    assert done.returncode == 0, done.stderr.decode()
    assert "没有安装 1 台" in done.stdout.decode()
    shown = {path: dom_of(path) for path in (html, month)}
    assert "<title>密哨运行情况</title>" in shown[html]
    assert shown[html].index("要过问的电脑") < shown[html].index("台电脑"), "what a person must do comes first"
    for words in ("PC-3", "本来会拦", "GZ-02", "第 12 号 本县规则", "&lt;script&gt;"):
        assert words in shown[html]
    assert "<title>保密提醒情况月报</title>" in shown[month]
    assert "PC-" not in shown[month]
    assert "BC-01" not in shown[month]  # leaders read names of rules
    book = openpyxl.load_workbook(io.BytesIO(xlsx.read_bytes()))
    assert book.sheetnames == ["点名", "要过问的电脑", "电脑", "按规则", "按科室", "本来会拦，按规则",
                               "本来会拦，按科室", "本来会拦，规则和科室", "误报反馈", "没有采用更新", "误报反馈逐条"]
    assert [row[0].value for row in book["本来会拦，规则和科室"].iter_rows(min_row=2)] == ["办公室：XC-01"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}


@pytest.mark.thorough
def test_the_month_is_a_document_of_one_page_without_names(mishao: Run, tmp_path: Path) -> None:
    month = tmp_path / "月报.docx"
    done = mishao("fleet", "report", str(collected(tmp_path)), "--since", "20d", "--month", str(month), "--month",
                  str(tmp_path / "月报.html"))
    assert done.returncode == 0, done.stderr.decode()
    assert (tmp_path / "月报.html").exists()
    made = docx.Document(str(month))
    words = "\n".join([paragraph.text for paragraph in made.paragraphs]
                      + [cell.text for table in made.tables for row in table.rows for cell in row.cells])
    for told in ("保密提醒情况月报", "办公室", "按规定放行 1 次", "标注密级的文件", "不列人名和电脑名"):
        assert told in words
    assert "PC-" not in words
    assert "BC-01" not in words
    tables = {table.rows[0].cells[0].text: table for table in made.tables}
    assert tables.keys() == {"科室", "情形", "星期"}
    assert [cell.text for cell in tables["情形"].rows[0].cells] == ["情形", "本期次数", "上期次数"]
    first = [cell.text for cell in tables["情形"].rows[1].cells]
    assert first == ["国家秘密 · 标注密级的文件", "4", "0"], "what is 国家秘密 comes first"
    assert sum(int(cell.text or 0) for row in tables["星期"].rows[1:] for cell in row.cells[1:]) == 4
    assert made.core_properties.comments == ""
    subprocess.run(["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", "pdf",
                    "--outdir", str(tmp_path), str(month)], check=True, capture_output=True, timeout=100)
    with pdfium.PdfDocument(tmp_path / "月报.pdf") as pages:
        assert len(pages) == 1


def test_a_time_before_of_which_only_the_end_was_recorded_is_said_to_be_unknown(mishao: Run, tmp_path: Path) -> None:
    month = tmp_path / "月报.docx"
    done = mishao("fleet", "report", str(collected(tmp_path)), "--since", "30d", "--month", str(month))
    assert done.returncode == 0, done.stderr.decode()
    kinds = next(table for table in docx.Document(str(month)).tables if table.rows[0].cells[0].text == "情形")
    assert {row.cells[2].text for row in kinds.rows[1:]} == {"没有记录"}


def test_a_month_in_a_form_that_is_not_known_is_refused(mishao: Run, tmp_path: Path) -> None:
    done = mishao("fleet", "report", str(collected(tmp_path)), "--month", str(tmp_path / "月报.pdf"))
    assert done.returncode == 2
    assert ".html 或 .docx" in done.stderr.decode()


@pytest.mark.parametrize(("option", "name"), [("--html", "规则包.html"), ("--xlsx", "名册.xlsx"),
                                             ("--month", "通知.docx"), ("--month", "通知.html")])
def test_a_report_never_replaces_a_file_that_is_none_of_its_own(mishao: Run, tmp_path: Path, option: str,
                                                               name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"PK of the user")
    done = mishao("fleet", "report", str(collected(tmp_path)), option, str(path))
    assert (done.returncode, path.read_bytes()) == (2, b"PK of the user")
    assert "已经存在" in done.stderr.decode()


def test_a_report_replaces_its_own_of_last_week_but_none_that_somebody_wrote_into(mishao: Run, tmp_path: Path) -> None:
    targets = {"--html": tmp_path / "a.html", "--xlsx": tmp_path / "b.xlsx", "--month": tmp_path / "c.docx"}
    words = ("fleet", "report", str(collected(tmp_path)), *(str(each) for pair in targets.items() for each in pair))
    assert [mishao(*words).returncode for _ in range(2)] == [0, 0]
    book = openpyxl.load_workbook(targets["--xlsx"])
    book.create_sheet("批注")
    book.save(targets["--xlsx"])
    changed = {path: path.read_bytes() for path in targets.values()}
    done = mishao(*words)
    assert done.returncode == 2
    assert "后来改过" in done.stderr.decode()
    assert {path: path.read_bytes() for path in targets.values()} == changed


@pytest.mark.parametrize(("options", "words"), [
    (("--html", "规则包.yaml"), "要以 .html 结尾"), (("--html", "a.html", "--month", "a.html"), "同一个文件")])
def test_a_report_goes_into_no_file_of_another_kind_and_no_two_into_one(
        mishao: Run, tmp_path: Path, options: tuple[str, ...], words: str) -> None:
    given = [part if part.startswith("--") else str(tmp_path / part) for part in options]
    done = mishao("fleet", "report", str(collected(tmp_path)), *given)
    assert done.returncode == 2
    assert words in done.stderr.decode()
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["collected.log"]


def test_a_file_in_which_nothing_is_a_record_is_refused_and_no_report_made(mishao: Run, tmp_path: Path) -> None:
    given, html = tmp_path / "名单.txt", tmp_path / "a.html"
    given.write_text("晚上七点\n会议室\n", "utf-8")
    done = mishao("fleet", "report", str(given), "--html", str(html))
    assert (done.returncode, done.stdout, html.exists()) == (2, b"", False)
    assert "没有一行是密哨的记录（读了 2 行）" in done.stderr.decode()


@pytest.mark.thorough
def test_lines_that_were_left_out_and_what_guarding_means_are_said(mishao: Run, tmp_path: Path) -> None:
    html, month = tmp_path / "a.html", tmp_path / "b.html"
    done = mishao("fleet", "report", str(collected(tmp_path)), "--html", str(html), "--month", str(month),
                  "--quiet-days", "5")
    said, shown = done.stdout.decode(), dom_of(html)
    for words in ("另有 2 行没有算：不是密哨的记录，或者已经残缺", "5 天里有记录报上来", "电脑此刻怎样，记录里看不出"):
        assert words in said
        assert words in shown
    assert "最近 5 天有记录报上来" in dom_of(month)


def test_a_computer_whose_records_have_no_digest_has_no_checkpoint(mishao: Run, tmp_path: Path) -> None:
    asked = ("fleet", "checkpoint", str(collected(tmp_path)), "--device", "PC-6")
    done = mishao(*asked)
    assert (done.returncode, done.stdout) == (1, b"")
    assert "没有摘要" in done.stderr.decode()


def test_a_store_is_added_to_and_says_the_same(mishao: Run, tmp_path: Path) -> None:
    store = tmp_path / "fleet.sqlite"
    first = lines(mishao("fleet", "report", str(collected(tmp_path)), "--store", str(store), "--json"))[0]
    empty = tmp_path / "empty.log"
    empty.write_bytes(b"")
    again = lines(mishao("fleet", "report", str(empty), "--store", str(store), "--json"))[0]
    assert {**again, "records": 0, "others": 0, "until": 0, "since": 0} == \
        {**first, "records": 0, "others": 0, "until": 0, "since": 0}
    point = lines(mishao("fleet", "checkpoint", str(empty), "--store", str(store), "--device", "PC-1", "--json"))[0]
    assert str(point["checkpoint"]).startswith("5:")


@pytest.mark.thorough
def test_a_feedback_waits_until_the_office_has_answered_it(mishao: Run, tmp_path: Path) -> None:
    office = UnitOffice.opened(tmp_path / "office")
    office.release("青松甲号")
    words = ("fleet", "report", str(collected(tmp_path)), "--office", str(office.folder))
    assert f"等答复的反馈：{ALARM} GZ-02" in mishao(*words).stdout.decode()
    answer(office.office, FeedbackAnswer(ALARM, False, "<b>仍要核对</b>", 1.0))
    html = tmp_path / "a.html"
    done = mishao(*words, "--html", str(html))
    assert "等答复" not in done.stdout.decode()
    shown = dom_of(html)
    assert ALARM in shown
    assert "不采纳：&lt;b&gt;仍要核对&lt;/b&gt;" in shown
    (told,) = lines(mishao(*words, "--json"))
    assert [(one["number"], one["rule"], one["answer"]) for one in told["false_alarms"]] == [
        (ALARM, "GZ-02", "不采纳：<b>仍要核对</b>")]


def test_rules_of_the_unit_have_their_names_where_the_publishing_folder_is_given(mishao: Run, tmp_path: Path) -> None:
    office = UnitOffice.opened(tmp_path / "office")
    office.release("青松甲号")
    records = tmp_path / "unit.log"
    records.write_bytes(line("PC-1", 0, EventKind.HELD, rules="T-01"))
    for given, shown in (((), "<td>T-01</td>"), (("--office", str(office.folder)), "<td>T-01 测试用词</td>")):
        html = tmp_path / f"{len(given)}.html"
        done = mishao("fleet", "report", str(records), "--html", str(html), *given)
        assert done.returncode == 0, done.stderr.decode()
        assert shown in html.read_text("utf-8")


def test_a_rule_of_the_unit_that_protects_state_secrets_counts_as_one_of_those() -> None:
    known = KnownRules({"T-01": "旧名", "BC-01": "密级"}, {"T-01": Nature.WORK_SECRET, "BC-01": Nature.STATE_SECRET})
    secret = load(unit_pack("青松甲号").replace("工作秘密", "国家秘密").encode(), "单位.yaml")
    assert (known.secret, known.and_of([secret]).secret) == ({"BC-01"}, {"BC-01", "T-01"})
    assert known.and_of([secret]).names == {"T-01": "测试用词", "BC-01": "密级"}


def test_a_publishing_folder_that_is_none_is_refused(mishao: Run, tmp_path: Path) -> None:
    done = mishao("fleet", "report", str(collected(tmp_path)), "--office", str(tmp_path / "absent"))
    assert done.returncode == 2
    assert "publish init" in done.stderr.decode()


def test_a_release_to_pilots_makes_nobodys_rules_old_and_a_database_is_enough(mishao: Run, tmp_path: Path) -> None:
    office, store, log = UnitOffice.opened(tmp_path / "office"), tmp_path / "情况.sqlite", tmp_path / "a.log"
    office.release("青松甲号")
    office.release("青松乙号", Ring(groups=(PILOT,)))
    log.write_bytes(line("PC-1", 0, EventKind.ALIVE, pack="1") + line("PC-2", 0, EventKind.ALIVE, pack="2")
                    + line("PC-3", 0, EventKind.ALIVE, pack="") + line("PC-4", 0, EventKind.ALIVE, pack="999"))
    assert mishao("fleet", "report", str(log), "--store", str(store)).returncode == 0
    book = tmp_path / "a.xlsx"
    for more, old in (((), ["PC-1", "PC-2", "PC-3"]), (("--office", str(office.folder)), ["PC-3"])):
        done = mishao("fleet", "report", "--store", str(store), "--xlsx", str(book), *more)
        assert done.returncode == 0, done.stderr.decode()
        rows = openpyxl.load_workbook(book)["要过问的电脑"].iter_rows(min_row=2, values_only=True)
        assert sorted(str(row[1]) for row in rows) == old
    assert mishao("fleet", "report", "--store", str(tmp_path / "none.sqlite")).returncode == 2
    assert mishao("fleet", "inspection", "--office", str(office.folder)).returncode == 2
