"""Marks copied files without reading them, so that a paste can tell whether they are those that were judged.

A folder's own mark changes with the names in it. Each is marked before it is listed or read: what changes meanwhile
counts as changed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from guard.core.model import FileMark
from guard.util.path_text import path_text, text_path
from guard.util.sixty_four_bits import signed

MARKS_LIMIT = 1000
"""Files and folders of one copy that are marked: each is checked again for every paste."""


def marks_of(copied: Iterable[Path]) -> tuple[FileMark, ...]:
    """Return the marks of these files and folders and of what is in them, at most MARKS_LIMIT."""
    return tuple(islice((_mark(path_text(path)) for top in copied for path in _all(top)), MARKS_LIMIT))


def changed(marks: Iterable[FileMark]) -> bool:
    """Return True when a file is no longer as it was marked: one stat call each, and nothing is read."""
    return any(_mark(mark.path) != mark for mark in marks)


def _all(top: Path) -> Iterator[Path]:
    yield top
    for folder, folders, names in os.walk(top):
        yield from (Path(folder) / name for name in (*folders, *names))


def _mark(path: str) -> FileMark:
    try:
        facts = text_path(path).stat()
    except (OSError, ValueError):
        return FileMark(path)
    return FileMark(path, facts.st_size, signed(facts.st_mtime_ns), signed(facts.st_ctime_ns), facts.st_ino)
