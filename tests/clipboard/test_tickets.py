"""Tests one-time releases, and which program gets what of one copy."""

from __future__ import annotations

from dataclasses import replace

import pytest

from guard.clipboard.holding import VERDICT_SECONDS, Holding, Patience
from guard.core.model import Answer, Decision, DestinationKind, Outcome, Release
from guard.core.tickets import SAME_PASTE_SECONDS, TICKET_SECONDS, Bearer, Client, admits, issue, spend
from guard.ipc.messages import Decided

CHAT = DestinationKind.CHAT
HELD = Decision(Outcome.BLOCK, (CHAT, DestinationKind.CLIPBOARD_MANAGER), True, Release.REASON)
NEVER = Decision(Outcome.BLOCK, (CHAT,), True, Release.NEVER)
CLEAN = Decision(Outcome.ALLOW)
ONE, OTHER = Client("/opt/wechat", 11, 100, 1), Client("/opt/wechat", 12, 200, 2)


def numbered(number: int) -> Client:
    return Client("/opt/wechat", number, 1)


def test_a_ticket_is_good_for_its_capture_and_a_minute() -> None:
    ticket = issue("a", HELD, now=100.0)
    assert admits(ticket, "a", CHAT, ONE, 100.0 + TICKET_SECONDS - 0.1)
    assert not admits(ticket, "a", CHAT, ONE, 100.0 + TICKET_SECONDS)
    assert not admits(ticket, "b", CHAT, ONE, 100.0)


def test_nobody_can_ask_for_a_longer_ticket() -> None:
    assert not admits(issue("a", HELD, now=0.0, seconds=3600), "a", CHAT, ONE, TICKET_SECONDS)


def test_a_shorter_ticket_is_shorter() -> None:
    assert not admits(issue("a", HELD, now=0.0, seconds=5), "a", CHAT, ONE, 5.0)
    assert not admits(issue("a", HELD, now=0.0, seconds=-5), "a", CHAT, ONE, 0.0)


def test_there_is_no_ticket_for_what_is_never_released() -> None:
    assert issue("a", NEVER, now=0.0) is None
    assert not admits(None, "a", CHAT, ONE, 0.0)


@pytest.mark.parametrize("kind", [DestinationKind.CLIPBOARD_MANAGER, DestinationKind.BROWSER, DestinationKind.UNKNOWN])
def test_a_ticket_opens_nothing_but_chat(kind: DestinationKind) -> None:
    assert not admits(issue("a", HELD, now=0.0), "a", kind, ONE, 0.0)


def test_a_spent_ticket_serves_the_rest_of_the_same_paste_only() -> None:
    ticket = issue("a", HELD, now=0.0)
    assert ticket is not None
    spent = spend(ticket, ONE, now=10.0)
    assert admits(spent, "a", CHAT, ONE, 10.0 + SAME_PASTE_SECONDS - 0.1)
    assert not admits(spent, "a", CHAT, OTHER, 10.1)
    assert not admits(spent, "a", CHAT, ONE, 10.0 + SAME_PASTE_SECONDS)
    assert spend(spent, OTHER, now=11.0) == spent


def test_looking_spends_nothing() -> None:
    holding = Holding("a", HELD)
    assert holding.grant(now=0.0)
    for number in range(5):
        assert holding.answer(CHAT, Client("/opt/wechat", number), 1.0) is Answer.ORIGINAL
    holding.leaving(CHAT, numbered(7), 1.0)
    assert holding.answer(CHAT, numbered(7), 1.1) is Answer.ORIGINAL
    assert holding.answer(CHAT, numbered(8), 1.1) is Answer.NOTICE


def test_an_office_program_does_not_spend_the_ticket() -> None:
    holding = Holding("a", HELD)
    holding.grant(now=0.0)
    holding.leaving(DestinationKind.OFFICE, numbered(7), 1.0)
    holding.leaving(DestinationKind.CLIPBOARD_MANAGER, numbered(8), 1.0)
    assert holding.answer(CHAT, numbered(9), 1.1) is Answer.ORIGINAL


