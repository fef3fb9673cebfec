"""Starts the tray with the session: one file per system, one line in the table here."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from guard.platform.autostart_linux import XdgAutostart
from guard.platform.autostart_windows import RunKey


class Autostart(Protocol):
    """Controls whether the tray starts when its user logs in."""

    def imposed(self) -> bool:
        """Return whether the computer's administrator has set that it starts."""

    def enabled(self) -> bool:
        """Return whether it starts."""

    def enable(self, command: Sequence[str]) -> None:
        """Start this command with the session from now on. Raises OSError."""

    def disable(self) -> None:
        """Start nothing with the session any more. Raises OSError."""


AUTOSTARTS: Mapping[str, Callable[[], Autostart]] = {
    "linux": XdgAutostart.of_user,
    "win32": RunKey,
}
"""``sys.platform`` → its implementation."""


def this_autostart() -> Autostart:
    """Return the implementation for this system. Raises KeyError where there is none."""
    return AUTOSTARTS[sys.platform]()
