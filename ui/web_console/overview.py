"""Shows the overview: who has what, who is silent, and what to ask about; the figures of `mishao fleet report`."""

from __future__ import annotations

from guard.administration import said
from guard.fleet.calls import Call, Matter, Topic
from guard.fleet.roll import Called, Found
from ui.console.fleet import Collection, NothingCollectedError, Wanted, made_report
from ui.console.open_items import picked
from ui.i18n.say import say
from ui.report.fleet import (
    FleetReport,
    call_about,
    guarding_words,
    others_words,
    seen_words,
    state_words,
    totals,
    why_words,
)
from ui.web_console.called import CALLS, call_cell, choice_form, chosen, computer_cell, nothing_words
from ui.web_console.page import Figures, Note, Page, Part, State, Table
from ui.web_console.visit import RefusedError, Visit

MOST = 500
"""Most rows of a table on a page; the workbook of `fleet report` has them all."""

_DAYS = "30d"


def fleet_report(visit: Visit) -> FleetReport:
    """Return what is known of all computers. Raises RefusedError without a database, and as ``made_report`` does."""
    sources = visit.sources
    if sources.store is None or not sources.store.exists():
        raise RefusedError(say("没有收上来的记录：启动控制台时用 --store 给出 mishao cases update 写的数据库。"))
    wanted = Wanted(roster=sources.roster, since=_DAYS, quiet_days=sources.quiet_days, office=sources.office)
    try:
        return made_report(Collection((), sources.store), wanted, visit.rules.known())
    except NothingCollectedError:
        raise RefusedError(say("数据库里还没有一条记录。先运行 mishao cases update，再刷新这一页。")) from None


def about_overview(visit: Visit) -> str:
    """Return what the log says of the page."""
    return said.of_filter((said.CALLS, visit.asked(CALLS)))


def overview(visit: Visit) -> Page:
    """Return the page."""
    report = fleet_report(visit)
    figures = report.figures
    silent = sum(not report.guards(computer) for computer in figures.computers)
    waiting = sum(bool(alarm.number) and alarm.number not in report.answers for alarm in figures.alarms)
    counted = totals(report)
    parts: list[Part] = [
        Figures((("", "∑", len(figures.computers), say("台电脑")), ("clear", "●", counted.guarding, say("正在看守")),
                 ("unknown", "▲", silent, say("没有在看守")), ("hold", "■", figures.held, say("次先留着，30 天")),
                 ("ask", "◆", waiting, say("条反馈等答复")))),
        choice_form(visit, say("要过问的电脑"), "/"), _troubled(report, visit)]
    if report.roll:
        parts.append(_roll(report, visit))
    parts += [Table(say("电脑用的规则"), (say("规则"), say("台数")), figures.packs(), numbers=frozenset({1})),
              _computers(report), Note(guarding_words(report))]
    if report.others:
        parts.append(Note(others_words(report)))
    return Page(say("总览"), parts, say("数字是电脑报上来的，没有内容。电脑名能对应到人，请按内部资料保管。"))


def _troubled(report: FleetReport, visit: Visit) -> Table:
    found = picked(report.troubled(), lambda one: call_about(one, report), chosen(visit.asked), report.today)
    rows = [(computer_cell(visit, one.device), one.unit, why_words(one, report), seen_words(one),
             _pack(one.pack, one.label), call_cell(call_about(one, report), report.today)) for one in found]
    fine = nothing_words(chosen(visit.asked), say("都在看守，规则都是最新的。"))
    return Table("", (say("电脑"), say("科室"), say("要过问什么"), say("最后报到"), say("规则"), say("催办")),
                 rows[:MOST], fine, _more(len(rows)))


def _computers(report: FleetReport) -> Table:
    rows = [(one.device, one.unit, _state(report.guards(one), state_words(one, report)), one.mode,
             _pack(one.pack, one.label), seen_words(one)) for one in report.figures.computers]
    return Table(say("全部电脑"),
                 (say("电脑"), say("科室"), say("状态"), say("模式"), say("规则"), say("最后报到")),
                 rows[:MOST], say("还没有电脑报上来。"), _more(len(rows)))


def _roll(report: FleetReport, visit: Visit) -> Table:
    rows = [(_state(False, one.found.value), computer_cell(visit, one.listed.device), one.listed.unit,
             one.listed.person, "" if one.computer is None else seen_words(one.computer),
             call_cell(_call_of(one, report), report.today)) for one in report.roll if one.found is not Found.FINE]
    return Table(say("点名：不正常的"), (say("结果"), say("电脑"), say("科室"), say("使用人"), say("最后报到"),
                                  say("催办")), rows[:MOST], say("名册上的都正常。"), _more(len(rows)))


def _call_of(one: Called, report: FleetReport) -> Call | None:
    if one.computer is not None:
        return call_about(one.computer, report)
    return report.calls.newest(one.listed.device, [Matter(Topic.GUARDING)])


def _state(fine: bool, words: str) -> State:
    return State("clear", "●", words) if fine else State("unknown", "▲", words)


def _pack(number: int, label: str) -> str:
    return say("第 {number} 号 {label}", number=number, label=label) if number else say("程序自带")


def _more(count: int) -> str:
    return say("还有 {count} 行，见 mishao fleet report --xlsx。", count=count - MOST) if count > MOST else ""
