"""What happens in folders, and who reports it: each system has its own notifier (guard/folders/notifier.py)."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path
from typing import Protocol


class News(Enum):
    """What happened: a file has new content, or appeared; a folder appeared, or left; some events were lost."""

    FILE = auto()
    FOLDER_CAME = auto()
    FOLDER_LEFT = auto()
    LOST = auto()


Heard = Callable[[News, Path], None]
"""Called with what happened and where, from a thread of the notifier; must return at once."""


class Notifier(Protocol):
    """Reports what happens in folders. A watched folder that leaves is reported under its own path.

    ``deep``: a watch can cover all folders below. ``exact``: a file is reported only when its content is new.
    """

    deep: bool
    exact: bool

    def start(self) -> None:
        """Start."""

    def stop(self) -> None:
        """Stop, and wait for the threads; nothing is reported afterwards."""

    def add(self, folder: Path, heard: Heard, *, deep: bool = False) -> object:
        """Watch a folder and return what ``remove`` takes. Raises OSError where the system would not."""

    def remove(self, watch: object) -> None:
        """Stop watching."""
