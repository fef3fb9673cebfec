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


def test_what_is_held_without_an_item_is_said_and_in_the_journal(crowded: GuardUnderTest, wechat: str) -> None:
    crowded.copy(DRAFT)
    wait_for(lambda: any("没来得及登记" in words for words in crowded.status().troubles), "the words in 运行状况")
    assert crowded.paste(wechat) == NOTICE
    journal = crowded.home / "journal" / FILE_NAME
    wait_for(lambda: any(event.kind is EventKind.TROUBLE and event.case and "没来得及登记" in event.reason
                         for event in events(journal)), "a line in the journal")
    (crowded.home / CROWDED).unlink()
    crowded.copy(DRAFT)
    crowded.opened()


def test_a_picture_that_nobody_can_read_is_answered_as_an_unread_one(crowded: GuardUnderTest, wechat: str) -> None:
    picture = encode(render_document(CLEAN, width=600))
    crowded.copy(picture, "image/png")
    wait_for(lambda: crowded.paste_bytes(wechat, "image/png") == b"", "the broker to hold it")
    wait_for(lambda: crowded.paste_bytes("xclip", "image/png") == picture, "the answer for an unread picture")
    assert crowded.paste_bytes(wechat, "image/png") == b""
