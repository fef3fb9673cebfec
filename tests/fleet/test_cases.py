"""Tests the office's cases: what becomes one, that the same records make none twice, and what is kept of a change."""

from __future__ import annotations

import io
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import docx
import openpyxl
import pytest

from guard.core.events import EventKind
from guard.fleet.case_course import course, is_whole
from guard.fleet.case_kinds import CaseKind, CaseState
from guard.fleet.case_lines import Done
from guard.fleet.case_store import CaseError, CaseStore, Change, OfficeCase
from guard.fleet.cases import Occasion, misdated, occasions
from guard.fleet.collected import read
from guard.fleet.store import FleetStore
from tests.support.collected import ALARM, DAY, NOW, line
from ui.report.cases import CaseReport, Period, by_kind, by_unit, cases_document, cases_workbook, in_month

SECRET = frozenset({"BC-01"})
RECORDS = (
    line("PC-1", 0, EventKind.HELD, rules="BC-01"), line("PC-1", 1, EventKind.HELD, rules="BC-01,GZ-02"),
    *(line("PC-2", number, EventKind.HELD, rules="XC-01") for number in range(5)),
    *(line("PC-3", number, EventKind.HELD, rules="XC-01") for number in range(4)),
    line("PC-3", 9, EventKind.RELEASED, rules="GZ-02", reason="已经公开"),
    line("PC-3", 10, EventKind.RELEASED, rules="GZ-02", reason="今天已经答复过"),
    line("PC-3", 11, EventKind.RELEASED, rules="GZ-02", reason="授权码"),
    line("PC-4", 0, EventKind.FALSE_ALARM, rules="GZ-02", answer=ALARM),
    line("PC-5", 0, EventKind.HELD, rules="BC-01", days_ago=40),
)


def found(*records: bytes) -> tuple[Occasion, ...]:
    store = FleetStore(None)
    store.add(read(records))
    return occasions(store, NOW - 30 * DAY, NOW + 1, SECRET)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    made = CaseStore(tmp_path / "情况.sqlite")
    yield made
    made.close()


def taken(store: CaseStore, *records: bytes, now: float = NOW) -> tuple[int, int]:
    return store.take(found(*records), {}, now)


def test_secrets_repeats_releases_for_a_reason_and_feedback_become_cases() -> None:
    assert {(one.kind, one.device, one.rules, one.count, one.told) for one in found(*RECORDS)} == {
        (CaseKind.SECRET, "PC-1", ("BC-01",), 2, ""), (CaseKind.REPEATED, "PC-2", ("XC-01",), 5, ""),
        (CaseKind.RELEASED, "PC-3", ("GZ-02",), 1, "已经公开"), (CaseKind.FEEDBACK, "PC-4", ("GZ-02",), 1, ALARM)}


def test_the_same_records_make_no_case_twice_also_after_a_computer_was_renamed(store: CaseStore) -> None:
    made, _ = taken(store, *RECORDS)
    assert made == len(store.all()) == 4
    assert taken(store, *RECORDS) == (0, 0)
    renamed = (line("PC-1", 0, EventKind.HELD, rules="BC-01"),
               line("NEW", 2, EventKind.ALIVE, chain="c0ffee of PC-1"))
    assert taken(store, *RECORDS, *renamed) == (0, 0)
    assert len(store.history()) == 4


def test_more_of_the_same_is_added_and_opens_a_closed_case_again(store: CaseStore) -> None:
    noon = datetime.fromtimestamp(NOW - DAY).astimezone().replace(hour=12, minute=0, second=0).timestamp()
    first, later = (line("PC-1", number, EventKind.HELD, rules="BC-01", days_ago=(NOW - at) / DAY)
                    for number, at in ((0, noon), (7, noon + 3)))
    taken(store, first, now=noon + 1)
    store.change(1, Change(state=CaseState.DONE, note="当面提醒"), "赵敏", noon + 2)
    assert taken(store, first, later, now=noon + 9) == (0, 1)
    case = store.case(1)
    assert (case.state, case.count, case.closed) == (CaseState.OPEN, 2, 0.0)
    assert [done.words for done in store.history(1)] == [
        "新建：国家秘密，1 次", "状态：待处理 → 已办结", "当面提醒", "又有记录，共 2 次，重新打开"]


