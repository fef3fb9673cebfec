"""Shows feedback on false alarms with its answers, and hands an answer to the terminal, where it is signed."""

from __future__ import annotations

from guard.administration import said
from guard.administration.roles import Deed, may
from guard.feedback.answers import WORDS_LIMIT, read_number
from guard.fleet.figures import Alarm
from guard.publish.releasing import to_answer
from ui.console.publish import Answered, PublishOptions, publish_answer
from ui.i18n.say import say
from ui.report.fleet import FleetReport
from ui.report.report import moment
from ui.web_console.errands import Errand
from ui.web_console.overview import MOST, fleet_report
from ui.web_console.page import Cell, Field, Form, Link, Note, Page, Part, State, Table
from ui.web_console.visit import Done, RefusedError, Visit, day_of, office_of

PATH = "/feedback"
_ADOPT, _REJECT = "adopt", "reject"


def about_feedback(visit: Visit) -> str:
    """Return what the log says of the page."""
    return said.of_filter((said.FEEDBACK, visit.asked("number")))


def feedback(visit: Visit) -> Page:
    """Return the page; with a number in its address also the form for that answer."""
    report = fleet_report(visit)
    alarms = sorted(report.figures.alarms, key=lambda one: (one.number in report.answers, -one.at))
    answers = may(visit.role, Deed.ANSWER_FEEDBACK) and visit.sources.office is not None
    parts: list[Part] = []
    chosen = visit.asked("number")
    if chosen:
        alarm = next((one for one in alarms if one.number == chosen), None)
        if alarm is None:
            raise RefusedError(say("30 天里没有收到过这个反馈号。"))
        if answers:
            parts.append(_form(alarm, report))
    parts.append(Table("", (say("反馈号"), say("时间"), say("规则"), say("科室"), say("电脑"), say("答复")),
                       [_row(one, report, answers) for one in alarms[:MOST]], say("30 天里没有误报反馈。"),
                       "" if visit.sources.office is not None
                       else say("要看和写答复，启动控制台时用 --office 给出发布目录。")))
    return Page(say("误报反馈"), parts, say("先改规则、发布，再答复采纳。答复随签名的清单发给反馈的人。"))


def about_answer(visit: Visit) -> str:
    """Return what the log says of an answer."""
    return said.of_answer(*_wanted(visit)[:2])


def answer_feedback(visit: Visit) -> Done:
    """Hand an answer to the terminal."""
    office = visit.sources.office
    if office is None:
        raise RefusedError(say("要看和写答复，启动控制台时用 --office 给出发布目录。"))
    number, adopted, words, since = _wanted(visit)
    answered = Answered(number, adopted, words, since, visit.sources.exact_key)
    to_answer(office_of(visit), answered.made(), answered.key)
    options = PublishOptions(office, visit.sources.sticks)
    title = (say("采纳反馈 {number}", number=number) if adopted else say("不采纳反馈 {number}", number=number))
    errand = Errand(title, said.of_answer(number, adopted), lambda: publish_answer(options, answered))
    return handed(visit, errand, PATH)


def handed(visit: Visit, errand: Errand, to: str) -> Done:
    """Hand something to the terminal. Raises RefusedError while it has something else to do."""
    if not visit.errands.give(errand):
        raise RefusedError(say("终端里还有一件事没有办完，请先到终端里办完或者不同意。"))
    return Done(to, Note(say("已交给终端，口令只在那里输。")))


def _wanted(visit: Visit) -> tuple[str, bool, str, str]:
    number, how = read_number(visit.given("number")), visit.given("how")
    words, since = visit.given("words"), visit.given("since")
    if how not in (_ADOPT, _REJECT):
        raise RefusedError(say("没有写采纳还是不采纳。"))
    if how == _REJECT and not words:
        raise RefusedError(say("不采纳要写理由，反馈的人会看到。"))
    if len(words) > WORDS_LIMIT:
        raise RefusedError(say("写给反馈的人最多 {count} 个字。", count=WORDS_LIMIT))
    if since:
        day_of(say("从哪天的规则起不再提示"), since)
    return number, how == _ADOPT, words, since


def _form(alarm: Alarm, report: FleetReport) -> Form:
    rule = f"{alarm.rule} {report.rule_names.get(alarm.rule, '')}".strip()
    return Form(say("答复 {number}：{rule}", number=alarm.number, rule=rule), PATH, (
        Field("number", "", alarm.number, longest=0),
        Field("how", say("答复"), "", ((_ADOPT, say("采纳")), (_REJECT, say("不采纳")))),
        Field("since", say("从哪天的规则起不再提示"), date=True),
        Field("words", say("写给反馈的人，不写内容、文件名和人名"), longest=WORDS_LIMIT, wide=True)),
        say("到终端签名"))


def _row(alarm: Alarm, report: FleetReport, answers: bool) -> tuple[Cell, ...]:
    rule = f"{alarm.rule} {report.rule_names.get(alarm.rule, '')}".strip()
    number = number_cell(alarm.number) if answers else alarm.number
    answer = report.answers.get(alarm.number, "")
    return (number, moment(alarm.at), rule, alarm.unit, alarm.device,
            answer or (State("ask", "◆", say("等答复")) if alarm.number else say("没有反馈号，答复不了")))


def number_cell(untrusted_number: str) -> Cell:
    """Return the number of a feedback as the way to its answer, where it can be in an address: what a log server
    collected may be anything.
    """
    can_be = untrusted_number.isascii() and untrusted_number.replace("-", "").isalnum()
    return Link(untrusted_number, f"{PATH}?number={untrusted_number}") if can_be else untrusted_number
