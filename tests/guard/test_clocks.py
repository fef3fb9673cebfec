"""Tests that setting the clock neither makes a pause longer nor destroys held items."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from guard.control.requests import State
from guard.core.events import Event, EventKind
from guard.core.policy import Policy
from guard.daemon import housekeeping
from guard.daemon.leaving import Leaving
from guard.daemon.pausing import Pausing
from guard.daemon.quarantine import Quarantine
from guard.daemon.status import StatusCollector
from guard.util.clocks import Steadiness, elapsed
from guard.vault import MemoryVault
from tests.support.clock import Clock
from tests.support.guarding import wait_for

HOUR, YEAR = 3600.0, 365 * 86400.0


class Recorded:
    """A journal in memory."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def append(self, event: Event) -> None:
        self.events.append(event)


class Listened:
    """Trays of which one listens."""

    def subscribed(self) -> bool:
        return True

    def has_served(self) -> bool:
        return True

    def can_be_found(self) -> bool:
        return True


def nobody() -> None:
    raise AssertionError("nothing ends the guard here")


def paused(clock: Clock, seconds: float) -> StatusCollector:
    status = StatusCollector(int, lambda _status: None, clock)
    status.armed(True)
    status.begun()
    status.paused(clock.now + seconds)
    return status


def test_a_clock_that_is_set_back_makes_no_pause_longer() -> None:
    clock = Clock(YEAR)
    status = paused(clock, 0.2)
    assert status.current().state is State.PAUSED
    clock.now -= 86400.0
    began = elapsed()
    while not status.pause_over():
        assert elapsed() - began < 5.0
        time.sleep(0.01)
    assert status.current().state is State.WATCHING


def test_a_clock_that_is_set_forward_ends_a_pause() -> None:
    clock = Clock(YEAR)
    status = paused(clock, HOUR)
    assert not status.pause_over()
    clock.now += 2 * HOUR
    assert status.pause_over()
    assert status.current().state is State.WATCHING


def test_a_pause_that_ran_out_is_told_from_one_that_was_ended() -> None:
    clock, recorded, watches, later = Clock(YEAR), Recorded(), [False], list[Callable[[], None]]()
    status = paused(clock, HOUR)

    def offer(job: Callable[[], None]) -> bool:
        later.append(job)
        return True

    pausing = Pausing(watches.append, status, recorded, offer, lambda: Policy(version="1"), nobody, nobody,
                      Leaving(Listened))
    pausing.tend()
    assert later == []
    clock.now += 2 * HOUR
    pausing.tend()
    assert recorded.events == [], "a worker writes to the disk"
    later.pop()()
    pausing.resume()
    assert later == []
    assert [(event.kind, event.reason) for event in recorded.events] == [
        (EventKind.RESUMED, "暂停的时间到了"), (EventKind.RESUMED, "提前恢复")]
    assert watches == [False, True, True]


def test_the_end_of_a_pause_is_recorded_also_while_no_worker_takes_it() -> None:
    clock, recorded = Clock(YEAR), Recorded()
    pausing = Pausing(lambda _watches: None, paused(clock, HOUR), recorded, lambda _job: False,
                      lambda: Policy(version="1"), nobody, nobody, Leaving(Listened))
    clock.now += 2 * HOUR
    pausing.tend()
    assert [event.kind for event in recorded.events] == [EventKind.RESUMED]


def test_a_pause_that_was_ended_is_not_over_a_second_time() -> None:
    status = paused(Clock(YEAR), HOUR)
    status.paused(0.0)
    assert not status.pause_over()


def test_the_clock_is_steady_once_it_has_gone_on_for_an_hour_with_the_time_that_passes() -> None:
    wall, passed = Clock(YEAR), Clock(0.0)
    clock = Steadiness(HOUR, wall, passed)
    assert not clock.steady()
    wall.now, passed.now = wall.now + HOUR, passed.now + HOUR
    assert clock.steady()


def test_a_clock_that_jumps_must_be_steady_for_another_hour() -> None:
    wall, passed = Clock(YEAR), Clock(0.0)
    clock = Steadiness(HOUR, wall, passed)
    passed.now += HOUR
    wall.now += 20 * YEAR  # the battery was empty, and the time came from the network
    assert not clock.steady()
    wall.now, passed.now = wall.now + HOUR - 1, passed.now + HOUR - 1
    assert not clock.steady()
    wall.now, passed.now = wall.now + 1, passed.now + 1
    assert clock.steady()


def test_a_clock_that_is_corrected_by_seconds_stays_steady() -> None:
    wall, passed = Clock(YEAR), Clock(0.0)
    clock = Steadiness(HOUR, wall, passed)
    passed.now += HOUR
    wall.now += HOUR + 3
    assert clock.steady()


def test_a_disk_that_does_not_answer_stops_no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(housekeeping, "HOUSEKEEPING_SECONDS", 0.01)
    monkeypatch.setattr(housekeeping, "STEADY_SECONDS", 0.0)
    ended, answers, turns, asked = threading.Event(), threading.Event(), [0], set[str]()

    def turn() -> None:
        turns[0] += 1

    def hangs(what: str) -> None:
        asked.add(what)
        answers.wait()

    memory = MemoryVault()
    quarantine = Quarantine(memory, memory, lambda: Policy(version="1"), lambda _: None, lambda _: None)
    housekeeping.Housekeeping((turn,), lambda: hangs("gate"), lambda: hangs("disk"), lambda: None, lambda: None,
                              lambda do: do(), StatusCollector(int, lambda _status: None), quarantine, memory,
                              memory).start(ended)
    wait_for(lambda: asked == {"gate", "disk"}, "both to be asked")
    before = turns[0]
    wait_for(lambda: turns[0] > before + 10, "some turns")
    ended.set()
    answers.set()


@pytest.mark.parametrize(("steady", "deleted"), [(0.0, True), (HOUR, False)])
def test_nothing_is_deleted_for_its_age_until_the_clock_has_been_steady(
        steady: float, deleted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(housekeeping, "HOUSEKEEPING_SECONDS", 0.01)
    monkeypatch.setattr(housekeeping, "STEADY_SECONDS", steady)
    memory, hours, ended = MemoryVault(), [0], threading.Event()
    quarantine = Quarantine(memory, memory, lambda: Policy(version="1"), lambda _: None, lambda _: None)

    def hour() -> None:
        hours[0] += 1

    class Asked(Steadiness):
        turns = 0

        def steady(self) -> bool:
            Asked.turns += 1
            return super().steady()

    monkeypatch.setattr(housekeeping, "Steadiness", Asked)
    housekeeping.Housekeeping((), ended.wait, lambda: None, hour, lambda: None, lambda do: do(),
                              StatusCollector(int, lambda _status: None), quarantine, memory, memory).start(ended)
    wait_for(lambda: Asked.turns > 10, "some turns")
    ended.set()
    assert hours == [int(deleted)]
