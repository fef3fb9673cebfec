"""What the guard says of itself as a whole."""

from __future__ import annotations

import time

from guard.control.requests import State
from guard.daemon.status import Standing
from guard.sentences.catalogue import sentence


def test_watching_is_said_once_the_clipboard_and_every_other_way_are_watched() -> None:
    said: list[State] = []
    standing = Standing(int, lambda status: said.append(status.state))
    standing.armed(True)
    standing.begun()
    standing.armed(False)
    standing.armed(True)
    assert said == [State.STARTING, State.WATCHING, State.STARTING, State.WATCHING]


def test_what_has_not_changed_is_not_told_again() -> None:
    said: list[State] = []
    standing = Standing(int, lambda status: said.append(status.state))
    standing.fact(engine="cascade")
    standing.fact(engine="cascade")
    standing.trouble("vault", sentence("vault.full"))
    standing.trouble("vault", sentence("vault.full"))
    assert said == [State.STARTING, State.TROUBLE]


def test_whether_it_is_paused_is_told_without_counting_what_is_held() -> None:
    counted: list[None] = []

    def count() -> int:
        counted.append(None)
        return len(counted)

    standing = Standing(count, lambda _status: None)
    standing.paused(time.time() + 60)
    before = len(counted)
    assert standing.is_paused()
    standing.paused(0.0)
    assert not standing.is_paused()
    assert len(counted) == before + 1, "only the change was told, with its count"
