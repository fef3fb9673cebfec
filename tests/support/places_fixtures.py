"""Where things lie in a test's own folder: a policy, the home of a person."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def policy_path(tmp_path: Path) -> Path:
    """Where the policy of a unit is written; nothing is there yet."""
    return tmp_path / "单位策略.yaml"


@pytest.fixture
def person_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of a person with an empty desktop, as which the test runs."""
    home = tmp_path / "person"
    (home / "Desktop").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return home
