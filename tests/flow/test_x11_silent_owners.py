"""Tests owners of a copy that answer late or never."""

from __future__ import annotations

from collections.abc import Callable

from guard.core.model import Outcome, Reason
from guard.ipc.messages import Flagged, Passed
from tests.support.brokering import CLEAN, NOTICE, Brokering
from tests.support.x11_client import X11Client

Client = Callable[..., X11Client]


def test_an_owner_that_never_answers_is_held_as_unreadable(broker: Brokering, chat: str, client: Client) -> None:
    source = client(silent=True, targets={"UTF8_STRING": ("UTF8_STRING", 8, b"never given")})
    source.own()
    source.serve(8, until=lambda: any(isinstance(report, Flagged) for report in broker.drain()))
    flagged = next(report for report in broker.reports if isinstance(report, Flagged))
    assert flagged.judged.unreadable is not None
    assert flagged.judged.unreadable.reason is Reason.NO_ANSWER
    assert flagged.decision.outcome is Outcome.UNREADABLE
    assert broker.paste(chat).decode() == NOTICE


def test_an_owner_that_does_not_even_list_its_targets_is_held_as_unreadable(broker: Brokering, chat: str,
                                                                           client: Client) -> None:
    source = client(silent=True)
    source.own()
    source.serve(10, until=lambda: any(isinstance(report, Flagged) for report in broker.drain()))
    flagged = next(report for report in broker.reports if isinstance(report, Flagged))
    assert flagged.decision.outcome is Outcome.UNREADABLE
    assert broker.paste(chat).decode() == NOTICE


def test_an_owner_that_sleeps_on_the_first_request_for_its_list_is_asked_again(broker: Brokering,
                                                                               client: Client) -> None:
    source = client(sleeps=1, targets={"UTF8_STRING": ("UTF8_STRING", 8, CLEAN.encode())})
    source.own()
    source.serve(8, until=lambda: any(isinstance(report, Passed) for report in broker.drain()))
    assert source.asked.count("TARGETS") == 2
    assert [type(report) for report in broker.reports if isinstance(report, Flagged | Passed)] == [Passed]
