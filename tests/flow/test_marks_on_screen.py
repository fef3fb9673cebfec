"""Tests the mark with a real guard, tray, viewers and window managers: over the document, and gone with it."""

from __future__ import annotations

import subprocess
from contextlib import closing

import pytest
from PIL import ImageChops

from guard.channels.notices import Channel, Sighted
from guard.control.mark_requests import ListMarks, MarkHistory
from guard.control.requests import Pause, Resume
from guard.core.screen_mark import MarkSpan
from rules.model import Nature
from tests.support.guarding import wait_for
from tests.support.hand import Hand
from tests.support.mark_layers import CLASS, layers, topmost
from tests.support.marked_desk import NAME, SETTINGS, Desk, Setting
from tests.support.marked_desk_fixtures import mark_desk
from tests.support.meeting_program import FRAME, MeetingProgram
from tests.support.thorough import thorough_but
from ui.demo.display import end

__all__ = ["mark_desk"]


@pytest.fixture(scope="module", params=thorough_but(["openbox and picom"], SETTINGS))
def desk_setting(request: pytest.FixtureRequest) -> Setting:
    """Each setting in turn."""
    return SETTINGS[request.param]


def test_the_mark_covers_the_viewer_while_it_shows_the_document(mark_desk: Desk) -> None:
    with mark_desk.opened("evince"):
        mark_desk.marked_over("evince")
        marking = mark_desk.guard.status().marking
        assert marking is not None
        assert marking.files == (NAME,)
    mark_desk.bare()


def test_a_picture_of_a_marked_page_is_marked_in_its_viewer(mark_desk: Desk) -> None:
    with mark_desk.opened("eog", "--new-instance", file=mark_desk.picture("演练方案.png")):
        mark_desk.marked_over("eog")
    mark_desk.bare()


def test_the_guard_tells_when_there_was_a_mark_and_why(mark_desk: Desk) -> None:
    def spans() -> tuple[MarkSpan, ...]:
        reply = mark_desk.guard.ask(ListMarks(0.0))
        assert isinstance(reply, MarkHistory)
        return reply.spans

    with mark_desk.opened("evince"):
        mark_desk.marked()
        lasting, = wait_for(lambda: [span for span in spans() if span.lasts], "a mark in the history")
        assert lasting.nature is Nature.STATE_SECRET
    mark_desk.bare()
    ended = wait_for(lambda: [span for span in spans() if span.began == lasting.began and span.ended], "its end")
    assert all(span.ended is not None and span.ended > span.began for span in ended)
    assert not any(span.lasts for span in spans())


def test_a_meeting_program_that_shares_the_screen_meanwhile_is_told_of(mark_desk: Desk) -> None:
    meeting = MeetingProgram(mark_desk.display.name)
    try:
        with mark_desk.opened("evince"):
            mark_desk.marked()
            meeting.share(frame=FRAME, area=(0, 0, 1280, 900))
            told = mark_desk.guard.pushed(Sighted, lambda push: push.sighting.route is Channel.SHARED).sighting
            assert (told.files, told.program) == ((NAME,), "zoom")
    finally:
        meeting.close()
    mark_desk.bare()


def test_one_clicks_and_types_through_the_mark(mark_desk: Desk) -> None:
    with mark_desk.opened("evince"):
        mark_desk.marked()
        other = mark_desk.display.start(["mousepad", "--disable-server"], stderr=subprocess.DEVNULL)
        try:
            wait_for(lambda: mark_desk.display.active() == "mousepad", "another window in front")
            left, top, *_ = mark_desk.display.window("evince")
            subprocess.run(["xdotool", "mousemove", str(left + 30), str(top + 300), "click", "1"],
                           env=mark_desk.display.environment, check=True)
            wait_for(lambda: "evince" in mark_desk.display.active().casefold(), "the viewer clicked through the mark")
            assert layers(mark_desk.display)
        finally:
            end(other)
    mark_desk.bare()


def test_a_document_on_the_full_screen_is_marked_on_top_of_it(mark_desk: Desk) -> None:
    with mark_desk.opened("evince"):
        mark_desk.marked()
        wait_for(lambda: "evince" in mark_desk.display.active().casefold(), "the viewer in front")
        subprocess.run(["xdotool", "key", "F11"], env=mark_desk.display.environment, check=True)
        wait_for(lambda: layers(mark_desk.display) == [(0, 0, 1280, 900)], "a mark over the whole screen")
        assert topmost(mark_desk.display) == CLASS
    mark_desk.bare()


def test_the_mark_is_faint_and_a_pause_takes_it_away(mark_desk: Desk, request: pytest.FixtureRequest) -> None:
    with mark_desk.opened("evince"):
        left, top, right, bottom = mark_desk.marked()
        page = (left + 60, top + 130, right - 60, bottom - 40)
        wait_for(lambda: not mark_desk.is_blank(page), "the page")
        mark_desk.guard.ask(Pause(1, "试一下"))
        mark_desk.bare()
        bare = mark_desk.settled(page)

        def touched() -> float:
            difference = ImageChops.difference(bare, mark_desk.grey(page))
            return sum(difference.histogram()[4:]) / (difference.width * difference.height)

        mark_desk.guard.ask(Resume())
        mark_desk.marked()
        assert wait_for(lambda: (share := touched()) > 0.002 and share, "a mark that is seen") < 0.1
        if "alone" not in request.node.name:
            assert ImageChops.difference(bare, mark_desk.grey(page)).getextrema()[1] <= 20
        mark_desk.guard.ask(Pause(1, "试一下"))
        wait_for(lambda: touched() == 0, "the page as it was")
        mark_desk.guard.ask(Resume())
        mark_desk.marked()
    mark_desk.bare()


def test_a_document_that_is_opened_again_alone_on_its_workspace_is_marked_again(mark_desk: Desk) -> None:
    """openbox goes on naming a window that has gone as the one in front, and a new window may get its number."""
    for _ in range(3):
        with mark_desk.opened("evince"):
            mark_desk.marked_over("evince")
        mark_desk.bare()


def test_while_the_desktop_is_shown_instead_of_the_document_there_is_no_mark(mark_desk: Desk) -> None:
    with mark_desk.opened("evince"), closing(Hand(mark_desk.display.name)) as hand:
        mark_desk.marked_over("evince")
        hand.show_desktop(True)
        mark_desk.bare()
        hand.show_desktop(False)
        mark_desk.marked_over("evince")
    mark_desk.bare()


def test_a_window_that_is_rolled_up_has_no_mark(mark_desk: Desk) -> None:
    with mark_desk.opened("mousepad", "--disable-server", file=mark_desk.text("演练方案.txt")):
        mark_desk.marked_over("mousepad")
        with closing(Hand(mark_desk.display.name)) as hand:
            hand.roll_up("mousepad")
            mark_desk.bare()
