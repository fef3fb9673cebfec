"""A broker that guards the clipboards of Wayland."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.brokering import Brokering


@pytest.fixture
def wayland_broker(start_broker: Callable[..., Brokering]) -> Brokering:
    """A broker with the default policy on the compositor, for one test."""
    return start_broker(only="wayland")
