"""Mouse and keyboard of the shared display."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.hand import Hand
from ui.demo.display import Display


@pytest.fixture(scope="module")
def hand(display: Display) -> Iterator[Hand]:
    """Mouse and keyboard of the display."""
    made = Hand(display.name)
    yield made
    made.close()
