"""Writes the report of a trial: what rules would do that are not enforced yet, by rule, kind of content and 科室."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import xlsxwriter

from guard.fleet.figures import DAY_SECONDS
from guard.fleet.trial import RuleTrial, Trial
from rules.model import Nature
from ui.report.fleet import SECRET
from ui.report.page import page
from ui.report.report import moment
from ui.report.sheet import Cell, Sheet, formats
from ui.report.word_page import Column, add_table, add_words, begun, content_of

TITLE = "试运行报告"
CAUTION = ("记录里没有内容：只有规则、次数，是文字、图片还是文件。次数是执行起来会拦下、提醒的，用户当时什么也没看到。"
           "次数多、集中在一台电脑上的规则，执行以前先和那个科室核对。")
MOST_UNITS = 12
"""科室 in the table of a page; the workbook has them all."""

_WHATS: Mapping[str, str] = MappingProxyType({"text": "文字", "picture": "图片", "files": "文件", "": "没有上报类型"})
_ONE_SIDED = 0.5
_RULE_WIDTH, _COUNT_WIDTH, _WORDS_WIDTH = 6.0, 1.7, 4.0


@dataclass(frozen=True, slots=True)
class TrialReport:
    """``names`` and ``natures`` are of the rules that are known; ``records`` and ``others``: lines that were records,
    and lines that were not."""

    trial: Trial
    records: int
    others: int
    names: Mapping[str, str]
    natures: Mapping[str, Nature]

    @property
    def days(self) -> float:
        """The length of the period, one at least."""
        return max(1.0, (self.trial.until - self.trial.since) / DAY_SECONDS)


def trial_page(report: TrialReport) -> bytes:
    """Return the report as HTML."""
    units = report.trial.units
    return page("trial.html.jinja", {
        "title": TITLE, "trial": report.trial, "report": report, "caution": CAUTION, "summary": summary(report),
        "rules": [(rule_words(rule.rule, report), *_facts(rule, report)) for rule in report.trial.rules],
        "headings": [column.name for column in _COLUMNS], "numbers": _NUMBERS, "units": units[:MOST_UNITS],
        "left_out": len(units) - MOST_UNITS, "by_unit": _by_unit(report, units[:MOST_UNITS]),
        "recording": [(unit, report.trial.recording.get(unit, 0)) for unit in units[:MOST_UNITS]]})


def trial_document(report: TrialReport) -> bytes:
    """Return the report as a docx."""
    made = begun(TITLE, report.trial.until, wide=True)
    add_words(made, f"时间：{moment(report.trial.since)} 至 {moment(report.trial.until)}")
    add_words(made, summary(report))
    add_table(made, "按规则", _COLUMNS, ((rule_words(rule.rule, report), *_facts(rule, report))
                                    for rule in report.trial.rules))
    units = report.trial.units[:MOST_UNITS]
    columns = (Column("规则", _RULE_WIDTH), *(Column(unit, _COUNT_WIDTH, counts=True) for unit in units))
    add_table(made, "按规则和科室", columns, _by_unit(report, units))
    if left_out := len(report.trial.units) - len(units):
        add_words(made, f"还有 {left_out} 个科室，见表格版。")
    add_words(made)
    add_words(made, CAUTION)
    return content_of(made)


def trial_workbook(report: TrialReport) -> bytes:
    """Return the report as a workbook, with every 科室."""
    out = io.BytesIO()
    units = report.trial.units
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": f"密哨{TITLE}"})
        plain, bold = formats(book)
        Sheet(book.add_worksheet("按规则"), plain, bold).table(
            [(column.name, round(column.width * 5)) for column in _COLUMNS],
            ((rule_words(rule.rule, report), *_facts(rule, report)) for rule in report.trial.rules))
        Sheet(book.add_worksheet("按规则和科室"), plain, bold).table(
            [("规则", 36), *((unit, 14) for unit in units)], _by_unit(report, units))
        Sheet(book.add_worksheet("科室"), plain, bold).table(
            [("科室", 24), ("只记录的电脑", 14), ("次数", 10)],
            ((unit, report.trial.recording.get(unit, 0), sum(rule.by_unit.get(unit, 0) for rule in report.trial.rules))
             for unit in units))
    return out.getvalue()


WRITERS: Mapping[str, Callable[[TrialReport], bytes]] = MappingProxyType(
    {".html": trial_page, ".docx": trial_document, ".xlsx": trial_workbook})
"""The writer of the report by the file's ending."""


def summary(report: TrialReport) -> str:
    """Return the trial in two sentences."""
    found = report.trial
    computers = sum(found.recording.values())
    stops, asks = sum(rule.stops for rule in found.rules), sum(rule.asks for rule in found.rules)
    records = sum(rule.records for rule in found.rules)
    only = f"，只写记录的规则看到 {records} 次" if records else ""
    return (f"{report.days:.0f} 天里，{computers} 台电脑只记录；执行起来会拦下 {stops} 次，会提醒 {asks} 次{only}，"
            f"来自 {len(found.rules)} 条规则。" + (_look_first(report)))


def rule_words(rule: str, report: TrialReport) -> str:
    """Return the id and name of a rule; what protects 国家秘密 says so first."""
    secret = SECRET if report.natures.get(rule) is Nature.STATE_SECRET else ""
    return f"{secret}{rule} {report.names.get(rule, '')}".rstrip()


def whats_words(rule: RuleTrial) -> str:
    """Return what the content was, the most frequent first."""
    found = sorted(rule.by_what.items(), key=lambda one: (-one[1], one[0]))
    return "，".join(f"{_WHATS.get(what, '别的')} {count}" for what, count in found)


def _look_first(report: TrialReport) -> str:
    """Return which rule to talk about before it is enforced: one with most finds on one computer of several."""
    found = [rule for rule in report.trial.rules if rule.computers > 1 and rule.busiest > _ONE_SIDED]
    if not found:
        return ""
    named = "、".join(rule_words(rule.rule, report) for rule in found[:3])
    return f"一半以上集中在一台电脑上的：{named}。"


_COLUMNS = (Column("规则", _RULE_WIDTH), Column("性质", 2.2), Column("会拦下", _COUNT_WIDTH, counts=True),
            Column("会提醒", _COUNT_WIDTH, counts=True), Column("只记录", _COUNT_WIDTH, counts=True),
            Column("电脑", _COUNT_WIDTH, counts=True), Column("每台每周", 2.0, counts=True),
            Column("最多一台占", 2.6, counts=True), Column("内容", _WORDS_WIDTH))
_NUMBERS = tuple(column.counts for column in _COLUMNS)
_WEEK = 7.0


def _facts(rule: RuleTrial, report: TrialReport) -> tuple[Cell, ...]:
    nature = report.natures.get(rule.rule)
    each = rule.finds / rule.computers / report.days * _WEEK
    return (nature.value if nature is not None else "", rule.stops, rule.asks, rule.records, rule.computers,
            f"{each:.1f}", f"{rule.busiest:.0%}", whats_words(rule))


def _by_unit(report: TrialReport, units: tuple[str, ...]) -> list[tuple[Cell, ...]]:
    return [(rule_words(rule.rule, report), *(rule.by_unit.get(unit, 0) for unit in units))
            for rule in report.trial.rules]
