"""What a folder source looks for: which folders below the given ones, which files there, and what is taken of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from guard.file_names import path_text
from guard.folders.pictures import is_picture, passes_by
from guard.model import Item, Kind, Origin


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
        """Return a file as an item that only says where it is."""
        return Item(path_text(path), self.kind)


def itself(folder: Path) -> tuple[Path, ...]:
    """Return a folder whose sub-folders are not looked at."""
    return (folder,)


def _picture(path: Path) -> bool:
    return not passes_by(path) and is_picture(path)


SCREENSHOTS = Looking(Origin.FOLDER, Kind.PICTURE, _picture, itself)
"""Pictures, with their bytes, and nothing below."""
