"""Shows the register of requests for codes, and hands a request to the terminal, where the code is made and shown."""

from __future__ import annotations

from pathlib import Path

from guard.administration import said
from guard.administration.roles import Deed, may
from guard.authorisation.register import Entry, entries
from guard.publish.code_words import refuse_noted
from guard.sentences.catalogue import sentence
from ui.console.authorise import AuthoriseOptions, request_of, sign, subject_words
from ui.i18n.say import say
from ui.report.report import moment
from ui.web_console.errands import Errand
from ui.web_console.feedback import handed
from ui.web_console.overview import MOST
from ui.web_console.page import Cell, Field, Form, Note, Page, Part, State, Table
from ui.web_console.visit import Done, RefusedError, Visit, unsearched_notes

PATH = "/codes"
_REQUEST, _NOTE = 120, 100


def codes(visit: Visit) -> Page:
    """Return the register, the newest first, without the codes themselves."""
    folder = _folder(visit)
    try:
        found, damaged = entries(folder)
    except FileNotFoundError:
        found, damaged = [], 0
    parts: list[Part] = []
    if may(visit.role, Deed.GIVE_CODE):
        parts.append(Form(say("开授权码"), PATH, (
            Field("request", say("对方念的请求码"), longest=_REQUEST, wide=True, needed=True),
            Field("note", say("谁申请、为什么"), longest=_NOTE, wide=True, needed=True)), say("到终端开"),
            say("授权码只出现在终端里。国家秘密的一律不开。")))
        parts += unsearched_notes(visit)
    if damaged:
        parts.append(Note(say("登记簿里有 {count} 行看不懂，请核对那个文件。", count=damaged), "hold", "▲"))
    parts.append(Table(say("登记簿"), (say("时间"), say("性质"), say("登记"), say("结果"), say("请求码")),
                       [_row(one) for one in reversed(found[-MOST:])], say("还没有开过授权码。")))
    return Page(say("授权码"), parts)


def about_giving(visit: Visit) -> str:
    """Return what the log says of a code that is to be given. Raises PublishError for a note with a code word, which is
    not to be in it.
    """
    note = visit.given("note")
    refuse_noted(visit.sources.office, [(sentence("codes.note"), note)], visit.sources.exact_key)
    return said.of_request(subject_words(request_of(visit.given("request")[:_REQUEST])), note)


def give_code(visit: Visit) -> Done:
    """Hand a request to the terminal. Raises CodeError for what is no request."""
    options, note = AuthoriseOptions(_folder(visit), visit.sources.sticks), visit.given("note")
    if not 0 < len(note) <= _NOTE:
        raise RefusedError(say("请写明谁申请、为什么，最多 {count} 个字。", count=_NOTE))
    text = visit.given("request")[:_REQUEST]
    words = say("开授权码：{subject}，{note}", subject=subject_words(request_of(text)), note=note)
    return handed(visit, Errand(words, about_giving(visit), lambda: sign(options, text, note, None)), PATH)


def _row(entry: Entry) -> tuple[Cell, ...]:
    result = State("hold", "■", entry.refused) if entry.refused else State("clear", "●", say("开了"))
    return moment(entry.at), entry.nature, entry.note, result, entry.request


def _folder(visit: Visit) -> Path:
    folder = visit.sources.authorise
    if folder is None:
        raise RefusedError(say("启动控制台时用 --authorise 给出授权目录，就是运行 mishao authorise init 建立的那个。"))
    return folder
