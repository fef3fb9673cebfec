"""Tests what counts as the same question, and for how long an answer is valid."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from guard.core.model import (
    Capture,
    Case,
    Destination,
    DestinationKind,
    Judged,
    Kind,
    Origin,
    Reason,
    Release,
    Unreadable,
)
from guard.core.pages import Page, PageKind
from guard.daemon.once_a_day import Daily
from guard.files.stamps import marks_of
from guard.pipeline.pipeline import case_of
from guard.vault import VaultCode, VaultError
from rules.text import PARTIAL, Text, Trait
from tests.support import ui_samples as samples
from tests.support.clock import Clock

DAY = 86_400.0
WECHAT = replace(samples.WECHAT, executable="/opt/wechat/wechat")
QQ = Destination(DestinationKind.CHAT, "QQ", 4712, "/opt/qq/qq")


@pytest.fixture
def clock() -> Clock:
    return Clock(samples.AT)


@pytest.fixture
def daily(clock: Clock) -> Daily:
    return Daily(lambda _: (b"pixels",), clock)


def test_a_question_is_new_once_a_day_for_each_program(daily: Daily, clock: Clock) -> None:
    case = samples.draft()
    assert daily.first(case, samples.WECHAT)
    assert not daily.first(replace(case, id="copied again"), samples.WECHAT)
    assert daily.first(case, QQ)
    clock.now += DAY
    assert daily.first(case, samples.WECHAT)


def test_each_page_of_a_browser_is_a_question_of_its_own(daily: Daily) -> None:
    firefox = Destination(DestinationKind.CHAT, "firefox", 4713, "/usr/bin/firefox")
    mail, social = firefox.on(Page(PageKind.MAIL, "QQ邮箱")), firefox.on(Page(PageKind.SOCIAL, "微博"))
    assert daily.first(samples.draft(), mail)
    assert daily.first(samples.draft(), social)
    assert not daily.first(samples.draft(), mail)


def test_other_words_are_another_question(daily: Daily) -> None:
    assert daily.first(samples.draft(), samples.WECHAT)
    assert daily.first(samples.personal(), samples.WECHAT)


def test_an_answer_is_valid_for_the_day_and_the_program_it_was_given_for(daily: Daily, clock: Clock) -> None:
    case = samples.draft(destination=WECHAT)
    daily.first(case, WECHAT)
    assert daily.released_to(case) is None
    daily.released(case)
    assert daily.released_to(replace(case, destination=None)) == WECHAT
    clock.now += DAY
    assert daily.released_to(case) is None


@pytest.mark.parametrize("release", [Release.NEVER, Release.CODE])
def test_what_the_user_cannot_let_go_alone_is_never_remembered(daily: Daily, release: Release) -> None:
    case = samples.draft(destination=WECHAT)
    case = replace(case, decision=replace(case.decision, release=release))
    daily.released(case)
    assert daily.released_to(case) is None


@pytest.mark.parametrize("case", [samples.unreadable(destination=WECHAT),
                                  samples.draft(kind=Kind.FILES, destination=WECHAT)], ids=["unread", "files"])
def test_an_answer_about_files_or_what_was_not_read_is_good_once(daily: Daily, case: Case) -> None:
    daily.released(case)
    assert daily.released_to(case) is None


def test_pictures_that_cannot_be_opened_are_like_nothing_else(clock: Clock) -> None:
    def locked(_: Case) -> tuple[bytes, ...]:
        raise VaultError(VaultCode.LOCKED, "")

    daily = Daily(locked, clock)
    case = samples.patient()
    assert daily.first(case, samples.WECHAT)
    assert daily.first(replace(case, id="another"), samples.WECHAT)


def test_copies_that_were_not_read_are_like_nothing_else_but_the_same_item_is(daily: Daily) -> None:
    case = samples.unreadable(kind=Kind.TEXT)
    assert daily.first(case, samples.WECHAT)
    assert not daily.first(case, samples.WECHAT)
    assert daily.first(replace(case, id="another"), samples.WECHAT)


def test_texts_that_were_read_in_part_are_not_alike_for_what_was_read(daily: Daily) -> None:
    case = samples.draft(destination=WECHAT)
    (read,) = case.judged
    assert read.text is not None
    part = replace(case, judged=(replace(read, text=Text(read.text.original, traits=(Trait(PARTIAL),))),))
    assert daily.first(part, samples.WECHAT)
    assert daily.first(replace(part, id="another"), samples.WECHAT)
    daily.released(part)
    assert daily.released_to(part) is None


def test_a_file_that_was_not_read_is_known_again_as_long_as_it_is_the_same(daily: Daily, tmp_path: Path) -> None:
    def copied(number: str) -> Case:
        """Copy the file as a file manager does; nobody can read it."""
        mark, = marks_of((file,))
        judged = (Judged(file.name, unreadable=Unreadable(Reason.ENCRYPTED), path=mark.path),)
        capture = Capture(number, Origin.CLIPBOARD, Kind.FILES, samples.AT, (), marks=(mark,))
        return case_of(capture, judged, samples.unreadable().decision)

    file = tmp_path / "资料.zip"
    file.write_bytes(b"one")
    assert daily.first(copied("1"), samples.WECHAT)
    assert not daily.first(copied("2"), samples.WECHAT)
    file.write_bytes(b"another")
    assert daily.first(copied("3"), samples.WECHAT)
    file.unlink()
    assert daily.first(copied("4"), samples.WECHAT)
    assert daily.first(copied("5"), samples.WECHAT)
