"""What is damaged is set aside under another name, never deleted: it may still be mended, or asked about."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

MARK = ".damaged-"
"""Stands in the name of everything that was set aside."""

_PRIMARY_CODE = 0xFF  # SQLite's extended result codes keep the primary one in the low byte


def set_aside(path: Path) -> Path:
    """Rename a file or folder to a name that nothing has yet, beside it; return that. Raises OSError."""
    return path.rename(_free(path))


def set_aside_together(path: Path, *others: Path) -> Path:
    """Move what belongs together, as far as it is there, into a new folder beside ``path``; return that folder.

    Raises OSError.
    """
    aside = _free(path)
    aside.mkdir(mode=0o700)
    for part in (path, *others):
        if os.path.lexists(part):
            part.rename(aside / part.name)
    return aside


def set_database_aside(path: Path, *others: Path) -> Path:
    """Do the same for a database of SQLite's with what stands beside it: the folder can be opened as it is."""
    return set_aside_together(path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm"), *others)


def is_damage(error: sqlite3.Error) -> bool:
    """Say whether SQLite found the file itself to be wrong, not that it could not be read or written just now."""
    return getattr(error, "sqlite_errorcode", 0) & _PRIMARY_CODE in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def found_in(folders: tuple[Path, ...]) -> Iterator[Path]:
    """Yield what was set aside in these folders and still stands there."""
    for folder in folders:
        yield from sorted(folder.glob(f"*{MARK}*"))


def _free(path: Path) -> Path:
    stamp = time.strftime("%Y%m%d-%H%M%S")
    number = 1
    while os.path.lexists(aside := path.with_name(f"{path.name}{MARK}{stamp}-{number}")):
        number += 1
    return aside
