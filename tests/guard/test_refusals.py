"""Tests which refusals cause a warning, and for how long the guard remembers them."""

from __future__ import annotations

from guard.core.model import Answer, Destination, DestinationKind
from guard.daemon.refusals import Refusals
from guard.ipc.messages import Served

CHAT = Destination(DestinationKind.CHAT, "微信")


def refused(refusals: Refusals, capture: str) -> bool:
    return refusals.refused(Served(capture, CHAT, Answer.NOTICE, "UTF8_STRING"))


def test_a_program_that_asks_again_is_warned_about_once_and_only_the_last_hundred_captures_are_remembered() -> None:
    refusals = Refusals()
    captures = [f"{number:032x}" for number in range(101)]
    for capture in captures:
        assert refused(refusals, capture)
    assert not any(refused(refusals, capture) for capture in captures[1:])
    assert refusals.first(captures[0]) is None
    assert refusals.first(captures[1]) == CHAT
