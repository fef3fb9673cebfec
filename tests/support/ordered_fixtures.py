"""A computer that carries out the orders of an office with real keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.ordered_computer import OrderedComputer
from tests.support.publishing import UnitOffice
from tests.support.publishing_fixtures import cheap_keys, office

__all__ = ["cheap_keys", "office"]


@pytest.fixture
def ordered_computer(office: UnitOffice, tmp_path: Path, person_home: Path) -> OrderedComputer:
    """A computer of that office, which has released rules; its person has a home."""
    office.release("青松甲号")
    return OrderedComputer(office, tmp_path)
