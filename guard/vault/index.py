"""The vault's index: one SQLite row per item. WAL, synchronous=FULL, deleted bytes overwritten (secure_delete)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from guard.core.model import CaseState, CaseSummary, Kind, Origin, Outcome, Release, Storage
from guard.platform.file_system import make_own, writing
from guard.vault.errors import NewerFormatError

_VERSION = 1
"""Version of the table and of what is encrypted in it; a program that finds a higher one leaves the vault alone."""

_BUSY_SECONDS = 5.0

_CACHE_KIB = 256
"""KiB of pages kept in memory, instead of SQLite's 2,000: every list of the held items reads through the table, and the
guard grew by each item's pages, sealed case and all. The system caches them too.
"""

_SCHEMA = """CREATE TABLE IF NOT EXISTS items(
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, origin TEXT NOT NULL, rule TEXT NOT NULL, outcome TEXT NOT NULL,
    state TEXT NOT NULL, release TEXT NOT NULL, opened_at REAL NOT NULL, keeping TEXT NOT NULL,
    wrapped_key BLOB, sealed_case BLOB, listed INTEGER NOT NULL DEFAULT 1,
    released INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID"""

_LISTED = "id, kind, origin, rule, outcome, state, release, opened_at, keeping, listed, released"
"""Columns of a summary."""

_ADDED = {"listed": 1, "released": 0}
"""Columns that the table of an earlier version lacks, with their default."""

_INDEXES = (
    f"CREATE INDEX IF NOT EXISTS overview ON items(opened_at, {_LISTED.replace(' opened_at,', '')})",
    "DROP INDEX IF EXISTS summaries",
    "DROP INDEX IF EXISTS listed",
    "DROP INDEX IF EXISTS by_state",
    "CREATE INDEX IF NOT EXISTS held ON items(state, listed, origin, opened_at)",
)
"""Indexes from which lists and counts are read, so that no sealed case is; those of earlier versions go."""


@dataclass(frozen=True, slots=True)
class Row:
    """The encrypted columns of one item; both are None once it is destroyed."""

    wrapped_key: bytes | None
    sealed_case: bytes | None


def version_of(connection: sqlite3.Connection) -> int:
    """Return the version of an index, 0 for none. Raises NewerFormatError."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > _VERSION:
        raise NewerFormatError(f"format {version}, not {_VERSION}")
    return int(version)


class Index:
    """The table of items. Its caller serialises the calls and translates sqlite3.Error."""

    def __init__(self, path: Path) -> None:
        with suppress(OSError):  # SQLite reports what is wrong in its own way
            make_own(path)
        self._held: int | None = None
        """How many items are held, None when they must be counted again."""
        self._counted_in = 0
        """SQLite's data_version when they were counted: another process's write changes it."""
        self._connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        self._connection.text_factory = bytes.decode  # SQLite's own error would not say that the file is damaged
        try:
            for setting in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON",
                            f"cache_size={-_CACHE_KIB}"):
                self._connection.execute(f"PRAGMA {setting}").fetchall()
            self.new = version_of(self._connection) == 0
            """Whether there was no index yet; an empty file counts as none."""
            self._connection.execute(_SCHEMA)
            self._add_columns()
            for statement in _INDEXES:
                self._connection.execute(statement)
            self._connection.execute(f"PRAGMA user_version={_VERSION}")
        except sqlite3.Error:
            self._connection.close()
            raise

    def _add_columns(self) -> None:
        """Bring the table of an earlier version up to this one, which that version can still read."""
        columns = [name for _, name, *_ in self._connection.execute("PRAGMA table_info(items)")]
        for name, value in _ADDED.items():
            if name not in columns:
                self._connection.execute(f"ALTER TABLE items ADD COLUMN {name} INTEGER NOT NULL DEFAULT {value}")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the write lock for a block that other processes must see whole, and commit at its end."""
        try:
            with writing(self._connection):
                yield
        except BaseException:
            self._held = None
            raise

    def insert(self, summary: CaseSummary, row: Row) -> None:
        """Add an item, in place of a destroyed one with its id. Raises sqlite3.IntegrityError when there is another."""
        self._connection.execute("DELETE FROM items WHERE id=? AND state=?", (summary.id, CaseState.DESTROYED.value))
        self._connection.execute(
            f"INSERT INTO items({_LISTED}, wrapped_key, sealed_case) "
            "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)", (*_columns(summary), row.wrapped_key, row.sealed_case))
        self._moved(counted=False, counts=_counts(summary))

    def replace(self, summary: CaseSummary, sealed_case: bytes) -> None:
        """Store the changed case of an item."""
        before = self._counted(summary.id)
        self._connection.execute(
            "UPDATE items SET kind=?, origin=?, rule=?, outcome=?, state=?, release=?, opened_at=?, keeping=?, "
            "listed=?, released=?, sealed_case=? WHERE id=?", (*_columns(summary)[1:], sealed_case, summary.id))
        if before is not None:
            self._moved(counted=before, counts=_counts(summary))

    def shred(self, item: str) -> None:
        """Delete an item's key and case and keep its summary."""
        before = self._counted(item)
        self._connection.execute(
            "UPDATE items SET released = released OR state = ?, state=?, wrapped_key=NULL, sealed_case=NULL WHERE id=?",
            (CaseState.RELEASED.value, CaseState.DESTROYED.value, item))
        self._moved(counted=bool(before), counts=False)

    def checkpoint(self) -> None:
        """Empty the write-ahead log, which may still contain older versions of pages."""
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def row(self, item: str) -> Row | None:
        """Return an item's encrypted columns."""
        found = self._connection.execute("SELECT wrapped_key, sealed_case FROM items WHERE id=?", (item,)).fetchone()
        return None if found is None else Row(*found)

    def keyed(self) -> tuple[tuple[str, bytes], ...]:
        """Return id and wrapped key of every item that has content."""
        return tuple(self._connection.execute("SELECT id, wrapped_key FROM items WHERE wrapped_key IS NOT NULL"))

    def ids(self) -> frozenset[str]:
        """Return the ids of items that have content."""
        return frozenset(item for item, _ in self.keyed())

    def unlisted_before(self, moment: float) -> tuple[str, ...]:
        """Return the ids of items with content that no list shows, opened before a wall-clock time."""
        found = self._connection.execute(
            "SELECT id FROM items WHERE wrapped_key IS NOT NULL AND listed=0 AND opened_at < ?", (moment,))
        return tuple(item for (item,) in found)

    def released_first(self, before: float) -> tuple[str, ...]:
        """Return the ids of items with content opened before a wall-clock time: released ones first, then by their age.
        """
        found = self._connection.execute(
            "SELECT id FROM items WHERE wrapped_key IS NOT NULL AND opened_at < ? ORDER BY state != ?, opened_at",
            (before, CaseState.RELEASED.value))
        return tuple(item for (item,) in found)

    def summaries(self) -> tuple[CaseSummary, ...]:
        """Return every item, newest first. Raises ValueError for a column with an invalid value."""
        return self._summaries("ORDER BY opened_at DESC, id DESC")

    def summary(self, item: str) -> CaseSummary | None:
        """Return one item, None when there is none. Raises ValueError for a column with an invalid value."""
        return next(iter(self._summaries("WHERE id=?", item)), None)

    def latest(self, state: CaseState, origin: Origin) -> CaseSummary | None:
        """Return the item of this state and origin that was opened last, None when there is none. Raises ValueError."""
        return next(iter(self._summaries("WHERE state=? AND origin=? ORDER BY opened_at DESC LIMIT 1",
                                         state.value, origin.value)), None)

    def count_held(self) -> int:
        """Return how many listed items are held: counted once, and again when another process has written."""
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        if self._held is None or version != self._counted_in:
            (self._held,) = self._connection.execute("SELECT count(*) FROM items WHERE state=? AND listed=1",
                                                     (CaseState.HELD.value,)).fetchone()
            self._counted_in = version
        return int(self._held)

    def _counted(self, item: str) -> bool | None:
        """Return whether an item is among those that count_held counts, None when there is none."""
        found = self._connection.execute("SELECT state, listed FROM items WHERE id=?", (item,)).fetchone()
        return None if found is None else found == (CaseState.HELD.value, 1)

    def _moved(self, *, counted: bool, counts: bool) -> None:
        """Keep the count of held items through a change of one."""
        if self._held is not None:
            self._held += counts - counted

    def _summaries(self, which: str, *values: str) -> tuple[CaseSummary, ...]:
        found = self._connection.execute(f"SELECT {_LISTED} FROM items {which}", values)  # noqa: S608 (our own words)
        return tuple(
            CaseSummary(item, Kind(kind), Origin(origin), rule, Outcome(outcome), CaseState(state), Release(release),
                        opened_at, Storage(keeping), bool(listed),
                        bool(released) or state == CaseState.RELEASED)
            for item, kind, origin, rule, outcome, state, release, opened_at, keeping, listed, released in found)


def _columns(summary: CaseSummary) -> tuple[str | float, ...]:
    return (summary.id, summary.kind.value, summary.origin.value, summary.rule, summary.outcome.value,
            summary.state.value, summary.release.value, summary.opened_at, summary.keeping.value, summary.listed,
            summary.released)


def _counts(summary: CaseSummary) -> bool:
    return summary.state is CaseState.HELD and summary.listed