MONDAY = datetime.fromtimestamp(NOW - 21 * DAY).astimezone().replace(hour=12, minute=0, second=0)
MONDAY -= timedelta(days=MONDAY.weekday())


def held(number: int, at: datetime, rule: str = "BC-01") -> bytes:
    return line("PC-1", number, EventKind.HELD, rules=rule, days_ago=(NOW - at.timestamp()) / DAY)


@pytest.mark.parametrize("state", [CaseState.DONE, CaseState.DISMISSED])
def test_records_that_arrive_after_a_case_was_closed_open_it_again_though_they_happened_before(
        store: CaseStore, state: CaseState) -> None:
    known = [held(number, MONDAY + timedelta(seconds=number)) for number in range(3)]
    taken(store, *known, now=MONDAY.timestamp() + 3_600)
    due = store.case(1).due
    store.change(1, Change(state=state), "赵敏", MONDAY.timestamp() + 7_200)
    late = [held(number, MONDAY + timedelta(seconds=number - 60)) for number in range(10, 14)]
    assert taken(store, *known, *late, now=MONDAY.timestamp() + 2 * DAY) == (0, 1)
    case = store.case(1)
    assert (case.state, case.count, case.closed, case.due) == (CaseState.OPEN, 7, 0.0, due + timedelta(2))
    assert case.first < MONDAY.timestamp() < case.last
    assert [done.words for done in store.history(1)][2:] == [
        "又有记录，共 7 次，重新打开", f"期限：{due} → {due + timedelta(2)}"]
    assert taken(store, *known, *late, now=MONDAY.timestamp() + 3 * DAY) == (0, 0)


def test_a_day_and_a_week_are_counted_whole_wherever_since_cuts_them(store: CaseStore) -> None:
    records = FleetStore(None)
    records.add(read([*(held(number, MONDAY + timedelta(seconds=number)) for number in range(6)),
                      *(held(number, MONDAY - timedelta(days=1), "XC-01") for number in range(20, 24)),
                      *(held(number, MONDAY + timedelta(days=number % 7), "XC-01") for number in range(30, 36))]))
    store.take(occasions(records, 0.0, NOW, SECRET), {}, MONDAY.timestamp() + 3_600)
    assert [(case.kind, case.count) for case in store.all()] == [(CaseKind.SECRET, 6), (CaseKind.REPEATED, 6)]
    for number in (1, 2):
        store.change(number, Change(state=CaseState.DONE), "赵敏", MONDAY.timestamp() + 7_200)
    records.add(read([held(number, MONDAY + timedelta(hours=6, seconds=number)) for number in (40, 41)]))
    cut = (MONDAY + timedelta(hours=5)).timestamp()
    assert store.take(occasions(records, cut, NOW, SECRET), {}, cut + DAY) == (0, 1)
    assert [(case.state, case.count) for case in store.all()] == [(CaseState.OPEN, 8), (CaseState.DONE, 6)]
    assert occasions(records, (MONDAY + timedelta(days=8)).timestamp(), NOW, SECRET) == ()


def test_an_answered_feedback_is_closed(store: CaseStore) -> None:
    taken(store, *RECORDS)
    store.take((), {ALARM: "不采纳"}, NOW + 5)
    (case,) = [one for one in store.all() if one.kind is CaseKind.FEEDBACK]
    assert (case.state, case.closed) == (CaseState.DONE, NOW + 5)
    assert store.history(case.number)[-1].words == "反馈已答复：不采纳"


