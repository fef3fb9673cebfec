"""Mouse and keyboard of the shared display, and what is dragged and shown on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.hand import Hand
from tests.support.owner_watch import OwnerWatch
from ui.demo.display import Display


@pytest.fixture(scope="module")
def hand(display: Display) -> Iterator[Hand]:
    """Mouse and keyboard of the display."""
    made = Hand(display.name)
    yield made
    made.close()


@pytest.fixture
def owner_watch(display: Display) -> Iterator[OwnerWatch]:
    """Sees who copies and drags on the display from now on, and its windows."""
    watch = OwnerWatch(display.name)
    yield watch
    watch.close()
