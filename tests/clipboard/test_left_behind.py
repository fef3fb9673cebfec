"""Tests how long what a broker owns stays on the clipboard once the broker has ended, or its guard."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from guard.core.model import Decision, Outcome
from guard.ipc.messages import Asking, Decided, Flagged, Stop
from tests.support.brokering import BLOCKED, Brokering
from tests.support.pictures import NOISE

Start = Callable[..., Brokering]


@pytest.mark.parametrize("name", ["x11", "wayland"])
def test_a_clean_picture_is_not_taken_away_after_the_time_that_what_is_held_stays(start_broker: Start, chat: str,
                                                                                  name: str) -> None:
    broker = start_broker(only=name, program="brief_main.py")
    broker.copy(NOISE, "image/png")
    broker.send(Decided(broker.expect(Asking).capture.id, Decision(Outcome.ALLOW)))
    broker.send(Stop())
    assert broker.process.wait(10) == 0
    for _ in range(3):
        assert broker.paste(chat, "image/png") == NOISE
    broker.copy("下一次复制")  # the process in the background ends


@pytest.mark.parametrize("name", ["x11", "wayland"])
def test_what_is_held_ends_with_the_time_that_it_stays_after_its_guard_was_killed(start_broker: Start, chat: str,
                                                                                  name: str) -> None:
    broker = start_broker(only=name, program="brief_main.py")
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    broker.close_input()
    assert broker.process.wait(10) == 0
    assert broker.paste(chat) == b""
