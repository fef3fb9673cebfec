"""Tests orders on a computer whose disk is full, whose clock is wrong, or whose inspections do not run."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

import msgspec
import pytest

from guard.core.inspection_order import InspectionResult, Step, Tally
from guard.ordered.requests import StopInspection
from guard.publish.ordering import withdraw_order
from tests.support.guarding import wait_for
from tests.support.ordered_computer import DAY, OrderedComputer, Used
from tests.support.publishing import UnitOffice
from tests.support.publishing_fixtures import cheap_keys, office

__all__ = ["cheap_keys", "office"]

HOUR = 3600.0
FOUND = InspectionResult(10, 2, tallies=(Tally("BC-01", "国家秘密", "block", 2, (("文本/桌面", 2),)),))


@pytest.fixture
def computer(office: UnitOffice, tmp_path: Path, person_home: Path) -> OrderedComputer:
    office.release("青松甲号")
    return OrderedComputer(office, tmp_path)


def cannot_store(computer: OrderedComputer) -> None:
    """Put a folder in the way of the ledger, so that writing it fails as on a full disk."""
    computer.ledger.path.unlink(missing_ok=True)
    computer.ledger.path.mkdir()
    (computer.ledger.path / "x").touch()


def can_store(computer: OrderedComputer) -> None:
    shutil.rmtree(computer.ledger.path)


def test_what_was_found_is_recorded_although_the_ledger_cannot_be_written(computer: OrderedComputer) -> None:
    computer.order()
    cannot_store(computer)
    with pytest.raises(IsADirectoryError):
        computer.desk.finished(1, FOUND)
    assert [one["done"] for one in computer.said(Step.DONE)] == ["10"]
    assert computer.said(Step.FOUND)
    assert computer.desk.is_open(1), "it is done once more, and then noted"
    can_store(computer)
    computer.desk.finished(1, FOUND)
    assert computer.step() is Step.DONE


def test_what_could_not_be_stored_has_not_happened_and_is_recorded_when_it_has(computer: OrderedComputer) -> None:
    computer.order()
    cannot_store(computer)
    with pytest.raises(IsADirectoryError):
        computer.desk.asked(StopInspection(1, "在赶材料"))
    assert computer.step() is Step.RECEIVED
    can_store(computer)
    computer.desk.asked(StopInspection(1, "在赶材料"))
    assert [one["why"] for one in computer.said(Step.STOPPED)] == ["在赶材料"]


def test_an_order_that_could_not_be_stored_is_taken_as_soon_as_it_can(computer: OrderedComputer) -> None:
    cannot_store(computer)
    computer.inspections.start()
    try:
        computer.order()
        assert computer.step() is None
        assert "存不下来" in computer.troubles["order ledger"]
        can_store(computer)
        wait_for(lambda: computer.step() is not None, "the order to be taken")
        wait_for(lambda: not computer.troubles["order ledger"], "the trouble to end")
    finally:
        computer.inspections.stop()
    assert len(computer.said(Step.RECEIVED)) == 1


def test_what_kept_an_order_from_being_done_is_no_trouble_once_it_has_ended(office: UnitOffice, tmp_path: Path,
                                                                          computer: OrderedComputer) -> None:
    failing = OrderedComputer(office, tmp_path / "failing", Used, (sys.executable, "-c", "raise SystemExit(3)"))
    failing.inspections.start()
    try:
        failing.order()
        assert "意外结束" in wait_for(lambda: failing.troubles.get("inspection"), "the trouble to be said")
        withdraw_order(office.office, 1, "布置错了")
        failing.renew()
        wait_for(lambda: not failing.troubles["inspection"], "the trouble to end")
    finally:
        failing.inspections.stop()


def test_a_clock_that_is_behind_makes_an_order_wait_and_does_not_end_it(computer: OrderedComputer) -> None:
    computer.desk.now = lambda: time.time() - 2 * HOUR
    computer.order()
    taken = computer.desk.next()
    assert taken is not None
    assert "日期和时间" in computer.desk.out_of_time(taken)
    computer.desk.now = time.time
    assert not computer.desk.out_of_time(taken)
    assert computer.step() is Step.RECEIVED


def test_a_clock_that_was_ahead_for_a_moment_does_not_end_an_order(computer: OrderedComputer) -> None:
    computer.order()
    computer.steady, computer.desk.now = False, lambda: time.time() + 400 * DAY
    computer.desk.expire()
    taken = computer.desk.next()
    assert taken is not None
    assert "截止" in computer.desk.out_of_time(taken), "and it is not carried out meanwhile"
    assert computer.step() is Step.RECEIVED
    computer.steady = True
    computer.desk.expire()
    assert computer.step() is Step.EXPIRED
    assert computer.said(Step.EXPIRED)


def test_an_order_that_comes_while_the_clock_is_ahead_is_taken_once_it_is_right(computer: OrderedComputer) -> None:
    computer.steady, computer.desk.now = False, lambda: time.time() + 400 * DAY
    computer.order()
    assert computer.step() is None
    computer.desk.now = time.time
    computer.inspections.start()
    try:
        wait_for(lambda: computer.said(Step.RECEIVED), "the order to be taken")
    finally:
        computer.inspections.stop()


def test_orders_that_are_not_to_be_carried_out_here_are_taken_once_also_by_a_clock_that_may_be_wrong(
        computer: OrderedComputer) -> None:
    computer.order()
    known, = computer.in_force.orders
    foreign = msgspec.structs.replace(known, number=2, everyone=False, groups=("别处",), devices=())
    computer.steady, computer.desk.now = False, lambda: time.time() + 400 * DAY
    assert computer.desk.take((known, foreign), computer.groups)


def test_an_order_whose_time_has_come_does_not_wait_for_one_that_begins_later(computer: OrderedComputer) -> None:
    computer.order(begins=time.time() + DAY)
    computer.order()
    taken = computer.desk.next()
    assert taken is not None
    assert taken.order.number == 2
