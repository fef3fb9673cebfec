"""Tests 紧急停用: signed like everything else, to warnings only, ends by itself, and no later than signed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from guard.core.policy import Mode
from guard.ipc.replies import Done
from guard.publish.errors import PublishError
from guard.publish.releasing import promote, resume, suspend, withdraw
from guard.publish.rings import RingChange
from guard.supply.bundle import Suspension
from guard.supply.provenance_words import provenance_words
from tests.support.publishing import UnitOffice
from tests.support.updated_guard import UpdatedGuard

HOUR = 3600.0


@pytest.fixture
def updated_guard(office: UnitOffice, tmp_path: Path) -> Iterator[UpdatedGuard]:
    office.release("青松甲号")
    guard = UpdatedGuard(office, tmp_path)
    assert isinstance(guard.updates.update(), Done)
    assert guard.in_force.policy.mode is Mode.ENFORCE
    yield guard
    guard.updates.stop()


def test_it_is_to_warnings_said_with_its_reason_and_taken_back(updated_guard: UpdatedGuard, office: UnitOffice) -> None:
    suspend(office.office, 4, "误报大面积发生")
    reply = updated_guard.updates.update()
    assert isinstance(reply, Done)
    assert "紧急停用（误报大面积发生）" in reply.words
    assert updated_guard.in_force.policy.mode is Mode.WARN
    assert updated_guard.load("").policy.mode is Mode.WARN, "a restart keeps to it"
    assert "只提醒，不拦截（误报大面积发生）" in provenance_words(updated_guard.in_force.provenance, True)
    promote(office.office, 1, RingChange(percent=50, groups=("试点",)))
    assert office.office.repository.index().suspension is not None, "other signatures do not end it"
    promote(office.office, 1, RingChange(percent=100, groups=()))
    resume(office.office)
    assert isinstance(updated_guard.updates.update(), Done)
    assert updated_guard.in_force.policy.mode is Mode.ENFORCE


def test_it_works_from_a_stick_and_ends_by_itself_without_a_server(
        updated_guard: UpdatedGuard, office: UnitOffice) -> None:
    suspend(office.office, 2.5 / HOUR, "演练")
    updated_guard.updates.start()
    assert isinstance(updated_guard.updates.update(str(office.served / "rules-update.zip")), Done)
    assert updated_guard.in_force.policy.mode is Mode.WARN
    updated_guard.has_swapped.clear()
    assert updated_guard.has_swapped.wait(20)
    assert updated_guard.in_force.policy.mode is Mode.ENFORCE
    assert updated_guard.in_force.provenance.suspended_until == 0
    assert updated_guard.in_force.provenance.number == 1


def test_a_clock_that_was_set_back_does_not_keep_it_going() -> None:
    signed = time.time()
    suspension = Suspension("演练", signed, signed + HOUR)
    assert suspension.holds(signed)
    assert not suspension.holds(signed + HOUR)
    assert not suspension.holds(signed - 2 * HOUR)


@pytest.mark.parametrize(("hours", "reason", "words"), [(73, "误报", "最长 72 小时"), (0, "误报", "最长"),
                                                        (4, " ", "原因")])
def test_what_cannot_be_meant_is_not_signed(updated_guard: UpdatedGuard, office: UnitOffice, hours: float, reason: str,
                                            words: str) -> None:
    with pytest.raises(PublishError, match=words):
        suspend(office.office, hours, reason)
    assert office.office.repository.index().suspension is None


def test_without_a_release_nobody_would_heed_it(office: UnitOffice) -> None:
    with pytest.raises(PublishError, match="还没有发布过"):
        suspend(office.office, 4, "误报")
    office.release("青松甲号")
    withdraw(office.office, 1, "误报")
    with pytest.raises(PublishError, match="还没有发布过"):
        suspend(office.office, 4, "误报")
    with pytest.raises(PublishError, match="没有在紧急停用"):
        resume(office.office)
