"""Tests the mark with a real guard, tray, viewer and window managers: over the document, and gone with it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import ImageChops, ImageGrab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from guard.channels.notices import Channel, Sighted
from guard.control.mark_requests import ListMarks, MarkHistory
from guard.control.requests import Pause, Resume
from guard.core.model import Outcome
from guard.core.screen_mark import MarkSpan
from rules.model import Nature
from tests.support.guarding import GuardUnderTest, wait_for
from tests.support.mark_layers import CLASS, layers, topmost
from tests.support.meeting_program import FRAME, MeetingProgram
from tests.support.program import ROOT
from ui.demo.display import Area, Display, end, private_display

NAME = "演练方案.pdf"
COMPOSITORS = {"openbox and picom": ("picom", "--backend", "xrender"), "openbox alone": ()}


class Desk:
    """A display with a guard and a tray, and a document that the guard blocks."""

    def __init__(self, guard: GuardUnderTest, document: Path) -> None:
        self.guard, self.display, self.document = guard, guard.display, document

    @contextmanager
    def opened(self, program: str, *arguments: str) -> Iterator[Area]:
        """Show the document in a program; yields the area of its window."""
        running = self.display.start([program, *arguments, str(self.document)], stderr=subprocess.DEVNULL)
        try:
            yield self.display.window(program)
        finally:
            end(running)

    def marked(self) -> Area:
        """Wait for the one layer of the mark."""
        return wait_for(lambda: next(iter(layers(self.display)), None), "the mark")

    def bare(self) -> None:
        """Wait until there is no mark."""
        wait_for(lambda: not layers(self.display), "no mark")


@pytest.fixture(scope="module", params=COMPOSITORS)
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    user = tmp_path_factory.mktemp("user")
    with private_display("1280x900") as bare:
        environment = {**bare.environment, "HOME": str(user), "XDG_CONFIG_HOME": str(user / ".config")}
        display = replace(bare, environment=environment)
        compositor = COMPOSITORS[request.param]
        helpers = [display.start(compositor, stderr=subprocess.DEVNULL)] if compositor else []
        yield from _with_guard(display, user, helpers)


def _with_guard(display: Display, user: Path, helpers: list[subprocess.Popen[bytes]]) -> Iterator[Desk]:
    (user / "screens").mkdir()
    (user / "Documents").mkdir()
    document = user / "Documents" / NAME
    _write(document)
    guard = GuardUnderTest(display, user / "mishao", user / "screens")
    try:
        guard.start()
        guard.copy(f"{document.as_uri()}\r\n", "text/uri-list")
        assert guard.opened().case.decision.outcome is Outcome.BLOCK
        with subprocess.Popen([sys.executable, "-m", "tests.support.mark_tray", str(guard.socket)], cwd=ROOT,
                              env=display.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as tray:
            assert tray.stdout is not None
            assert tray.stdout.readline() == b"ready\n"
            yield Desk(guard, document)
    finally:
        guard.stop()
        for helper in helpers:
            end(helper)


def _write(document: Path) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(document))
    canvas.setFont("STSong-Light", 16)
    for line in range(30):
        canvas.drawString(60, 780 - line * 24, "机密★5年 某某县委办公室文件" if line == 0 else "请各单位认真组织演练。")
    canvas.save()


def test_the_mark_lies_over_the_viewer_while_it_shows_the_document(desk: Desk) -> None:
    with desk.opened("evince"):
        marked = desk.marked()
        window = desk.display.window("evince")
        assert all(abs(one - other) <= 60 for one, other in zip(marked, window, strict=True))
        marking = desk.guard.status().marking
        assert marking is not None
        assert marking.files == (NAME,)
    desk.bare()


def test_the_guard_tells_when_there_was_a_mark_and_why(desk: Desk) -> None:
    def last() -> MarkSpan | None:
        reply = desk.guard.ask(ListMarks(0.0))
        assert isinstance(reply, MarkHistory)
        return next(iter(reply.spans), None)

    with desk.opened("evince"):
        desk.marked()
        span = wait_for(last, "a mark in the history")
        assert (span.nature, span.lasts) == (Nature.STATE_SECRET, True)
    desk.bare()
    ended = wait_for(lambda: span if (span := last()) is not None and not span.lasts else None, "its end")
    assert ended.ended is not None
    assert 0 < ended.ended - ended.began < 240


def test_a_meeting_program_that_shares_the_screen_meanwhile_is_told_of(desk: Desk) -> None:
    meeting = MeetingProgram(desk.display.name)
    try:
        with desk.opened("evince"):
            desk.marked()
            meeting.share(frame=FRAME, area=(0, 0, 1280, 900))
            told = desk.guard.pushed(Sighted, lambda push: push.sighting.route is Channel.SHARED).sighting
            assert (told.files, told.program) == ((NAME,), "zoom")
    finally:
        meeting.close()
    desk.bare()


def test_one_clicks_and_types_through_the_mark(desk: Desk) -> None:
    with desk.opened("evince"):
        desk.marked()
        other = desk.display.start(["mousepad", "--disable-server"], stderr=subprocess.DEVNULL)
        try:
            wait_for(lambda: desk.display.active() == "mousepad", "another window in front")
            left, top, *_ = desk.display.window("evince")
            subprocess.run(["xdotool", "mousemove", str(left + 30), str(top + 300), "click", "1"],
                           env=desk.display.environment, check=True)
            wait_for(lambda: "evince" in desk.display.active().casefold(), "the viewer clicked through the mark")
            assert layers(desk.display)
        finally:
            end(other)
    desk.bare()


def test_a_document_on_the_full_screen_is_marked_on_top_of_it(desk: Desk) -> None:
    with desk.opened("evince"):
        desk.marked()
        wait_for(lambda: "evince" in desk.display.active().casefold(), "the viewer in front")
        subprocess.run(["xdotool", "key", "F11"], env=desk.display.environment, check=True)
        wait_for(lambda: layers(desk.display) == [(0, 0, 1280, 900)], "a mark over the whole screen")
        assert topmost(desk.display) == CLASS
    desk.bare()


def test_the_mark_is_faint_and_a_pause_takes_it_away(desk: Desk, request: pytest.FixtureRequest) -> None:
    with desk.opened("evince"):
        left, top, right, bottom = desk.marked()
        page = (left + 60, top + 130, right - 60, bottom - 40)
        wait_for(lambda: not _spinning(desk.display, page), "the page as it stays")
        marked = ImageGrab.grab(bbox=page, xdisplay=desk.display.name).convert("L")
        desk.guard.ask(Pause(1, "试一下"))
        desk.bare()
        difference = ImageChops.difference(marked, ImageGrab.grab(bbox=page, xdisplay=desk.display.name).convert("L"))
        touched = sum(difference.histogram()[4:]) / (difference.width * difference.height)
        assert 0.002 < touched < 0.1
        if "picom" in request.node.name:
            assert difference.getextrema()[1] <= 20
        desk.guard.ask(Resume())
        desk.marked()
    desk.bare()


def _spinning(display: Display, area: Area) -> bool:
    """Return whether a part of the screen is blank: the viewer has not drawn its page yet."""
    low, _ = ImageGrab.grab(bbox=area, xdisplay=display.name).convert("L").getextrema()
    return bool(low > 128)
