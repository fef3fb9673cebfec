"""Stores what was requested and spent in a small SQLite file in the vault's folder. What it confirmed survives kill -9.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from guard.authorisation.request import HOUR_SECONDS
from guard.platform.file_system import make_own, writing
from guard.sentences.catalogue import sentence
from guard.util.damaged_files import is_damage, set_database_aside
from rules.sentences.sentence import NOTHING, Sentence

FILE_NAME = "codes.db"
_BUSY_SECONDS = 5.0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS asked(item TEXT PRIMARY KEY, nonce BLOB NOT NULL, hour INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS spent(item TEXT, nonce BLOB, at REAL NOT NULL, PRIMARY KEY(item, nonce)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS latest(one INTEGER PRIMARY KEY CHECK(one = 1), seconds REAL NOT NULL);
"""


class Ledger:
    """Thread-safe. Raises sqlite3.Error when the disk fails: nothing is released then."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = threading.Lock()
        make_own(folder / FILE_NAME)
        self._connection = sqlite3.connect(folder / FILE_NAME, timeout=_BUSY_SECONDS, isolation_level=None,
                                           check_same_thread=False)
        try:
            for setting in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
                self._connection.execute(f"PRAGMA {setting}").fetchall()
            self._connection.executescript(_SCHEMA)
            latest = self._connection.execute("SELECT seconds FROM latest").fetchone()
        except sqlite3.Error:
            self._connection.close()
            raise
        self._started = time.monotonic()
        self._floor = 0.0 if latest is None else float(latest[0])

    def now(self) -> float:
        """Return the time since the epoch, never earlier than a time that was used here before.

        After the clock was set back, the time continues from the last one used, by the elapsed time.
        """
        return time.time() + self.ahead()

    def ahead(self) -> float:
        """Return by how many seconds the time here is ahead of the clock, 0 unless that was set back."""
        return max(0.0, self._floor + time.monotonic() - self._started - time.time())

    def ask(self, item: str, make: Callable[[], bytes], waits: Callable[[bytes], bool]) -> tuple[bytes, int]:
        """Return public key and hour of the request for an item: the one of this hour while it still ``waits``, or a
        new one from ``make`` that replaces it.
        """
        with self._writing() as now:
            hour = int(now // HOUR_SECONDS)
            found = self.asked(item)
            if found is not None and found[1] == hour and waits(found[0]):
                return found
            public = make()
            self._connection.execute("INSERT OR REPLACE INTO asked VALUES(?,?,?)", (item, public, hour))
            return public, hour

    def asked(self, item: str) -> tuple[bytes, int] | None:
        """Return public key and hour of the last request for an item that was not answered."""
        found = self._connection.execute("SELECT nonce, hour FROM asked WHERE item=?", (item,)).fetchone()
        return None if found is None else (bytes(found[0]), int(found[1]))

    def used(self, item: str) -> tuple[bytes, ...]:
        """Return the public keys of the requests for an item whose codes were spent."""
        return tuple(public for (public,) in self._connection.execute("SELECT nonce FROM spent WHERE item=?", (item,)))

    def spend(self, item: str, public: bytes) -> bool:
        """Spend a request for good; return False when another process was faster."""
        with self._writing() as now:
            gone = self._connection.execute("DELETE FROM asked WHERE item=? AND nonce=?", (item, public))
            if not gone.rowcount:
                return False
            self._connection.execute("INSERT INTO spent VALUES(?,?,?)", (item, public, now))
            return True

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @contextmanager
    def _writing(self) -> Iterator[float]:
        """Hold the write lock, yield the time and store it as used."""
        with self._lock:
            now = self.now()
            with writing(self._connection):
                yield now
                self._connection.execute("INSERT OR REPLACE INTO latest VALUES(1, MAX(?, COALESCE("
                                         "(SELECT seconds FROM latest), 0)))", (now,))


def open_ledger(folder: Path) -> tuple[Ledger | None, Sentence]:
    """Return the ledger in a folder, created when needed, and what was wrong with it, in words for people.

    A damaged one is renamed: a code for a request of the old one does not fit a request of the new one. None when the
    disk does not allow one: then no code is accepted.
    """
    try:
        return Ledger(folder), NOTHING
    except (sqlite3.Error, OSError) as error:
        if not isinstance(error, sqlite3.Error) or not is_damage(error):
            return None, sentence("code.ledger-not-readable")
    try:
        aside = set_database_aside(folder / FILE_NAME)
        return Ledger(folder), sentence("code.ledger-set-aside", aside=aside)
    except (sqlite3.Error, OSError):
        return None, sentence("code.ledger-stuck")
