"""Decides when nobody needs this guard any more: its tray and its display are gone, or no tray could find it again.

A guard survives its tray, because a tray can be killed, and the display, because that can be restarted. What survives
both would run until the computer is turned off, and keep the locks that the next guard needs.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Protocol

from guard.platform.display import displays_gone

LEFT_TURNS = 30
"""Turns of a second each in which both are gone before the guard ends. Turns and not time: a computer that slept has
missed nothing.
"""

UNFOUND_TURNS = 3
"""Turns without a tray and without the file of the control socket, as after a logout that removed XDG_RUNTIME_DIR."""

LEFT = "托盘和桌面都不在了"
"""Why such a guard ended, as written in the journal."""

UNFOUND = "托盘和控制接口的文件都不在了"
"""Why a guard that no tray could find ended, as written in the journal."""


class Trays(Protocol):
    """What is known of the trays: guard.control.endpoint.Server."""

    def subscribed(self) -> bool:
        """Return whether a tray listens."""

    def has_served(self) -> bool:
        """Return whether one has ever listened."""

    def can_be_found(self) -> bool:
        """Return whether a tray that starts now would reach this guard."""


class Leaving:
    """Counts the turns since a tray listened, since the display was there, and since a tray could find the guard.

    Each of the functions is called in the thread that calls ``turn`` or ``replaceable``.
    """

    def __init__(self, trays: Callable[[], Trays],
                 gone: Callable[[], bool] = lambda: displays_gone(os.environ)) -> None:
        """``gone`` says whether the display of this guard has gone; it is asked only while no tray listens."""
        self._trays = trays
        self._gone = gone
        self._alone = self._left = self._unfound = 0

    def turn(self) -> str:
        """Count one turn, about a second; return why the guard must end, "" while it must not. From one thread."""
        if self._trays().subscribed():
            self._alone = self._left = self._unfound = 0
            return ""
        self._alone += 1
        self._left = self._left + 1 if self._gone() else 0
        self._unfound = 0 if self._trays().can_be_found() else self._unfound + 1
        if self._left >= LEFT_TURNS:
            return LEFT
        return UNFOUND if self._unfound >= UNFOUND_TURNS else ""

    def display_gone(self) -> bool:
        """Return whether the display of this guard has gone: there is nothing left to guard."""
        return self._gone()

    def replaceable(self) -> bool:
        """Return whether another guard may take the place of this one: its tray has gone, or none has come.

        A guard that has just been started is given as long for its tray to come as a guard that was left.
        """
        trays = self._trays()
        return not trays.subscribed() and (trays.has_served() or self._alone >= LEFT_TURNS)
