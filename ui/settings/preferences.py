"""Defines what a user may decide on this computer, and where it is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from guard.platform.autostart import Autostart


@dataclass(frozen=True, slots=True)
class Preferences:
    """``folder`` is where the tray stores its data, ``configuration`` the file of additions for the guard.

    ``tray`` starts this program again, as ``autostart`` should.
    """

    folder: Path
    configuration: Path
    tray: Sequence[str]
    autostart: Autostart
