"""Writes one page per month for leaders, for a browser or a word processor: by unit, without any name."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType

from docx import Document
from docx.document import Document as Page
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from guard.fleet.figures import Counts
from ui.kit.display_text import one_line
from ui.report.fleet import FleetReport, totals
from ui.report.page import page
from ui.report.report import moment

TITLE = "保密提醒情况月报"
CAUTION = "本页不列人名和电脑名，也没有任何内容。次数多不等于问题多：多数是发送以前就停下来的粗心。"
MOST_UNITS, MOST_RULES = 30, 8
"""Rows that fit on one page."""

_FONT = "仿宋"
_LONGEST_NAME = 40


def month_page(report: FleetReport) -> bytes:
    """Return the page as HTML, with charts."""
    return page("month.html.jinja", {
        "figures": report.figures, "named_rules": _rules(report), "summary": summary(report), "title": TITLE,
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
    _table(made, "各科室", ("科室", "先留着的次数"), found.held_by_unit[:MOST_UNITS])
    _table(made, "最常见的情形", ("情形", "次数"), _rules(report)[:MOST_RULES])
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
            f"本月在发送以前提醒并先留着 {found.held} 次，按规定放行 {found.released} 次；"
            f"工作人员认为不该提醒的有 {sums.alarms} 次，保密办逐条核对规则。")


def _rules(report: FleetReport) -> Counts:
    return tuple((report.rule_names.get(rule, rule), count) for rule, count in report.figures.held_by_rule)


def _style(made: Page) -> None:
    made.sections[0].page_width, made.sections[0].page_height = Cm(21), Cm(29.7)
    for name in ("Normal", "Title", "Heading 2"):
        font = made.styles[name].font
        font.name = _FONT
        # Chinese uses the East Asian font, which python-docx does not set.
        made.styles[name].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    made.styles["Normal"].font.size = Pt(12)


def _table(made: Page, title: str, heading: Sequence[str], counts: Counts) -> None:
    made.add_heading(title, 2)
    if not counts:
        made.add_paragraph("没有。")
        return
    table = made.add_table(1, len(heading), "Table Grid")
    for cell, words in zip(table.rows[0].cells, heading, strict=True):
        cell.text = words
    for name, count in counts:
        row = table.add_row().cells
        row[0].text, row[1].text = one_line(name, _LONGEST_NAME), str(count)
