"""Writes the office's cases and their monthly statement, as a document and as a workbook."""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

import xlsxwriter

from guard.fleet.case_course import course
from guard.fleet.case_kinds import CLOSED, CaseKind
from guard.fleet.case_lines import Done
from guard.fleet.case_store import OfficeCase
from guard.fleet.figures import DAY_SECONDS
from ui.report.report import moment
from ui.report.sheet import Cell, Sheet, formats
from ui.report.word_page import Column, add_table, add_words, begun, content_of

TITLE, MONTH_TITLE = "事项清单", "事项月报"
CAUTION = "没有内容：证据由保管人自己从电脑上导出。电脑名能对应到人，请按内部资料保管。"

_CASES = (Column("编号", 1.4, counts=True), Column("种类", 2.4), Column("状态", 2.0), Column("负责人", 2.0),
          Column("期限", 2.8), Column("科室", 2.6), Column("电脑", 2.6), Column("规则", 3.8),
          Column("次数", 1.3, counts=True), Column("最后一次", 2.6))
_LAST = Column("经过", 6.0)
_KINDS = (Column("种类", 3.6), Column("期初没办结", 2.6, counts=True), Column("新增", 2.0, counts=True),
          Column("重新打开", 2.2, counts=True), Column("办结", 2.0, counts=True),
          Column("期末没办结", 2.6, counts=True), Column("其中逾期", 2.4, counts=True),
          Column("平均办结天数", 3.0, counts=True))
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
    its end by their history, or are ``now``. ``whole``: no line of a history was changed. ``checkpoint``: its end, by
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
        """The cases of the report: all, or those that were open in its month as they were at its end, the most urgent
        first."""
        found = self.cases if self.period is None else [one.after for one in in_month(self, self.period)]
        order = list(CaseKind)
        return sorted(found, key=lambda case: (case.state in CLOSED, case.due, order.index(case.kind), case.number))

    @property
    def done(self) -> list[Done]:
        """What was done until the end."""
        return [done for done in self.history if self.period is None or done.at < self.period.until]


def cases_document(report: CaseReport) -> bytes:
    """Return the report as a docx."""
    title = TITLE if report.period is None else f"{MONTH_TITLE}（{report.period.name}）"
    made = begun(title, report.end, wide=True)
    add_words(made, f"截至 {moment(report.end)}")
    if not report.whole:
        add_words(made, BROKEN)
    if report.period is not None:
        found = in_month(report, report.period)
        add_table(made, "按种类", _KINDS, by_kind(found, report.end))
        add_table(made, "按科室", _UNITS, by_unit(found))
    add_table(made, "事项", _CASES, (case_cells(case, report) for case in report.shown))
    add_words(made)
    add_words(made, CAUTION)
    add_words(made, f"{CHECKPOINT}{report.checkpoint}")
    return content_of(made)


CHECKPOINT = "校验点（mishao cases verify --checkpoint）："
BROKEN = "▲ 经过记录被改动过，或者少了几条：请和留在别处的备份核对。"


def cases_workbook(report: CaseReport) -> bytes:
    """Return the report as a workbook, with the history until its end."""
    out = io.BytesIO()
    shown = report.shown
    numbers = {case.number for case in shown}
    last = {done.number: done.words for done in report.done}
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": f"密哨{TITLE}"})
        plain, bold = formats(book)

        def table(title: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
            Sheet(book.add_worksheet(title), plain, bold).table(
                [(column.name, round(column.width * 5)) for column in columns], rows)

        table("事项", (*_CASES, _LAST), [(*case_cells(case, report), last.get(case.number, "")) for case in shown])
        if report.period is not None:
            found = in_month(report, report.period)
            table("按种类", _KINDS, by_kind(found, report.end))
            table("按科室", _UNITS, by_unit(found))
        Sheet(book.add_worksheet("经过"), plain, bold).table(
            _HISTORY, ([(BROKEN, "", "", "")] if not report.whole else [])
            + [(done.number, moment(done.at), done.by, done.words) for done in report.done if done.number in numbers]
            + [("", "", "", f"{CHECKPOINT}{report.checkpoint}")])
    return out.getvalue()


WRITERS: Mapping[str, Callable[[CaseReport], bytes]] = MappingProxyType(
    {".docx": cases_document, ".xlsx": cases_workbook})
"""The writer of the report by the file's ending."""


def case_cells(case: OfficeCase, report: CaseReport) -> tuple[Cell, ...]:
    """Return a case as a row of the table."""
    rules = "、".join(f"{rule} {report.names.get(rule, '')}".rstrip() for rule in case.rules)
    due = f"{case.due}（逾期）" if case.overdue(_day(report.end)) else case.due.isoformat()
    return (case.number, case.kind.value, case.state.value, case.owner, due, case.unit, case.device, rules, case.count,
            moment(case.last))


def by_kind(found: Sequence[InMonth], end: float) -> list[tuple[Cell, ...]]:
    """Return a row for each kind of the cases of a month: open at the beginning, new, opened again, closed, open at the
    ``end``, overdue then, days to close. What was open, came and was opened again is what was closed and is left."""
    rows: list[tuple[Cell, ...]] = []
    today = _day(end)
    for kind in CaseKind:
        mine = [one for one in found if one.after.kind is kind]
        begin = sum(one.before is not None and one.before.state not in CLOSED for one in mine)
        new = sum(one.before is None for one in mine)
        left = [one.after for one in mine if one.after.state not in CLOSED]
        days = [one.open_days for one in mine if one.after.state in CLOSED]
        rows.append((kind.value, begin, new, len(mine) - begin - new, len(days), len(left),
                     sum(today > case.due for case in left), f"{sum(days) / len(days):.1f}" if days else ""))
    return rows


def by_unit(found: Sequence[InMonth]) -> list[tuple[Cell, ...]]:
    """Return a row for each 科室 with new cases of a month or open ones at its end."""
    new = Counter(one.after.unit for one in found if one.before is None)
    left = Counter(one.after.unit for one in found if one.after.state not in CLOSED)
    return [(unit or "未写科室", new[unit], left[unit])
            for unit in sorted(new | left, key=lambda unit: (-new[unit], -left[unit], unit))]


@dataclass(frozen=True, slots=True)
class InMonth:
    """A case that was open in a month, as it was before (None: it was made in it) and at its end, and for how many days
    it had been open by then."""

    before: OfficeCase | None
    after: OfficeCase
    open_days: float


def in_month(report: CaseReport, period: Period) -> list[InMonth]:
    """Return the cases of a report that were open in a month."""
    lines = defaultdict[int, list[Done]](list)
    for done in report.history:
        lines[done.number].append(done)
    found = []
    for case in report.cases:
        became = course(case, lines[case.number])
        after = became.before(period.until)
        if after is not None and became.was_open(period.since, period.until):
            found.append(InMonth(became.before(period.since), after,
                                 became.open_seconds(period.until) / DAY_SECONDS))
    return found


def _day(at: float) -> date:
    return datetime.fromtimestamp(at).astimezone().date()
