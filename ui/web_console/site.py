"""Answers each request: who asks, whether they may, what the log says of it, and only then the page."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus

from guard.administration import said
from guard.administration.roles import Deed, may
from guard.administration.signed_log import Doer, LogError, SignedLog
from guard.fleet.calls import CallError
from guard.fleet.case_store import CaseError
from guard.fleet.roll import RosterError
from guard.publish.errors import PublishError
from guard.util.os_errors import why
from guard.util.spoken_code import CodeError
from ui.console.shared_options import UsageError
from ui.i18n.say import say
from ui.kit.display_text import visible
from ui.kit.sentences import told
from ui.web_console.door import ENTRANCE, Door
from ui.web_console.errands import Errands, Stage
from ui.web_console.exchange import Request, Response
from ui.web_console.page import (
    NOBODY,
    STYLE_PATH,
    Frame,
    Note,
    Page,
    forms_of,
    page_bytes,
    refusal_bytes,
    style_bytes,
)
from ui.web_console.rooms import ACTS, LOOKS, ROOMS, who_words
from ui.web_console.visit import Act, Look, RefusedError, Rules, Visit

MOST_REFUSALS = 50
"""Refusals of one run that are logged: nobody fills the log by asking for what is refused."""

_EXPECTED = (UsageError, RosterError, CaseError, CallError, PublishError, CodeError, RefusedError, OSError,
             sqlite3.Error)


@dataclass(frozen=True, slots=True)
class PageContext:
    """Who is here, and what pages are made of."""

    doer: Doer
    log: SignedLog
    rules: Rules
    errands: Errands


class Site:
    """Answers one request at a time. ``ended`` is called when the log cannot be written any more."""

    def __init__(self, door: Door, context: PageContext, clock: Callable[[], float] = time.time) -> None:
        self._door, self._context, self._clock = door, context, clock
        self._lock = threading.Lock()
        self._refused = 0
        self._told: tuple[Note, ...] = ()

    def answer(self, request: Request) -> Response:
        """Return the answer to a request."""
        with self._lock:
            if not self._door.is_ours(request):
                return self._refuse(HTTPStatus.FORBIDDEN, said.REFUSED_FOREIGN, request,
                                    say("这个请求来自别的网页，或者地址不对，没有理会。请用终端里的链接打开控制台。"))
            if request.untrusted_path == STYLE_PATH and request.method == "GET":
                return Response(content=style_bytes(), content_type="text/css; charset=utf-8")
            if request.untrusted_path == ENTRANCE and request.method == "GET":
                return self._enter(request)
            if not self._door.knows(request):
                return _refusal(HTTPStatus.FORBIDDEN, _not_known())
            return self._inside(request)

    def link(self) -> str:
        """Return a new link for the person in the terminal."""
        with self._lock:
            return self._door.link()

    def record(self, deed: Deed, words: str) -> None:
        """Log something of the person who is here. Raises LogError."""
        with self._lock:
            self._record(deed, words)

    def close(self) -> None:
        """Let nobody in any more."""
        with self._lock:
            self._door.close()

    def _enter(self, request: Request) -> Response:
        cookie = self._door.enter(request.untrusted_query.get("token", ""))
        if cookie is None:
            return self._refuse(HTTPStatus.FORBIDDEN, said.REFUSED_TOKEN, None, _not_known())
        return Response(to=ROOMS[0].path, cookie=cookie)

    def _inside(self, request: Request) -> Response:
        found = _found(request)
        if found is None:
            return _refusal(HTTPStatus.NOT_FOUND, say("控制台里没有这一页。"), self._surroundings())
        way, number = found
        if not may(self._context.doer.person.role, way.deed):
            return self._refuse(HTTPStatus.FORBIDDEN, way.deed.value, request,
                                say("{who}看不了这里，也做不了这件事。", who=who_words(self._context.doer.person)),
                                self._surroundings())
        if isinstance(way, Act) and not self._door.is_of_our_form(request):
            return self._refuse(HTTPStatus.FORBIDDEN, said.REFUSED_FORM, request,
                                say("这个表单不是控制台刚给您的，没有照办。请回到那一页，再填一次。"),
                                self._surroundings())
        context = self._context
        visit = Visit(request, number, context.doer, context.log, context.rules, context.errands, self._clock())
        try:
            return self._carry_out(way, visit)
        except LogError as error:
            return _refusal(HTTPStatus.SERVICE_UNAVAILABLE, told(error.words))

    def _carry_out(self, way: Look | Act, visit: Visit) -> Response:
        """Log it, then show or do it; what fails is said on a page, of an act in the log, too."""
        try:
            self._record(way.deed, way.about(visit))
            if isinstance(way, Look):
                return self._page(way.show(visit), visit)
            done = way.do(visit)
        except _EXPECTED as error:
            if isinstance(way, Act):
                self._record(way.deed, said.of_errand(visit.request.untrusted_path, done=False))
            title = say("没有做成") if isinstance(way, Act) else say("这里看不了")
            return self._page(Page(title, (Note(_words(error), "unknown", "▲"),)), visit, HTTPStatus.CONFLICT)
        self._told = (done.told,)
        return Response(to=done.to)

    def _page(self, page: Page, visit: Visit, status: HTTPStatus = HTTPStatus.OK) -> Response:
        told_before, self._told = self._told, ()
        frame = self._surroundings()
        proofs = {form.to: self._door.csrf(form.to) for form in forms_of(page.parts) if not form.reads}
        here = max((path for path, _ in frame.rooms if visit.request.untrusted_path.startswith(path)), key=len,
                   default="")
        whole = replace(page, told=(*told_before, *_errand_words(visit.errands), *page.told))
        return Response(status, page_bytes(whole, replace(frame, here=here, proofs=proofs)))

    def _surroundings(self) -> Frame:
        """Return what surrounds every page of the person who is here: a refusal leads back to the rooms, too."""
        person = self._context.doer.person
        return Frame(who_words(person), [(room.path, say(room.words)) for room in ROOMS
                                         if may(person.role, room.deed)])

    def _record(self, deed: Deed, words: str) -> None:
        self._context.log.add(self._context.doer, deed, words, self._clock())

    def _refuse(self, status: HTTPStatus, logged: str, request: Request | None, words: str,
                frame: Frame = NOBODY) -> Response:
        """Refuse, and log it as long as there were few."""
        self._refused += 1
        if self._refused <= MOST_REFUSALS:
            where = "" if request is None else said.of_path(request.method, request.untrusted_path)
            last = said.NO_MORE if self._refused == MOST_REFUSALS else ""
            try:
                self._record(Deed.REFUSED, said.joined(logged, where, last))
            except LogError as error:
                return _refusal(HTTPStatus.SERVICE_UNAVAILABLE, told(error.words))
        return _refusal(status, words, frame)


def malformed(status: HTTPStatus) -> Response:
    """Return the page for what is no request that a browser makes here."""
    return _refusal(status, say("浏览器发来的东西看不懂，或者太大，没有理会（{number}）。", number=status.value))


def _refusal(status: HTTPStatus, words: str, frame: Frame = NOBODY) -> Response:
    return Response(status, refusal_bytes(words, frame))


def _not_known() -> str:
    return say("链接只能用一次，三分钟内有效；半小时没有动作也要重新进入。请回到开着控制台的终端，按回车，用新的链接。")


def _found(request: Request) -> tuple[Look | Act, int] | None:
    """Return what a request is for, and the number in its path; a path that is not exactly one of ours is none."""
    ways: tuple[Look | Act, ...] = LOOKS if request.method == "GET" else ACTS
    for way in ways:
        match = way.path.fullmatch(request.untrusted_path)
        if match is not None:
            return way, int(match[1]) if match.groups() else 0
    return None


def _words(error: Exception) -> str:
    """Return what an error says, in the language of the pages where its words are in the catalogue."""
    if isinstance(error, OSError):
        return say("{name} 不能读写：{why}。", name=visible(str(error.filename or "")), why=told(why(error)))
    if isinstance(error, sqlite3.Error):
        return say("数据库不能读写：{why}。", why=visible(str(error)))
    return told(error.args[0]) if error.args else str(error)


def _errand_words(errands: Errands) -> tuple[Note, ...]:
    last = errands.tell()
    if last is None:
        return ()
    if last.stage is Stage.WAITING:
        return (Note(say("在终端里等您：{what}。到开着控制台的终端里看一遍，同意再输口令；办完刷新这一页。",
                         what=last.words), "ask", "◆"),)
    if last.stage is Stage.DONE:
        return (Note(say("终端里办完了：{what}。", what=last.words), "clear", "●"),)
    return (Note(say("终端里没有办成：{what}。原因写在终端里。", what=last.words), "unknown", "▲"),)
