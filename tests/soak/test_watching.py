"""Tests the soak's check of memory: growth that goes on is found, growth that levels off is not reported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.soak.report import place
from tests.soak.watching import STEADY, Sample, after_warm_up, around, complaints_of_processes, growth, later_half

SECONDS = 3600.0


def looked(memory: Callable[[float], float], minutes: int = 60) -> list[Sample]:
    """One look per minute at the three processes; ``memory`` in MB after a number of hours."""
    return [Sample(60.0 * minute, role, 1, memory(minute / 60), 0, 0, 10)
            for minute in range(minutes) for role in STEADY]


@pytest.mark.parametrize("memory", [
    lambda hours: 100.0,
    lambda hours: 100.0 + 40 * min(hours, 0.08),
    lambda hours: 100.0 + 30 * (round(hours * 60) == 40),
], ids=["flat", "at the beginning", "one peak"])
def test_what_does_not_go_on_growing_is_no_complaint(memory: Callable[[float], float]) -> None:
    assert complaints_of_processes(looked(memory), SECONDS) == []


@pytest.mark.parametrize("memory", [
    lambda hours: 100.0 + 2 * hours,
    lambda hours: 100.0 + 3 * max(0.0, hours - 0.625),
], ids=["all the time", "only later"])
def test_what_grows_is_said_of_each_process(memory: Callable[[float], float]) -> None:
    assert len(complaints_of_processes(looked(memory), SECONDS)) == len(STEADY)


def test_what_levels_off_grows_in_the_earlier_half_only() -> None:
    counted = after_warm_up(looked(lambda hours: 100.0 + 8 * min(hours, 0.5)), "tray", SECONDS)
    assert growth(counted) > 1
    assert growth(later_half(counted)) == 0


def test_a_run_too_short_to_tell_says_so() -> None:
    assert all("too few" in words for words in complaints_of_processes(looked(lambda hours: 100.0, 10), 600))


def test_what_new_rules_leave_is_seen_at_the_look_before_and_the_second_after() -> None:
    samples = looked(lambda hours: 100.0 + 4 * (hours > 0.5) - 3 * (hours > 31 / 60))
    assert around(samples, "guard", 30.5 * 60) == (100.0, 101.0)
    assert around(samples, "guard", 0) is None
    assert around(samples, "guard", 58.5 * 60) is None


def test_a_report_is_never_written_over_another_one(tmp_path: Path) -> None:
    first = place("soak", tmp_path)
    first.touch()
    second = place("soak", tmp_path)
    second.touch()
    assert len({first, second, place("soak", tmp_path)}) == 3

