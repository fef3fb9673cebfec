"""Keys that are sealed quickly."""

from __future__ import annotations

import pytest


@pytest.fixture
def cheap_sealing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make key sealing cheap: scrypt at its real cost takes a third of a second per key."""
    monkeypatch.setattr("guard.publish.keys._SCRYPT_COST", 2**10)
