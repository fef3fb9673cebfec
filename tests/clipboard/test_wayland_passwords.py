"""Tests what a password manager copies on Wayland: kept from chats, unchanged elsewhere, gone when it clears it."""

from __future__ import annotations

import os
import select
from collections.abc import Callable, Iterator
from unittest.mock import patch

import pytest

from guard.clipboard.concealed import HINT
from guard.clipboard.wayland.connection import Asked, Cancelled, Connection
from guard.core.model import Origin
from guard.ipc.messages import Asking, Flagged, Passed, Served
from tests.support.brokering import NOTICE, WAIT_SECONDS, Brokering
from tests.support.guarding import wait_for
from tests.support.wayland import Compositor

PLAIN = "text/plain;charset=utf-8"
PASSWORD = "绝密样例-Zx9#tiger"


@pytest.fixture
def wayland(start_broker: Callable[..., Brokering]) -> Brokering:
    return start_broker(only="wayland")


@pytest.fixture
def manager(compositor: Compositor) -> Iterator[Connection]:
    """A password manager's connection to the compositor."""
    with patch.dict(os.environ, compositor.environment):
        connection = Connection()
    yield connection
    connection.close()


def conceal(manager: Connection, hint: bytes = b"secret") -> None:
    """Copy with the hint, and answer until the copy is another's."""
    manager.own(Origin.CLIPBOARD, (PLAIN, HINT))
    while select.select([manager.fileno()], [], [], WAIT_SECONDS)[0]:
        for notice in manager.notices():
            if isinstance(notice, Asked):
                os.write(notice.descriptor, hint if notice.name == HINT else PASSWORD.encode())
                os.close(notice.descriptor)
            elif isinstance(notice, Cancelled):
                return


def test_a_chat_gets_the_notice_and_all_others_the_password_with_its_hint(
        wayland: Brokering, manager: Connection, chat: str, stranger: str) -> None:
    conceal(manager)
    assert wayland.expect(Passed).rules == ()
    assert wayland.paste(chat).decode() == NOTICE
    assert wayland.paste(chat, HINT) == b""
    assert wayland.paste(stranger).decode() == PASSWORD
    assert wayland.paste(stranger, HINT) == b"secret"
    assert wayland.expect(Served).concealed
    assert not any(isinstance(report, Flagged | Asking) for report in (*wayland.reports, *wayland.drain()))


def test_it_goes_when_the_password_manager_clears_it(wayland: Brokering, manager: Connection, stranger: str) -> None:
    conceal(manager)
    assert wayland.paste(stranger).decode() == PASSWORD
    manager.give_up(Origin.CLIPBOARD)
    wait_for(lambda: wayland.paste(stranger) == b"", "an empty clipboard")


def test_a_hint_that_says_something_else_is_none(wayland: Brokering, manager: Connection) -> None:
    conceal(manager, hint=b"public")
    assert wayland.expect(Flagged).capture.items[0].untrusted_text == PASSWORD
