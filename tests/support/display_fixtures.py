"""The displays shared by tests: one private X display and one Wayland compositor per session."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.wayland import MISSING, Compositor, private_compositor
from ui.demo.display import Display, private_display


@pytest.fixture(scope="session")
def display() -> Iterator[Display]:
    """A private X display with a window manager."""
    with private_display("1024x768") as running:
        yield running


@pytest.fixture(scope="session")
def compositor() -> Iterator[Compositor]:
    """A private Wayland compositor."""
    if MISSING:
        pytest.skip(f"no Wayland here: {', '.join(MISSING)} is missing (scripts/setup.sh test installs it)")
    with private_compositor() as running:
        yield running
