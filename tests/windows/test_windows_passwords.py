"""Tests what a password manager copies on Windows: kept from chats, unchanged elsewhere, gone when it clears it."""

from __future__ import annotations

import pytest

from guard.clipboard.concealed import WINDOWS_HISTORY, WINDOWS_MARKS
from guard.ipc.messages import Asking, Flagged, Passed, Served
from tests.support.brokering import BLOCKED, NOTICE
from tests.support.guarding import wait_for
from tests.windows.wine import WindowsBrokering, text_bytes

TEXT = "CF_UNICODETEXT"
NO, YES = (0).to_bytes(4, "little"), (1).to_bytes(4, "little")
MARKS = [(WINDOWS_MARKS[0], b"1"), (WINDOWS_MARKS[1], b"\0"), (WINDOWS_HISTORY, NO)]


@pytest.mark.parametrize(("mark", "content"), MARKS)
def test_a_chat_gets_the_notice_and_all_others_the_password_with_its_mark(
        broker: WindowsBrokering, chat: str, stranger: str, mark: str, content: bytes) -> None:
    broker.client(stranger).copy({TEXT: text_bytes(BLOCKED), mark: content})
    assert broker.expect(Passed).rules == ()
    assert broker.client(chat).text() == NOTICE
    assert broker.expect(Served).concealed
    wait_for(lambda: broker.client("keeper.exe").text() == BLOCKED, "the password, once what the chat got is gone")
    assert broker.client("keeper.exe").tell("offered", formats=[mark]) == [mark]
    assert not any(isinstance(report, Flagged | Asking) for report in (*broker.reports, *broker.drain()))
    broker.client(stranger).copy({})
    wait_for(lambda: broker.client("keeper.exe").text() == "", "an empty clipboard")


def test_a_copy_that_may_be_in_the_history_is_an_ordinary_one(broker: WindowsBrokering, stranger: str) -> None:
    broker.client(stranger).copy({TEXT: text_bytes(BLOCKED), WINDOWS_HISTORY: YES})
    broker.expect(Flagged)
