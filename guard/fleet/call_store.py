"""Keeps calls (催办) in the database of what was collected, chained as the histories of cases are."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from guard.fleet.calls import About, Call, CallError, Calls, Known, Matter, Topic, Way, malformed
from guard.fleet.chained_rows import ChainedRows
from guard.fleet.database import connect
from guard.fleet.store import FleetStore
from guard.platform.file_system import writing

_COLUMNS = ("at", "by", "day", "whom", "way", "agreed", "until", "about")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS calls(
    line INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, by TEXT NOT NULL, day TEXT NOT NULL, whom TEXT NOT NULL,
    way TEXT NOT NULL, agreed TEXT NOT NULL, until TEXT NOT NULL, about TEXT NOT NULL, digest TEXT NOT NULL)
"""
"""Made with the first call: who may only read the database can still open one of before."""


class CallStore:
    """The calls in a database that is there; with ``reading`` it stays as it is. Raises sqlite3.Error."""

    def __init__(self, path: Path, reading: bool = False) -> None:
        self._connection = connect(path, reading)
        self._connection.row_factory = sqlite3.Row
        self._rows = ChainedRows(self._connection, "calls", _COLUMNS)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def add(self, call: Call, now: float) -> Call:
        """Record a call; return it with its number. Raises CallError for one that cannot be."""
        if wrong := malformed(call, datetime.fromtimestamp(now).astimezone().date()):
            raise CallError(wrong)
        about = [[one.device, one.chain, one.matter.topic.value, one.matter.number] for one in call.about]
        made = replace(call, by=call.by.strip(), whom=call.whom.strip(), agreed=call.agreed.strip(), at=now)
        with writing(self._connection):
            self._connection.execute(_SCHEMA)
            self._rows.append(now, made.by, made.day.isoformat(), made.whom, made.way.value, made.agreed,
                              made.until.isoformat() if made.until else "", json.dumps(about, ensure_ascii=False))
            number = int(self.checkpoint().partition(":")[0])
        return replace(made, number=number)

    def all(self) -> tuple[list[Call], bool]:
        """Return every call, the oldest first, and whether none was changed or taken out."""
        if not self._has_some():
            return [], True
        calls = [_call(row) for row in self._rows.rows()]
        return [call for call in calls if call is not None], None not in calls and self._rows.is_whole()

    def checkpoint(self) -> str:
        """Return how many calls there are and the digest of the last: COUNT:DIGEST; "" without any."""
        return self._rows.checkpoint() if self._has_some() else ""

    def follows(self, checkpoint: str) -> bool:
        """Return whether the calls go on from a checkpoint."""
        return self._has_some() and self._rows.follows(checkpoint)

    def _has_some(self) -> bool:
        return self._connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'calls'").fetchone() is not None


def calls_in(path: Path | None, records: FleetStore) -> Calls:
    """Return the calls of a database with the computers of its ``records``; none without a database. Raises
    sqlite3.Error."""
    if path is None:
        return Calls()
    with closing(CallStore(path, reading=True)) as store:
        made, whole = store.all()
        return Calls.of(made, _known(records), whole, store.checkpoint())


def _known(records: FleetStore) -> Sequence[Known]:
    return [Known(str(device), str(chain or ""), int(str(pack or 0)), float(str(well)))
            for device, chain, pack, well in records.ask("SELECT device, chain, pack, well FROM newest")]


def _call(row: Any) -> Call | None:
    """Return the call of a row, None for one that somebody else must have written."""
    try:
        about = tuple(About(str(device), str(chain), Matter(Topic(topic), int(number)))
                      for device, chain, topic, number in json.loads(row["about"]))
        until = date.fromisoformat(row["until"]) if row["until"] else None
        return Call(row["by"], date.fromisoformat(row["day"]), row["whom"], Way(row["way"]), about, row["agreed"],
                    until, row["line"], row["at"])
    except (ValueError, TypeError, RecursionError):
        return None
