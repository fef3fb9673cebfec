"""Tests orders on a computer whose disk is full, whose clock is wrong, or whose inspections do not run."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

import msgspec
import pytest

from guard.core.inspection_order import InspectionResult, Step, Tally
from guard.ipc.replies import Done
from guard.ordered.requests import GoOn, StopInspection
from guard.publish.ordering import withdraw_order
from tests.support.guarding import wait_for
from tests.support.ordered_computer import DAY, OrderedComputer, Used
from tests.support.ordered_fixtures import cheap_keys, office, ordered_computer
from tests.support.publishing import UnitOffice

__all__ = ["cheap_keys", "office", "ordered_computer"]

HOUR = 3600.0
FOUND = InspectionResult(10, 2, tallies=(Tally("BC-01", "国家秘密", "block", 2, (("文本/桌面", 2),)),))


def cannot_store(computer: OrderedComputer) -> None:
    """Put a folder in the way of the ledger, so that writing it fails as on a full disk."""
    computer.ledger.path.unlink(missing_ok=True)
    computer.ledger.path.mkdir()
    (computer.ledger.path / "x").touch()


def can_store(computer: OrderedComputer) -> None:
    shutil.rmtree(computer.ledger.path)


def test_what_was_found_is_recorded_although_the_ledger_cannot_be_written(ordered_computer: OrderedComputer) -> None:
    ordered_computer.order()
    cannot_store(ordered_computer)
    with pytest.raises(IsADirectoryError):
        ordered_computer.desk.finished(1, FOUND)
    assert [one["done"] for one in ordered_computer.said(Step.DONE)] == ["10"]
    assert ordered_computer.said(Step.FOUND)
    assert ordered_computer.desk.is_open(1), "it is done once more, and then noted"
    can_store(ordered_computer)
    ordered_computer.desk.finished(1, FOUND)
    assert ordered_computer.step() is Step.DONE


def test_what_could_not_be_stored_has_not_happened_and_is_recorded_when_it_has(
        ordered_computer: OrderedComputer) -> None:
    ordered_computer.order()
    cannot_store(ordered_computer)
    with pytest.raises(IsADirectoryError):
        ordered_computer.desk.asked(StopInspection(1, "在赶材料"))
    assert ordered_computer.step() is Step.RECEIVED
    can_store(ordered_computer)
    ordered_computer.desk.asked(StopInspection(1, "在赶材料"))
    assert [one["why"] for one in ordered_computer.said(Step.STOPPED)] == ["在赶材料"]


def test_an_order_that_could_not_be_stored_is_taken_as_soon_as_it_can(ordered_computer: OrderedComputer) -> None:
    cannot_store(ordered_computer)
    ordered_computer.inspections.start()
    try:
        ordered_computer.order()
        assert ordered_computer.step() is None
        assert "存不下来" in ordered_computer.troubles["order ledger"]
        can_store(ordered_computer)
        wait_for(lambda: ordered_computer.step() is not None, "the order to be taken")
        wait_for(lambda: not ordered_computer.troubles["order ledger"], "the trouble to end")
    finally:
        ordered_computer.inspections.stop()
    assert len(ordered_computer.said(Step.RECEIVED)) == 1


def test_what_kept_an_order_from_being_done_is_no_trouble_once_it_has_ended(office: UnitOffice, tmp_path: Path,
                                                                          ordered_computer: OrderedComputer) -> None:
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


def test_an_inspection_that_failed_is_tried_again_at_once_when_its_user_asks_for_it(
        office: UnitOffice, tmp_path: Path, ordered_computer: OrderedComputer) -> None:
    begun = tmp_path / "begun"
    failing = OrderedComputer(office, tmp_path / "failing", Used, (
        sys.executable, "-c", f"open({str(begun)!r}, 'a').write('x'); raise SystemExit(3)"))
    failing.inspections.start()
    try:
        failing.order()
        wait_for(lambda: failing.troubles.get("inspection"), "the trouble to be said")
        assert begun.read_text() == "x"
        assert isinstance(failing.inspections.answer(GoOn(1, now=True)), Done)
        wait_for(lambda: begun.read_text() == "xx", "another try")
    finally:
        failing.inspections.stop()


def test_a_clock_that_is_behind_makes_an_order_wait_and_does_not_end_it(ordered_computer: OrderedComputer) -> None:
    ordered_computer.desk.now = lambda: time.time() - 2 * HOUR
    ordered_computer.order()
    taken = ordered_computer.desk.next()
    assert taken is not None
    assert "日期和时间" in ordered_computer.desk.out_of_time(taken)
    ordered_computer.desk.now = time.time
    assert not ordered_computer.desk.out_of_time(taken)
    assert ordered_computer.step() is Step.RECEIVED


def test_a_clock_that_was_ahead_for_a_moment_does_not_end_an_order(ordered_computer: OrderedComputer) -> None:
    ordered_computer.order()
    ordered_computer.steady, ordered_computer.desk.now = False, lambda: time.time() + 400 * DAY
    ordered_computer.desk.expire()
    taken = ordered_computer.desk.next()
    assert taken is not None
    assert "截止" in ordered_computer.desk.out_of_time(taken), "and it is not carried out meanwhile"
    assert ordered_computer.step() is Step.RECEIVED
    ordered_computer.steady = True
    ordered_computer.desk.expire()
    assert ordered_computer.step() is Step.EXPIRED
    assert ordered_computer.said(Step.EXPIRED)


def test_an_order_that_comes_while_the_clock_is_ahead_is_taken_once_it_is_right(
        ordered_computer: OrderedComputer) -> None:
    ordered_computer.steady, ordered_computer.desk.now = False, lambda: time.time() + 400 * DAY
    ordered_computer.order()
    assert ordered_computer.step() is None
    ordered_computer.desk.now = time.time
    ordered_computer.inspections.start()
    try:
        wait_for(lambda: ordered_computer.said(Step.RECEIVED), "the order to be taken")
    finally:
        ordered_computer.inspections.stop()


def test_orders_that_are_not_to_be_carried_out_here_are_taken_once_also_by_a_clock_that_may_be_wrong(
        ordered_computer: OrderedComputer) -> None:
    ordered_computer.order()
    known, = ordered_computer.in_force.orders
    foreign = msgspec.structs.replace(known, number=2, everyone=False, groups=("别处",), devices=())
    ordered_computer.steady, ordered_computer.desk.now = False, lambda: time.time() + 400 * DAY
    assert ordered_computer.desk.take((known, foreign), ordered_computer.groups)


def test_an_order_whose_time_has_come_does_not_wait_for_one_that_begins_later(
        ordered_computer: OrderedComputer) -> None:
    ordered_computer.order(begins=time.time() + DAY)
    ordered_computer.order()
    taken = ordered_computer.desk.next()
    assert taken is not None
    assert taken.order.number == 2
