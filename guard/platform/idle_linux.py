"""Linux: when somebody last used this X11 display (MIT-SCREEN-SAVER), and whether the computer runs on its battery.

On Wayland a client is not told what other windows get: what XWayland knows is not all.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from guard.platform.errors import BrokerError
from guard.platform.x11.connection import Connection

_SUPPLIES = Path("/sys/class/power_supply")


class Input:
    """The display that ``environment`` names; for one thread."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._name = "" if environment.get("WAYLAND_DISPLAY") else environment.get("DISPLAY", "")
        self._connection: Connection | None = None

    def seconds(self) -> float | None:
        """Return the seconds since the last key or movement of the pointer, None when nobody can tell."""
        if not self._name:
            return None
        try:
            self._connection = self._connection or Connection(self._name, urgent=False)
            idle = self._connection.idle_milliseconds()
        except BrokerError:
            self.close()
            return None
        return None if idle is None else idle / 1000

    def close(self) -> None:
        """End the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def discharging(supplies: Path = _SUPPLIES) -> bool:
    """Tell whether a battery of the computer itself is discharging; those of mice and keyboards do not count
    (Documentation/ABI/testing/sysfs-class-power)."""
    try:
        return any(_said(supply, "type") == "Battery" and _said(supply, "scope") != "Device"
                   and _said(supply, "status") == "Discharging" for supply in supplies.iterdir())
    except OSError:
        return False


def _said(supply: Path, what: str) -> str:
    try:
        return (supply / what).read_text("ascii", "replace").strip()
    except OSError:
        return ""
