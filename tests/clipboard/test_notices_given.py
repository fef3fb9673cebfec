"""Tests that an input box gets one notice, and another one when it may be empty again."""

from __future__ import annotations

from dataclasses import replace

from guard.clipboard.notices_given import BOX_SECONDS, PASTE_SECONDS, NoticesGiven
from guard.core.tickets import Client

CHAT = Client("/usr/bin/wechat", 7, 1, 2)


def given() -> NoticesGiven:
    notices = NoticesGiven()
    notices.given(CHAT, "a", 0.0)
    return notices


def test_the_requests_of_one_paste_get_the_same_answer() -> None:
    assert given().offers(CHAT, "a", PASTE_SECONDS / 2)


def test_the_next_paste_into_the_same_box_gets_no_other_notice() -> None:
    assert not given().offers(CHAT, "a", PASTE_SECONDS)
    assert not given().offers(CHAT, "b", 0.01)


def test_another_program_another_page_and_the_same_box_later_get_one() -> None:
    assert given().offers(replace(CHAT, pid=8), "a", 1.0)
    assert given().offers(replace(CHAT, page="网易邮箱"), "a", 1.0)
    assert given().offers(CHAT, "a", BOX_SECONDS)


def test_after_something_better_the_next_refusal_gets_one_on_every_page_of_the_program() -> None:
    notices = given()
    notices.given(replace(CHAT, page="网易邮箱"), "a", 1.0)
    notices.replaced(CHAT)
    assert notices.offers(CHAT, "b", 2.0)
    assert notices.offers(replace(CHAT, page="网易邮箱"), "b", 2.0)


def test_a_program_without_a_known_process_always_gets_one() -> None:
    notices = NoticesGiven()
    notices.given(replace(CHAT, pid=0), "a", 0.0)
    assert notices.offers(replace(CHAT, pid=0), "b", 1.0)
