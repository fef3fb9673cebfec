"""Shows egress channels what is visible on the screen. One function per system, one line in the table here."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping

from guard.channels.screen import DesktopWatch, Look, Screen
from guard.core.policy import Policy


def _linux(policy: Callable[[], Policy], x11: Look, native: Look) -> DesktopWatch:
    both = _joined(x11, native)
    if os.environ.get("WAYLAND_DISPLAY"):
        from guard.channels.desktop_wayland import WaylandWatch

        return WaylandWatch(policy, x11, native, both)
    from guard.channels.desktop_x11 import X11Watch

    return X11Watch(policy, both)


def _joined(*looks: Look) -> Look:
    def look(screen: Screen | None) -> float | None:
        wishes = [look(screen) for look in looks]
        return min((seconds for seconds in wishes if seconds is not None), default=None)

    return look


WATCHES: Mapping[str, Callable[[Callable[[], Policy], Look, Look], DesktopWatch]] = {"linux": _linux}
"""``sys.platform`` → its watch; on other systems nothing on the screen is seen."""


def desktop_watch(policy: Callable[[], Policy], x11: Look, native: Look) -> DesktopWatch | None:
    """Return the watch of this system, None when it has none. ``x11`` must know whose a window is and looks at windows
    of X11 alone; ``native`` looks at those of Wayland, too.
    """
    make = WATCHES.get(sys.platform)
    return make(policy, x11, native) if make is not None else None