def test_before_the_decision_only_office_is_served() -> None:
    holding = Holding("a")
    assert holding.answer(DestinationKind.OFFICE, numbered(1), 0.0) is Answer.ORIGINAL
    for kind in set(DestinationKind) - {DestinationKind.OFFICE}:
        assert holding.answer(kind, numbered(1), 0.0) is None
    holding.decision = CLEAN
    assert holding.answer(CHAT, numbered(1), 0.0) is Answer.ORIGINAL


def test_what_was_dropped_is_gone_for_everyone_and_cannot_be_granted() -> None:
    holding = Holding("a", HELD)
    holding.drop()
    assert not holding.grant(now=0.0)
    assert {holding.answer(kind, numbered(1), 0.0) for kind in DestinationKind} == {Answer.NOTICE}


def test_one_paste_is_one_report() -> None:
    holding = Holding("a", HELD)
    assert holding.starts_paste(numbered(1), Answer.NOTICE, 0.0)
    assert not holding.starts_paste(numbered(1), Answer.NOTICE, 1.0)
    assert holding.starts_paste(numbered(2), Answer.NOTICE, 1.0)
    assert holding.starts_paste(numbered(1), Answer.ORIGINAL, 1.0)
    assert holding.starts_paste(numbered(1), Answer.NOTICE, 1.0 + SAME_PASTE_SECONDS)


WIDER = Decision(Outcome.BLOCK, (*HELD.held_from, DestinationKind.BROWSER), True, Release.REASON)
LATER = pytest.mark.parametrize(("later", "answer"), [
    (NEVER, Answer.NOTICE),
    (replace(HELD, release=Release.CODE), Answer.NOTICE),
    (WIDER, Answer.NOTICE),
    (HELD, Answer.ORIGINAL),
    (replace(HELD, release=Release.APPROVER), Answer.ORIGINAL),
], ids=["never", "by a code", "from more programs", "the same", "looser"])


@LATER
def test_a_ticket_ends_when_the_rest_of_what_was_let_go_makes_the_decision_stricter(
        later: Decision, answer: Answer) -> None:
    holding = Holding("a", HELD)
    assert holding.grant(now=0.0)
    holding.decided(Decided("a", later))
    assert holding.answer(CHAT, ONE, 1.0) is answer
    assert holding.is_fresh == (answer is Answer.NOTICE)


@LATER
def test_an_answer_to_a_looser_decision_than_the_one_in_force_grants_nothing(later: Decision, answer: Answer) -> None:
    holding = Holding("a", HELD)
    holding.decided(Decided("a", later))
    assert holding.grant(now=0.0, under=HELD) == (answer is Answer.ORIGINAL)
    assert holding.answer(CHAT, ONE, 1.0) is answer


def test_a_paste_that_has_begun_is_finished_when_the_decision_becomes_stricter() -> None:
    holding = Holding("a", HELD)
    holding.grant(now=0.0)
    holding.leaving(CHAT, ONE, 1.0)
    holding.decided(Decided("a", NEVER))
    assert holding.answer(CHAT, ONE, 1.1) is Answer.ORIGINAL
    assert holding.answer(CHAT, OTHER, 1.1) is Answer.NOTICE


def test_a_ticket_ends_with_the_files_that_it_was_for() -> None:
    holding = Holding("a", HELD)
    holding.grant(now=0.0)
    holding.outdated()
    holding.decided(Decided("a", HELD))
    assert holding.answer(CHAT, ONE, 1.0) is Answer.NOTICE


REFUSED = Client("/opt/wechat", 11, 100, 1)


