"""Keeps rows of a table, each with the SHA-256 of the row before: one that is changed or taken out shows.

An older copy of the whole file is whole in itself: a checkpoint that is kept elsewhere shows it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from guard.util.hash_chain import FIRST, chained, checkpoint_of


class ChainedRows:
    """The rows of ``table``, whose ``columns`` are chained; it has ``line`` (AUTOINCREMENT) and ``digest`` besides. The
    connection's rows are sqlite3.Row. Raises sqlite3.Error.
    """

    def __init__(self, connection: sqlite3.Connection, table: str, columns: Sequence[str]) -> None:
        self._connection, self._table, self._columns = connection, table, tuple(columns)
        self._last = f"SELECT line, digest FROM {table} ORDER BY line DESC LIMIT 1"  # noqa: S608 - own words

    def append(self, *values: object) -> None:
        """Append a row; without a transaction one is begun, so that no other program appends in between."""
        if not self._connection.in_transaction:
            self._connection.execute("BEGIN IMMEDIATE")
        last = self._connection.execute(self._last).fetchone()
        digest = chained(last["digest"] if last is not None else FIRST, *values)
        names, marks = ", ".join(self._columns), ",".join("?" * (len(values) + 1))
        self._connection.execute(f"INSERT INTO {self._table}({names}, digest) VALUES({marks})",
                                 (*values, digest))

    def rows(self) -> list[Any]:
        """Return all rows, the oldest first."""
        return self._connection.execute(f"SELECT * FROM {self._table} ORDER BY line").fetchall()  # noqa: S608

    def is_whole(self) -> bool:
        """Return whether no row was changed or taken out, at the end, too."""
        before, count = FIRST, 0
        for row in self.rows():
            before, count = chained(before, *(row[name] for name in self._columns)), count + 1
            if before != row["digest"]:
                return False
        made = self._connection.execute("SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = ?), 0)",
                                        (self._table,)).fetchone()
        return bool(made[0] == count)

    def checkpoint(self) -> str:
        """Return how many rows there are, and the digest of the last: COUNT:DIGEST; "" without any."""
        last = self._connection.execute(self._last).fetchone()
        return "" if last is None else f"{last['line']}:{last['digest']}"

    def follows(self, checkpoint: str) -> bool:
        """Return whether the rows go on from a checkpoint: an older copy, or one that was rewritten, does not."""
        line, digest = checkpoint_of(checkpoint)
        row = self._connection.execute(f"SELECT digest FROM {self._table} WHERE line = ?", (line,)).fetchone()  # noqa: S608
        return row is not None and bool(row["digest"] == digest)
