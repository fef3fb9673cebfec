"""Tests the guard's status as a whole."""

from __future__ import annotations

import threading
import time

import pytest

from guard.control.requests import State, Status
from guard.daemon.status import StatusCollector
from guard.sentences.catalogue import sentence


def test_watching_is_said_once_the_clipboard_and_every_other_way_are_watched() -> None:
    said: list[State] = []
    status = StatusCollector(int, lambda status: said.append(status.state))
    status.armed(True)
    status.begun()
    status.armed(False)
    status.armed(True)
    assert said == [State.STARTING, State.WATCHING, State.STARTING, State.WATCHING]


def test_what_has_not_changed_is_not_told_again() -> None:
    said: list[State] = []
    status = StatusCollector(int, lambda status: said.append(status.state))
    status.fact(engine="cascade")
    status.fact(engine="cascade")
    status.trouble("vault", sentence("vault.full"))
    status.trouble("vault", sentence("vault.full"))
    assert said == [State.STARTING, State.TROUBLE]


def test_whether_it_is_paused_is_told_without_counting_what_is_held() -> None:
    counted: list[None] = []

    def count() -> int:
        counted.append(None)
        return len(counted)

    status = StatusCollector(count, lambda _status: None)
    status.paused(time.time() + 60)
    before = len(counted)
    assert status.is_paused()
    status.paused(0.0)
    assert not status.is_paused()
    assert len(counted) == before + 1, "only the change was told, with its count"


def test_what_differs_only_in_a_count_is_not_told() -> None:
    said: list[Status] = []
    status = StatusCollector(int, said.append)
    status.fact(engine="cascade")
    status.count("judged")
    status.fact(engine="cascade")
    assert len(said) == 1
    status.fact(engine="tesseract")
    assert said[-1].counts == {"judged": 1}, "what is told for another reason has the counts too"


def test_the_last_status_told_is_the_current_one_also_when_an_earlier_one_takes_long_to_tell() -> None:
    said: list[Status] = []
    first_is_told, may_end = threading.Event(), threading.Event()

    def tell(status: Status) -> None:
        if not first_is_told.is_set():
            first_is_told.set()
            assert may_end.wait(10)
        said.append(status)

    status = StatusCollector(int, tell)
    slow = threading.Thread(target=lambda: status.fact(engine="cascade"))
    slow.start()
    assert first_is_told.wait(10)
    status.trouble("vault", sentence("vault.full"))
    may_end.set()
    slow.join(10)
    assert said[-1] == status.current()
    assert [each.state for each in said] == [State.STARTING, State.TROUBLE]


def test_a_subscriber_that_fails_does_not_keep_the_next_status_from_being_told() -> None:
    said: list[Status] = []

    def tell(status: Status) -> None:
        if status.engine == "fails":
            raise OSError("gone")
        said.append(status)

    status = StatusCollector(int, tell)
    with pytest.raises(OSError, match="gone"):
        status.fact(engine="fails")
    status.fact(engine="cascade")
    assert [each.engine for each in said] == ["cascade"]
