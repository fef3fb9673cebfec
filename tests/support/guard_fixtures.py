"""Fixtures of guards on the shared display, each with its own home and watched folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.brokering import emptied, renamed
from tests.support.guarding import GuardUnderTest
from ui.demo.display import Display


@pytest.fixture
def guard(display: Display, tmp_path: Path) -> Iterator[GuardUnderTest]:
    """A guard that its test starts; ended afterwards."""
    screens = tmp_path / "screens"
    screens.mkdir()
    emptied(display)
    under_test = GuardUnderTest(display, tmp_path / "home", screens)
    yield under_test
    under_test.stop()


@pytest.fixture
def watching(display: Display, tmp_path: Path) -> Iterator[GuardUnderTest]:
    """A guard that watches."""
    (tmp_path / "screens").mkdir()
    emptied(display)
    under_test = GuardUnderTest(display, tmp_path / "home", tmp_path / "screens")
    try:
        under_test.start()
        yield under_test
    finally:
        under_test.stop()


@pytest.fixture
def wechat(tmp_path: Path) -> str:
    """The real xclip under the name of a chat client."""
    return renamed("xclip", "wechat", tmp_path / "bin")
