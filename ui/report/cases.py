"""Writes the office's cases and their monthly statement, as a document and as a workbook."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

import xlsxwriter

from guard.fleet.case_kinds import CLOSED, CaseKind
from guard.fleet.case_store import Done, OfficeCase
from guard.fleet.figures import DAY_SECONDS
from ui.report.report import moment
from ui.report.sheet import Cell, Sheet, formats
from ui.report.word_page import Column, add_table, begun, content_of

TITLE, MONTH_TITLE = "事项清单", "事项月报"
CAUTION = "没有内容：证据由保管人自己从电脑上导出。电脑名能对应到人，请按内部资料保管。"

_CASES = (Column("编号", 1.4, counts=True), Column("种类", 2.4), Column("状态", 2.0), Column("负责人", 2.0),
          Column("期限", 2.8), Column("科室", 2.6), Column("电脑", 2.6), Column("规则", 3.8),
          Column("次数", 1.3, counts=True), Column("最后一次", 2.6))
_LAST = Column("经过", 6.0)
_KINDS = (Column("种类", 3.6), Column("期初没办结", 2.6, counts=True), Column("新增", 2.0, counts=True),
          Column("办结", 2.0, counts=True), Column("期末没办结", 2.6, counts=True),
          Column("其中逾期", 2.4, counts=True), Column("平均办结天数", 3.0, counts=True))
_UNITS = (Column("科室", 6.0), Column("新增", 2.4, counts=True), Column("期末没办结", 2.8, counts=True))
_HISTORY = (("编号", 8), ("时间", 18), ("谁", 14), ("经过", 80))


@dataclass(frozen=True, slots=True)
class Period:
    """A month: its name as 2026-11, and from when to when in seconds since the epoch."""

    name: str
    since: float
    until: float

    @classmethod
    def of(cls, name: str) -> Period:
        """Return the month of this name. Raises ValueError."""
        begin = datetime.strptime(name, "%Y-%m").astimezone()
        end = begin.replace(year=begin.year + begin.month // 12, month=begin.month % 12 + 1)
        return cls(name, begin.timestamp(), end.timestamp())


@dataclass(frozen=True, slots=True)
class CaseReport:
    """``names`` are of the rules that are known; with a ``period`` it is the statement of a month, as things were at
    its end or are ``now``. ``whole``: no line of a history was changed. ``checkpoint``: its end, by
    which an older copy is known later."""

    cases: Sequence[OfficeCase]
    history: Sequence[Done]
    names: Mapping[str, str]
    now: float
    period: Period | None = None
    whole: bool = True
    checkpoint: str = ""

    @property
    def end(self) -> float:
        """The moment that the report is about."""
        return self.now if self.period is None else min(self.period.until, self.now)

    @property
    def shown(self) -> list[OfficeCase]:
        """The cases of the report: all, or those that were open in its month, the most urgent first."""
        period = self.period
        found = [case for case in self.cases if period is None or (
            case.opened < period.until and (case.state not in CLOSED or case.closed >= period.since))]
        order = list(CaseKind)
        return sorted(found, key=lambda case: (case.state in CLOSED, case.due, order.index(case.kind), case.number))


def cases_document(report: CaseReport) -> bytes:
    """Return the report as a docx."""
    title = TITLE if report.period is None else f"{MONTH_TITLE}（{report.period.name}）"
    made = begun(title, report.end, wide=True)
    made.add_paragraph(f"截至 {moment(report.end)}")
    if not report.whole:
        made.add_paragraph(BROKEN)
    if report.period is not None:
        add_table(made, "按种类", _KINDS, by_kind(report, report.period))
        add_table(made, "按科室", _UNITS, by_unit(report, report.period))
    add_table(made, "事项", _CASES, (case_cells(case, report) for case in report.shown))
    made.add_paragraph()
    made.add_paragraph(CAUTION)
    made.add_paragraph(f"{CHECKPOINT}{report.checkpoint}")
    return content_of(made)


CHECKPOINT = "校验点（mishao cases verify --checkpoint）："
BROKEN = "▲ 经过记录被改动过，或者少了几条：请和留在别处的备份核对。"


def cases_workbook(report: CaseReport) -> bytes:
    """Return the report as a workbook, with the whole history."""
    out = io.BytesIO()
    shown = {case.number for case in report.shown}
    last = {done.number: done.words for done in report.history}
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": f"密哨{TITLE}"})
        plain, bold = formats(book)

        def table(title: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
            Sheet(book.add_worksheet(title), plain, bold).table(
                [(column.name, round(column.width * 5)) for column in columns], rows)

        table("事项", (*_CASES, _LAST), [(*case_cells(case, report), last.get(case.number, ""))
                                       for case in report.shown])
        if report.period is not None:
            table("按种类", _KINDS, by_kind(report, report.period))
            table("按科室", _UNITS, by_unit(report, report.period))
        Sheet(book.add_worksheet("经过"), plain, bold).table(
            _HISTORY, ([(BROKEN, "", "", "")] if not report.whole else [])
            + [(done.number, moment(done.at), done.by, done.words) for done in report.history if done.number in shown]
            + [("", "", "", f"{CHECKPOINT}{report.checkpoint}")])
    return out.getvalue()


WRITERS: Mapping[str, Callable[[CaseReport], bytes]] = MappingProxyType(
    {".docx": cases_document, ".xlsx": cases_workbook})
"""The writer of the report by the file's ending."""


def case_cells(case: OfficeCase, report: CaseReport) -> tuple[Cell, ...]:
    """Return a case as a row of the table."""
    rules = "、".join(f"{rule} {report.names.get(rule, '')}".rstrip() for rule in case.rules)
    due = f"{case.due}（逾期）" if case.overdue(_day(report.now)) else case.due.isoformat()
    return (case.number, case.kind.value, case.state.value, case.owner, due, case.unit, case.device, rules, case.count,
            moment(case.last))


def by_kind(report: CaseReport, period: Period) -> list[tuple[Cell, ...]]:
    """Return a row for each kind: open at the beginning, new, closed, open at the end, overdue then, days to close."""
    rows: list[tuple[Cell, ...]] = []
    end = _day(report.end)
    for kind in CaseKind:
        mine = [case for case in report.cases if case.kind is kind and case.opened < period.until]
        begin = [case for case in mine if case.opened < period.since and not _closed_before(case, period.since)]
        new = [case for case in mine if case.opened >= period.since]
        closed = [case for case in mine if case.state in CLOSED and period.since <= case.closed < period.until]
        left = [case for case in mine if not _closed_before(case, period.until)]
        days = [(case.closed - case.opened) / DAY_SECONDS for case in closed]
        rows.append((kind.value, len(begin), len(new), len(closed), len(left), sum(end > case.due for case in left),
                     f"{sum(days) / len(days):.1f}" if days else ""))
    return rows


def by_unit(report: CaseReport, period: Period) -> list[tuple[Cell, ...]]:
    """Return a row for each 科室 with new cases or open ones at the end."""
    new = Counter(case.unit for case in report.cases if period.since <= case.opened < period.until)
    left = Counter(case.unit for case in report.cases
                   if case.opened < period.until and not _closed_before(case, period.until))
    return [(unit or "未写科室", new[unit], left[unit])
            for unit in sorted(new | left, key=lambda unit: (-new[unit], -left[unit], unit))]


def _closed_before(case: OfficeCase, moment_: float) -> bool:
    return case.state in CLOSED and case.closed < moment_


def _day(at: float) -> date:
    return datetime.fromtimestamp(at).astimezone().date()
