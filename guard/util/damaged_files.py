"""Renames damaged files instead of deleting them: they may still be repaired, or examined."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from guard.util.sqlite_errors import primary_code

MARK = ".damaged-"
"""Part of the name of everything that was renamed."""


def set_aside(path: Path) -> Path:
    """Rename a file or folder to an unused name beside it; return that. Raises OSError."""
    return path.rename(_free(path))


def set_aside_together(path: Path, *others: Path) -> Path:
    """Move files that belong together, as far as they exist, into a new folder beside ``path``; return that folder.

    Raises OSError.
    """
    aside = _free(path)
    aside.mkdir(mode=0o700)
    for part in (path, *others):
        if os.path.lexists(part):
            part.rename(aside / part.name)
    return aside


def set_database_aside(path: Path, *others: Path) -> Path:
    """Do the same for an SQLite database with the files beside it, so that the folder can be opened as it is."""
    return set_aside_together(path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm"), *others)


def is_damage(error: sqlite3.Error) -> bool:
    """Tell whether SQLite found the file itself to be damaged, rather than temporarily not readable or writable."""
    return primary_code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def found_in(folders: tuple[Path, ...]) -> Iterator[Path]:
    """Yield what was renamed in these folders and is still there."""
    for folder in folders:
        yield from sorted(folder.glob(f"*{MARK}*"))


def _free(path: Path) -> Path:
    stamp = time.strftime("%Y%m%d-%H%M%S")
    number = 1
    while os.path.lexists(aside := path.with_name(f"{path.name}{MARK}{stamp}-{number}")):
        number += 1
    return aside
