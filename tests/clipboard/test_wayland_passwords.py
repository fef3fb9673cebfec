"""Tests what a password manager copies on Wayland: kept from chats, unchanged elsewhere, gone when it clears it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
def wayland(start_broker: Callable[..., Brokering]) -> Brokering:
    return start_broker(only="wayland")


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
        wayland: Brokering, manager: SelectionOwner, chat: str, stranger: str) -> None:
    conceal(manager)
    assert wayland.expect(Passed).rules == ()
    assert wayland.paste(chat).decode() == NOTICE
    assert wayland.paste(chat, HINT) == b""
    assert wayland.paste(stranger).decode() == PASSWORD
    assert wayland.paste(stranger, HINT) == b"secret"
    assert wayland.expect(Served).concealed
    assert not any(isinstance(report, Flagged | Asking) for report in (*wayland.reports, *wayland.drain()))


def test_it_goes_when_the_password_manager_clears_it(wayland: Brokering, manager: SelectionOwner,
                                                     stranger: str) -> None:
    conceal(manager)
    assert wayland.paste(stranger).decode() == PASSWORD
    manager.give_up(Origin.CLIPBOARD)
    wait_for(lambda: wayland.paste(stranger) == b"", "an empty clipboard")


def test_a_hint_that_says_something_else_is_none(wayland: Brokering, manager: SelectionOwner) -> None:
    conceal(manager, hint=b"public")
    assert wayland.expect(Flagged).capture.items[0].untrusted_text == PASSWORD
