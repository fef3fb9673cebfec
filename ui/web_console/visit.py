"""Defines what a room is given to answer with, and what it may answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from guard.administration.roles import Deed, Role
from guard.administration.signed_log import Doer, SignedLog
from guard.publish.code_words import unsearched
from guard.publish.office import Office
from ui.console.console_people import Sources
from ui.console.fleet import published
from ui.console.packs_asked import KnownRules, known_rules
from ui.console.publish import PublishOptions
from ui.console.shared_options import YEARS
from ui.i18n.say import say
from ui.web_console.errands import Errands
from ui.web_console.exchange import Request
from ui.web_console.page import Note, Page


class RefusedError(Exception):
    """What was asked for cannot be; the message says why, in the language of the pages."""


@dataclass(slots=True)
class Rules:
    """The rules by which pages name what was found: those inside the program, and those of the unit."""

    sources: Sources
    _program: KnownRules | None = None

    def known(self) -> KnownRules:
        """Return them. Raises UsageError when the publishing folder cannot be read."""
        if self._program is None:
            self._program = known_rules()
        office = self.sources.office
        return self._program if office is None else self._program.and_of(published(office))


@dataclass(frozen=True, slots=True)
class Visit:
    """One request for a room by somebody who may. ``number`` is the one in its path, 0 for none."""

    request: Request
    number: int
    doer: Doer
    log: SignedLog
    rules: Rules
    errands: Errands
    now: float

    @property
    def sources(self) -> Sources:
        """What the console was given to show."""
        return self.rules.sources

    @property
    def role(self) -> Role:
        """The role of the person who asks."""
        return self.doer.person.role

    def asked(self, name: str) -> str:
        """Return a value of the address."""
        return self.request.untrusted_query.get(name, "").strip()

    def given(self, name: str) -> str:
        """Return a value of the form."""
        return self.request.untrusted_form.get(name, "").strip()


@dataclass(frozen=True, slots=True)
class Done:
    """Something was done: where the browser goes next, and what it is told there."""

    to: str
    told: Note


@dataclass(frozen=True, slots=True)
class Look:
    """A page. ``path`` is a pattern with one number at most; ``about`` returns the words for the log."""

    path: re.Pattern[str]
    deed: Deed
    about: Callable[[Visit], str]
    show: Callable[[Visit], Page]


@dataclass(frozen=True, slots=True)
class Act:
    """What a form does."""

    path: re.Pattern[str]
    deed: Deed
    about: Callable[[Visit], str]
    do: Callable[[Visit], Done]


@dataclass(frozen=True, slots=True)
class Room:
    """One entry of the navigation: its address and words (to be translated), the deed that shows it."""

    path: str
    words: str
    deed: Deed


def day_of(what: str, untrusted_words: str) -> date:
    """Return a day of a field that is called ``what``. Raises RefusedError."""
    try:
        day = date.fromisoformat(untrusted_words)
    except ValueError:
        raise RefusedError(say("“{what}”看不懂，请写成 2026-12-05。", what=what)) from None
    if day.year not in YEARS:
        raise RefusedError(say("“{what}”写的是 {year} 年，太早或者太晚。请检查年份。", what=what, year=day.year))
    return day


def unsearched_notes(visit: Visit) -> tuple[Note, ...]:
    """Return the note that what is written is not searched for code words, where there are any. Raises PublishError."""
    if visit.sources.office is None or not unsearched(office_of(visit), visit.sources.exact_key):
        return ()
    return (Note(say("写的话里有没有代号不核对：启动控制台时没有用 --exact-key 给出名单密钥。"), "ask", "◆"),)


def office_of(visit: Visit) -> Office:
    """Return the publishing folder, without its keys. Raises RefusedError without one."""
    return Office.at(options_of(visit).folder, (), lambda _: "")


def options_of(visit: Visit) -> PublishOptions:
    """Return the publishing folder with the folders of its keys. Raises RefusedError without one."""
    folder = visit.sources.office
    if folder is None:
        raise RefusedError(say("启动控制台时用 --office 给出发布目录，就是运行 mishao publish init 建立的那个。"))
    return PublishOptions(folder, visit.sources.sticks)