def test_a_case_is_due_and_each_change_is_kept_with_who_made_it(store: CaseStore) -> None:
    taken(store, *RECORDS)
    today = datetime.fromtimestamp(NOW).astimezone().date()
    dues = {case.kind: case.due for case in store.all()}
    assert (dues[CaseKind.SECRET], dues[CaseKind.RELEASED]) == (today + timedelta(3), today + timedelta(7))
    case = store.change(1, Change("李某", CaseState.WORKING, date(2026, 1, 1), "约谈"), "赵敏", NOW + 1)
    assert (case.owner, case.state, case.overdue(today)) == ("李某", CaseState.WORKING, True)
    assert [(done.by, done.words) for done in store.history(1)][1:] == [
        ("赵敏", "负责人：没有 → 李某"), ("赵敏", f"期限：{dues[CaseKind.SECRET]} → 2026-01-01"),
        ("赵敏", "状态：待处理 → 处理中"), ("赵敏", "约谈")]
    for owner in ("没有", "李某 → 王某", "→ 王某"):
        with pytest.raises(CaseError, match=f"负责人不能写成“{owner}”"):
            store.change(1, Change(owner, note="x"), "赵敏", NOW)
    for number, by, note in ((99, "赵敏", "x"), (1, " ", "x"), (1, "赵敏", "长" * 501)):
        with pytest.raises(CaseError):
            store.change(number, Change(note=note), by, NOW)
    assert len(store.history(1)) == 5


@pytest.mark.parametrize("harm", [
    "UPDATE case_history SET words = '没事' WHERE line = 2", "UPDATE case_history SET by = '别人' WHERE line = 1",
    "DELETE FROM case_history WHERE line = 2",
    "DELETE FROM case_history WHERE line = (SELECT MAX(line) FROM case_history)",
    "DELETE FROM cases WHERE number = 1", "DELETE FROM case_history",
    "UPDATE cases SET state = '已办结', closed = opened WHERE number = 1",
    "UPDATE cases SET owner = '' WHERE number = 1",
    "UPDATE cases SET due = '2099-01-01' WHERE number = 1", "UPDATE cases SET count = 1 WHERE number = 1"])
def test_a_history_that_was_changed_and_a_case_that_it_does_not_tell_are_noticed(
        store: CaseStore, tmp_path: Path, harm: str) -> None:
    taken(store, *RECORDS)
    store.change(1, Change("李某", CaseState.WORKING, date(2026, 12, 24), "约谈"), "赵敏", NOW)
    taken(store, *RECORDS, line("PC-1", 2, EventKind.HELD, rules="BC-01"), now=NOW + 5)
    store.change(2, Change(state=CaseState.DISMISSED), "赵敏", NOW + 9)
    assert is_whole(store)
    with sqlite3.connect(tmp_path / "情况.sqlite") as other:
        other.execute(harm)
    assert not is_whole(store)


@pytest.mark.parametrize(("reasons", "told"), [
    (["已经公开"] * 9, "已经公开"), (list("甲乙丙丁戊己"), "甲；乙；丙；丁；戊；…"), (["长" * 300], "长" * 199 + "…")])
def test_reasons_that_were_left_out_show(reasons: list[str], told: str) -> None:
    records = (line("PC-3", number, EventKind.RELEASED, rules="GZ-02", reason=reason)
               for number, reason in enumerate(reasons))
    assert [one.told for one in found(*records)] == [told]


@pytest.mark.parametrize(("kind", "rules", "days_ago", "told"), [
    (EventKind.HELD, "BC-01", -3, True), (EventKind.HELD, "BC-01", 9_000, True), (EventKind.HELD, "XC-01", -3, False),
    (EventKind.RELEASED, "GZ-02", -3, True), (EventKind.HELD, "BC-01", 40, False)])
def test_a_computer_with_a_wrong_clock_is_named_when_its_records_would_be_cases(
        kind: EventKind, rules: str, days_ago: int, told: bool) -> None:
    store = FleetStore(None)
    store.add(read((line("PC-9", 0, kind, rules=rules, days_ago=days_ago),)))
    assert misdated(store, NOW + 1, SECRET) == (("PC-9",) if told else ())


