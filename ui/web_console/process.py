"""Runs the console for one person: opens their key, serves the pages, and does in the terminal what needs a passphrase.

It ends with its terminal, by Ctrl+D or Ctrl+C.
"""

from __future__ import annotations

import os
import select
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QCoreApplication

from guard.administration import said
from guard.administration.ends import ends_of, not_followed
from guard.administration.people import Entered, enter, remember
from guard.administration.roles import Deed, may
from guard.administration.signed_log import LogError, SignedLog
from guard.fleet.case_store import CaseStore
from guard.publish.errors import PublishError
from guard.util import exit_codes
from rules.sentences.sentence import Sentence
from ui.console.console_people import Chamber, ConsoleAsked
from ui.console.help_language import is_english
from ui.i18n.language import Language, speak
from ui.i18n.say import say
from ui.kit.sentences import told
from ui.terminal import complain, people, printable
from ui.web_console.door import Address, Door
from ui.web_console.errands import Errands
from ui.web_console.exchange import Request, Response
from ui.web_console.rooms import who_words
from ui.web_console.server import Server
from ui.web_console.site import PageContext, Site, malformed
from ui.web_console.visit import Rules

Wake = Callable[[], object]


class _EndedError(Exception):
    """The terminal has gone, or somebody ended the program."""


def run(asked: ConsoleAsked) -> int:
    """Serve the console until its terminal ends; return the exit code."""
    application = QCoreApplication.instance() or QCoreApplication([])
    speak(application, Language.ENGLISH if is_english(os.environ) else Language.CHINESE)
    if sys.platform == "win32":
        complain(say("控制台现在只能在 Linux 上用。"))
        return exit_codes.NOT_DONE
    try:
        with closing(asked.chamber.opened()) as log:
            return _entered(asked, log, enter(log, asked.chamber.keys, asked.name))
    except (LogError, PublishError) as error:
        complain(told(error.words))
    except OSError as error:
        complain(say("控制台没有打开：{why}。", why=str(error)))
    return exit_codes.NOT_DONE


def _entered(asked: ConsoleAsked, log: SignedLog, entered: Entered) -> int:
    """Serve pages to somebody whose key is open. The log is written before anything is shown."""
    console = people()
    warnings = [one for one in (entered.warning, _moved(asked, log, entered)) if one]
    for warning in warnings:
        console.print(printable(f"▲ {told(warning)}"), style="bold red", soft_wrap=True)
    with _woken() as (woken, wake):
        errands = Errands(wake)
        site: list[Site] = []
        server = Server(lambda request: _answer(site, request), malformed)
        site.append(Site(Door(Address(server.port), time.monotonic),
                         PageContext(entered.doer, log, Rules(asked.sources), errands)))
        try:
            site[0].record(Deed.ENTER, said.joined(ends_of(asked.sources.store), *warnings))
            _remember_people(asked, entered)
            server.start()
            with _ended_by_signals():
                _serve(site[0], errands, woken, who_words(entered.doer.person))
        except (_EndedError, KeyboardInterrupt):
            pass
        finally:
            server.close()
            site[0].close()
    return _leave(asked, log, entered)


def _leave(asked: ConsoleAsked, log: SignedLog, entered: Entered) -> int:
    chamber: Chamber = asked.chamber
    if not os.isatty(sys.stdin.fileno()):  # it has gone: nobody reads what would be written
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
            os.dup2(nowhere.fileno(), sys.stderr.fileno())
    moved = _moved(asked, log, entered)
    if moved:
        people().print(printable(f"▲ {told(moved)}"), style="bold red", soft_wrap=True)
    log.add(entered.doer, Deed.LEAVE, said.joined(ends_of(asked.sources.store), moved), time.time())
    remember(log, chamber.keys, entered.doer)
    people().print(say("控制台已结束。操作记录的校验点：{checkpoint}", checkpoint=log.checkpoint()), soft_wrap=True)
    return exit_codes.OK


def _moved(asked: ConsoleAsked, log: SignedLog, entered: Entered) -> Sentence:
    return not_followed(log, entered.doer.person.name, asked.sources.store)


def _answer(site: list[Site], request: Request) -> Response:
    return site[0].answer(request)


def _serve(site: Site, errands: Errands, woken: int, who: str) -> None:
    """Print links and do errands until standard input ends."""
    console = people()
    _print_link(site, who)
    while True:
        ready, _, _ = select.select([sys.stdin, woken], [], [])
        if woken in ready:
            os.read(woken, 1024)
            _do_errand(site, errands)
        elif not sys.stdin.readline():
            console.print("")
            return
        else:
            _print_link(site, who)


def _print_link(site: Site, who: str) -> None:
    console = people()
    console.print(printable(say("{who}，用这台电脑的浏览器打开：", who=who)), soft_wrap=True)
    console.print(site.link(), soft_wrap=True, highlight=False)
    console.print(say("链接只能用一次。按回车换一个新的，Ctrl+D 结束。"), soft_wrap=True)


def _do_errand(site: Site, errands: Errands) -> None:
    errand = errands.waiting()
    if errand is None:
        return
    people().print(printable(f"◆ {errand.words}"), style="bold", soft_wrap=True)
    code = 1
    try:
        code = errand.run()
    except KeyboardInterrupt:  # at the question or the passphrase: this errand is not done, the console stays
        people().print("")
    finally:
        errands.ended(code)
        site.record(Deed.ERRAND, said.of_errand(errand.logged, done=code == 0))


def _remember_people(asked: ConsoleAsked, entered: Entered) -> None:
    """Let `mishao cases set` check names against the console's people, too."""
    store = asked.sources.store
    if store is not None and store.exists() and may(entered.doer.person.role, Deed.CHANGE_CASE):
        with suppress(sqlite3.Error), closing(CaseStore(store)) as cases:
            cases.people_are_in(asked.chamber.folder)


@contextmanager
def _woken() -> Iterator[tuple[int, Wake]]:
    """Yield a descriptor that can be read once something was handed over, and what makes it so."""
    reading, writing = os.pipe()
    try:
        yield reading, lambda: os.write(writing, b"!")
    finally:
        os.close(reading)
        os.close(writing)


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Leave the block properly when the terminal goes (SIGHUP) or somebody ends the program (SIGTERM)."""
    def end(_number: int, _frame: FrameType | None) -> None:
        raise _EndedError

    before = {number: signal.signal(number, end) for number in (signal.SIGHUP, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
