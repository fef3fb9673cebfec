"""Tells whether a window that names a flagged file shows another one of that name: titles contain no folder."""

from __future__ import annotations

from pathlib import Path

from guard.channels.file_index import Flagged
from guard.channels.named_files import plain
from guard.platform import proc
from guard.platform.mounts import MountPoints
from guard.util.path_text import label


def shows_another(pid: int, file: Flagged) -> bool:
    """Return whether the program has a file of this name open, or one whose name ends with it as a word, and none of
    them is the flagged one or as long. A program that has closed what it shows is believed.
    """
    name = plain(label(file.path))
    opened = [path for path in map(Path, map(proc.target, proc.descriptors(pid)))
              if f" {plain(label(path))}".endswith(f" {name}")]
    if not opened or file.size < 0 or file.path in opened:
        return False
    mounts = MountPoints()
    try:
        return all(_size(path, mounts) not in (-1, file.size) for path in opened)
    finally:
        mounts.close()


def _size(path: Path, mounts: MountPoints) -> int:
    """Return the bytes of a file; -1 when it cannot be known, or not without waiting for a network."""
    if mounts.is_on_network(str(path)):
        return -1
    try:
        return path.lstat().st_size
    except OSError:
        return -1
