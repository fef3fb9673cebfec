"""One private display a session; one guard a test."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.brokering import renamed
from tests.support.guarding import GuardUnderTest
from ui.demo.display import Display, private_display


@pytest.fixture(scope="session")
def display() -> Iterator[Display]:
    with private_display("1024x768") as running:
        yield running


@pytest.fixture
def guard(display: Display, tmp_path: Path) -> Iterator[GuardUnderTest]:
    screens = tmp_path / "screens"
    screens.mkdir()
    under_test = GuardUnderTest(display, tmp_path / "home", screens)
    yield under_test
    under_test.stop()


@pytest.fixture
def wechat(tmp_path: Path) -> str:
    """The real xclip under the name of a chat client."""
    return renamed("xclip", "wechat", tmp_path / "bin")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes."""
    place = tmp_path / "small"
    place.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small file system")
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)], check=True)
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)
