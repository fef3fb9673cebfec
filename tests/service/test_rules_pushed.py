"""From the administrator's signature to the judgement of a guard that runs: the whole way, with real parts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from guard.publish.releasing import withdraw
from guard.requests import Done, Refused, Update
from tests.support.guarding import GuardUnderTest, wait_for
from tests.support.program import ROOT
from tests.support.publishing import UnitOffice
from ui.demo.display import Display


@pytest.fixture
def office(tmp_path: Path) -> UnitOffice:
    return UnitOffice.opened(tmp_path / "office")


@pytest.fixture
def managed(display: Display, tmp_path: Path, office: UnitOffice) -> Iterator[GuardUnderTest]:
    machine = office.machine(tmp_path / "machine")
    (tmp_path / "screens").mkdir()
    program = (str(ROOT / "tests" / "support" / "managed_main.py"), "--machine", str(machine.folder))
    guard = GuardUnderTest(display, tmp_path / "home", tmp_path / "screens", program=program)
    guard.start()
    yield guard
    guard.stop()


def held(guard: GuardUnderTest, text: str) -> str:
    """Copy, and return the rule that held it."""
    guard.copy(text)
    return guard.opened(lambda opened: True).case.decision.rule


def updated(guard: GuardUnderTest, source: str = "") -> None:
    """Update at once and wait until the broker judges by the new rules."""
    reply = guard.ask(Update(source))
    assert isinstance(reply, Done), reply


def in_force(guard: GuardUnderTest, label: str) -> None:
    wait_for(lambda: label in guard.status().pack, f"a broker that judges by {label}")


def test_a_release_reaches_a_running_guard_survives_its_restart_and_is_withdrawn(
        managed: GuardUnderTest, office: UnitOffice, tmp_path: Path) -> None:
    office.release("青松甲号")
    updated(managed)
    in_force(managed, "青松甲号")
    assert held(managed, "青松甲号的选址") == "T-01"

    office.release("白杨乙号")
    updated(managed, str(office.served / "rules-update.zip"))
    in_force(managed, "白杨乙号")
    supply = managed.status().supply
    assert (supply.provenance.number, supply.refused) == (2, "")

    managed.stop()
    managed.start()
    in_force(managed, "白杨乙号")
    assert held(managed, "白杨乙号的选址") == "T-01"

    withdraw(office.office, 2, "误报太多")
    updated(managed)
    in_force(managed, "青松甲号")

    stranger = UnitOffice.opened(tmp_path / "stranger")
    stranger.release("冒名丙号")
    reply = managed.ask(Update(str(stranger.served)))
    assert isinstance(reply, Refused)
    assert "没有采用" in reply.words
    assert managed.status().supply.refused == reply.words.removesuffix("原来的规则继续有效。")
    assert "青松甲号" in managed.status().pack
