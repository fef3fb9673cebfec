"""Tests on a real X server by which windows it is seen that a meeting program shares the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from guard.channels.desktop_x11 import X11Screen
from guard.channels.screen import Share
from guard.config.builtin_policy import builtin_policy
from guard.config.policy_file import load
from guard.platform.x11.connection import Connection
from tests.support.chromium import CHROMIUM, Chromium
from tests.support.guarding import wait_for
from tests.support.meeting_program import FRAME, MeetingProgram
from ui.demo.display import Display

POLICY = load(builtin_policy(), "策略.yaml")
WHOLE = (0, 0, 1024, 768)
SHARE_ON_CLICK = """<title>会议</title><body style="height:100vh"
onclick="navigator.mediaDevices.getDisplayMedia({video: true}).then(stream => onkeydown = () => {
stream.getTracks().forEach(track => track.stop())})">"""
DRAWN = "new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"


@pytest.fixture
def sharing(display: Display) -> Iterator[Callable[[], tuple[Share, ...]]]:
    connection = Connection(display.name, urgent=False)
    yield lambda: X11Screen(connection, POLICY, tuple).sharing()
    connection.close()


@contextmanager
def meeting(display: Display, sharing: Callable[[], tuple[Share, ...]],
            window_class: str = "zoom") -> Iterator[MeetingProgram]:
    """A program whose main window is there, which is no sharing."""
    program = MeetingProgram(display.name, window_class)
    try:
        display.window(window_class)
        assert sharing() == ()
        yield program
    finally:
        program.close()


def test_the_bar_of_zoom_shows_that_it_shares_and_its_end_that_it_does_not(
        display: Display, sharing: Callable[[], tuple[Share, ...]]) -> None:
    with meeting(display, sharing) as program:
        program.share()
        share, = wait_for(sharing, "a share")
        assert (share.program, share.place) == ("zoom", None)
        program.stop()
        wait_for(lambda: not sharing(), "no share")


@pytest.mark.parametrize("title", [FRAME, "-"])
@pytest.mark.parametrize("area", [WHOLE, (100, 100, 500, 400)])
def test_a_frame_that_lets_clicks_through_shows_what_is_shared(
        display: Display, sharing: Callable[[], tuple[Share, ...]], title: str,
        area: tuple[int, int, int, int]) -> None:
    with meeting(display, sharing, "wemeetapp") as program:
        program.share(bar="", frame=title, area=area)
        share, = wait_for(sharing, "a share")
        assert (share.program, share.place) == ("wemeetapp", area)


def test_bar_and_frame_together_are_one_share_with_its_place(
        display: Display, sharing: Callable[[], tuple[Share, ...]]) -> None:
    with meeting(display, sharing) as program:
        program.share(frame=FRAME)
        wait_for(lambda: [share.place for share in sharing()] == [WHOLE], "one share")


def test_a_shadow_and_the_windows_of_other_programs_are_no_share(
        display: Display, sharing: Callable[[], tuple[Share, ...]]) -> None:
    with meeting(display, sharing, "dingtalk") as program:
        program.show_shadow()
        assert sharing() == ()
    with meeting(display, sharing, "evince") as program:
        program.share(frame=FRAME)
        assert sharing() == ()


def test_the_frame_of_a_program_without_one_in_the_policy_is_no_share(display: Display) -> None:
    connection = Connection(display.name, urgent=False)
    without = replace(POLICY, meetings=tuple(replace(one, frame=False) for one in POLICY.meetings))
    program = MeetingProgram(display.name, "wemeetapp")
    program.share(bar="", frame="-")
    assert X11Screen(connection, without, tuple).sharing() == ()
    program.close()
    connection.close()


@pytest.mark.thorough
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
@pytest.mark.parametrize("source", ["Entire screen"])
def test_a_real_chromium_shows_that_a_page_shares_the_screen(
        display: Display, sharing: Callable[[], tuple[Share, ...]], tmp_path: Path, source: str) -> None:
    page = tmp_path / "page.html"
    page.write_text(SHARE_ON_CLICK, "utf-8")
    browser = Chromium(display, tmp_path / "profile", "meeting-page", "",
                       f"--auto-select-desktop-capture-source={source}")
    browser.ask("Page.navigate", url=page.as_uri())
    try:
        display.window("meeting-page", least_width=300)
        browser.ask("Runtime.evaluate", awaitPromise=True, expression=DRAWN)  # it hears no click before
        assert sharing() == ()
        display.focus("meeting-page")
        share, = wait_for(sharing, "the bar of the browser")
        assert share.place is None
    finally:
        browser.close()
