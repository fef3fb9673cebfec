"""What a folder source looks for: which folders below the given ones, which files there, and how they are captured."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from guard.core.model import Item, Kind, Origin
from guard.folders.pictures import is_picture, passes_by
from guard.folders.stable_file import Stamp
from guard.util.path_text import path_text


@dataclass(frozen=True, slots=True)
class Looking:
    """``below`` gives the folders to watch for a given one, itself among them. ``wanted`` picks files by their path.

    ``whole`` True: the capture carries the bytes; otherwise it carries the path, as a list of copied files does.
    """

    origin: Origin
    kind: Kind
    wanted: Callable[[Path], bool]
    below: Callable[[Path], Iterable[Path]]
    whole: bool = True

    def named(self, path: Path) -> Item:
        """Return a file as an item that has only its path."""
        return Item(path_text(path), self.kind)

    def passes_by(self, path: Path) -> bool:
        """Return whether a file is skipped without waiting for it."""
        return passes_by(path)

    def at(self, path: Path, _: Stamp) -> Looking | None:
        """Return how a complete file is captured, None when it is not wanted."""
        return self if self.wanted(path) else None


class LooksAt(Protocol):
    """What a source asks about files: a Looking answers the same for all, guard.folders.landing by where they are."""

    def below(self, folder: Path) -> Iterable[Path]:
        """Return the folders to watch for a given one, itself among them."""

    def passes_by(self, path: Path) -> bool:
        """Return whether a file is skipped without waiting for it; decided by its name alone."""

    def at(self, path: Path, now: Stamp) -> Looking | None:
        """Return how a complete file is captured, None when it is not wanted."""


def itself(folder: Path) -> tuple[Path, ...]:
    """Return a folder whose sub-folders are not watched."""
    return (folder,)


SCREENSHOTS = Looking(Origin.FOLDER, Kind.PICTURE, is_picture, itself)
"""Pictures, with their bytes, and nothing below."""
