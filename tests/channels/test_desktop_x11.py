"""Tests the watch of an X11 desktop: it ends with its display, does without one, and looks at one moment."""

from __future__ import annotations

import io
import queue
import select
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from Xlib import X
from Xlib.display import Display as XDisplay
from Xlib.xobject.drawable import Window

from guard.channels.desktop_x11 import X11Screen, X11Watch
from guard.channels.notices import Place
from guard.channels.screen import Screen
from guard.core.policy import Policy
from guard.core.screen_mark import MarkWhen, ScreenMark
from guard.platform.x11.connection import Connection, Property
from tests.support.guarding import wait_for
from tests.support.x_servers import x_server
from ui.demo.display import Display, end, private_display

SECONDS = 20.0
QUIET_SECONDS = 1.0
"""After which a desktop has settled."""


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


@dataclass
class Front:
    """A window in front whose title and other properties can be changed, and the titles of the looks at it."""

    connection: Connection
    window: int
    titles: queue.SimpleQueue[str]

    def say(self, name: str, words: str) -> None:
        connection = self.connection
        connection.change_property(self.window, connection.atom(name),
                                   Property(connection.atom("UTF8_STRING"), 8, words.encode()))
        connection.flush()


@pytest.fixture
def front(display: Display, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Front]:
    monkeypatch.setenv("DISPLAY", display.name)
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    connection, note = Connection(display.name, urgent=False), tmp_path / "note.txt"
    note.touch()

    def in_front() -> int:
        screen = X11Screen(connection, Policy("test"), tuple)
        return screen.active() if note.name in screen.untrusted_title(screen.active()) else 0

    editor = display.start(["mousepad", "--disable-server", str(note)], stderr=subprocess.DEVNULL)
    try:
        window = wait_for(in_front, "an editor in front")
        connection.watch_window(connection.root)
        while select.select([connection.fileno()], [], [], QUIET_SECONDS)[0]:
            for _ in connection.events():
                pass
        yield Front(connection, window, queue.SimpleQueue())
    finally:
        end(editor)
        connection.close()


@pytest.mark.parametrize("wanted", [
    ScreenMark(), ScreenMark(when=MarkWhen.ALWAYS), ScreenMark(when=MarkWhen.NEVER),
], ids=["marked", "always", "shared"])
def test_a_document_that_is_opened_in_the_window_in_front_is_looked_at(front: Front, wanted: ScreenMark) -> None:
    def look(screen: Screen | None) -> None:
        front.titles.put(screen.untrusted_title(front.window) if screen is not None else "")

    watching = X11Watch(lambda: Policy("test", screen_mark=wanted), look)
    watching.start()
    try:
        assert front.titles.get(timeout=SECONDS)
        front.say("_NET_WM_NAME", "机密.docx - 阅读器")
        while front.titles.get(timeout=SECONDS) != "机密.docx - 阅读器":
            pass
    finally:
        watching.stop()


def test_the_next_look_is_not_put_off_by_events_that_do_not_concern_it(front: Front) -> None:
    enough = threading.Event()

    def look(_: Screen | None) -> float:
        front.titles.put("")
        if front.titles.qsize() > 5:
            enough.set()
        return 0.5

    watching = X11Watch(lambda: Policy("test"), look)
    watching.start()
    try:
        until = time.monotonic() + SECONDS
        while not enough.wait(0.05):
            assert time.monotonic() < until
            front.say("MISHAO_TEST", str(time.monotonic()))
    finally:
        watching.stop()


def test_what_other_windows_show_is_not_in_the_picture_of_the_window_below_them(
        front: Front, display: Display, tmp_path: Path) -> None:
    note = tmp_path / "above.txt"
    note.touch()
    above = display.start(["mousepad", "--disable-server", str(note)], stderr=subprocess.DEVNULL)
    try:
        def covered() -> tuple[bytes, Place, Place] | None:
            screen = X11Screen(front.connection, Policy("test"), tuple)
            untrusted, place = screen.picture(front.window), screen.place(front.window)
            over = screen.place(screen.active())
            seen = note.name in screen.untrusted_title(screen.active())
            return (untrusted, place, over) if seen and untrusted and place and over else None

        untrusted, place, over = wait_for(covered, "a window above the other one")
        picture = Image.open(io.BytesIO(untrusted)).convert("RGB")
        left, top = over[0] - place[0], over[1] - place[1]
        hidden = picture.crop((max(left, 0), max(top, 0), min(left + over[2], place[2]), min(top + over[3], place[3])))
        assert hidden.width > 0
        assert hidden.height > 0
        assert hidden.getcolors() == [(hidden.width * hidden.height, (255, 255, 255))]
    finally:
        end(above)


def test_a_new_window_with_the_number_of_one_that_has_gone_is_looked_at_when_its_title_changes(
        monkeypatch: pytest.MonkeyPatch) -> None:
    """openbox goes on naming the window that has gone as the one in front."""
    titles: queue.SimpleQueue[str] = queue.SimpleQueue()

    def look(screen: Screen | None) -> None:
        if screen is not None:
            titles.put(screen.untrusted_title(screen.active()))

    with x_server("-screen", "0", "640x480x24") as (_, name), closing(XDisplay(name)) as connection:
        monkeypatch.setenv("DISPLAY", name)
        monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
        root = connection.screen().root

        def says(window: Window, what: str, kind: str, value: bytes | list[int]) -> None:
            bits = 8 if isinstance(value, bytes) else 32
            window.change_property(connection.intern_atom(what), connection.intern_atom(kind), bits, value)
            connection.sync()

        def shown(title: bytes) -> Window:
            window = root.create_window(0, 0, 300, 200, 0, X.CopyFromParent)
            says(window, "_NET_WM_NAME", "UTF8_STRING", title)
            window.map()
            says(root, "_NET_CLIENT_LIST", "WINDOW", [window.id])
            return window

        first = shown(b"first")
        says(root, "_NET_ACTIVE_WINDOW", "WINDOW", [first.id])
        watching = X11Watch(lambda: Policy("test"), look)
        watching.start()
        try:
            until_said(titles, "first")
            first.destroy()
            connection.display.last_resource_id = first.id & connection.display.info.resource_id_mask
            second = shown(b"second")
            assert second.id == first.id
            until_said(titles, "second")
            says(second, "_NET_WM_NAME", "UTF8_STRING", b"third")
            until_said(titles, "third")
        finally:
            watching.stop()


def until_said(titles: queue.SimpleQueue[str], title: str) -> None:
    while titles.get(timeout=SECONDS) != title:
        pass
