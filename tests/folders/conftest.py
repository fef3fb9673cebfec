"""Helpers that the folder tests share."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest


@pytest.fixture
def until() -> Callable[[Callable[[], bool]], None]:
    """Wait until a condition holds; fail after 15 seconds."""

    def wait(holds: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 15
        while not holds():
            assert time.monotonic() < deadline, "not within 15 seconds"
            time.sleep(0.01)

    return wait
