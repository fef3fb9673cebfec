"""A guard in the process of its test; the conftest of a folder whose tests need no whole one imports it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.ui_guard import GuardHere


@pytest.fixture
def guard(tmp_path: Path) -> Iterator[GuardHere]:
    """A guard behind a real socket, in this process."""
    here = GuardHere(tmp_path / "guard.sock")
    here.start()
    yield here
    here.stop()
