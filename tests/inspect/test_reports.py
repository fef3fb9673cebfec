"""Tests the reports as their readers open them: Chromium the page, openpyxl the workbook."""

from __future__ import annotations

import getpass
import io
import socket
import stat
from pathlib import Path

import openpyxl
import pytest

from guard.inspect.summary import OfRule, Summary
from rules.model import Nature
from tests.inspect.conftest import Inspect
from tests.support.chromium import dom_of
from tests.support.fixed_layout_files import pdf

NAME = "=1+1 秘密★1年 <script>document.title='ran'</script>.txt".replace("/", "∕")
PERSONS = "姓名,身份证号,电话\n王小明,110101199003078515,13800138000\n李小红,110101199003071233,13800138001\n"


@pytest.fixture
def reports(tmp_path: Path, inspect: Inspect) -> tuple[Path, Path]:
    folder = tmp_path / "资料"
    folder.mkdir()
    (folder / NAME).write_text("机密★5年\n海棠路的仓库周四清点。", "utf-8")
    (folder / "名单.csv").write_text(PERSONS, "utf-8")
    (folder / "锁住.pdf").write_bytes(pdf(["1"], password="x"))
    (folder / "干净.txt").write_text("晚上七点在食堂门口集合。", "utf-8")
    html, xlsx = tmp_path / "自查.html", tmp_path / "自查.xlsx"
    assert inspect(folder, "--html", html, "--xlsx", xlsx).returncode == 4
    for report in (html, xlsx):
        assert stat.S_IMODE(report.stat().st_mode) == 0o600
    return html, xlsx


def test_the_page_lists_what_was_found_runs_its_filter_and_nothing_else(reports: tuple[Path, Path]) -> None:
    page = dom_of(reports[0])
    assert "显示 3 / 3 个" in page  # the script ran under the content policy
    assert "<title>保密自查报告</title>" in page
    assert "&lt;script&gt;document.title='ran'" in page
    for words in ("机密★5年", "秘密★1年", "文件名", "保守国家秘密法", "文件有密码", "拦下", "没读出",
                  socket.gethostname(), f"用户 {getpass.getuser()}"):
        assert words in page
    for content in ("海棠路", "110101199003078515", "13800138000", "李小红", "干净.txt"):
        assert content not in page


def test_the_workbook_opens_elsewhere_and_has_no_formula(reports: tuple[Path, Path]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(reports[1].read_bytes()))
    assert book.sheetnames == ["汇总", "处理登记", "明细", "没读出"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)
    words = "\n".join(str(cell.value) for cell in cells)
    assert any(str(cell.value).endswith(NAME) for cell in cells)
    assert "文件有密码" in words
    assert {socket.gethostname(), getpass.getuser()} <= set(words.splitlines())
    for content in ("海棠路", "110101199003078515", "13800138000", "李小红"):
        assert content not in words


