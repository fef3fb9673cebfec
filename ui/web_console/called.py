"""Shows beside what is open whom the office has called, and lets it be sorted by that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from urllib.parse import urlencode

from guard.administration.roles import Deed, may
from guard.fleet.calls import Call
from ui.console.open_items import Which
from ui.i18n.say import mark, say
from ui.report.calls import day_words
from ui.web_console.page import Cell, Field, Form, Link, State
from ui.web_console.visit import RefusedError, Visit

PATH = "/calls"
CALLS = "calls"
"""The name of the choice in an address."""

_CHOICES = {Which.ALL: mark("全部，急的在前"), Which.BY_CALLS: mark("约定过了的、没催过的在前"),
            Which.PASSED: mark("只看约定过了的"), Which.NEVER: mark("只看没催过的")}


def chosen(read: Callable[[str], str]) -> Which:
    """Return what an address or a form asks for. Raises RefusedError."""
    try:
        return Which(read(CALLS) or Which.ALL)
    except ValueError:
        raise RefusedError(say("没有这样的排法。")) from None


def choice_form(visit: Visit, title: str, to: str, *kept: str) -> Form:
    """Return the form by which a list is sorted by its calls; other values of the address are ``kept``."""
    return Form(title, to, (choice_field(visit), *kept_fields(visit, *kept)), say("排列"), reads=True)


def choice_field(visit: Visit) -> Field:
    """Return the field of that form."""
    which = chosen(visit.asked)
    return Field(CALLS, say("催办"), "" if which is Which.ALL else which.value,
                 [("" if one is Which.ALL else one.value, say(words)) for one, words in _CHOICES.items()])


def nothing_words(which: Which, none: str) -> str:
    """Return what an empty list says: ``none`` where everything would be in it."""
    return none if which in (Which.ALL, Which.BY_CALLS) else say("没有这样的。")


def kept_fields(visit: Visit, *names: str) -> Iterator[Field]:
    """Yield hidden fields with the values that an address has already."""
    for name in names:
        if value := visit.asked(name):
            yield Field(name, "", value, longest=0)


def call_cell(call: Call | None, today: date) -> Cell:
    """Return the newest call about something: whom, when, and what was agreed until when."""
    if call is None:
        return ""
    day = day_words(call.day, today)
    if call.until is None:
        return State("unknown", "▲", say("已催 {day} {whom}，没有约定", day=day, whom=call.whom))
    until = day_words(call.until, today)
    if call.passed(today):
        return State("hold", "■", say("已催 {day} {whom}，约定 {until} 前，已过", day=day, whom=call.whom, until=until))
    return State("clear", "●", say("已催 {day} {whom}，约定 {until} 前", day=day, whom=call.whom, until=until))


def computer_cell(visit: Visit, device: str) -> Cell:
    """Return the name of a computer, as the way to its calls for whoever may see them."""
    return Link(device, address(device=device)) if may(visit.role, Deed.LOOK_CALLS) else device


def address(**asked: str) -> str:
    """Return the address of the calls about something."""
    return f"{PATH}?{urlencode(asked)}" if asked else PATH
