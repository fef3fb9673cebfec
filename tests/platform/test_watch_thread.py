"""Tests a thread that watches over a connection: when it connects again, and that none stays open."""

from __future__ import annotations

import errno
import os
import select
import threading
from collections.abc import Iterator

import pytest

from guard.platform import watch_thread
from guard.platform.errors import BrokerError
from guard.platform.watch_thread import WatchThread
from rules.sentences.sentence import Sentence

GONE = BrokerError(Sentence("gone"))


class Connection:
    """One that is closed or not."""

    def __init__(self) -> None:
        self.closed = False

    def close(self) -> None:
        """Note that."""
        self.closed = True


class Display:
    """A display that refuses once, is lost once and then ends as when the thread is told to."""

    def __init__(self) -> None:
        self.opened: list[Connection] = []
        self.steps: Iterator[str] = iter(("refuse", "lose", "end"))
        self.step = ""

    def connect(self) -> Connection:
        self.step = next(self.steps)
        if self.step == "refuse":
            raise GONE
        self.opened.append(Connection())
        return self.opened[-1]

    def follow(self, connection: Connection) -> None:
        assert not connection.closed
        if self.step == "lose":
            raise GONE


@pytest.fixture
def thread(monkeypatch: pytest.MonkeyPatch) -> Iterator[WatchThread]:
    monkeypatch.setattr(watch_thread, "_AGAIN_SECONDS", 0.0)
    made = WatchThread("watching", lambda: None)
    made.start()
    yield made
    made.stop()


def test_what_was_refused_or_lost_is_connected_again_until_it_ends(thread: WatchThread) -> None:
    display, lost = Display(), []

    def told() -> bool:
        lost.append(display.step)
        return True

    thread.watch("a display", display.connect, display.follow, told)
    assert lost == ["refuse", "lose"]
    assert [connection.closed for connection in display.opened] == [True, True]


def test_the_end_does_not_wait_for_a_thread_that_waits_for_a_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch_thread, "_STOP_SECONDS", 0.05)
    answers, ended = threading.Event(), threading.Event()

    def run() -> None:
        answers.wait()
        ended.set()

    made = WatchThread("watching", run)
    made.start()
    made.stop()
    assert not ended.is_set()
    assert select.select([made.ending], [], [], 0)[0], "still open: the thread may look at it"
    answers.set()
    assert ended.wait(10)


def test_what_need_not_be_asked_again_is_not(thread: WatchThread) -> None:
    display = Display()
    thread.watch("a display", display.connect, display.follow, lambda: False)
    assert display.step == "refuse"


def test_whatever_else_goes_wrong_is_logged_by_its_type_alone_and_the_watch_goes_on(
        thread: WatchThread, caplog: pytest.LogCaptureFixture) -> None:
    made: list[Connection] = []

    def connect() -> Connection:
        made.append(Connection())
        return made[-1]

    def follow(connection: Connection) -> None:
        if len(made) == 1:
            raise OSError(errno.ENOTCONN, os.strerror(errno.ENOTCONN), "/disk/secret.docx")

    thread.watch("a display", connect, follow)
    assert [connection.closed for connection in made] == [True, True]
    assert "OSError" in caplog.text
    assert "secret" not in caplog.text
    assert "Traceback" not in caplog.text