def test_an_older_copy_of_the_file_does_not_go_on_from_a_later_checkpoint(store: CaseStore, tmp_path: Path) -> None:
    taken(store, RECORDS[0])
    shutil.copy(tmp_path / "情况.sqlite", tmp_path / "older.sqlite")
    before = store.checkpoint()
    store.change(1, Change(state=CaseState.DISMISSED), "赵敏", NOW)
    assert store.follows(before)
    assert store.follows(store.checkpoint())
    older = CaseStore(tmp_path / "older.sqlite")
    assert is_whole(older)
    assert older.follows(before)
    assert not older.follows(store.checkpoint())
    older.change(1, Change(state=CaseState.DONE), "别人", NOW)
    assert not older.follows(store.checkpoint()), "as many lines, and others"
    for nonsense in ("", "1", ":", f"{'9' * 400}:x", "１:x", "-1:x"):
        assert not older.follows(nonsense)
    older.close()


def case(number: int, opened: datetime, kind: CaseKind = CaseKind.SECRET, closed: datetime | None = None,
         unit: str = "办公室") -> OfficeCase:
    state = CaseState.OPEN if closed is None else CaseState.DONE
    at = opened.timestamp()
    return OfficeCase(f"case/{number}", kind, f"PC-{number}", unit, ("BC-01",), at, at, 1, number=number, opened=at,
                      state=state, owner="", due=opened.date(),
                      closed=closed.timestamp() if closed else 0.0)


def closings(cases: Iterable[OfficeCase]) -> list[Done]:
    return [Done(one.number, one.closed, "赵敏", "状态：待处理 → 已办结") for one in cases if one.closed]


def day(month: int, number: int) -> datetime:
    return datetime(2026, month, number, 12, tzinfo=UTC)


def test_a_months_statement_says_what_was_open_came_and_went() -> None:
    cases = (case(1, day(9, 20)), case(2, day(9, 20), closed=day(9, 25)), case(3, day(9, 20), closed=day(10, 4)),
             case(4, day(10, 2), closed=day(10, 4), unit="档案室"), case(5, day(10, 2), closed=day(11, 9)),
             case(6, day(11, 2)), case(7, day(10, 9), CaseKind.FEEDBACK, unit=""))
    report = CaseReport(cases, closings(cases), {"BC-01": "密级标志"}, day(12, 1).timestamp(), Period.of("2026-10"),
                        checkpoint="7:abc")
    assert report.period is not None
    rows = {row[0]: row[1:] for row in by_kind(in_month(report, report.period), report.end)}
    assert rows["国家秘密"] == (2, 2, 0, 2, 2, 2, "8.0")
    assert rows["误报反馈"] == (0, 1, 0, 0, 1, 1, "")
    assert by_unit(in_month(report, report.period)) == [("办公室", 1, 2), ("未写科室", 1, 1), ("档案室", 1, 0)]
    assert [one.number for one in report.shown] == [1, 5, 7, 3, 4]
    made = docx.Document(io.BytesIO(cases_document(report)))
    cells = [[cell.text for cell in row.cells] for table in made.tables for row in table.rows]
    book = openpyxl.load_workbook(io.BytesIO(cases_workbook(report)))
    for row in (["国家秘密", "2", "2", "0", "2", "2", "2", "8.0"], ["档案室", "1", "0"]):
        assert row in cells
        assert row in [[str(cell) for cell in line_] for sheet in ("按种类", "按科室")
                       for line_ in book[sheet].iter_rows(values_only=True)]
    assert any("BC-01 密级标志" in cell for row in cells for cell in row)
    assert any("（逾期）" in cell for row in cells for cell in row)
    assert any("7:abc" in paragraph.text for paragraph in made.paragraphs)
    assert book.sheetnames == ["事项", "按种类", "按科室", "经过"]


def statement(store: CaseStore, month: str, now: datetime) -> CaseReport:
    return CaseReport(store.all(), store.history(), {}, now.timestamp(), Period.of(month))


def written(report: CaseReport) -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(cases_workbook(report)))
    return [list(row) for sheet in book for row in sheet.iter_rows(values_only=True)]


