"""Tests many copies in a row: the broker's memory and descriptors stay the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from guard.ipc.messages import Flagged, Passed
from tests.support.brokering import BLOCKED, CLEAN, Brokering
from tests.support.thorough import thorough_but
from tests.support.x11_client import X11Client

WARM_UP = 500
"""Fills what timers keep of a copy for five seconds."""

GROWN_KILOBYTES = 4096


def _resident_kilobytes(pid: int) -> int:
    return int(Path(f"/proc/{pid}/status").read_text().partition("VmRSS:")[2].split()[0])


def _descriptors(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


@pytest.mark.parametrize("copies", [
    pytest.param(500, marks=pytest.mark.thorough),
    pytest.param(10_000, marks=[pytest.mark.soak, pytest.mark.timeout(1200)])])
def test_copies_in_a_row_leave_nothing_behind(broker: Brokering, client: Callable[..., X11Client],
                                              copies: int) -> None:
    source, pid = client(), broker.process.pid

    def copy(number: int) -> None:
        source.targets = {"UTF8_STRING": ("UTF8_STRING", 8, f"{BLOCKED} {number} {'字' * 3000}".encode())}
        source.own()
        source.serve(10, until=lambda: any(isinstance(report, Flagged) for report in broker.drain()))
        broker.reports.clear()

    for number in range(WARM_UP):
        copy(number)
    before = _resident_kilobytes(pid), _descriptors(pid)
    for number in range(copies):
        copy(number)
    after = _resident_kilobytes(pid), _descriptors(pid)
    print(f"{copies} copies: {before} → {after} (KiB resident, descriptors)")
    assert after[0] - before[0] < GROWN_KILOBYTES
    assert after[1] <= before[1]


@pytest.mark.parametrize("copies", thorough_but([100], [100, 500]))
def test_of_many_clean_copies_each_stays_with_the_program_that_copied(
        broker: Brokering, client: Callable[..., X11Client], copies: int) -> None:
    source, elsewhere = client(), []
    for number in range(copies):
        source.targets = {"UTF8_STRING": ("UTF8_STRING", 8, f"{CLEAN} {number}".encode())}
        source.own()
        source.serve(10, until=lambda: any(isinstance(report, Passed) for report in broker.drain()))
        broker.reports.clear()
        if source.owner() != source.window.id:
            elsewhere.append(number)
    assert elsewhere == []
