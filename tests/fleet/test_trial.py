"""Tests the report of a trial with the journals of fifty computers, and what a record says of rules on trial."""

from __future__ import annotations

import io
import json
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pytest

from guard.clipboard.broker_state import passed
from guard.core.decide import decide
from guard.core.events import EventKind
from guard.core.model import Judged, Origin
from guard.fleet.collected import read
from guard.fleet.store import FleetStore
from guard.fleet.trial import Trial, trial
from guard.reading.client import ReaderClient
from rules.model import Nature
from rules.text import Text
from tests.support.chromium import dom_of
from tests.support.collected import DAY, NOW, line
from tests.support.fifty_computers import BUSY, ECHO, MARK, NOTHING, OFTEN, UNITS, WORD, Computer, computers, day
from tests.support.program import ROOT
from ui.report.trial import TrialReport, summary, trial_document, trial_page, trial_workbook


@pytest.fixture(scope="module")
def fifty() -> list[Computer]:
    return list(computers())


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory, fifty: list[Computer]) -> Iterator[bytes]:
    folder = tmp_path_factory.mktemp("fifty")
    reader = ReaderClient(ECHO, read_seconds=20.0, environment={**os.environ, "PYTHONPATH": str(ROOT)})
    yield b"".join(day(computer, folder, reader) for computer in fifty)
    reader.close()


def of(records: bytes) -> Trial:
    store = FleetStore(None)
    store.add(read(records.splitlines(keepends=True)))
    return trial(store, 0.0, NOW + DAY)


@pytest.fixture
def report(collected: bytes) -> TrialReport:
    return TrialReport(of(collected), 5, 0, {"T-01": "测试用词"}, {"T-01": Nature.WORK_SECRET,
                                                                "BC-01": Nature.STATE_SECRET})


def test_fifty_computers_say_which_rules_would_stop_what_how_often_and_where(report: TrialReport) -> None:
    found = {rule.rule: rule for rule in report.trial.rules}
    assert len(found) == 2, "信访科 has nothing on trial"
    word, mark = found["T-01"], found["BC-01"]
    assert (word.stops, word.asks, word.records, word.computers) == (20 + 20 + 40 + OFTEN - 1, 0, 0, 40)
    assert dict(word.by_what) == {"text": 40 + OFTEN - 1, "picture": 40}
    assert dict(word.by_unit) == {"办公室": 40 + OFTEN - 1, "财务科": 40}
    assert word.busiest == (OFTEN + 1) / word.finds
    assert (mark.stops, dict(mark.by_unit), dict(mark.by_what)) == (20, {"办公室": 20}, {"text": 20})
    assert report.trial.recording == {"办公室": 20}


def test_no_content_is_in_what_the_log_server_gets(collected: bytes, fifty: list[Computer]) -> None:
    assert len(fifty) == sum(UNITS.values()) == 50
    for content in ("青松", "样例", "食堂"):
        assert content.encode() not in collected
        assert ascii(content).strip("'").encode() not in collected


@pytest.mark.thorough
def test_page_document_and_workbook_say_the_same_and_name_what_to_look_at_first(report: TrialReport,
                                                                               tmp_path: Path) -> None:
    assert "一半以上" not in summary(report)
    (tmp_path / "a.html").write_bytes(trial_page(report))
    shown = dom_of(tmp_path / "a.html")
    document = docx.Document(io.BytesIO(trial_document(report)))
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    book = openpyxl.load_workbook(io.BytesIO(trial_workbook(report)))
    rows = [list(row) for row in book["按规则"].iter_rows(values_only=True)]
    for row in (["T-01 测试用词", "工作秘密", "139", "0", "0", "40"],
                ["国家秘密 · BC-01", "国家秘密", "20", "0", "0", "20"]):
        assert all(f"{cell}</td>" in shown for cell in row)
        assert row in [line[:6] for line in cells]
        assert row in [[str(cell) for cell in line[:6]] for line in rows]
    assert ["规则", "办公室", "财务科"] in cells
    assert "文字 99，图片 40" in shown
    assert "20 台只记录" in shown
    assert "只有规则在试运行" in shown
    assert "0 台只记录" not in shown.replace("20 台只记录", "")


