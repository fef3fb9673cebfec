"""What the guard says of itself as a whole."""

from __future__ import annotations

from guard.control.requests import State
from guard.daemon.status import Standing


def test_watching_is_said_once_the_clipboard_and_every_other_way_are_watched() -> None:
    said: list[State] = []
    standing = Standing(int, lambda status: said.append(status.state))
    standing.armed(True)
    standing.begun()
    standing.armed(False)
    standing.armed(True)
    assert said == [State.STARTING, State.WATCHING, State.STARTING, State.WATCHING]
