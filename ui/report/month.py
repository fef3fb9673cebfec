"""Writes one page per month for leaders, for a browser or a word processor: by unit, without any name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from docx.document import Document as Page

from guard.fleet.figures import Counts, Figures
from ui.report.fleet import SECRET, FleetReport, beside, follow_up_words, totals
from ui.report.page import page
from ui.report.report import moment
from ui.report.word_page import Column, add_table, add_words, begun, content_of, finish

TITLE = "保密提醒情况月报"
CAUTION = "本页不列人名和电脑名，也没有任何内容。次数多不等于问题多：多数是发送以前就停下来的粗心。"
MOST_UNITS, MOST_RULES = 15, 8
"""Rows that fit on one page."""

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
    found = report.figures
    made = begun(TITLE, found.until)
    add_words(made, f"时间：{moment(found.since)} 至 {moment(found.until)}")
    add_words(made, summary(report))
    units = report.earlier(lambda before: before.held_by_unit)
    add_table(made, "各科室", _columns("科室"), beside(found.held_by_unit[:MOST_UNITS], units))
    rules, secret = _rules(found, report), sum(rule in report.secret for rule, _ in found.held_by_rule)
    add_table(made, "最常见的情形", _columns("情形"), beside(
        rules[:secret + MOST_RULES], report.earlier(lambda before: _rules(before, report))))
    _days(made, found.held_by_day)
    left_out = max(0, len(found.held_by_unit) - MOST_UNITS), max(0, len(rules) - secret - MOST_RULES)
    add_words(made)
    if any(left_out):
        add_words(made, "没有列出次数较少的 {} 个科室、{} 种情形，见表格版。".format(*left_out))
    add_words(made, CAUTION)
    return content_of(made)


MONTHS: Mapping[str, Callable[[FleetReport], bytes]] = MappingProxyType({".html": month_page, ".docx": month_document})
"""The writer of the month by the file's ending."""


def summary(report: FleetReport) -> str:
    """Return the month in two sentences."""
    found, sums = report.figures, totals(report)
    return (f"{len(found.computers)} 台电脑装了密哨，其中 {sums.guarding} 台正在看守"
            f"（最近 {report.quiet_days:g} 天有记录报上来，没有说停了）。"
            f"本期在发送以前提醒并先留着 {found.held} 次{_secrets(report)}{_earlier(report)}，"
            f"按规定放行 {found.released} 次；"
            f"工作人员认为不该提醒的有 {sums.alarms} 次，保密办逐条核对规则。{_follow_up(report)}")


def _follow_up(report: FleetReport) -> str:
    words = follow_up_words(report)
    return f"没在看守、规则旧或者记录不全，{words}。" if words else ""


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


def _columns(name: str) -> tuple[Column, ...]:
    """Return the columns of a table: names get the room."""
    return Column(name, 9.6), Column("本期次数", 2.8, counts=True), Column("上期次数", 2.8, counts=True)


def _days(made: Page, counts: Counts) -> None:
    """Write the counts of days as a calendar, a row per week: a document has no chart."""
    made.add_heading("每天", 2)
    if not counts:
        add_words(made, "没有。")
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
    finish(table)
