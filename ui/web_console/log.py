"""Shows the log to the 审计员: who looked at what and did what, whether every line is proven, and where it ends."""

from __future__ import annotations

from urllib.parse import urlencode

from guard.administration import said
from guard.administration.roles import Deed
from guard.administration.signed_log import Line, entered
from ui.i18n.say import say
from ui.kit.sentences import told
from ui.report.report import moment
from ui.web_console.page import Cell, Field, Form, Link, Note, Page, Part, State, Table
from ui.web_console.visit import Visit

PATH = "/log"
_MOST = 200
_LONGEST_NUMBER = 9


def about_log(visit: Visit) -> str:
    """Return what the log says of being looked at itself."""
    return said.of_filter((said.PERSON, visit.asked("name")), (said.BEFORE, visit.asked("before")))


def log(visit: Visit) -> Page:
    """Return the newest lines, or those before a line."""
    name, before = visit.asked("name"), visit.asked("before")
    start = int(before) if before.isdecimal() and len(before) <= _LONGEST_NUMBER else 0
    problem = visit.log.problem()
    persons = visit.log.people().values()
    lines = visit.log.newest(_MOST, start, name)
    parts: list[Part] = [
        Note(told(problem), "hold", "▲") if problem
        else Note(say("从第一条到最后一条都连得上，每一条都由本人的钥匙签过。"), "clear", "●"),
        Note(say("校验点：{checkpoint}。抄到别处，以后用 mishao console verify --checkpoint 核对。",
                 checkpoint=visit.log.checkpoint())),
        Form("", PATH, (Field("name", say("谁"), name,
                              (("", say("全部")), *((one.name, one.name) for one in persons))),),
             say("筛选"), reads=True),
        Table("", (say("编号"), say("时间"), say("谁"), say("角色"), say("做了什么"), say("细节")),
              [_row(one) for one in lines], say("没有记录。"), numbers=frozenset({0}))]
    if len(lines) == _MOST:
        older = f"{PATH}?{urlencode({'before': lines[-1].line, 'name': name})}"
        parts.append(Table("", (say("更早的"),), [(Link(say("第 {number} 条以前", number=lines[-1].line), older),)]))
    parts.append(Table(say("人员"), (say("谁"), say("角色"), say("状态")),
                       [(one.name, one.role.value, State("clear", "●", say("在用")) if one.active
                         else State("unknown", "▲", say("已停用"))) for one in persons]))
    return Page(say("操作记录"), parts, say("谁看过什么、做过什么。看这一页也记在里面。"))


def _row(line: Line) -> tuple[Cell, ...]:
    added = entered(line)
    words = line.words if added is None else f"{added.name} · {added.role.value}"
    deed: Cell = State("hold", "■", line.deed) if line.deed == Deed.REFUSED.value else line.deed
    return line.line, moment(line.at), line.name, line.role, deed, words
