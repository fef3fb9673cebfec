"""Presses keys until a program that may still be opening has taken them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from tests.support.guarding import wait_for

AGAIN_SECONDS = 1.0
"""Time in which a busy program answers a key: one that is pressed more often would be handled long afterwards."""

_Value = TypeVar("_Value")


def press_until(press: Callable[[], object], probe: Callable[[], _Value | None], what: str) -> _Value:
    """Press now, and again each second, until the probe is true; return its value."""
    pressed = float("-inf")

    def seen() -> _Value | None:
        nonlocal pressed
        if time.monotonic() > pressed + AGAIN_SECONDS:
            press()
            pressed = time.monotonic()
        return probe()

    return wait_for(seen, what)
