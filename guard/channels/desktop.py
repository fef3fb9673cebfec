"""What stands on the screen, as far as the routes look at it. One watch a system, one line in the table here."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Protocol

from guard.channels.notices import Place
from guard.core.model import Destination
from guard.core.policy import Policy


class Screen(Protocol):
    """The screen at one moment, asked window by window while it is looked at: each answer costs a question.

    What a window says of itself is chosen by its program; ``program`` is who that is. One that has gone says nothing.
    """

    def windows(self) -> tuple[int, ...]:
        """Return the number of every window of a program, minimised ones too."""

    def active(self) -> int:
        """Return the window in front, 0 for none."""

    def is_seen(self, window: int) -> bool:
        """Return whether it is neither minimised nor on another workspace; others may cover it."""

    def is_dialog(self, window: int) -> bool:
        """Return whether it was opened for another window, or says that it is a dialog."""

    def owner(self, window: int) -> int:
        """Return the window it was opened for, 0 for none."""

    def untrusted_title(self, window: int) -> str:
        """Return what stands in its title bar."""

    def untrusted_role(self, window: int) -> str:
        """Return what its toolkit says that it is for, "" when it does not."""

    def program(self, window: int) -> Destination:
        """Return whose window it is."""

    def place(self, window: int) -> Place | None:
        """Return where it stands."""


Look = Callable[[Screen | None], bool]
"""Takes the screen as it is now, None when there is none any more; returns whether to be told again soon although
nothing comes or goes."""


class DesktopWatch(Protocol):
    """Tells, on a thread of its own, whenever windows come, go or come forward."""

    def start(self) -> None:
        """Begin; returns at once."""

    def stop(self) -> None:
        """End; nothing is told after this returns."""


def _x11(policy: Callable[[], Policy], look: Look) -> DesktopWatch:
    from guard.channels.desktop_x11 import X11Watch

    return X11Watch(policy, look)


WATCHES: Mapping[str, Callable[[Callable[[], Policy], Look], DesktopWatch]] = {"linux": _x11}
"""``sys.platform`` → its watch; on others nothing on the screen is seen."""


def desktop_watch(policy: Callable[[], Policy], look: Look) -> DesktopWatch | None:
    """Return the watch of this system, None when it has none."""
    make = WATCHES.get(sys.platform)
    return make(policy, look) if make is not None else None
