"""Collected records in SQLite, in memory or in a file: one row per record however often it arrived, two if they differ.

A computer is known by its journal (``chain``), its name is a label: after it was renamed all its records have the
newest name. Journals that were copied with a disk have one chain and different records; they stay several computers.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path

from guard.core.events import EventKind
from guard.fleet.collected import Collected
from guard.fleet.database import columns, connect, tables
from guard.platform.file_system import writing
from rules.model import Action

NOT_GUARDING = ("trouble", "paused", "stopped")
"""States in which a computer is not guarding."""

_AHEAD_SECONDS = 86400
"""How far a clock may be ahead, as with a wrong time zone, so that the time of a record counts."""

_BATCH = 5_000
_ACTIONS = tuple(action.value for action in Action)
_NUMBERS = ("pack", "count")
_EARLIER_TEXTS = ("unit", "label", "state", "mode", "outcome", "answer", "reason")
_TEXTS = (*_EARLIER_TEXTS, "what")
_OF_INSPECTION = ("done", "total", "blocked", "warned", "unread", "missing")
_TABLES = f"""
CREATE TABLE IF NOT EXISTS records(
    device TEXT, chain TEXT, n INTEGER, mark TEXT, at REAL NOT NULL, kind TEXT NOT NULL, digest TEXT NOT NULL,
    {', '.join(f'{name} INTEGER' for name in _NUMBERS)}, {', '.join(f'{name} TEXT' for name in _TEXTS)},
    PRIMARY KEY(device, chain, n, mark)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS rules(
    device TEXT, chain TEXT, n INTEGER, mark TEXT, rule TEXT, PRIMARY KEY(device, chain, n, mark, rule)) WITHOUT ROWID;
"""
"""``mark`` tells records with one number apart: by their digests, without one by their times."""

_SCHEMA = f"""{_TABLES}
CREATE INDEX IF NOT EXISTS by_kind ON records(kind, at);
CREATE TABLE IF NOT EXISTS would(
    device TEXT, chain TEXT, n INTEGER, mark TEXT, rule TEXT, action TEXT NOT NULL,
    PRIMARY KEY(device, chain, n, mark, rule)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS inspections(
    device TEXT, chain TEXT, n INTEGER, mark TEXT, key TEXT NOT NULL, step TEXT NOT NULL,
    {', '.join(f'{name} INTEGER' for name in _OF_INSPECTION)}, found TEXT, why TEXT,
    PRIMARY KEY(device, chain, n, mark)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS names(chain TEXT, device TEXT, PRIMARY KEY(chain, device)) WITHOUT ROWID;
"""
_CURRENT = frozenset({"records", "rules", "would", "inspections", "names"})

_NEWEST = f"""
CREATE TEMP VIEW newest AS
WITH soon AS (SELECT STRFTIME('%s', 'now') + {_AHEAD_SECONDS} AS latest),
journals AS (
    SELECT device, chain, MAX(n) AS n, MAX(CASE WHEN at < (SELECT latest FROM soon) THEN at ELSE 0 END) AS seen,
        MAX(CASE WHEN at < (SELECT latest FROM soon) AND kind <> 'stopped' AND state NOT IN {NOT_GUARDING}
            THEN at ELSE 0 END) AS well
    FROM records GROUP BY device, chain),
ranked AS (
    SELECT device, chain, n, MAX(seen) OVER (PARTITION BY device) AS seen, MAX(well) OVER (PARTITION BY device) AS well,
        ROW_NUMBER() OVER (PARTITION BY device ORDER BY seen DESC, n DESC) AS nth
    FROM journals)
SELECT records.*, seen, well, MAX(at) FROM ranked JOIN records USING(device, chain, n) WHERE nth = 1 GROUP BY device;
"""  # noqa: S608 - own words
"""The last record of each computer, by its number: a clock may have been ahead. ``seen`` is when it last reported,
``well`` when it last said that it was guarding, since the epoch; records of a time to come count for neither. Of two
records with one number that of the later time is taken (SQLite, "Bare columns in an aggregate query").
"""
_NAMES = "INSERT OR IGNORE INTO names SELECT DISTINCT chain, device FROM records WHERE chain <> ''"
"""For a file of an earlier version."""
_RENAMED = "SELECT chain FROM names GROUP BY chain HAVING COUNT(*) > 1"
_NEWEST_NAME_FIRST = ("SELECT device FROM names JOIN records USING(chain, device) WHERE chain = ? GROUP BY device "
                      "ORDER BY MAX(n) DESC, MAX(at) DESC, device")
_DIFFER = ("SELECT 1 FROM records AS a JOIN records AS b ON a.chain = b.chain AND a.n = b.n AND a.digest <> b.digest "
           "WHERE a.device = ? AND b.device = ? AND a.chain = ? LIMIT 1")
_MARK = "CASE digest WHEN '' THEN PRINTF('%.3f', at) ELSE digest END"
_COLUMNS = ", ".join(("at", "kind", "digest", *_NUMBERS, *_EARLIER_TEXTS))
_EARLIER_RULES = (f"INSERT INTO rules SELECT device, chain, n, {_MARK}, rule "  # noqa: S608
                  "FROM earlier_rules JOIN earlier_records USING(device, chain, n)")
_EARLIER = ("ALTER TABLE records RENAME TO earlier_records", "ALTER TABLE rules RENAME TO earlier_rules",
            *filter(str.strip, _TABLES.split(";")),
            f"INSERT INTO records SELECT device, chain, n, {_MARK}, {_COLUMNS}, '' FROM earlier_records",  # noqa: S608
            _EARLIER_RULES,
            "DROP TABLE earlier_records", "DROP TABLE earlier_rules")
"""Continues a file that kept the first of two records with one number alone."""
_WITHOUT_WHAT = "ALTER TABLE records ADD COLUMN what TEXT DEFAULT ''"
"""Continues a file of a version that did not know what the content was."""

_INSPECTION_MARKS = ",".join("?" * (8 + len(_OF_INSPECTION)))
_MARKS = ",".join("?" * (7 + len(_NUMBERS) + len(_TEXTS)))


class FleetStore:
    """Made by ``FleetStore(path)``; None keeps it in memory. With ``reading`` the file is there and stays as it is.
    Raises sqlite3.Error.
    """

    def __init__(self, path: Path | None, reading: bool = False) -> None:
        self._connection = connect(path, reading)
        try:
            if reading and not self._is_current():
                self._into_memory()
            elif reading:
                self._connection.executescript(_NEWEST)
                return
            self._continue_earlier()
            self._connection.executescript(_SCHEMA + _NEWEST)
            if not self.ask("SELECT 1 FROM names LIMIT 1"):
                with self._connection:
                    self._connection.execute(_NAMES)
        except sqlite3.Error:
            self._connection.close()
            raise

    def _is_current(self) -> bool:
        return tables(self._connection) >= _CURRENT and columns(self._connection, "records") >= {"mark", "what"}

    def _into_memory(self) -> None:
        """Continue a file of an earlier version that is only read in a copy."""
        copy = sqlite3.connect(":memory:")
        with closing(self._connection) as file:
            file.backup(copy)
        self._connection = copy

    def _continue_earlier(self) -> None:
        known = columns(self._connection, "records")
        steps = _EARLIER if "mark" not in known else (_WITHOUT_WHAT,) if "what" not in known else ()
        if not known or not steps:
            return
        with writing(self._connection):
            for step in steps:
                self._connection.execute(step)

    def add(self, records: Iterable[Collected | None]) -> tuple[int, int]:
        """Add records; return how many lines were records, and how many were not."""
        ours = others = 0
        remaining = iter(records)
        while batch := list(islice(remaining, _BATCH)):
            found = [record for record in batch if record is not None]
            ours += len(found)
            others += len(batch) - len(found)
            with self._connection:
                self._connection.executemany(f"INSERT OR IGNORE INTO records VALUES({_MARKS})",
                                             map(_row, found))
                self._connection.executemany("INSERT OR IGNORE INTO rules VALUES(?,?,?,?,?)",
                                             (row for record in found for row in _rules(record)))
                self._connection.executemany("INSERT OR IGNORE INTO would VALUES(?,?,?,?,?,?)",
                                             (row for record in found for row in _would(record)))
                self._connection.executemany(f"INSERT OR IGNORE INTO inspections VALUES({_INSPECTION_MARKS})",
                                             filter(None, map(_inspection, found)))
                self._connection.executemany("INSERT OR IGNORE INTO names VALUES(?,?)",
                                             {(record.chain, record.device) for record in found if record.chain})
        with self._connection:
            for (chain,) in self.ask(_RENAMED):
                self._unite(str(chain))
        return ours, others

    def _unite(self, chain: str) -> None:
        """Give the records of a journal the newest name of its computer."""
        newest, *earlier = (str(device) for (device,) in self.ask(_NEWEST_NAME_FIRST, (chain,)))
        for name in earlier:
            if self.ask(_DIFFER, (newest, name, chain)):
                continue
            for table in ("records", "rules", "would", "inspections", "names"):
                self._connection.execute(f"UPDATE OR IGNORE {table} SET device = ? WHERE device = ? AND chain = ?",  # noqa: S608
                                         (newest, name, chain))
                self._connection.execute(f"DELETE FROM {table} WHERE device = ? AND chain = ?", (name, chain))  # noqa: S608

    def ask(self, question: str, parameters: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """Return the rows that answer an SQL query."""
        return self._connection.execute(question, parameters).fetchall()

    def earliest(self) -> float:
        """Return the time of the first record (since the epoch); infinity when there is none."""
        ((at,),) = self.ask("SELECT MIN(at) FROM records")
        return float("inf") if at is None else float(str(at))

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _row(record: Collected) -> tuple[object, ...]:
    numbers = (_number(record.untrusted.get(name, "")) for name in _NUMBERS)
    texts = (record.untrusted.get(name, "") for name in _TEXTS)
    return (record.device, record.chain, record.number, _mark(record), record.at, record.kind, record.digest, *numbers,
            *texts)


def _mark(record: Collected) -> str:
    return record.digest or f"{record.at:.3f}"


def _rules(record: Collected) -> Iterable[tuple[object, ...]]:
    for rule in filter(None, record.untrusted.get("rules", "").split(",")):
        yield record.device, record.chain, record.number, _mark(record), rule


def _would(record: Collected) -> Iterable[tuple[object, ...]]:
    for entry in record.untrusted.get("would", "").split(","):
        rule, _, action = entry.rpartition(":")
        if rule and action in _ACTIONS:
            yield record.device, record.chain, record.number, _mark(record), rule, action


def _inspection(record: Collected) -> tuple[object, ...] | None:
    said = record.untrusted
    if record.kind != EventKind.INSPECTION.value or not said.get("order") or not said.get("step"):
        return None
    return (record.device, record.chain, record.number, _mark(record), said["order"], said["step"],
            *(_number(said.get(name, "")) for name in _OF_INSPECTION), said.get("found", ""), said.get("why", ""))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 16 else 0
