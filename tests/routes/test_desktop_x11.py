"""Tests the watch of an X11 desktop: it ends with its display, and does without one."""

from __future__ import annotations

import queue

import pytest

from guard.channels.desktop_x11 import X11Watch
from guard.channels.screen import Screen
from guard.core.policy import Policy
from ui.demo.display import private_display

SECONDS = 20.0


def watch(seen: queue.SimpleQueue[bool]) -> X11Watch:
    """A watch that records at each look whether there is a screen."""
    def look(screen: Screen | None) -> bool:
        seen.put(screen is not None and screen.active() >= 0)
        return False

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
