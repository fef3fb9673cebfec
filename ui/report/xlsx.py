"""The report as a workbook: 汇总, 明细 (one row a place), 没读出. Every cell is text or a number, never a formula."""

from __future__ import annotations

import io
import time
from collections.abc import Iterable, Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from guard.inspect.finding import Finding, marked
from guard.inspect.summary import path_of, reason_kind
from guard.model import Outcome
from rules.model import Action
from ui.plain import one_line
from ui.report.report import CAUTION, STATES, Report, left_out_words, place_words

MOST_ROWS = 100_000
"""Rows of a sheet: they are kept in memory, because nothing of them may lie in a temporary file."""

_CELL = 2_000
_ACTIONS = {Action.BLOCK.value: "拦下", Action.WARN.value: "提醒"}
_PLACES = (("答复", 8), ("文件", 60), ("位置", 14), ("规则", 10), ("规则名称", 24), ("性质", 12),
           ("字样（已打码）", 36), ("次数", 7), ("依据", 48), ("怎么办", 48))
_UNREAD = (("文件", 60), ("原因", 24), ("说明", 60))

Cell = str | int


def xlsx(report: Report) -> bytes:
    """Return the workbook."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": "保密自查报告"})
        bold = book.add_format({"bold": True, "font_size": 11, "bg_color": "#E5EEF8", "border": 1,
                                "border_color": "#DCE1E7", "text_wrap": True, "valign": "vcenter"})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        _Sheet(book.add_worksheet("汇总"), plain, bold).summary(report)
        _Sheet(book.add_worksheet("明细"), plain, bold).table(
            _PLACES, (row for finding in report.findings() for row in _places(finding)))
        _Sheet(book.add_worksheet("没读出"), plain, bold).table(
            _UNREAD, (_unread(finding) for finding in report.findings() if finding.reason is not None))
    return out.getvalue()


def _places(finding: Finding) -> Iterable[Sequence[Cell]]:
    for mark, in_name in marked(finding):
        if mark.action in _ACTIONS:
            yield (_ACTIONS[mark.action], path_of(finding), place_words(mark, in_name), mark.rule, mark.name,
                   mark.nature, mark.snippet, mark.times, mark.legal_basis, mark.sentence)


def _unread(finding: Finding) -> Sequence[Cell]:
    reason = finding.reason or ""
    return path_of(finding), reason_kind(reason), reason


class _Sheet:
    """One sheet, written row by row."""

    def __init__(self, sheet: Worksheet, plain: Format, bold: Format) -> None:
        self._sheet, self._plain, self._bold = sheet, plain, bold
        self._row = 0
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C第 &P 页，共 &N 页")

    def table(self, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Cell]]) -> None:
        """Write a table with a filter; say when it is not whole."""
        for number, (_, width) in enumerate(columns):
            self._sheet.set_column(number, number, width)
        self._line([title for title, _ in columns], self._bold)
        self._sheet.freeze_panes(1, 0)
        self._sheet.repeat_rows(0)
        for row in rows:
            if self._row > MOST_ROWS:
                self._line([f"表格只列前 {MOST_ROWS} 行；请分文件夹自查。"])
                break
            self._line(row)
        self._sheet.autofilter(0, 0, max(1, self._row - 1), len(columns) - 1)

    def summary(self, report: Report) -> None:
        """Write the figures."""
        summary = report.summary
        for number, width in enumerate((40, 28, 14, 12, 12, 60)):
            self._sheet.set_column(number, number, width)
        self._line(["保密自查报告"], self._bold)
        self._line([CAUTION])
        self._line(["范围", "、".join(report.given)])
        self._line(["时间", f"{_time(report.started_at)} 至 {_time(report.ended_at)}"])
        self._line(["规则", report.pack])
        self._line(["文件", summary.files])
        for outcome, (_, shape, word) in STATES.items():
            self._line([f"{shape} {word}", summary.outcomes[outcome]])
        for words in left_out_words(report.left_out):
            self._line([words])
        self._head("按规则", ("规则", "名称", "性质", "文件", "处", "依据"))
        for rule in sorted(summary.rules.values(), key=lambda one: -one.files):
            self._line([rule.rule, rule.name, rule.nature, rule.files, rule.places, rule.legal_basis])
        self._head("按原因（没读出）", ("原因", "文件"))
        for reason, count in summary.reasons.most_common():
            self._line([reason, count])
        self._head("按文件夹", ("文件夹", "", "", "拦下", "提醒", "没读出"))
        for folder, counts in sorted(summary.folders.items(), key=lambda one: -one[1].total())[:MOST_ROWS]:
            self._line([folder, "", "", *(counts[outcome] for outcome in (Outcome.BLOCK, Outcome.WARN,
                                                                            Outcome.UNREADABLE))])

    def _head(self, title: str, columns: Sequence[str]) -> None:
        self._row += 1
        self._line([title], self._bold)
        self._line(columns, self._bold)

    def _line(self, cells: Sequence[Cell], form: Format | None = None) -> None:
        for number, cell in enumerate(cells):
            if isinstance(cell, str):
                # write() would make a formula or a link of what looks like one.
                self._sheet.write_string(self._row, number, one_line(cell, _CELL), form or self._plain)
            else:
                self._sheet.write_number(self._row, number, cell, form or self._plain)
        self._row += 1


def _time(seconds: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))
