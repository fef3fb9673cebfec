"""Fixtures of the journal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from guard.journal import Journal, open_journal


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """An open journal."""
    opened = open_journal(tmp_path / "journal")
    yield opened
    opened.close()