def row_of(report: CaseReport, kind: CaseKind) -> tuple[object, ...]:
    assert report.period is not None
    return next(row[1:] for row in by_kind(in_month(report, report.period), report.end) if row[0] == kind.value)


def test_the_statement_of_a_past_month_keeps_state_owner_day_and_count_of_its_cases(store: CaseStore) -> None:
    first = day(10, 30)

    def known(count: int, at: datetime, unit: str = "办公室", last: datetime = first) -> None:
        one = Occasion("a", CaseKind.RELEASED, "PC-1", unit, ("BC-08",), first.timestamp(), last.timestamp(), count)
        store.take([one], {}, at.timestamp())

    known(1, first)
    store.change(1, Change("李某", CaseState.DONE), "赵敏", day(11, 5).timestamp())
    november = statement(store, "2026-11", day(12, 1))
    assert row_of(november, CaseKind.RELEASED) == (1, 0, 0, 1, 0, 0, "6.0")
    before = written(november)
    assert any("李某" in row for row in before)
    known(2, day(12, 2))
    store.change(1, Change("王某", due=date(2026, 11, 1), note="又问了一次"), "赵敏", day(12, 2).timestamp())
    assert written(statement(store, "2026-11", day(12, 3))) == before
    assert row_of(statement(store, "2026-12", day(12, 3)), CaseKind.RELEASED) == (0, 0, 1, 0, 1, 1, "")
    store.change(1, Change(state=CaseState.DONE), "赵敏", day(12, 4).timestamp())
    assert written(statement(store, "2026-11", day(12, 5))) == before
    assert row_of(statement(store, "2026-12", day(12, 5)), CaseKind.RELEASED) == (0, 0, 1, 1, 0, 0, "8.0")
    assert statement(store, "2026-10", day(12, 5)).shown[0].state is CaseState.OPEN
    assert statement(store, "2027-01", day(12, 5)).shown == []
    kept = statement(store, "2026-11", day(12, 5)).shown[0]
    known(3, day(12, 6), "档案室", day(12, 6))
    assert statement(store, "2026-11", day(12, 7)).shown == [
        replace(kept, unit="档案室", last=day(12, 6).timestamp())], "what its records say besides is of now"


def test_a_closed_case_that_needs_nothing_after_all_stays_closed_since_that_day(store: CaseStore) -> None:
    taken(store, RECORDS[0])
    store.change(1, Change(state=CaseState.DONE), "赵敏", NOW + 5)
    assert store.change(1, Change(state=CaseState.DISMISSED), "赵敏", NOW + 9).closed == NOW + 5
    assert store.change(1, Change(state=CaseState.WORKING), "赵敏", NOW + 10).closed == 0.0


@pytest.mark.parametrize("note", ["状态：待处理 → 已办结", "反馈已答复：好", "期限：2026-01-01 → 2026-02-31",
                                  "又有记录，共 9 次，重新打开", "负责人：没有 → 李某"])
def test_a_note_that_reads_as_a_change_changes_nothing(store: CaseStore, note: str) -> None:
    taken(store, RECORDS[0])
    case = store.change(1, Change(note=note), "密哨", NOW + 1)
    assert course(case, store.history(1)).before(NOW + 2) == case
    assert store.history(1)[-1].words == f"经过：{note}"


def test_a_history_that_was_changed_to_nonsense_is_read_all_the_same(store: CaseStore) -> None:
    taken(store, RECORDS[0])
    case = store.case(1)
    nonsense = [Done(1, NOW, "密哨", words) for words in ("期限：2026-01-01 → 2026-02-31", "新建：x，99999 次", "")]
    assert course(case, nonsense).before(NOW + 2) == replace(case, count=99999)


@pytest.mark.parametrize(("name", "days"), [("2026-02", 28), ("2026-12", 31)])
def test_a_month_is_as_long_as_it_is(name: str, days: int) -> None:
    period = Period.of(name)
    assert round((period.until - period.since) / DAY) == days
    with pytest.raises(ValueError, match="month"):
        Period.of("month")
