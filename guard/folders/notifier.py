"""Who tells what happens in folders: inotify on Linux, watchdog elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path
from typing import Protocol


class News(Enum):
    """What happened: a file has new content, or came; a folder came, or left; some events were lost."""

    FILE = auto()
    FOLDER_CAME = auto()
    FOLDER_LEFT = auto()
    LOST = auto()


Heard = Callable[[News, Path], None]
"""Told what happened and where, from a thread of the notifier's; must return at once."""


class Notifier(Protocol):
    """Tells what happens in folders. A watched folder that leaves is told of under its own path.

    ``deep``: a watch can cover all folders below. ``exact``: a file is told of only when its content is new.
    """

    deep: bool
    exact: bool

    def start(self) -> None:
        """Begin."""

    def stop(self) -> None:
        """End, and wait for the threads; nothing is told afterwards."""

    def add(self, folder: Path, heard: Heard, *, deep: bool = False) -> object:
        """Watch a folder and return what ``remove`` takes. Raises OSError where the system would not."""

    def remove(self, watch: object) -> None:
        """Stop watching."""


def notifier() -> Notifier:
    """Return that of this system."""
    if sys.platform != "linux":
        from guard.folders.notifier_watchdog import WatchdogNotifier

        return WatchdogNotifier()
    from guard.folders.notifier_linux import LinuxNotifier

    return LinuxNotifier()
