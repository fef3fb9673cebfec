"""Shows ordered inspections: how far each computer is, whom to call, and what was found, without content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guard.administration import said
from guard.administration.roles import Deed, may
from guard.core.inspection_order import InspectionOrder, last_day
from guard.core.model import Outcome
from guard.fleet.inspections import Answer, OfRule, OrderProgress, OrderState
from ui.console.fleet import Collection
from ui.console.fleet_inspection import Wanted, report_of
from ui.console.inspect_orders import whom_words
from ui.console.open_items import picked
from ui.console.publish import moment_words
from ui.i18n.say import listed, mark, say
from ui.report.inspection import InspectionReport, by_severity, places_words
from ui.report.report import moment
from ui.web_console.called import (
    CALLS,
    call_cell,
    choice_form,
    chosen,
    computer_cell,
    kept_fields,
    nothing_words,
)
from ui.web_console.overview import MOST
from ui.web_console.page import Cell, Facts, Field, Figures, Form, Link, Note, Page, Part, State, Table
from ui.web_console.visit import RefusedError, Visit, office_of, options_of

PATH = "/inspections"
NEW = f"{PATH}/new"
LONGEST_REASON = 100

_PROGRESS_WORDS: Mapping[OrderProgress, str] = {
    OrderProgress.SILENT: mark("没有回音"), OrderProgress.STOPPED: mark("停止了"),
    OrderProgress.REFUSED: mark("不执行"), OrderProgress.EXPIRED: mark("没做完，已截止"),
    OrderProgress.PAUSED: mark("暂停着"), OrderProgress.RECEIVED: mark("收到了，还没开始"),
    OrderProgress.RUNNING: mark("正在查"),
    OrderProgress.WITHDRAWN: mark("已撤回"), OrderProgress.DONE: mark("做完了")}
_PROGRESS_LOOKS: Mapping[OrderProgress, tuple[str, str]] = {
    OrderProgress.SILENT: ("unknown", "▲"), OrderProgress.STOPPED: ("hold", "■"), OrderProgress.REFUSED: ("hold", "■"),
    OrderProgress.EXPIRED: ("hold", "■"), OrderProgress.DONE: ("clear", "●")}
_ORDINARY = ("ask", "◆")
_ACTIONS: Mapping[str, tuple[str, str, str]] = {Outcome.BLOCK.value: ("hold", "■", mark("拦截")),
                                                Outcome.WARN.value: ("ask", "◆", mark("提醒"))}


def inspections(visit: Visit) -> Page:
    """Return every order, the newest first, with how many computers are done, silent, and to be called about."""
    orders = office_of(visit).repository.index().orders
    report = inspection_report(visit, 0) if orders else None
    parts: list[Part] = []
    if may(visit.role, Deed.CHANGE_INSPECTION):
        parts.append(Form("", NEW, (), say("布置自查"), reads=True))
    parts.append(Table("", (say("编号"), say("文件夹"), say("给谁"), say("期限"), say("状态"), say("电脑"), say("做完"),
                            say("没有回音"), say("要催办")),
                       [_row(state, report) for state in report.states] if report else [], say("还没有布置过自查。"),
                       numbers=frozenset({5, 6, 7, 8})))
    return Page(say("自查"), (*_sources_missing(visit), *parts),
                say("单位布置、电脑空闲时自己查的。报上来的只有数目，没有文件名和内容。"))


def about_inspection(visit: Visit) -> str:
    """Return what the log says of one order."""
    return said.joined(said.of_inspection(visit.number), said.of_filter((said.PROGRESS, visit.asked("standing")),
                                                                          (said.CALLS, visit.asked(CALLS))))


def one_inspection(visit: Visit) -> Page:
    """Return how far the computers are with one order, whom to call, what was found, and the form to withdraw it."""
    report = inspection_report(visit, visit.number)
    (state,) = report.states
    order, calls = state.order, state.to_call(report.now)
    parts: list[Part] = [
        _facts(order, report.now), _figures(state, len(calls)), _found(state, report),
        choice_form(visit, say("要催办的电脑"), f"{PATH}/{order.number}", "standing"), _to_call(visit, state, report)]
    if may(visit.role, Deed.CHANGE_INSPECTION) and not order.withdrawn and report.now < order.until:
        parts.append(Form(say("撤回"), f"{PATH}/{order.number}/withdraw", (
            Field("reason", say("原因，电脑的用户看得到"), longest=LONGEST_REASON, wide=True, needed=True),),
            say("到终端签名"), say("正在查的电脑收到以后停下。"), quiet=True))
    return Page(say("第 {number} 号自查", number=order.number),
                (*_sources_missing(visit), *parts, *_progress(visit, state)))


def order_facts(order: InspectionOrder) -> Iterator[tuple[str, Cell]]:
    """Yield what an order says, by its names for people."""
    yield say("文件夹"), listed(order.folders)
    yield say("给谁"), whom_words(order)
    yield say("原因"), order.reason
    yield say("布置人"), order.by
    yield say("时间"), say("{begins} 开始，{due} 以前做完，{until} 截止", begins=moment_words(order.begins),
                         due=last_day(order.due).isoformat(), until=last_day(order.until).isoformat())


def inspection_report(visit: Visit, number: int) -> InspectionReport:
    """Return how far the computers are with an order, 0: with all. Raises UsageError, and as ``report_of`` does."""
    sources = visit.sources
    wanted = Wanted(options_of(visit).folder, number, sources.roster)
    store = sources.store if sources.store is not None and sources.store.exists() else None
    return report_of(Collection((), store), wanted, visit.rules.known())


def _sources_missing(visit: Visit) -> Iterator[Note]:
    store = visit.sources.store
    if store is None or not store.exists():
        yield Note(say("没有收上来的记录：启动控制台时用 --store 给出 mishao cases update 写的数据库。"), "ask", "◆")
    if visit.sources.roster is None:
        yield Note(say("没有给名册（--roster）：从来没有报到过的电脑列不出来。"))


def _row(state: OrderState, report: InspectionReport) -> tuple[Cell, ...]:
    order, counts = state.order, state.counts()
    return (Link(str(order.number), f"{PATH}/{order.number}"), listed(order.folders), whom_words(order),
            last_day(order.due).isoformat(), _state(order, report.now), len(state.answers),
            counts.get(OrderProgress.DONE, 0), counts.get(OrderProgress.SILENT, 0), len(state.to_call(report.now)))


def _state(order: InspectionOrder, now: float) -> State:
    if order.withdrawn:
        return State("unknown", "▲", say("撤回：{reason}", reason=order.withdrawn))
    if now >= order.until:
        return State("unknown", "▲", say("已截止"))
    if now >= order.due:
        return State("ask", "◆", say("过了期限"))
    return State("clear", "●", say("在期限内") if now >= order.begins else say("还没开始"))


def _facts(order: InspectionOrder, now: float) -> Facts:
    return Facts("", (*order_facts(order), (say("状态"), _state(order, now))))


def _figures(state: OrderState, calls: int) -> Figures:
    counts = state.counts()
    at_it = sum(counts.get(one, 0) for one in (OrderProgress.RECEIVED, OrderProgress.RUNNING, OrderProgress.PAUSED))
    return Figures((("", "∑", len(state.answers), say("台电脑")),
                    ("clear", "●", counts.get(OrderProgress.DONE, 0), say("做完了")),
                    ("ask", "◆", at_it, say("在查或者还没开始")),
                    ("unknown", "▲", counts.get(OrderProgress.SILENT, 0), say("没有回音")),
                    ("hold", "■", calls, say("要催办"))))


def _found(state: OrderState, report: InspectionReport) -> Table:
    return Table(say("查到什么：重的在前"), (say("性质"), say("规则"), say("处理"), say("文件"), say("电脑"),
                                   say("哪类文件、在哪类文件夹")),
                 [_rule(one, report) for one in by_severity(state, report)],
                 say("做完的电脑没有报上来查到的。"), numbers=frozenset({3, 4}))


def _rule(rule: OfRule, report: InspectionReport) -> tuple[Cell, ...]:
    token, glyph, words = _ACTIONS.get(rule.action, ("", "", ""))
    action: Cell = State(token, glyph, say(words)) if words else rule.action
    return (report.natures.get(rule.rule, ""), f"{rule.rule} {report.names.get(rule.rule, '')}".strip(), action,
            rule.files, rule.computers, places_words(rule))


def _to_call(visit: Visit, state: OrderState, report: InspectionReport) -> Table:
    which = chosen(visit.asked)
    calls = picked(state.to_call(report.now), lambda one: report.call(state.order, one.device), which, report.today)
    silent = state.counts().get(OrderProgress.SILENT, 0)
    day = last_day(state.order.due).isoformat()
    waits = say("还没有回音的 {count} 台，过了 {day} 才列进来。", count=silent, day=day)
    return Table("", (say("电脑"), say("科室"), say("使用人"), say("怎么样了"), say("最后一次报到"), say("原因"),
                      say("催办")),
                 [(computer_cell(visit, one.device), one.unit, one.person, _how_far(one),
                   moment(one.at) if one.at else "", one.why,
                   call_cell(report.call(state.order, one.device), report.today)) for one in calls[:MOST]],
                 nothing_words(which, say("现在没有要催办的。")),
                 _more(len(calls)) or (waits if silent and report.now < state.order.due else ""))


def _progress(visit: Visit, state: OrderState) -> Iterator[Part]:
    """Yield how far each computer is, or those who are so far."""
    progress = visit.asked("standing")
    if progress and progress not in {one.value for one in OrderProgress}:
        raise RefusedError(say("没有这个状态。"))
    shown = [one for one in state.answers if progress in ("", one.progress.value)]
    yield Form(say("全部电脑"), f"{PATH}/{state.order.number}", (
        Field("standing", say("怎么样了"), progress, (("", say("全部")), *(
            (one.value, say(_PROGRESS_WORDS[one])) for one in OrderProgress))),
        *kept_fields(visit, CALLS)), say("筛选"), reads=True)
    yield Table("", (say("电脑"), say("科室"), say("使用人"), say("怎么样了"), say("查了"), say("拦下"), say("提醒"),
                     say("没读出"), say("最后一次报到")), [_answer(one) for one in shown[:MOST]],
                say("没有这样的电脑。"), _more(len(shown)), frozenset({4, 5, 6, 7}))


def _answer(one: Answer) -> tuple[Cell, ...]:
    return (one.device, one.unit, one.person, _how_far(one), f"{one.done} / {one.total}" if one.total else "",
            one.blocked or "", one.warned or "", one.unread or "", moment(one.at) if one.at else "")


def _how_far(one: Answer) -> State:
    token, glyph = _PROGRESS_LOOKS.get(one.progress, _ORDINARY)
    return State(token, glyph, say(_PROGRESS_WORDS[one.progress]))


def _more(count: int) -> str:
    return say("还有 {count} 行，见 mishao fleet inspection --xlsx。", count=count - MOST) if count > MOST else ""
