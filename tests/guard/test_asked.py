"""Which refusals deserve a warning, and for how long the guard knows."""

from __future__ import annotations

from guard.core.model import Answer, Destination, DestinationKind
from guard.daemon.refusals import Asked
from guard.ipc.messages import Served

CHAT = Destination(DestinationKind.CHAT, "微信")


def refused(asked: Asked, capture: str) -> bool:
    return asked.refused(Served(capture, CHAT, Answer.NOTICE, "UTF8_STRING"))


def test_a_program_that_asks_again_is_warned_about_once_and_only_the_last_hundred_captures_are_remembered() -> None:
    asked = Asked()
    captures = [f"{number:032x}" for number in range(101)]
    for capture in captures:
        assert refused(asked, capture)
    assert not any(refused(asked, capture) for capture in captures[1:])
    assert asked.first(captures[0]) is None
    assert asked.first(captures[1]) == CHAT
