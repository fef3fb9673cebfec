"""Tests ordered inspections where several people use one computer: each has a journal, the office sees one answer."""

from __future__ import annotations

import time
from pathlib import Path

import msgspec
import pytest

from guard.core.inspection_order import InspectionOrder
from guard.fleet.collected import read
from guard.fleet.inspections import OrderProgress, OrderState, order_states
from guard.fleet.store import FleetStore
from guard.inspect.worker import Inspector
from guard.ordered.requests import StopInspection
from tests.support.three_hundred_computers import SimulatedComputer

MARKED, CLEAN = 10, 12
"""Numbers of a computer on which a rule finds something, and of one on which none does."""

DAY = 86400.0
NOW = time.time()
ORDER = InspectionOrder("保密办 赵敏", "季度自查", ("桌面", "下载"), NOW, NOW + DAY, NOW + 7 * DAY, everyone=True,
                        number=1, id="a1b2c3", signed_at=NOW)


@pytest.fixture
def first(tmp_path: Path) -> SimulatedComputer:
    """The account of somebody with a marked document."""
    return SimulatedComputer(MARKED, tmp_path / "first", NOW + 60).planted()


@pytest.fixture
def second(tmp_path: Path) -> SimulatedComputer:
    """The account of somebody who logs in on the same computer later and has nothing to find."""
    return SimulatedComputer(CLEAN, tmp_path / "second", NOW + 3600).planted()


def seen(*accounts: SimulatedComputer, order: InspectionOrder = ORDER) -> OrderState:
    """Return what the office sees when these are accounts of one computer."""
    store = FleetStore(None)
    store.add(read(b"".join(one.sent() for one in accounts).replace(
        f"PC-{CLEAN:03}".encode(), f"PC-{MARKED:03}".encode()).splitlines()))
    (state,) = order_states(store, [order], ())
    return state


def test_what_one_account_found_stays_when_another_one_of_the_computer_receives_the_order(
        first: SimulatedComputer, second: SimulatedComputer, inspector: Inspector) -> None:
    first.take(ORDER)
    first.work(inspector)
    second.take(ORDER)
    state = seen(first, second)
    (answer,) = state.answers
    assert (answer.progress, answer.blocked) == (OrderProgress.RECEIVED, 1)
    assert [(rule.rule, rule.files, rule.computers) for rule in state.rules] == [("BC-01", 1, 1)]
    assert [one.device for one in state.to_call(NOW + 2 * DAY)] == [answer.device]


def test_a_computer_is_done_when_each_account_is_and_their_files_are_added_up(
        first: SimulatedComputer, second: SimulatedComputer, inspector: Inspector) -> None:
    for account in (first, second):
        account.take(ORDER)
        account.work(inspector)
    state = seen(first, second)
    (answer,) = state.answers
    assert (answer.progress, answer.done, answer.total, answer.blocked) == (OrderProgress.DONE, 4, 4, 1)
    assert [(rule.rule, rule.files, rule.computers) for rule in state.rules] == [("BC-01", 1, 1)]
    assert state.to_call(NOW + 2 * DAY) == ()


def test_one_rule_that_found_something_in_two_accounts_found_it_on_one_computer(
        first: SimulatedComputer, tmp_path: Path, inspector: Inspector) -> None:
    other = SimulatedComputer(MARKED, tmp_path / "other", NOW + 3600).planted()
    for account in (first, other):
        account.take(ORDER)
        account.work(inspector)
    (rule,) = seen(first, other).rules
    assert (rule.files, rule.computers, dict(rule.places)) == (2, 1, {"文本/桌面": 2})


def test_the_account_that_stopped_it_is_called_about_and_its_reason_said(
        first: SimulatedComputer, second: SimulatedComputer, inspector: Inspector) -> None:
    first.take(ORDER)
    with first.desk() as desk:
        desk.asked(StopInspection(1, "在赶材料"))
    second.take(ORDER)
    second.work(inspector)
    state = seen(first, second)
    (answer,) = state.to_call(NOW)
    assert (answer.progress, answer.why, answer.done) == (OrderProgress.STOPPED, "在赶材料", 2)


def test_nobody_is_called_about_an_order_that_was_withdrawn(
        first: SimulatedComputer, second: SimulatedComputer) -> None:
    first.take(ORDER)
    with first.desk() as desk:
        desk.asked(StopInspection(1, "在赶材料"))
    second.take(ORDER)
    withdrawn = seen(first, second, order=msgspec.structs.replace(ORDER, withdrawn="布置错了"))
    assert withdrawn.to_call(NOW + 2 * DAY) == ()
    assert seen(first, second).to_call(NOW + 2 * DAY)
