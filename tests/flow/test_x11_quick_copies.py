"""Tests copies that follow each other faster than they are taken over, while rules change: none stays unjudged."""

from __future__ import annotations

from collections.abc import Callable

from guard.ipc.messages import Arm, Armed, Flagged, Passed, Replaced
from tests.support.brokering import BLOCKED, CLEAN, NOTICE, Brokering
from tests.support.x11_client import X11Client

Client = Callable[..., X11Client]

HELD_BACK = 5.0


def copied(source: X11Client, text: str) -> None:
    """Copy a text whose words are not delivered before ``answer_unanswered``; wait until they were requested."""
    source.targets = {"UTF8_STRING": ("UTF8_STRING", 8, text.encode())}
    source.silent = True
    source.own()
    source.serve(HELD_BACK, until=lambda: "UTF8_STRING" in source.asked)


def test_a_copy_that_is_being_read_when_new_rules_arrive_is_read_to_its_end(
    broker: Brokering, chat: str, client: Client,
) -> None:
    source = client()
    copied(source, BLOCKED)
    broker.send(Arm((), broker.policy))
    broker.expect(Armed)
    broker.obeyed()
    source.answer_unanswered()
    assert broker.expect(Flagged).capture.items[0].untrusted_text == BLOCKED
    source.serve(HELD_BACK, until=lambda: source.owner() != source.window.id)
    assert source.asked.count("TARGETS") == 1
    assert broker.paste(chat).decode() == NOTICE


def test_a_copy_that_was_judged_is_reported_although_the_next_one_came_before_it_could_be_taken_over(
    broker: Brokering, client: Client,
) -> None:
    source = client()
    copied(source, BLOCKED)
    later = source.time()
    while later == source.since:
        later = source.time()
    source.answer_unanswered(own_since=later)
    flagged = broker.expect(Flagged)
    assert flagged.capture.items[0].untrusted_text == BLOCKED
    assert broker.expect(Replaced).capture == flagged.capture.id
    assert source.owner() == source.window.id


def test_a_second_copy_of_the_same_moment_stays_with_who_made_it(broker: Brokering, client: Client) -> None:
    source = client()
    copied(source, BLOCKED)
    source.answer_unanswered(own_since=source.since)  # the server lets a client with the same time take it away again
    source.targets = {"UTF8_STRING": ("UTF8_STRING", 8, CLEAN.encode())}
    source.serve(HELD_BACK, until=lambda: any(isinstance(report, Passed) for report in broker.drain()))
    assert source.owner() == source.window.id


def test_new_rules_look_again_at_a_copy_that_the_old_ones_left_to_its_owner(broker: Brokering, client: Client) -> None:
    source = client(targets={"UTF8_STRING": ("UTF8_STRING", 8, CLEAN.encode())})
    source.own()
    source.serve(HELD_BACK, until=lambda: "UTF8_STRING" in source.asked)
    broker.expect(Passed)
    broker.send(Arm((), broker.policy))
    broker.expect(Armed)
    source.serve(HELD_BACK, until=lambda: source.asked.count("UTF8_STRING") == 2)
    assert source.asked.count("UTF8_STRING") == 2
