"""Remembers which files were judged, and which of them are flagged, by what rules. Paths and hashes, never any content.

It is a cache: when it is lost, or an earlier version's, the received files are judged once more. A table of another
form gets another name, so that an earlier version that is installed again finds none that it cannot use.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sqlite3
import threading
from collections.abc import Container
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from guard.core.model import Decision, DestinationKind, Outcome
from guard.folders.errors import FolderError
from guard.folders.stable_file import Stamp, open_regular, stamp
from guard.platform.file_system import make_own
from guard.util.path_text import path_text, text_path
from guard.util.sixty_four_bits import WORD, signed
from rules.model import Nature

log = logging.getLogger(__name__)

FLAGGED_LIMIT = 2_000
"""Flagged files that are remembered, the newest: each costs the system one watch."""

KNOWN_LIMIT = 100_000
"""Judged files that are remembered, the newest."""

_CACHE_KIB = 256
"""KiB of pages kept in memory, instead of SQLite's 2,000: otherwise the guard grows with every received file."""

_FLAGGED = (Outcome.BLOCK.value, Outcome.WARN.value)
_SCHEMA = f"""
pragma journal_mode = wal;
pragma synchronous = normal;
pragma cache_size = {-_CACHE_KIB};
drop table if exists files;
create table if not exists judged (
    path text primary key, device integer, inode integer, size integer, modified_ns integer,
    digest text, outcome text, nature text, held_from text, judged_with text);
create index if not exists by_digest on judged (digest);
"""


@dataclass(frozen=True, slots=True)
class Flagged:
    """A flagged file: its last path, its identity, and the SHA-256 of its content; ``held_from`` and ``judged_with`` as
    in Decision; ``size`` and ``modified_ns`` when it was judged.
    """

    path: Path
    device: int
    inode: int
    digest: str
    outcome: Outcome
    nature: Nature | None
    held_from: tuple[DestinationKind, ...] = ()
    judged_with: str = ""
    size: int = -1
    modified_ns: int = 0


class FileState(Enum):
    """How a flagged file is now: as it was judged, with another content in its place, or not there any more."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


def state_of(file: Flagged, shares: Container[int]) -> FileState:
    """Return how a flagged file is now. Of ``shares``, by their devices, none is asked, because it may not answer: its
    files count as the same.
    """
    if file.device in shares:
        return FileState.SAME
    now = stamp(file.path)
    if now is None:
        return FileState.GONE
    same = _row(now) == (signed(file.device), signed(file.inode), file.size, file.modified_ns)
    return FileState.SAME if same else FileState.CHANGED


class FileIndex:
    """The files that were judged. Thread-safe; never raises: what cannot be stored is judged again another time."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._store = _open(path)
        self._reading_flagged = threading.Lock()
        self._flagged: tuple[Flagged, ...] | None = None

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._store.close()

    def knows(self, path: Path) -> bool:
        """Return whether exactly this content of the file was judged."""
        now = stamp(path)
        rows = self._ask("select device, inode, size, modified_ns from judged where path = ?", path_text(path))
        return now is not None and rows == [_row(now)]

    def put(self, path: Path, decision: Decision) -> Flagged | None:
        """Remember the decision on a file; return it when it is flagged, None when it is not or is gone. What could not
        be read, and may be another time, is not remembered.
        """
        may_be_read = decision.outcome is Outcome.UNREADABLE and not decision.judged_with
        found = _content(path) if not may_be_read else None
        if found is None:
            return None
        now, digest = found
        outcome, nature = decision.outcome, decision.nature
        self._ask("insert or replace into judged values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", path_text(path),
                  *_row(now), digest, outcome.value, nature.value if nature else "", " ".join(decision.held_from),
                  decision.judged_with)
        self._ask("delete from judged where rowid <= (select max(rowid) from judged) - ?", KNOWN_LIMIT)
        is_flagged = outcome.value in _FLAGGED
        self._changed(path, is_flagged=is_flagged)
        if not is_flagged:
            return None
        return Flagged(path, now.device, now.inode, digest, outcome, nature, decision.held_from, decision.judged_with,
                       now.size, signed(now.modified_ns))

    def clear(self, path: Path) -> bool:
        """Forget a flagged file: it was judged anew and nothing was found. Return whether there was one."""
        flagged = self._ask("select path from judged where path = ? and outcome in (?, ?)", path_text(path), *_FLAGGED)
        if flagged:
            self._ask("delete from judged where path = ?", path_text(path))
            self._changed(path, is_flagged=True)
        return bool(flagged)

    def flagged(self) -> tuple[Flagged, ...]:
        """Return the flagged files, newest first: the same tuple until there are others."""
        with self._reading_flagged:
            if self._flagged is not None:
                return self._flagged
            rows = self._rows("select path, device, inode, digest, outcome, nature, held_from, judged_with, size, "
                              "modified_ns from judged where outcome in (?, ?) order by rowid desc limit ?",
                              *_FLAGGED, FLAGGED_LIMIT)
            files = tuple(
                Flagged(text_path(path), device % WORD, inode % WORD, digest, Outcome(outcome),
                        Nature(nature) if nature else None, tuple(map(DestinationKind, held_from.split())), *rest)
                for path, device, inode, digest, outcome, nature, held_from, *rest in rows or ())
            if rows is not None:
                self._flagged = files
            return files

    def twins(self, flagged: Flagged) -> tuple[Path, ...]:
        """Return the other known paths of the same content."""
        rows = self._ask("select path from judged where digest = ? and path != ?", flagged.digest,
                         path_text(flagged.path))
        return tuple(text_path(path) for (path,) in rows)

    def _changed(self, path: Path, *, is_flagged: bool) -> None:
        """Have the flagged files read again when this one is or was one of them."""
        with self._reading_flagged:
            if is_flagged or any(file.path == path for file in self._flagged or ()):
                self._flagged = None

    def _ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        return self._rows(query, *values) or []

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]] | None:
        """Return the answer, None when there was none."""
        with self._lock:
            try:
                with self._store:
                    return self._store.execute(query, values).fetchall()
            except sqlite3.Error as error:
                # A connection that is already closed has no SQLite error code.
                log.warning("the index of files was not asked: %s",
                            getattr(error, "sqlite_errorname", type(error).__name__))
                return None


def _row(found: Stamp) -> tuple[int, int, int, int]:
    """Return a stamp as the index has it."""
    return signed(found.device), signed(found.inode), found.size, signed(found.modified_ns)


def _open(path: Path) -> sqlite3.Connection:
    """Open the index; a damaged one is replaced, one that cannot be written is kept in memory."""
    try:
        return _prepared(path)
    except sqlite3.OperationalError as error:
        log.warning("the index of files is in memory only: %s", error.sqlite_errorname)
        return _prepared(None)
    except sqlite3.DatabaseError:
        path.unlink(missing_ok=True)
        return _prepared(path)


def _prepared(path: Path | None) -> sqlite3.Connection:
    if path is not None:
        with suppress(OSError):  # SQLite reports what is wrong in its own way
            make_own(path)
    store = sqlite3.connect(path or ":memory:", check_same_thread=False)
    try:
        store.executescript(_SCHEMA)
    except sqlite3.Error:
        store.close()
        raise
    return store


def _content(path: Path) -> tuple[Stamp, str] | None:
    try:
        descriptor = open_regular(path)
    except FolderError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        try:
            return Stamp.of(os.fstat(descriptor)), hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return None
