"""Tests that a real guard tells a real gate what the unit signed, so that the gate holds it by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from guard.supply.release_store import Store
from tests.support.gated_fixtures import chat_programs, gate, guard
from tests.support.gating import GateUnderTest, needs_root
from tests.support.guarding import GuardUnderTest, wait_for
from tests.support.publishing import UnitOffice

__all__ = ["chat_programs", "gate", "guard"]

pytestmark = needs_root

WORD = "青松甲号"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user of a computer that was set up by a unit, and has its first release."""
    folder = tmp_path_factory.mktemp("user")
    (folder / "Documents").mkdir()
    office = UnitOffice.opened(folder / "office")
    office.beside = ("内置",)
    office.machine(folder / "machine")
    office.release(WORD)
    packs = folder / "mishao" / "packs"
    Store(packs).activate(office.client(packs).ask(str(office.served)).slot)
    return folder


def test_a_guard_shows_the_gate_the_release_in_force(guard: GuardUnderTest, gate: GateUnderTest) -> None:
    assert guard.status().supply.provenance.number == 1
    assert wait_for((gate.machine / "signed").exists, "what was signed to be kept")
