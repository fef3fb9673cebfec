"""Opens the office's database of what was collected. One of another program is neither read nor written."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from guard.sentences.catalogue import sentence
from guard.util.database_address import database_address

_APPLICATION = 0x6D697366
_EARLIER = ({"device", "n", "kind", "digest"}, {"number", "key", "kind", "told"})
"""Columns of ``records`` and of ``cases`` in databases that were made without an application id."""


def connect(path: Path | None, reading: bool = False) -> sqlite3.Connection:
    """Open a database, in memory without a path; it is made where there is none, and only read with ``reading``.

    Raises sqlite3.Error, also for a database of another program.
    """
    if path is None:
        return sqlite3.connect(":memory:")
    connection = sqlite3.connect(database_address(path, f"mode={'ro' if reading else 'rwc'}"), uri=True)
    try:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        new = not application and not reading and not tables(connection)
        if new:
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
        elif application != _APPLICATION and (application or not _is_earlier(connection)):
            raise sqlite3.DatabaseError(str(sentence("fleet.other-database", path=path)))
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def tables(connection: sqlite3.Connection) -> set[str]:
    """Return the names of the tables in a database."""
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def columns(connection: sqlite3.Connection, table: str) -> set[str]:
    """Return the names of the columns of a table, none where there is no such table."""
    return {name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")}


def _is_earlier(connection: sqlite3.Connection) -> bool:
    return any(needed <= columns(connection, table)
               for table, needed in zip(("records", "cases"), _EARLIER, strict=True))
