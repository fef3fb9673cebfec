"""Shows the office's cases and changes them, by the case store of `mishao cases`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from guard.administration import said
from guard.administration.roles import Deed, may
from guard.fleet.case_kinds import CLOSED, CaseKind, CaseState
from guard.fleet.case_store import LONGEST, CaseStore, Change, OfficeCase
from ui.console.cases import Listed, is_listed, opened, refuse_code_words, report_of
from ui.i18n.say import mark, say, sentences
from ui.report.cases import BROKEN, CaseReport, case_cells
from ui.report.report import moment
from ui.web_console.feedback import number_cell
from ui.web_console.page import Cell, Facts, Field, Form, Link, Note, Page, Part, State, Table
from ui.web_console.visit import Done, RefusedError, Visit, day_of, unsearched_notes

_STATE_WORDS = {CaseState.OPEN: mark("待处理"), CaseState.WORKING: mark("处理中"), CaseState.DONE: mark("已办结"),
                CaseState.DISMISSED: mark("不需处理")}
_STATE_LOOKS = {CaseState.OPEN: ("ask", "◆"), CaseState.WORKING: ("unknown", "▲"), CaseState.DONE: ("clear", "●"),
                CaseState.DISMISSED: ("clear", "●")}
_OWNER = 40
_MOST = 500
"""Cases of one page, those that are due first: a browser shows no more at once, and nobody reads them."""


def about_list(visit: Visit) -> str:
    """Return what the log says of the list."""
    return said.of_filter(*((name, visit.asked(key)) for name, key in said.CASE_FILTER))


def case_list(visit: Visit) -> Page:
    """Return the list of cases, those that are due first."""
    state, owner, overdue = visit.asked("state"), visit.asked("owner"), visit.asked("overdue") == "1"
    wanted = Listed(_state_of(state) if state else None, owner or None, overdue)
    with _store(visit) as store:
        report = report_of(store, visit.rules.known(), None)
    shown = [case for case in report.shown if is_listed(case, wanted)]
    closed = sum(case.state in CLOSED for case in report.cases)
    filtering = Form("", "/cases", (
        Field("state", say("状态"), state, (("", say("没办结的")), *_state_options())),
        Field("owner", say("负责人"), owner, longest=_OWNER),
        Field("overdue", say("期限"), "1" if overdue else "", (("", say("全部")), ("1", say("只看逾期的"))))),
        say("筛选"), reads=True)
    table = Table(say("{count} 件", count=len(shown)),
                  (say("编号"), say("种类"), say("状态"), say("负责人"), say("期限"), say("科室"), say("电脑"),
                   say("规则"), say("次数"), say("最后一次")),
                  [_row(case, report) for case in shown[:_MOST]], say("没有要办的事项。"),
                  sentences(*_left_out(len(shown), closed)), frozenset({8}))
    return Page(say("事项"), (*_broken(report), filtering, table, _checkpoint(report)),
                say("记录里要人过问的：国家秘密、反复、凭理由放行、误报反馈。没有内容。"))


def _left_out(count: int, closed: int) -> Iterator[str]:
    if count > _MOST:
        yield say("这里列期限最早的 {most} 件，其余的用筛选找，或者在终端用 mishao cases list 全部列出。", most=_MOST)
    if closed:
        yield say("另有 {count} 件已办结或不需处理，用状态筛选。", count=closed)


def about_case(visit: Visit) -> str:
    """Return what the log says of one case."""
    return said.of_case(visit.number)


def one_case(visit: Visit) -> Page:
    """Return one case with all that was done, and the form to go on with it."""
    with _store(visit) as store:
        case, history = store.case(visit.number), store.history(visit.number)
        report = report_of(store, visit.rules.known(), None)
    _, kind, _, owner, due, unit, device, rules, count, last = case_cells(case, report)
    facts = Facts("", ((say("种类"), kind), (say("状态"), _state(case.state)), (say("负责人"), owner or say("没有")),
                       (say("期限"), _due(case, due)), (say("科室"), unit), (say("电脑"), device), (say("规则"), rules),
                       (say("次数"), say("{count} 次，{first} 到 {last}", count=count, first=moment(case.first),
                                         last=last)),
                       *(((say("报上来的"), _told(visit, case)),) if case.told else ())))
    done = Table(say("经过"), (say("时间"), say("谁"), say("经过")),
                 [(moment(one.at), one.by, one.words) for one in history])
    parts: list[Part] = [*_broken(report), facts]
    if may(visit.role, Deed.CHANGE_CASE):
        parts += [_change_form(case), *unsearched_notes(visit)]
    return Page(say("第 {number} 号事项", number=case.number), (*parts, done, _checkpoint(report)))


def about_change(visit: Visit) -> str:
    """Return what the log says of a change. Raises PublishError for one with a code word, which is not to be in it."""
    change = _change(visit)
    refuse_code_words(visit.sources.office, change, visit.sources.exact_key)
    return said.of_change(visit.number, change)


def change_case(visit: Visit) -> Done:
    """Change a case in the name of the person who is here."""
    change = _change(visit)
    if change == Change():
        raise RefusedError(say("没有写要改什么。"))
    with _store(visit) as store:
        store.change(visit.number, change, visit.doer.person.name, visit.now)
    return Done(f"/cases/{visit.number}", Note(say("改好了，记在经过里。"), "clear", "●"))


def _change_form(case: OfficeCase) -> Form:
    return Form(say("改这件事项"), f"/cases/{case.number}", (
        Field("state", say("状态"), case.state.value, _state_options()),
        Field("owner", say("负责人"), case.owner, longest=_OWNER),
        Field("due", say("期限"), case.due.isoformat(), date=True, needed=True),
        Field("note", say("经过，不写内容"), longest=LONGEST, wide=True),
        *(Field(f"{name}_was", "", value, longest=0) for name, value in
          (("state", case.state.value), ("owner", case.owner), ("due", case.due.isoformat())))), say("记下"))


def _change(visit: Visit) -> Change:
    """Return what differs from what the form showed: what somebody else has changed meanwhile stays."""
    def new(name: str) -> str | None:
        return visit.given(name) if visit.given(name) != visit.given(f"{name}_was") else None

    owner, state, due = new("owner"), new("state"), new("due")
    if owner is not None and len(owner) > _OWNER:
        raise RefusedError(say("负责人最多 {count} 个字。", count=_OWNER))
    return Change(owner, None if state is None else _state_of(state),
                  None if due is None else day_of(say("期限"), due), visit.given("note") or None)


def _state_of(untrusted_words: str) -> CaseState:
    try:
        return CaseState(untrusted_words)
    except ValueError:
        raise RefusedError(say("没有这个状态。")) from None


def _row(case: OfficeCase, report: CaseReport) -> tuple[Cell, ...]:
    number, kind, _, owner, due, *rest = case_cells(case, report)
    return (Link(str(number), f"/cases/{number}"), kind, _state(case.state), owner, _due(case, due), *rest)


def _due(case: OfficeCase, words: Cell) -> Cell:
    """Return the day on which a case is due, marked when that has passed."""
    return words if str(words) == case.due.isoformat() else State("hold", "■", str(words))


def _told(visit: Visit, case: OfficeCase) -> Cell:
    """Return what was reported with a case: of a feedback that waits its number, as the way to its answer."""
    answers = visit.sources.office is not None and may(visit.role, Deed.ANSWER_FEEDBACK)
    waits = case.kind is CaseKind.FEEDBACK and case.state not in CLOSED
    return number_cell(case.told) if answers and waits else case.told


def _state(state: CaseState) -> State:
    token, glyph = _STATE_LOOKS[state]
    return State(token, glyph, say(_STATE_WORDS[state]))


def _state_options() -> list[tuple[str, str]]:
    return [(state.value, say(words)) for state, words in _STATE_WORDS.items()]


def _broken(report: CaseReport) -> tuple[Note, ...]:
    return () if report.whole else (Note(BROKEN, "hold", "▲"),)


def _checkpoint(report: CaseReport) -> Note:
    return Note(say("事项的校验点：{checkpoint}", checkpoint=report.checkpoint or say("没有")))


@contextmanager
def _store(visit: Visit) -> Iterator[CaseStore]:
    path = visit.sources.store
    if path is None:
        raise RefusedError(say("没有收上来的记录：启动控制台时用 --store 给出 mishao cases update 写的数据库。"))
    with opened(path) as store:
        yield store
