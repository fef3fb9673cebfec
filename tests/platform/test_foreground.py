"""Tests which program comes to the foreground, on a real display."""

from __future__ import annotations

import queue
from collections.abc import Iterator

import pytest
from Xlib import Xatom
from Xlib.display import Display as Connection

from guard.platform.foreground_x11 import ForegroundWatch
from ui.demo.display import Display, private_display

SECONDS = 20.0


class Watched:
    """A watch with its reports, and a client that names the active window, like a window manager."""

    def __init__(self, display: Display) -> None:
        self.told: queue.Queue[tuple[str, ...]] = queue.Queue()
        self.connection = Connection(display.name)
        self.watch = ForegroundWatch(display.name, self.told.put)
        self.watch.start()

    def window(self, *classes: str) -> int:
        screen = self.connection.screen()
        window = screen.root.create_window(0, 0, 10, 10, 0, screen.root_depth, override_redirect=True)
        if classes:
            window.change_property(Xatom.WM_CLASS, Xatom.STRING, 8, "\0".join((*classes, "")).encode())
        return int(window.id)

    def activate(self, window: int) -> None:
        active = self.connection.intern_atom("_NET_ACTIVE_WINDOW")
        self.connection.screen().root.change_property(active, Xatom.WINDOW, 32, [window])
        self.connection.sync()

    def until(self, wanted: str) -> tuple[str, ...]:
        """Return the report with this name; the window manager has windows of its own to report."""
        while True:
            classes = self.told.get(timeout=SECONDS)
            if wanted in classes:
                return classes


@pytest.fixture
def watched(display: Display) -> Iterator[Watched]:
    watched = Watched(display)
    yield watched
    watched.watch.stop()
    watched.connection.close()


def test_class_of_the_window_that_comes_up_is_told(watched: Watched) -> None:
    watched.activate(watched.window("wechat", "WeChat"))
    assert watched.until("wechat") == ("wechat", "WeChat")
    watched.activate(watched.window("editor"))
    assert watched.until("editor") == ("editor",)


def test_windows_that_are_gone_or_say_nothing_or_too_much_do_no_harm(watched: Watched) -> None:
    watched.activate(0x7FFFFFF)
    watched.activate(0)
    watched.activate(watched.window())
    watched.activate(watched.window("x" * 100_000))
    watched.activate(watched.window("\udcff".encode("utf-8", "surrogatepass").decode("latin-1")))
    watched.activate(watched.window("wechat"))
    assert watched.until("wechat") == ("wechat",)


def test_without_a_display_nothing_is_told_and_stopping_returns() -> None:
    told: list[tuple[str, ...]] = []
    for name in ("", "nonsense"):
        watch = ForegroundWatch(name, told.append)
        watch.start()
        watch.stop()
    assert told == []


def test_watch_ends_with_its_display() -> None:
    with private_display() as screen:
        watch = ForegroundWatch(screen.name, lambda _: None)
        watch.start()
    watch.stop()
