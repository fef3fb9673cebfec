"""Tests what a password manager copies on Wayland: kept from chats, unchanged elsewhere, gone when it clears it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from guard.clipboard.concealed import HINT
from guard.core.model import Origin
from guard.ipc.messages import Asking, Flagged, Passed, Served
from tests.support.brokering import NOTICE, Brokering
from tests.support.guarding import wait_for
from tests.support.wayland import Compositor, SelectionOwner

PLAIN = "text/plain;charset=utf-8"
PASSWORD = "绝密样例-Zx9#tiger"


@pytest.fixture
def manager(compositor: Compositor) -> Iterator[SelectionOwner]:
    """A password manager."""
    with closing(SelectionOwner(compositor)) as owner:
        yield owner


def conceal(manager: SelectionOwner, hint: bytes = b"secret") -> None:
    """Copy with the hint, and answer until the copy is another's."""
    manager.own(Origin.CLIPBOARD, (PLAIN, HINT))
    while not manager.lost and manager.hears():
        manager.give({PLAIN: PASSWORD.encode(), HINT: hint}.__getitem__)


def test_a_chat_gets_the_notice_and_all_others_the_password_with_its_hint(
        wayland_broker: Brokering, manager: SelectionOwner, chat: str, stranger: str) -> None:
    conceal(manager)
    assert wayland_broker.expect(Passed).rules == ()
    assert wayland_broker.paste(chat).decode() == NOTICE
    assert wayland_broker.paste(chat, HINT) == b""
    assert wayland_broker.paste(stranger).decode() == PASSWORD
    assert wayland_broker.paste(stranger, HINT) == b"secret"
    assert wayland_broker.expect(Served).concealed
    reports = (*wayland_broker.reports, *wayland_broker.drain())
    assert not any(isinstance(report, Flagged | Asking) for report in reports)


def test_it_goes_when_the_password_manager_clears_it(wayland_broker: Brokering, manager: SelectionOwner,
                                                     stranger: str) -> None:
    conceal(manager)
    assert wayland_broker.paste(stranger).decode() == PASSWORD
    manager.give_up(Origin.CLIPBOARD)
    wait_for(lambda: wayland_broker.paste(stranger) == b"", "an empty clipboard")


def test_a_hint_that_says_something_else_is_none(wayland_broker: Brokering, manager: SelectionOwner) -> None:
    conceal(manager, hint=b"public")
    assert wayland_broker.expect(Flagged).capture.items[0].untrusted_text == PASSWORD
