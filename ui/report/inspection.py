"""Writes the workbook of ordered inspections: whom to call, all computers, and what rules found by kind and folder."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import xlsxwriter

from guard.core.inspection_order import InspectionOrder
from guard.fleet.calls import Call, Calls, Matter, Topic
from guard.fleet.inspections import Answer, OfRule, OrderState
from guard.journal.severity import seriousness
from rules.model import Nature
from ui.report.calls import call_words
from ui.report.fleet import SECRET
from ui.report.report import moment
from ui.report.sheet import Cell, Sheet, formats

TITLE = "布置的自查"

_COMPUTERS = (("任务", 8), ("电脑", 20), ("科室", 16), ("使用人", 12), ("怎么样了", 18), ("最后一次报到", 18),
              ("查了", 9), ("共有", 9), ("拦下", 8), ("提醒", 8), ("没读出", 8), ("没有的文件夹", 12), ("原因", 40))
_CALLED = (*_COMPUTERS[:6], ("原因", 40), ("催办人", 12), ("日期", 14), ("结果", 30))
_FOUND = (("任务", 8), ("规则", 40), ("文件", 10), ("电脑", 10), ("哪类文件、在哪", 60))


@dataclass(frozen=True, slots=True)
class InspectionReport:
    """The orders as they are ``now``, with the names of rules and what they protect. ``calls``: whom the office called.
    """

    states: tuple[OrderState, ...]
    now: float
    names: Mapping[str, str]
    natures: Mapping[str, Nature]
    calls: Calls = field(default_factory=Calls)

    @property
    def today(self) -> date:
        """The day of the report."""
        return datetime.fromtimestamp(self.now).astimezone().date()

    def call(self, order: InspectionOrder, device: str) -> Call | None:
        """Return the newest call about an order on a computer."""
        return self.calls.newest(device, [Matter(Topic.INSPECTION, order.number)])


def inspection_workbook(report: InspectionReport) -> bytes:
    """Return the report as a workbook."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": f"密哨{TITLE}"})
        plain, bold = formats(book)
        Sheet(book.add_worksheet("催办"), plain, bold).table(_CALLED, _called(report))
        Sheet(book.add_worksheet("全部电脑"), plain, bold).table(_COMPUTERS, _computers(report.states))
        Sheet(book.add_worksheet("查到什么"), plain, bold).table(_FOUND, (
            (state.order.number, rule_name(rule, report), rule.files, rule.computers, places_words(rule))
            for state in report.states for rule in by_severity(state, report)))
    return out.getvalue()


def answer_words(answer: Answer) -> str:
    """Return how far a computer is, as one line."""
    who = "，".join(filter(None, (answer.device, answer.unit, answer.person)))
    counts = f"，查了 {answer.done} / {answer.total}" if answer.total else ""
    return f"{who}：{answer.progress}{counts}" + (f"（{answer.why}）" if answer.why else "")


def rule_words(rule: OfRule, report: InspectionReport) -> str:
    """Return what a rule found, as one line."""
    return f"{rule_name(rule, report)}：{rule.files} 个文件，{rule.computers} 台；{places_words(rule)}"


def rule_name(rule: OfRule, report: InspectionReport) -> str:
    """Return the id and name of a rule; what protects 国家秘密 says so first."""
    secret = report.natures.get(rule.rule) is Nature.STATE_SECRET
    return f"{SECRET if secret else ''}{rule.rule} {report.names.get(rule.rule, '')}".rstrip()


def by_severity(state: OrderState, report: InspectionReport) -> list[OfRule]:
    """Return what was found, the most serious first: by what the rule protects, then by how many files it found."""
    return sorted(state.rules, key=lambda one: (-seriousness(report.natures.get(one.rule, "")), -one.files, one.rule))


def places_words(rule: OfRule) -> str:
    """Return kinds of files and folders with their counts, the most frequent first."""
    return "，".join(f"{place.replace('/', ' · ')} {count}" for place, count in rule.places.most_common())


def _called(report: InspectionReport) -> Iterator[tuple[Cell, ...]]:
    for state in report.states:
        for one in state.to_call(report.now):
            call = report.call(state.order, one.device)
            told = ("", "", "") if call is None else (call.by, call.day.isoformat(), "；".join(
                filter(None, (call_words(call, report.today), call.agreed))))
            yield (*_who(state, one), one.why, *told)


def _computers(states: Iterable[OrderState]) -> Iterator[tuple[Cell, ...]]:
    for state in states:
        for one in state.answers:
            yield (*_who(state, one), one.done, one.total, one.blocked, one.warned, one.unread, one.missing, one.why)


def _who(state: OrderState, one: Answer) -> tuple[Cell, ...]:
    at = moment(one.at) if one.at else ""
    return state.order.number, one.device, one.unit, one.person, one.progress.value, at
