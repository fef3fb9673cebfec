"""Tests what a password manager copies on X11: kept from chats, unchanged everywhere else, gone when it clears it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from guard.clipboard.concealed import HINT
from guard.clipboard.x11.owned import LASTING_MS
from guard.core.policy import Mode
from guard.ipc.messages import Asking, Flagged, Passed, Served
from tests.support.brokering import NOTICE, Brokering, end_manager, policy, renamed
from tests.support.guarding import wait_for
from tests.support.toolkits import Program, toolkit_program
from tests.support.x11_client import X11Client
from ui.demo.display import Display

Client = Callable[..., X11Client]
Start = Callable[..., Brokering]
PASSWORD = "绝密样例-Zx9#tiger"
"""A password in which a rule finds something, so that one that was read would be reported."""


@pytest.fixture
def manager(display: Display) -> Iterator[Program]:
    started = toolkit_program(display, "qt", "keepassxc")
    yield started
    started.close()


def conceal(manager: Program, broker: Brokering, hint: str = "secret") -> Passed:
    """Copy as KeePassXC does; return once the broker owns it."""
    manager.do(do="conceal", text=PASSWORD, hint=hint)
    return broker.expect(Passed, lambda report: report.origin.value == "clipboard")


def reported(broker: Brokering) -> list[object]:
    """What the guard was told that has content."""
    return [report for report in (*broker.reports, *broker.drain()) if isinstance(report, Flagged | Asking)]


def test_a_chat_gets_the_notice_and_all_others_the_password_with_its_hint(broker: Brokering, manager: Program,
                                                                          chat: str, stranger: str) -> None:
    conceal(manager, broker)
    wait_for(lambda: broker.paste(chat).decode() == NOTICE, "the notice")
    assert broker.paste(stranger).decode() == PASSWORD
    assert broker.paste(stranger, HINT) == b"secret"
    assert HINT in broker.offered(stranger)
    assert broker.paste(chat, HINT) == b""


def test_nothing_of_it_is_told_to_the_guard(broker: Brokering, manager: Program, chat: str) -> None:
    assert conceal(manager, broker).rules == ()
    wait_for(lambda: broker.paste(chat).decode() == NOTICE, "the notice")
    assert broker.expect(Served).concealed
    assert reported(broker) == []
    conceal(manager, broker)  # what replaces it does not report it either
    assert reported(broker) == []


def test_it_goes_when_the_password_manager_clears_it(broker: Brokering, manager: Program, chat: str, stranger: str,
                                                     client: Client) -> None:
    watcher = client()
    conceal(manager, broker)
    wait_for(lambda: broker.paste(chat).decode() == NOTICE, "the notice")
    manager.do(do="clear", text=PASSWORD)
    wait_for(lambda: watcher.owner() == 0, "an empty clipboard")
    assert broker.paste(stranger) == b""


def copied(source: X11Client, broker: Brokering, seconds: float) -> None:
    """Copy out of this program, which lives on for this long."""
    source.own()
    source.serve(10, until=lambda: any(isinstance(report, Passed) for report in broker.drain()))
    source.serve(seconds)


@pytest.fixture
def keeper(client: Client) -> X11Client:
    """A program that offers a password with its hint."""
    return client(targets={"UTF8_STRING": ("UTF8_STRING", 8, PASSWORD.encode()), HINT: (HINT, 8, b"secret")})


def test_it_goes_with_the_password_manager(broker: Brokering, keeper: X11Client, client: Client) -> None:
    watcher = client()
    copied(keeper, broker, 1.1 * LASTING_MS / 1000)
    assert watcher.owner() not in (0, keeper.window.id)  # type: ignore[attr-defined]
    keeper.window.destroy()  # type: ignore[attr-defined]
    keeper.display.sync()
    wait_for(lambda: watcher.owner() == 0, "an empty clipboard")


def test_a_program_that_ran_for_the_copy_alone_leaves_it_there(broker: Brokering, keeper: X11Client,
                                                               stranger: str) -> None:
    copied(keeper, broker, 0.1)
    keeper.window.destroy()  # type: ignore[attr-defined]
    keeper.display.sync()
    assert broker.paste(stranger).decode() == PASSWORD


def test_an_owner_that_offers_the_hint_and_does_not_give_it_counts_as_secret(broker: Brokering, client: Client,
                                                                             chat: str) -> None:
    source = client(targets={"UTF8_STRING": ("UTF8_STRING", 8, b"tiger"), HINT: (HINT, 8, b"")})
    copied(source, broker, 0.1)
    assert broker.paste(chat).decode() == NOTICE


def test_a_hint_that_says_something_else_is_none(broker: Brokering, manager: Program) -> None:
    manager.do(do="conceal", text=PASSWORD, hint="public")
    assert broker.expect(Flagged).capture.items[0].untrusted_text == PASSWORD


def test_where_everything_is_only_recorded_it_stays_with_its_program(start_broker: Start, display: Display,
                                                                     office: str, chat: str) -> None:
    broker = start_broker(policy(office, mode=Mode.MONITOR))
    manager = toolkit_program(display, "qt", "keepassxc")
    try:
        conceal(manager, broker)
        assert broker.paste(chat).decode() == PASSWORD
    finally:
        manager.close()


def test_a_clipboard_manager_gets_it_with_the_hint_by_which_it_leaves_it_out(
        start_broker: Start, display: Display, manager: Program, programs: Path) -> None:
    copyq = renamed("xclip", "copyq", programs)
    running = display.start([copyq, "-selection", "secondary", "-quiet", "/dev/null"])
    try:
        broker = start_broker(policy(os.path.realpath(sys.executable)))
        conceal(manager, broker)
        assert broker.paste(copyq, HINT) == b"secret"
        assert broker.paste(copyq).decode() == PASSWORD
        assert reported(broker) == []
    finally:
        end_manager(running)


def test_what_a_starting_broker_finds_there_is_not_read_either(start_broker: Start, display: Display,
                                                               chat: str) -> None:
    manager = toolkit_program(display, "qt", "keepassxc")
    try:
        manager.do(do="conceal", text=PASSWORD, hint="secret")
        broker = start_broker(wary=True)
        broker.expect(Passed)
        wait_for(lambda: broker.paste(chat).decode() == NOTICE, "the notice")
        assert reported(broker) == []
    finally:
        manager.close()
