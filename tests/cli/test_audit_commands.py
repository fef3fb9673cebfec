"""Tests `mishao fleet audit`: what was released, the state of its records; verifiable without the program."""

from __future__ import annotations

import io
import subprocess
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from guard.config.builtin_policy import builtin_policy
from guard.core.events import Event, EventKind
from guard.journal import FILE_NAME, open_journal
from guard.journal.spool import Place, Spool
from guard.publish.contents import bundle_of
from guard.publish.releasing import release, withdraw
from tests.support.collected import collected, line
from tests.support.false_alarms import exempting_pack
from tests.support.program import Run, lines
from tests.support.publishing import EVERYONE, UnitOffice

RULES = ("BC-06",)


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """The folder of PC-7's journal: one item was held and released, another destroyed."""
    folder = tmp_path / "日志" / "PC-7"
    folder.mkdir(parents=True)
    written = open_journal(folder)
    for event in (Event(EventKind.HELD, time.time(), "a1", rules=RULES),
                  Event(EventKind.RELEASED, time.time(), "a1", rules=RULES, reason="批准人：周某"),
                  Event(EventKind.DESTROYED, time.time(), "a2", rules=("BC-03",))):
        written.append(event)
    written.close()
    return folder


def reported(folder: Path) -> bytes:
    """Return what the log server has of a journal."""
    return b"".join(
        line("PC-7", one.number, one.event.kind, chain=one.after.chain, digest=one.digest, rules=",".join(RULES))
        for one in Spool(folder / FILE_NAME).read(Place(), 99) if one.event is not None)


def rows(bundle: Path, sheet: str) -> list[tuple[object, ...]]:
    with zipfile.ZipFile(bundle) as archive:
        book = openpyxl.load_workbook(io.BytesIO(archive.read("放行.xlsx")))
    return list(book[sheet].iter_rows(min_row=2, values_only=True))


def test_what_was_let_go_is_in_it_with_time_rule_reason_and_the_record_s_digest(
        mishao: Run, journal: Path, tmp_path: Path) -> None:
    out = tmp_path / "审计.zip"
    done = mishao("fleet", "audit", str(out), str(collected(tmp_path)), "--journal", str(journal.parent), "--json")
    (said,) = lines(done)
    assert said["answered"] == 3
    released = next(row for row in rows(out, "放行和销毁") if row[1] == "PC-7")
    second = Spool(journal / FILE_NAME).read(Place(), 99)[1]
    assert released[3:9] == ("放行", "BC-06 未经批准的过程稿、交办单和调查报告", "批准人：周某", "a1", 2, second.digest)
    checked = {row[0]: row for row in rows(out, "核对")}
    assert checked["PC-7"][3] == "是"
    assert "封印都完整" in str(checked["PC-7"][4])
    assert checked["PC-2"][3:] == ("否", "缺 4 条记录；没有交来日志，封印没有核对")
    assert (done.returncode, [one["device"] for one in said["doubtful"]]) == (1, ["PC-2"])


def test_anybody_can_check_it_without_the_program(mishao: Run, journal: Path, tmp_path: Path) -> None:
    out = tmp_path / "审计.zip"
    assert mishao("fleet", "audit", str(out), "--journal", str(journal)).returncode == 0
    with zipfile.ZipFile(out) as archive:
        archive.extractall(tmp_path / "open")
        assert archive.read(f"日志/PC-7/{FILE_NAME}") == (journal / FILE_NAME).read_bytes()
    check = ["sha256sum", "--strict", "-c", "SHA256SUMS"]
    assert subprocess.run(check, cwd=tmp_path / "open", capture_output=True).returncode == 0
    (tmp_path / "open" / "放行.xlsx").write_bytes(b"changed")
    assert subprocess.run(check, cwd=tmp_path / "open", capture_output=True).returncode == 1


def changed(content: bytes) -> bytes:
    return content.replace("周某".encode(), "吴某".encode())


def cut(content: bytes) -> bytes:
    return content[:content[:-1].rindex(b"\n") + 1]


@pytest.mark.parametrize("damage", [changed, cut])
def test_a_journal_that_was_changed_or_cut_is_told(mishao: Run, journal: Path, tmp_path: Path, damage: object) -> None:
    (tmp_path / "collected.log").write_bytes(reported(journal))
    path = journal / FILE_NAME
    path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]
    for key in journal.glob("*.key"):
        key.unlink()
    out = tmp_path / "审计.zip"
    done = mishao("fleet", "audit", str(out), str(tmp_path / "collected.log"), "--journal", str(journal))
    assert done.returncode == 1
    ((device, source, _, whole, words),) = rows(out, "核对")
    assert (device, source, whole) == ("PC-7", "日志", "否")
    assert "改写" in str(words) or "末尾缺少" in str(words)