@pytest.mark.parametrize(("client", "admitted"), [
    (REFUSED, True),
    (Client("/opt/wechat", 11, 100, 9), True),  # another connection of the same process
    (Client("/opt/qq", 11, 100, 1), False),
    (Client("/opt/wechat", 12, 100, 1), False),
    (Client("/opt/wechat", 11, 101, 1), False),  # the process number was reused
])
def test_a_ticket_is_for_the_executable_the_process_and_its_start_time(client: Client, admitted: bool) -> None:
    holding = Holding("a", HELD)
    holding.refused(CHAT, REFUSED)
    assert holding.grant(now=0.0, bearer=Bearer(REFUSED.executable))
    assert (holding.answer(CHAT, client, 1.0) is Answer.ORIGINAL) == admitted


@pytest.mark.parametrize(("client", "admitted"), [
    (Client("/opt/wechat", 12, 300), True), (Client("/opt/qq", 12, 300), False)])
def test_when_the_refused_process_has_ended_the_ticket_is_for_its_executable(client: Client, admitted: bool) -> None:
    holding = Holding("a", HELD)
    holding.refused(CHAT, REFUSED)
    assert holding.grant(now=0.0, bearer=Bearer(REFUSED.executable), lives=lambda _: False)
    assert (holding.answer(CHAT, client, 1.0) is Answer.ORIGINAL) == admitted


def test_a_ticket_for_one_page_of_a_browser_opens_no_other_page_of_it() -> None:
    mail = Client("/usr/bin/firefox", 11, 100, 1, "QQ邮箱")
    social = replace(mail, page="微博")
    holding = Holding("a", HELD)
    for page in (mail, social):
        holding.refused(CHAT, page)
    assert holding.grant(now=0.0, bearer=Bearer(mail.executable, page=mail.page))
    assert holding.answer(CHAT, social, 1.0) is Answer.NOTICE
    assert holding.answer(CHAT, mail, 1.0) is Answer.ORIGINAL


def test_another_client_that_was_refused_later_does_not_get_the_ticket() -> None:
    polling = Client("/opt/qq", 40, 400, 4)
    holding = Holding("a", HELD)
    holding.refused(CHAT, REFUSED)
    holding.refused(CHAT, polling)
    assert holding.grant(now=0.0, bearer=Bearer(REFUSED.executable))
    assert holding.answer(CHAT, polling, 1.0) is Answer.NOTICE
    assert holding.answer(CHAT, REFUSED, 1.0) is Answer.ORIGINAL


def test_a_ticket_without_a_name_goes_to_the_first_chat_client_and_no_other() -> None:
    ticket = issue("a", HELD, now=0.0, bearer=None)
    assert ticket is not None
    spent = spend(ticket, REFUSED, now=1.0)
    assert admits(spent, "a", CHAT, REFUSED, 1.5)
    assert not admits(spent, "a", CHAT, Client("/opt/qq", 40, 400, 4), 1.5)


def test_the_rest_of_a_paste_comes_over_the_same_connection() -> None:
    ticket = issue("a", HELD, now=0.0, bearer=Bearer(REFUSED.executable, REFUSED.process))
    assert ticket is not None
    spent = spend(ticket, REFUSED, now=1.0)
    assert not admits(spent, "a", CHAT, Client(*REFUSED.process, connection=9), 1.5)


def test_all_requests_of_a_paste_share_one_deadline_and_the_next_paste_has_its_own() -> None:
    patience = Patience()
    assert patience.until(ONE, 10.0) == 10.0 + VERDICT_SECONDS
    assert patience.until(ONE, 11.0) == 10.0 + VERDICT_SECONDS
    assert patience.until(ONE, 12.0) == 10.0 + VERDICT_SECONDS  # late requests of the same paste no longer wait
    assert patience.until(OTHER, 12.0) == 12.0 + VERDICT_SECONDS
    again = 10.0 + VERDICT_SECONDS + SAME_PASTE_SECONDS
    assert patience.until(ONE, again) == again + VERDICT_SECONDS