@pytest.mark.thorough
def test_the_sheet_to_sign_has_a_row_per_file_with_state_secrets_first(tmp_path: Path, inspect: Inspect) -> None:
    folder = tmp_path / "资料"
    folder.mkdir()
    (folder / "丙.txt").write_text("机密★5年\n海棠路的仓库周四清点。", "utf-8")
    (folder / "乙.pdf").write_bytes(pdf(["1"], password="x"))
    (folder / "甲.csv").write_text(PERSONS, "utf-8")
    inspect(folder, "--html", tmp_path / "r.html", "--xlsx", tmp_path / "r.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx")["处理登记"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(number for number, row in enumerate(rows) if row[0] == "序号")
    assert "检查人" in str(rows[:head])
    assert rows[head] == ["序号", "文件", "结果", "查出", "核对", "处理", "处理人", "日期"]
    assert [Path(str(row[1])).name for row in rows[head + 1:]] == ["丙.txt", "乙.pdf", "甲.csv"]
    assert [row[2] for row in rows[head + 1:]] == ["■ 国家秘密", "▲ 没读出", "◆ 提醒"]
    assert "个人信息" in str(rows[head + 3][3])
    places = openpyxl.load_workbook(tmp_path / "r.xlsx")["明细"]
    listed = [Path(str(row[1].value)).name for row in places.iter_rows(min_row=2)]
    assert listed.index("丙.txt") < listed.index("甲.csv")
    page = dom_of(tmp_path / "r.html")
    signed = page[page.index("处理登记"):page.index('<h2>按规则')]
    assert signed.index("丙.txt") < signed.index("乙.pdf") < signed.index("甲.csv")
    for words in ("检查人", "结果", "核对", "处理", "处理人", "日期"):
        assert words in signed
    listed = page[page.index("<article"):]
    assert listed.index("丙.txt") < listed.index("乙.pdf")


def test_rules_on_state_secrets_come_first_however_few_files_they_found() -> None:
    summary = Summary(rules={one.rule: one for one in (
        OfRule("甲", "甲", Nature.PERSONAL.value, "", 900), OfRule("乙", "乙", Nature.STATE_SECRET.value, "", 1),
        OfRule("丙", "丙", Nature.WORK_SECRET.value, "", 1000), OfRule("丁", "丁", Nature.STATE_SECRET.value, "", 2))})
    assert [one.rule for one in summary.by_weight()] == ["丁", "乙", "丙", "甲"]


def test_a_report_that_cannot_be_written_is_told_before_anything_is_read(tmp_path: Path, inspect: Inspect) -> None:
    (tmp_path / "a.txt").write_text("晚上七点", "utf-8")
    done = inspect(tmp_path / "a.txt", "--html", tmp_path / "none" / "r.html")
    assert done.returncode == 2
    assert f"文件夹 {tmp_path / 'none'} 不存在或不能写入" in done.stderr.decode()
    assert done.stdout == b""


def test_a_sentence_that_decides_is_shown_by_its_beginning(tmp_path: Path, inspect: Inspect) -> None:
    said = "局党组会上定了，下周对两个片区开展突击检查，各组名单由办公室通知，检查前不得通知企业。"
    (tmp_path / "a.txt").write_text(said, "utf-8")
    inspect(tmp_path / "a.txt", "--html", tmp_path / "r.html")
    page = (tmp_path / "r.html").read_text("utf-8")
    assert "局党组会上定了，…" in page
    assert "突击检查" not in page


@pytest.mark.parametrize("name", ["r.html", "r.xlsx"])
def test_an_earlier_report_that_was_changed_is_the_users_own(tmp_path: Path, inspect: Inspect, name: str) -> None:
    (tmp_path / "a.txt").write_text("晚上七点", "utf-8")
    report = tmp_path / name
    assert inspect(tmp_path / "a.txt", f"--{name[2:]}", report).returncode == 0
    if name == "r.html":
        report.write_text(report.read_text("utf-8").replace("</body>", "<p>机密★5年</p></body>"), "utf-8")
    else:
        book = openpyxl.load_workbook(report)
        book.create_sheet("批注")["A1"] = "机密★5年"
        book.save(report)
    changed = report.read_bytes()
    done = inspect(tmp_path / "a.txt", f"--{name[2:]}", report)
    assert (done.returncode, report.read_bytes()) == (2, changed)
    assert "后来改过" in done.stderr.decode()
    assert "BC-01" in inspect(tmp_path).stdout.decode()


@pytest.mark.parametrize(("options", "words"), [
    (("--html", "r.txt"), "要以 .html 结尾"), (("--xlsx", "r.html"), "要以 .xlsx 结尾"),
    (("--html", "r.html", "--xlsx", "r.html"), "同一个文件"), (("--html", "mine.html"), "不是以前的自查报告"),
    (("--xlsx", "mine.xlsx"), "不是以前的自查报告")])
def test_no_document_of_the_user_is_replaced_by_a_report(
    tmp_path: Path, inspect: Inspect, options: tuple[str, ...], words: str,
) -> None:
    for name in ("a.txt", "mine.html", "mine.xlsx"):
        (tmp_path / name).write_text("晚上七点", "utf-8")
    given = [part if part.startswith("--") else tmp_path / part for part in options]
    done = inspect(tmp_path / "a.txt", *given)
    assert done.returncode == 2
    assert words in done.stderr.decode()
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["a.txt", "mine.html", "mine.xlsx"]
    assert (tmp_path / "mine.html").read_text("utf-8") == "晚上七点"


def test_an_earlier_report_is_replaced(tmp_path: Path, inspect: Inspect) -> None:
    (tmp_path / "a.txt").write_text("晚上七点", "utf-8")
    arguments = (tmp_path / "a.txt", "--html", tmp_path / "r.html", "--xlsx", tmp_path / "r.xlsx")
    assert [inspect(*arguments).returncode for _ in range(2)] == [0, 0]
