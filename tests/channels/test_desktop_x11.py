"""Tests the watch of an X11 desktop: it ends with its display, does without one, and looks at one moment."""

from __future__ import annotations

import queue
import subprocess
from pathlib import Path

import pytest

from guard.channels.desktop_x11 import X11Screen, X11Watch
from guard.channels.screen import Screen
from guard.core.policy import Policy
from guard.platform.x11.connection import Connection
from tests.support.guarding import wait_for
from ui.demo.display import Display, end, private_display

SECONDS = 20.0


def watch(seen: queue.SimpleQueue[bool]) -> X11Watch:
    """A watch that records at each look whether there is a screen."""
    def look(screen: Screen | None) -> None:
        seen.put(screen is not None and screen.active() >= 0)

    return X11Watch(lambda: Policy("test"), look)


def test_a_display_that_ends_is_told_and_the_watch_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: queue.SimpleQueue[bool] = queue.SimpleQueue()
    with private_display() as screen:
        monkeypatch.setenv("DISPLAY", screen.name)
        watching = watch(seen)
        watching.start()
        assert seen.get(timeout=SECONDS)
    while seen.get(timeout=SECONDS):
        pass
    watching.stop()


@pytest.mark.parametrize("name", ["", "nonsense"])
def test_without_a_display_there_is_no_screen_and_stopping_returns(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("DISPLAY", name)
    seen: queue.SimpleQueue[bool] = queue.SimpleQueue()
    watching = watch(seen)
    watching.start()
    watching.stop()
    assert seen.empty() or not seen.get()


def test_who_comes_forward_in_the_middle_of_a_look_is_for_the_next_one(display: Display, tmp_path: Path) -> None:
    """Else one channel would see the chat in front and the next one the document, and neither that the chat came."""
    connection, note = Connection(display.name, urgent=False), tmp_path / "note.txt"
    note.touch()
    try:
        look = X11Screen(connection, Policy("test"), tuple)
        before = look.active()
        editor = display.start(["mousepad", "--disable-server", str(note)], stderr=subprocess.DEVNULL)
        wait_for(lambda: X11Screen(connection, Policy("test"), tuple).active() not in (0, before), "an editor in front")
        assert look.active() == before
        end(editor)
    finally:
        connection.close()
