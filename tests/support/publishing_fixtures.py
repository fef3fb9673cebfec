"""Offices with real keys: one per test, made quickly, and what another one hands out for the tests of a module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.guarding import GuardUnderTest, managed_guard
from tests.support.publishing import UnitOffice
from ui.demo.display import Display


@pytest.fixture(autouse=True)
def cheap_keys(cheap_sealing: None) -> None:
    """Seal the keys of all these tests quickly."""


@pytest.fixture(scope="module")
def root_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file with the root keys of an office, which computers are installed with."""
    return UnitOffice.opened(tmp_path_factory.mktemp("office") / "publish").folder / "install" / "root.json"


@pytest.fixture
def office(cheap_sealing: None, tmp_path: Path) -> UnitOffice:
    return UnitOffice.opened(tmp_path / "office")


@pytest.fixture
def managed(display: Display, tmp_path: Path, office: UnitOffice) -> Iterator[GuardUnderTest]:
    """A running guard on a computer of that office."""
    yield from managed_guard(display, tmp_path, office.machine(tmp_path / "machine"))
