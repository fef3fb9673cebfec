"""Writes one page per month for leaders, for a browser or a word processor: by unit, without any name."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

from docx import Document
from docx.document import Document as Page
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table

from guard.fleet.figures import Counts, Figures
from ui.kit.display_text import one_line
from ui.report.fleet import SECRET, FleetReport, beside, totals
from ui.report.page import page
from ui.report.report import moment
from ui.report.sheet import Cell

TITLE = "保密提醒情况月报"
CAUTION = "本页不列人名和电脑名，也没有任何内容。次数多不等于问题多：多数是发送以前就停下来的粗心。"
MOST_UNITS, MOST_RULES = 15, 8
"""Rows that fit on one page."""

_FONT = "仿宋"
_LONGEST_NAME = 500
_WIDTHS = (9.6, 2.8, 2.8)
"""Of the columns of a table, in centimetres: names get the room."""

_WEEK = ("星期", "一", "二", "三", "四", "五", "六", "日")


def month_page(report: FleetReport) -> bytes:
    """Return the page as HTML, with charts."""
    return page("month.html.jinja", {
        "figures": report.figures, "named_rules": _rules(report.figures, report), "before": report.before,
        "rules_before": report.earlier(lambda before: _rules(before, report)),
        "first": tuple(_rule_name(rule, report) for rule in report.secret), "summary": summary(report), "title": TITLE,
        "caution": CAUTION, "most_units": MOST_UNITS, "most_rules": MOST_RULES})


def month_document(report: FleetReport) -> bytes:
    """Return the page as a docx, with tables."""
    made = Document()
    _style(made)
    about = made.core_properties
    about.title, about.author, about.comments = TITLE, "密哨", ""
    about.created = about.modified = datetime.fromtimestamp(report.figures.until, UTC)
    made.add_heading(TITLE, 0).alignment = WD_ALIGN_PARAGRAPH.CENTER
    found = report.figures
    made.add_paragraph(f"时间：{moment(found.since)} 至 {moment(found.until)}")
    made.add_paragraph(summary(report))
    units = report.earlier(lambda before: before.held_by_unit)
    _table(made, "各科室", "科室", beside(found.held_by_unit[:MOST_UNITS], units))
    rules, secret = _rules(found, report), sum(rule in report.secret for rule, _ in found.held_by_rule)
    _table(made, "最常见的情形", "情形", beside(
        rules[:secret + MOST_RULES], report.earlier(lambda before: _rules(before, report))))
    _days(made, found.held_by_day)
    left_out = max(0, len(found.held_by_unit) - MOST_UNITS), max(0, len(rules) - secret - MOST_RULES)
    made.add_paragraph()
    if any(left_out):
        made.add_paragraph("没有列出次数较少的 {} 个科室、{} 种情形，见表格版。".format(*left_out))
    made.add_paragraph(CAUTION)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


MONTHS: Mapping[str, Callable[[FleetReport], bytes]] = MappingProxyType({".html": month_page, ".docx": month_document})
"""The writer of the month by the file's ending."""


def summary(report: FleetReport) -> str:
    """Return the month in two sentences."""
    found, sums = report.figures, totals(report)
    return (f"{len(found.computers)} 台电脑装了密哨，其中 {sums.guarding} 台正在看守"
            f"（最近 {report.quiet_days:g} 天有记录报上来，没有说停了）。"
            f"本期在发送以前提醒并先留着 {found.held} 次{_secrets(report)}{_earlier(report)}，"
            f"按规定放行 {found.released} 次；"
            f"工作人员认为不该提醒的有 {sums.alarms} 次，保密办逐条核对规则。")


def _secrets(report: FleetReport) -> str:
    count = sum(count for rule, count in report.figures.held_by_rule if rule in report.secret)
    return f"（其中带国家秘密标志的 {count} 次）" if count else ""


def _earlier(report: FleetReport) -> str:
    return "" if report.before is None else f"，上期 {report.before.held} 次"


def _rules(found: Figures, report: FleetReport) -> Counts:
    """Return the counts by the names of rules, those of 国家秘密 first: leaders read no ids."""
    return tuple((_rule_name(rule, report), count) for rule, count in report.first(found.held_by_rule))


def _rule_name(rule: str, report: FleetReport) -> str:
    return (SECRET if rule in report.secret else "") + report.rule_names.get(rule, rule)


def _style(made: Page) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin = section.bottom_margin = Cm(1.8)
    for name in ("Normal", "Title", "Heading 2"):
        font = made.styles[name].font
        font.name = _FONT
        # Chinese uses the East Asian font, which python-docx does not set.
        made.styles[name].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    made.styles["Normal"].font.size = Pt(11)
    made.styles["Normal"].paragraph_format.space_after = Pt(4)


def _table(made: Page, title: str, name: str, rows: Iterable[Sequence[Cell]]) -> None:
    made.add_heading(title, 2)
    written = [(name, "本期次数", "上期次数"), *rows]
    if len(written) == 1:
        made.add_paragraph("没有。")
        return
    table = made.add_table(0, len(_WIDTHS), "Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Cm(width)
    for words in written:
        for number, cell in enumerate(table.add_row().cells):
            cell.width = Cm(_WIDTHS[number])
            cell.text = one_line(str(words[number]), _LONGEST_NAME)
            if number:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _finish(table)


def _days(made: Page, counts: Counts) -> None:
    """Write the counts of days as a calendar, a row per week: a document has no chart."""
    made.add_heading("每天", 2)
    if not counts:
        made.add_paragraph("没有。")
        return
    known = {date.fromisoformat(day): count for day, count in counts}
    monday = min(known) - timedelta(days=min(known).weekday())
    table = made.add_table(1, len(_WEEK), "Table Grid")
    for cell, words in zip(table.rows[0].cells, _WEEK, strict=True):
        cell.text = words
    while monday <= max(known):
        row = table.add_row().cells
        row[0].text = f"{monday:%m-%d}"
        for number in range(7):
            count = known.get(monday + timedelta(days=number))
            row[number + 1].text = "" if count is None else str(count)
        monday += timedelta(days=7)
    _finish(table)


def _finish(table: Table) -> None:
    """Repeat the first row on every page, keep each row on one, and its lines close together."""
    for row in table.rows:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
