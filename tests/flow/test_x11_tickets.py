"""Tests what a release lets out on X11: one paste into a chat client, of the original or of its masked copy."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

import pytest

from guard.clipboard.x11.answering import AFRESH_SECONDS
from guard.core.model import Decision, DestinationKind, Kind, Outcome, Release, Target
from guard.core.policy import Programs
from guard.ipc.messages import Flagged, Grant, Granted, Place
from tests.support.brokering import BLOCKED, INTERNAL, NOTICE, Brokering, policy
from tests.support.guarding import wait_for
from tests.support.owner_watch import OwnerWatch
from tests.support.x11_client import X11Client
from ui.demo.display import Display

Start = Callable[..., Brokering]


def test_a_grant_lets_chat_paste_once(broker: Brokering, chat: str) -> None:
    broker.copy(INTERNAL)
    flagged = broker.expect(Flagged)
    broker.send(Grant(flagged.capture.id, 60))
    assert broker.expect(Granted).given
    assert broker.paste(chat).decode() == INTERNAL
    assert broker.paste(chat).decode() == NOTICE  # another process is another client: the ticket is spent


def test_what_was_let_go_is_offered_again_only_after_the_last_request_of_a_slow_paste(
        start_broker: Start, display: Display, client: Callable[..., X11Client]) -> None:
    here = Programs(DestinationKind.CHAT, paths=(os.path.realpath(sys.executable),))
    broker = start_broker(replace(policy(), programs=(here, *policy().programs)))
    pasting = client()

    def asked_four_times(watch: OwnerWatch) -> bool:
        """A browser asks for one format after the other, and pastes nothing when the owner changes meanwhile. Return
        False when this computer was too slow to tell.
        """
        broker.copy(INTERNAL)
        broker.send(Grant(broker.expect(Flagged).capture.id, 60))
        broker.expect(Granted)
        watch.forget()
        before = time.monotonic()
        for _ in range(4):
            begun = time.monotonic()
            given, since = pasting.paste("UTF8_STRING"), time.monotonic() - before
            time.sleep(AFRESH_SECONDS / 2)
            changed = watch.changed("CLIPBOARD")
            if max(since, time.monotonic() - begun) >= AFRESH_SECONDS:
                return False
            before = begun
            assert given is not None
            assert (given[2].decode(), changed) == (INTERNAL, False)
        return True

    with closing(OwnerWatch(display.name)) as watch:
        assert any(asked_four_times(watch) for _ in range(10))
        watch.wait("CLIPBOARD")


@pytest.mark.parametrize("probe", ["TIMESTAMP", "image/png", "SAVE_TARGETS"])
def test_a_question_that_gets_no_content_spends_no_ticket(broker: Brokering, chat: str, probe: str) -> None:
    broker.copy(INTERNAL)
    flagged = broker.expect(Flagged)
    assert broker.paste(chat).decode() == NOTICE
    broker.send(Grant(flagged.capture.id, 60))
    broker.expect(Granted)
    broker.paste(chat, probe)
    assert broker.paste(chat).decode() == INTERNAL  # by another process: a spent ticket opens nothing for it


def test_a_masked_copy_is_pasted_once_and_by_the_chat_client_alone(broker: Brokering, office: str, chat: str) -> None:
    broker.copy(INTERNAL)
    capture = broker.expect(Flagged).capture.id
    broker.send(Grant(capture, 60, masked=(Target("UTF8_STRING", "UTF8_STRING", 8, "打码版".encode()),)))
    broker.expect(Granted)
    assert broker.paste(office).decode() == INTERNAL
    assert broker.paste(chat, "text/html") == b""  # nothing of the original in another format
    assert broker.paste(chat).decode() == "打码版"
    assert broker.paste(chat).decode() == NOTICE


def test_a_grant_opens_nothing_that_may_never_be_released(start_broker: Start, office: str, chat: str) -> None:
    broker = start_broker()
    broker.copy(BLOCKED)
    capture = broker.expect(Flagged).capture
    never = Decision(Outcome.BLOCK, (DestinationKind.CHAT,), True, Release.NEVER)
    broker.send(Place("placed", Kind.TEXT, capture.targets, never))
    broker.send(Grant("placed", 60))
    assert wait_for(lambda: broker.paste(office), "the placed item").decode() == BLOCKED
    assert broker.paste(chat).decode() == NOTICE


def test_a_grant_dies_with_the_next_copy(broker: Brokering, chat: str) -> None:
    broker.copy(INTERNAL)
    broker.send(Grant(broker.expect(Flagged).capture.id, 60))
    broker.copy(INTERNAL + "二")
    broker.expect(Flagged)
    assert broker.paste(chat).decode() == NOTICE
