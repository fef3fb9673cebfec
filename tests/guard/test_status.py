"""Tests the guard's status as a whole."""

from __future__ import annotations

import time

from guard.control.requests import State
from guard.daemon.status import StatusCollector
from guard.sentences.catalogue import sentence


def test_watching_is_said_once_the_clipboard_and_every_other_way_are_watched() -> None:
    said: list[State] = []
    status = StatusCollector(int, lambda status: said.append(status.state))
    status.armed(True)
    status.begun()
    status.armed(False)
    status.armed(True)
    assert said == [State.STARTING, State.WATCHING, State.STARTING, State.WATCHING]


def test_what_has_not_changed_is_not_told_again() -> None:
    said: list[State] = []
    status = StatusCollector(int, lambda status: said.append(status.state))
    status.fact(engine="cascade")
    status.fact(engine="cascade")
    status.trouble("vault", sentence("vault.full"))
    status.trouble("vault", sentence("vault.full"))
    assert said == [State.STARTING, State.TROUBLE]


def test_whether_it_is_paused_is_told_without_counting_what_is_held() -> None:
    counted: list[None] = []

    def count() -> int:
        counted.append(None)
        return len(counted)

    status = StatusCollector(count, lambda _status: None)
    status.paused(time.time() + 60)
    before = len(counted)
    assert status.is_paused()
    status.paused(0.0)
    assert not status.is_paused()
    assert len(counted) == before + 1, "only the change was told, with its count"
