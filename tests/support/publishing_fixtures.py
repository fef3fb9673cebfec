"""An office with real keys per test, made quickly."""

from __future__ import annotations

from pathlib import Path

import pytest

from guard.publish import keys
from tests.support.publishing import UnitOffice


@pytest.fixture(autouse=True)
def cheap_sealing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make key sealing cheap: scrypt at its real cost takes a third of a second per key."""
    monkeypatch.setattr(keys, "_SCRYPT_COST", 2**10)


@pytest.fixture
def office(cheap_sealing: None, tmp_path: Path) -> UnitOffice:
    return UnitOffice.opened(tmp_path / "office")
