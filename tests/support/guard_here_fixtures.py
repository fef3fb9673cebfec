"""A guard in the process of its test; the conftest of a folder whose tests need no whole one imports it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.ui_guard import GuardHere, Readers


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    """The reader processes of the guards of a module."""
    made = Readers.new()
    yield made
    made.close()


@pytest.fixture
def guard(tmp_path: Path, readers: Readers) -> Iterator[GuardHere]:
    """A guard behind a real socket, in this process."""
    here = GuardHere(tmp_path / "guard.sock", readers=readers)
    here.start()
    yield here
    here.stop()
