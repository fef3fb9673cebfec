"""Tests a guard that cannot queue what its broker reports: nothing waits for ever, and its user is told."""

from __future__ import annotations

import pytest

from guard.core.events import EventKind
from guard.journal import FILE_NAME, events
from tests.support.brokering import NOTICE
from tests.support.crowded_main import CROWDED
from tests.support.guarding import CLEAN, DRAFT, GuardUnderTest, wait_for
from tests.support.pictures import encode, render_document
from tests.support.program import ROOT


@pytest.fixture
def crowded(guard: GuardUnderTest) -> GuardUnderTest:
    """A guard that watches and can take no more jobs."""
    guard.program = (str(ROOT / "tests" / "support" / "crowded_main.py"),)
    guard.start()
    wait_for(lambda: guard.status().engine, "a reader that is ready")
    (guard.home / CROWDED).touch()
    return guard


def is_said(guard: GuardUnderTest, what: str) -> bool:
    return any(what in words for words in guard.status().troubles)


def recorded(guard: GuardUnderTest, what: str) -> list[str]:
    """Return the items of which the journal says so."""
    return [event.case for event in events(guard.home / "journal" / FILE_NAME)
            if event.kind is EventKind.TROUBLE and what in event.reason]


def test_what_is_held_without_an_item_is_said_once_until_that_is_over(crowded: GuardUnderTest, wechat: str) -> None:
    for copies in (1, 2):
        crowded.copy(DRAFT)
        wait_for(lambda copies=copies: crowded.judged() == copies, "the copy")  # type: ignore[misc]
        wait_for(lambda: is_said(crowded, "没来得及登记"), "the words in 运行状况")
        wait_for(lambda: crowded.paste(wechat) == NOTICE, "the copy to be held")
    (crowded.home / CROWDED).unlink()
    crowded.copy(DRAFT)
    crowded.opened()
    wait_for(lambda: not is_said(crowded, "没来得及登记"), "the end of the words in 运行状况")
    assert len(list(filter(None, recorded(crowded, "没来得及登记")))) == 1


def test_a_screenshot_that_nobody_can_read_is_said_to_be_where_it_was_and_not_held(crowded: GuardUnderTest) -> None:
    shot = crowded.screens / "截图.png"
    shot.write_bytes(encode(render_document(CLEAN, width=600)))
    wait_for(lambda: is_said(crowded, "没有拦下"), "the words in 运行状况")
    assert not is_said(crowded, "没来得及登记")
    assert wait_for(lambda: recorded(crowded, "没有拦下"), "a line in the journal")[0]
    assert shot.exists()


def test_a_picture_that_nobody_can_read_is_answered_as_an_unread_one(crowded: GuardUnderTest, wechat: str) -> None:
    picture = encode(render_document(CLEAN, width=600))
    crowded.copy(picture, "image/png")
    wait_for(lambda: crowded.paste_bytes(wechat, "image/png") == b"", "the broker to hold it")
    wait_for(lambda: crowded.paste_bytes("xclip", "image/png") == picture, "the answer for an unread picture")
    assert crowded.paste_bytes(wechat, "image/png") == b""
