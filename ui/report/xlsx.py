"""Writes the report as a workbook: 汇总, 处理登记 (to sign), 明细 (one row per place), 没读出.

The gravest files are first. Every cell is text or a number, never a formula.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from guard.core.model import Outcome
from guard.inspect.finding import Finding, marked
from guard.inspect.own_report import MARK
from guard.inspect.summary import path_of, reason_kind
from rules.model import Action
from ui.report.report import CAUTION, STATES, Report, moment, place_words, remarks
from ui.report.sheet import MOST_ROWS, Cell, Sheet, formats
from ui.report.to_sign import COLUMNS, PEOPLE, TITLE, gravest, rows

_CUT = "请分文件夹自查。"
_SHOWN = (Outcome.BLOCK, Outcome.WARN, Outcome.UNREADABLE)
_ACTIONS = {Action.BLOCK.value: "拦下", Action.WARN.value: "提醒"}
_PLACES = (("答复", 8), ("文件", 60), ("位置", 14), ("规则", 10), ("规则名称", 24), ("性质", 12),
           ("字样（已打码）", 36), ("次数", 7), ("依据", 48), ("怎么办", 48))
_UNREAD = (("文件", 60), ("原因", 24), ("说明", 60))


def xlsx(report: Report) -> bytes:
    """Return the workbook."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": "保密自查报告", "status": MARK})
        plain, bold = formats(book)
        _summary(Sheet(book.add_worksheet("汇总"), plain, bold), report)
        _to_sign(Sheet(book.add_worksheet(TITLE), plain, bold), report)
        Sheet(book.add_worksheet("明细"), plain, bold, _CUT).table(
            _PLACES, (row for finding in gravest(report, MOST_ROWS) for row in _places(finding)))
        Sheet(book.add_worksheet("没读出"), plain, bold, _CUT).table(
            _UNREAD, (_unread(finding) for finding in report.findings() if finding.reason is not None))
    return out.getvalue()


def _to_sign(sheet: Sheet, report: Report) -> None:
    """Write the rows that somebody deals with and signs."""
    sheet.widths((12, 60, 12, 36, 12, 30, 14, 12))
    for person in PEOPLE:
        sheet.line([f"{person}：", ""])
    sheet.line([])
    sheet.columns(COLUMNS)
    for row in rows(report, MOST_ROWS):
        sheet.line([row.number, row.path, row.result, row.found, "", "", "", ""])


def _places(finding: Finding) -> Iterable[Sequence[Cell]]:
    for mark, in_name in marked(finding):
        if mark.action in _ACTIONS:
            yield (_ACTIONS[mark.action], path_of(finding), place_words(mark, in_name), mark.rule, mark.name,
                   mark.nature, mark.snippet, mark.times, mark.legal_basis, mark.sentence)


def _unread(finding: Finding) -> Sequence[Cell]:
    reason = finding.reason or ""
    return path_of(finding), reason_kind(reason), reason


def _summary(sheet: Sheet, report: Report) -> None:
    """Write the figures."""
    summary = report.summary
    sheet.widths((40, 28, 14, 12, 12, 60))
    sheet.title("保密自查报告")
    sheet.line([CAUTION])
    sheet.line(["电脑", report.computer])
    sheet.line(["用户", report.user])
    sheet.line(["范围", "、".join(report.given)])
    sheet.line(["时间", f"{moment(report.started_at)} 至 {moment(report.ended_at)}"])
    sheet.line(["规则", report.pack])
    sheet.line(["文件", summary.files])
    for outcome, (_, shape, word) in STATES.items():
        sheet.line([f"{shape} {word}", summary.outcomes[outcome]])
    for words in remarks(report):
        sheet.line([words])
    sheet.head("按规则", ("规则", "名称", "性质", "文件", "处", "依据"))
    for rule in summary.by_weight():
        sheet.line([rule.rule, rule.name, rule.nature, rule.files, rule.places, rule.legal_basis])
    sheet.head("按原因（没读出）", ("原因", "文件"))
    for reason, count in summary.reasons.most_common():
        sheet.line([reason, count])
    sheet.head("按文件夹", ("文件夹", "", "", "拦下", "提醒", "没读出"))
    for folder, counts in sorted(summary.folders.items(), key=lambda one: -one[1].total())[:MOST_ROWS]:
        sheet.line([folder, "", "", *(counts[outcome] for outcome in _SHOWN)])