def test_a_journal_that_is_another_than_was_reported_is_told(mishao: Run, journal: Path, tmp_path: Path) -> None:
    (tmp_path / "collected.log").write_bytes(line("PC-7", 0, EventKind.STARTED, chain="an older journal"))
    done = mishao("fleet", "audit", str(tmp_path / "a.zip"), str(tmp_path / "collected.log"), "--journal",
                  str(journal))
    assert done.returncode == 1
    assert "不是同一份日志" in done.stdout.decode()


def test_what_the_office_signed_is_in_it(mishao: Run, journal: Path, tmp_path: Path) -> None:
    office = UnitOffice.opened(tmp_path / "office")
    (tmp_path / "policy.yaml").write_text(builtin_policy().decode() + (
        "\n科室规则:\n- {科室: [信访科], 规则: [BC-08], 动作: 提醒, 原因: 日常办件, 批准人: 赵敏, "
        f'截止: "{time.strftime("%Y-%m-%d")}"}}\n'), "utf-8")
    release(office.office, bundle_of(["内置", str(exempting_pack(tmp_path))], tmp_path / "policy.yaml"), EVERYONE)
    withdraw(office.office, 1, "误报太多")
    out = tmp_path / "审计.zip"
    done = mishao("fleet", "audit", str(out), "--journal", str(journal), "--office", str(office.folder))
    assert done.returncode == 0, done.stderr.decode()
    ((number, _, _, channel, withdrawn),) = rows(out, "规则发布")
    assert (number, channel, withdrawn) == (1, "正式", "误报太多")
    ((name, reason, approver, *_, first),) = rows(out, "误报豁免")
    assert (name, reason, approver, first) == ("推荐书目", "书名，已向宣传部核实", "赵敏", "第 1 号")
    ((units, rules, action, *_),) = rows(out, "科室规则")
    assert (units, rules, action) == ("信访科", "BC-08", "提醒")


@pytest.mark.parametrize("name", ["规则包.yaml", "审计.zip"])
def test_an_audit_replaces_no_file(mishao: Run, journal: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    out.write_bytes(b"of the user")
    done = mishao("fleet", "audit", str(out), "--journal", str(journal))
    assert (done.returncode, out.read_bytes()) == (2, b"of the user")


def test_changed_journals_are_told_before_gaps_and_of_each_kind_the_first_twenty(
        mishao: Run, journal: Path, tmp_path: Path) -> None:
    (journal / FILE_NAME).write_bytes(changed((journal / FILE_NAME).read_bytes()))
    gaps = [line(f"PC-{number:03}", each, EventKind.ALIVE) for number in range(100, 125) for each in (0, 2)]
    (tmp_path / "collected.log").write_bytes(b"".join(gaps))
    out = tmp_path / "a.zip"
    done = mishao("fleet", "audit", str(out), str(tmp_path / "collected.log"), "--journal", str(journal))
    told = [words for words in done.stdout.decode().splitlines() if "▲" in words]
    assert "PC-7" in told[0]
    assert ["缺 1 条记录" in words for words in told[1:-1]] == [True] * 20
    assert told[-1].endswith("还有 5 台：上报的记录有缺，见 放行.xlsx 的“核对”")
    assert len(rows(out, "核对")) == 26


def test_an_audit_of_what_is_no_log_is_refused(mishao: Run, tmp_path: Path) -> None:
    (tmp_path / "名单.txt").write_text("晚上七点\n", "utf-8")
    done = mishao("fleet", "audit", str(tmp_path / "a.zip"), str(tmp_path / "名单.txt"))
    assert (done.returncode, (tmp_path / "a.zip").exists()) == (2, False)
    assert "没有一行是密哨的" in done.stderr.decode()


def test_nothing_to_audit_is_said(mishao: Run, tmp_path: Path) -> None:
    assert mishao("fleet", "audit", str(tmp_path / "a.zip")).returncode == 2
    assert mishao("fleet", "audit", str(tmp_path / "a.zip"), "--journal", str(tmp_path / "none")).returncode == 2
