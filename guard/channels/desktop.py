"""Shows egress channels what is visible on the screen. One watch per system, one line in the table here."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from guard.channels.screen import DesktopWatch, Look
from guard.core.policy import Policy


def _x11(policy: Callable[[], Policy], look: Look) -> DesktopWatch:
    from guard.channels.desktop_x11 import X11Watch

    return X11Watch(policy, look)


WATCHES: Mapping[str, Callable[[Callable[[], Policy], Look], DesktopWatch]] = {"linux": _x11}
"""``sys.platform`` → its watch; on other systems nothing on the screen is seen."""


def desktop_watch(policy: Callable[[], Policy], look: Look) -> DesktopWatch | None:
    """Return the watch of this system, None when it has none."""
    make = WATCHES.get(sys.platform)
    return make(policy, look) if make is not None else None
