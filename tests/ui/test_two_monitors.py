"""Tests that warnings and strips of the real tray are on the monitor of the chat, wholly inside it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from guard.platform.paths import Paths
from tests.support import monitors
from tests.support.channel_fixtures import Chat, chat, flagged, guard, user
from tests.support.guarding import GuardUnderTest, wait_for
from tests.support.monitors import LEFT, RIGHT, inside, move, windows
from tests.support.program import ROOT
from tests.support.thorough import thorough_but
from ui.demo.chat_window import WINDOW_CLASS
from ui.demo.display import Area, Display, end
from ui.firstrun import WELCOMED
from ui.notices.strip import WIDTH as STRIP_WIDTH
from ui.warning.panels import WIDTH as WARNING_WIDTH

__all__ = ["chat", "flagged", "guard", "user"]

SECRET = "机密★5年\n某某县委办公室文件（演示样例）\n"
SAME, LARGER = "left=1;right=1", "left=1;right=2"
RATIO = {SAME: 1, LARGER: 2}
PLACES = {
    "on the left": (60, 240, LEFT),
    "on the right": (1700, 300, RIGHT),
    "at the right end": (2540, 760, RIGHT),
    "mostly on the right": (1200, 300, RIGHT),
    "half below the right": (2000, 1100, RIGHT),
}


@pytest.fixture(scope="module")
def display() -> Iterator[Display]:
    with monitors.two_monitors() as running:
        yield running


@contextmanager
def tray_of(guard: GuardUnderTest, factors: str) -> Iterator[None]:
    """The real tray, with these scale factors of the monitors."""
    (Paths.choose(guard.home).settings / WELCOMED).touch()
    command = [sys.executable, str(ROOT / "main.py"), "--home", str(guard.home)]
    process = subprocess.Popen(command, env={**guard.display.environment, "QT_SCREEN_SCALE_FACTORS": factors})
    try:
        wait_for(lambda: windows(guard.display, "mishao"), "a tray")
        yield
    finally:
        end(process)


def of_width(display: Display, width: int) -> Area | None:
    """Return the position of the tray's window of this width."""
    return next((area for area in windows(display, "mishao") if area[2] - area[0] == width), None)


def stands_in(display: Display, width: int, monitor: Area) -> bool:
    """Wait for a window of this width, and return whether it is wholly on this monitor."""
    area = wait_for(lambda: of_width(display, width), "the window")
    return inside(area, monitor)


@pytest.fixture
def pasting(display: Display) -> Iterator[subprocess.Popen[str]]:
    """A chat window that pastes once per line."""
    chat = subprocess.Popen([sys.executable, str(ROOT / "main.py"), "--demo-chat"], env=display.environment, text=True,
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT)
    display.window(WINDOW_CLASS)
    yield chat
    chat.communicate()


@pytest.mark.parametrize("factors", [pytest.param(SAME, marks=pytest.mark.thorough), LARGER])
@pytest.mark.parametrize("where", thorough_but(["on the left", "on the right"], PLACES))
def test_the_warning_is_on_the_monitor_of_the_chat_wholly_inside_it(
        guard: GuardUnderTest, display: Display, pasting: subprocess.Popen[str], where: str, factors: str) -> None:
    left, top, monitor = PLACES[where]
    move(display, WINDOW_CLASS, left, top)
    with tray_of(guard, factors):
        guard.copy(f"{SECRET}{where} {factors}\n")
        guard.opened(lambda opened: not opened.notify)
        print("paste", file=pasting.stdin, flush=True)
        assert json.loads(pasting.stdout.readline())["pasted"] == "（内容核对中，稍后发）"
        width = WARNING_WIDTH * (RATIO[factors] if monitor is RIGHT else 1)
        assert stands_in(display, width, monitor)


@pytest.mark.parametrize("factors", [pytest.param(SAME, marks=pytest.mark.thorough), LARGER])
def test_an_open_warning_goes_to_the_monitor_of_the_chat_that_pastes_next(
        guard: GuardUnderTest, display: Display, pasting: subprocess.Popen[str], factors: str) -> None:
    with tray_of(guard, factors):
        for where, pasted in (("on the left", "（内容核对中，稍后发）"), ("on the right", "")):
            left, top, monitor = PLACES[where]
            move(display, WINDOW_CLASS, left, top)
            guard.copy(f"{SECRET}{where} next {factors}\n")
            guard.opened(lambda opened: not opened.notify)
            print("paste", file=pasting.stdin, flush=True)
            assert json.loads(pasting.stdout.readline())["pasted"] == pasted
            width = WARNING_WIDTH * (RATIO[factors] if monitor is RIGHT else 1)
            wait_for(lambda: (area := of_width(display, width)) and inside(area, monitor), f"the warning {where}")  # noqa: B023


@pytest.mark.thorough
@pytest.mark.parametrize("factors", [pytest.param(SAME, marks=pytest.mark.thorough), LARGER])
@pytest.mark.parametrize(("left", "top", "monitor"), [(60, 80, LEFT), (1700, 300, RIGHT)], ids=["left", "right"])
def test_the_strip_is_on_the_monitor_of_the_file_dialog_and_goes_with_it(
        guard: GuardUnderTest, display: Display, chat: Chat, flagged: Path, left: int, top: int, monitor: Area,
        factors: str) -> None:
    with tray_of(guard, factors):
        chat.browse(flagged.parent)
        wait_for(lambda: of_width(display, STRIP_WIDTH) or of_width(display, 2 * STRIP_WIDTH), "the strip")
        move(display, "发送文件", left, top)
        width = STRIP_WIDTH * (RATIO[factors] if monitor is RIGHT else 1)
        wait_for(lambda: (area := of_width(display, width)) and inside(area, monitor), "the strip on that monitor")
        chat.cancel()
        wait_for(lambda: of_width(display, width) is None, "no strip")