def test_a_rule_that_finds_most_on_one_computer_is_named(collected: bytes) -> None:
    alone = b"".join(one for one in collected.splitlines(keepends=True) if BUSY.encode() in one or b"PC-01" in one)
    made = TrialReport(of(alone), 1, 0, {}, {})
    assert "一半以上集中在一台电脑上的：T-01。" in summary(made)


def test_a_rule_with_characters_that_no_document_can_have_is_written_visibly() -> None:
    hostile = "A\x1b-1\x00\ufffe"
    records = [json.dumps({"device": f"PC-{n > 2}", "n": n, "kind": "judged", "at": NOW, "unit": "办\x0b公室",
                           "would": f"{hostile}:block"}).encode() + b"\n" for n in range(4)]
    store = FleetStore(None)
    store.add(read(records))
    made = TrialReport(trial(store, NOW - DAY, NOW + 1), 4, 0, {}, {})
    document = docx.Document(io.BytesIO(trial_document(made)))
    assert any("一半以上集中在一台电脑上的：A□-1□□。" in paragraph.text for paragraph in document.paragraphs)
    assert document.tables[0].rows[1].cells[0].text == "A□-1□□"
    sheet = openpyxl.load_workbook(io.BytesIO(trial_workbook(made)))["按规则和科室"]
    assert [[cell.value for cell in row] for row in sheet] == [["规则", "办⏎公室"], ["A□-1□□", 4]]


def test_what_a_rule_finds_each_week_is_counted_from_the_first_record() -> None:
    store = FleetStore(None)
    store.add(read([line("PC-1", n, EventKind.JUDGED, days_ago=3.5, would="A-1:block") for n in range(4)]))
    made = TrialReport(trial(store, NOW - 30 * DAY, NOW), 4, 0, {}, {})
    document = docx.Document(io.BytesIO(trial_document(made)))
    assert [cell.text for cell in document.tables[0].rows[1].cells][6] == "8.0"
    assert summary(made).startswith("4 天里")


def test_records_of_an_earlier_version_count_with_the_outcome_of_the_record() -> None:
    found = of(line("PC-1", 0, EventKind.JUDGED, mode="仅记录", outcome="block", rules="XC-01,XC-02")
               + line("PC-1", 1, EventKind.JUDGED, mode="仅记录", outcome="warn", rules="XC-01")
               + line("PC-1", 2, EventKind.JUDGED, mode="拦截", outcome="block", rules="XC-01")
               + line("PC-1", 3, EventKind.JUDGED, mode="仅记录", outcome="block", rules="XC-01,XC-03",
                      would="XC-03:block,bad,:block,XC-01:nonsense"))
    assert [(one.rule, one.stops, one.asks, dict(one.by_what)) for one in found.rules] == [
        ("XC-01", 1, 1, {"": 2}), ("XC-02", 1, 0, {"": 1}), ("XC-03", 1, 0, {"": 1})]


def test_a_store_of_an_earlier_version_is_continued(tmp_path: Path) -> None:
    path = tmp_path / "earlier.sqlite"
    FleetStore(path).close()
    with sqlite3.connect(path) as earlier:
        earlier.execute("ALTER TABLE records DROP COLUMN what")
        earlier.execute("DROP TABLE would")
    store = FleetStore(path)
    store.add(read([line("PC-1", 1, EventKind.JUDGED, outcome="allow", rules="A-1", would="A-1:warn", what="files")]))
    (rule,) = trial(store, 0.0, NOW + DAY).rules
    assert (rule.asks, dict(rule.by_what)) == (1, {"files": 1})


def judged(computer: Computer, text: str) -> tuple[tuple[str, str], ...]:
    """Return what a broker reports of a text that was copied."""
    said = (Judged("", text=Text(text), verdict=computer.rules.judge.judge(Text(text))),)
    return passed("capture", Origin.CLIPBOARD, said, decide(said, computer.rules.policy), 1.0).would


def test_only_what_was_not_done_is_on_trial(fifty: list[Computer]) -> None:
    office, finance, petitions = (next(one for one in fifty if one.unit == unit) for unit in UNITS)
    assert judged(office, f"{MARK}\n{WORD}") == (("BC-01", "block"), ("T-01", "block"))
    assert judged(finance, f"{MARK}\n{WORD}") == (("T-01", "block"),), "the mark was stopped"
    assert judged(petitions, f"{MARK}\n{WORD}") == judged(office, NOTHING) == ()
