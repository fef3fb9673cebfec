"""One-time releases, and who gets what of one copy."""

from __future__ import annotations

import pytest

from guard.clipboard.holding import Holding
from guard.model import Answer, Decision, DestinationKind, Outcome, Release
from guard.tickets import SAME_PASTE_SECONDS, TICKET_SECONDS, admits, issue, spend

CHAT = DestinationKind.CHAT
HELD = Decision(Outcome.BLOCK, (CHAT, DestinationKind.CLIPBOARD_MANAGER), True, Release.REASON)
NEVER = Decision(Outcome.BLOCK, (CHAT,), True, Release.NEVER)
CLEAN = Decision(Outcome.ALLOW)


def test_a_ticket_is_good_for_its_capture_and_a_minute() -> None:
    ticket = issue("a", HELD, now=100.0)
    assert admits(ticket, "a", CHAT, 1, 100.0 + TICKET_SECONDS - 0.1)
    assert not admits(ticket, "a", CHAT, 1, 100.0 + TICKET_SECONDS)
    assert not admits(ticket, "b", CHAT, 1, 100.0)


def test_nobody_can_ask_for_a_longer_ticket() -> None:
    assert not admits(issue("a", HELD, now=0.0, seconds=3600), "a", CHAT, 1, TICKET_SECONDS)


def test_a_shorter_ticket_is_shorter() -> None:
    assert not admits(issue("a", HELD, now=0.0, seconds=5), "a", CHAT, 1, 5.0)
    assert not admits(issue("a", HELD, now=0.0, seconds=-5), "a", CHAT, 1, 0.0)


def test_there_is_no_ticket_for_what_is_never_released() -> None:
    assert issue("a", NEVER, now=0.0) is None
    assert not admits(None, "a", CHAT, 1, 0.0)


@pytest.mark.parametrize("kind", [DestinationKind.CLIPBOARD_MANAGER, DestinationKind.BROWSER, DestinationKind.UNKNOWN])
def test_a_ticket_opens_nothing_but_chat(kind: DestinationKind) -> None:
    assert not admits(issue("a", HELD, now=0.0), "a", kind, 1, 0.0)


def test_a_spent_ticket_serves_the_rest_of_the_same_paste_only() -> None:
    ticket = issue("a", HELD, now=0.0)
    assert ticket is not None
    spent = spend(ticket, 1, now=10.0)
    assert admits(spent, "a", CHAT, 1, 10.0 + SAME_PASTE_SECONDS - 0.1)
    assert not admits(spent, "a", CHAT, 2, 10.1)
    assert not admits(spent, "a", CHAT, 1, 10.0 + SAME_PASTE_SECONDS)
    assert spend(spent, 2, now=11.0) == spent


def test_looking_spends_nothing() -> None:
    holding = Holding("a", HELD)
    assert holding.grant(now=0.0)
    for client in range(5):
        assert holding.answer(CHAT, client, 1.0) is Answer.ORIGINAL
    holding.leaving(CHAT, 7, 1.0)
    assert holding.answer(CHAT, 7, 1.1) is Answer.ORIGINAL
    assert holding.answer(CHAT, 8, 1.1) is Answer.NOTICE


def test_an_office_program_does_not_spend_the_ticket() -> None:
    holding = Holding("a", HELD)
    holding.grant(now=0.0)
    holding.leaving(DestinationKind.OFFICE, 7, 1.0)
    holding.leaving(DestinationKind.CLIPBOARD_MANAGER, 8, 1.0)
    assert holding.answer(CHAT, 9, 1.1) is Answer.ORIGINAL


def test_before_the_decision_only_office_is_served() -> None:
    holding = Holding("a")
    assert holding.answer(DestinationKind.OFFICE, 1, 0.0) is Answer.ORIGINAL
    for kind in set(DestinationKind) - {DestinationKind.OFFICE}:
        assert holding.answer(kind, 1, 0.0) is None
    holding.decision = CLEAN
    assert holding.answer(CHAT, 1, 0.0) is Answer.ORIGINAL


def test_what_was_dropped_is_gone_for_everyone_and_cannot_be_granted() -> None:
    holding = Holding("a", HELD)
    holding.drop()
    assert not holding.grant(now=0.0)
    assert {holding.answer(kind, 1, 0.0) for kind in DestinationKind} == {Answer.NOTICE}


def test_one_paste_is_one_report() -> None:
    holding = Holding("a", HELD)
    assert holding.starts_paste(1, Answer.NOTICE, 0.0)
    assert not holding.starts_paste(1, Answer.NOTICE, 1.0)
    assert holding.starts_paste(2, Answer.NOTICE, 1.0)
    assert holding.starts_paste(1, Answer.ORIGINAL, 1.0)
    assert holding.starts_paste(1, Answer.NOTICE, 1.0 + SAME_PASTE_SECONDS)
