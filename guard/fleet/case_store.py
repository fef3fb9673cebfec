"""Keeps the office's cases in the database of what was collected: owner, state, due day, notes, and all that was done.

Each line of a case's history has the SHA-256 of the line before: a line that is changed or taken out is noticed. An
older copy of the whole file is whole in itself: a checkpoint that is kept elsewhere, as each export has one, shows it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from guard.fleet import case_lines
from guard.fleet.case_kinds import CLOSED, CaseKind, CaseState, days_until_due
from guard.fleet.case_lines import Done
from guard.fleet.cases import Occasion
from guard.fleet.chained_rows import ChainedRows
from guard.fleet.database import connect, tables
from guard.sentences.catalogue import sentence
from rules.sentences.sentence import SaidError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS cases(
    number INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT UNIQUE NOT NULL, kind TEXT NOT NULL, device TEXT NOT NULL,
    unit TEXT NOT NULL, rules TEXT NOT NULL, first REAL NOT NULL, last REAL NOT NULL, count INTEGER NOT NULL,
    told TEXT NOT NULL, opened REAL NOT NULL, state TEXT NOT NULL, owner TEXT NOT NULL, due TEXT NOT NULL,
    closed REAL NOT NULL);
CREATE TABLE IF NOT EXISTS case_history(
    line INTEGER PRIMARY KEY AUTOINCREMENT, number INTEGER NOT NULL, at REAL NOT NULL, by TEXT NOT NULL,
    words TEXT NOT NULL, digest TEXT NOT NULL);
"""
_PLACES = "CREATE TABLE IF NOT EXISTS case_places(name TEXT PRIMARY KEY, folder TEXT NOT NULL)"
"""Made when there is one to remember: who may only read the database can still open one of before."""

_PEOPLE = "people"
_ONLY = "SELECT * FROM cases WHERE number = ?"
PROGRAM = "密哨"
"""Who did what the program did by itself."""

LONGEST = 500
"""Most characters of a note."""


class CaseError(SaidError):
    """A case cannot be found or changed so; the words say why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeCase(Occasion):
    """An occasion that somebody of the office looks into. Times in seconds since the epoch; ``closed`` 0: it is open.
    """

    number: int
    opened: float
    state: CaseState
    owner: str
    due: date
    closed: float

    def overdue(self, today: date) -> bool:
        """Return whether it is open after the day on which it was due."""
        return self.state not in CLOSED and today > self.due


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody changes in a case; None stays as it is."""

    owner: str | None = None
    state: CaseState | None = None
    due: date | None = None
    note: str | None = None


class CaseStore:
    """The cases in a database, which is made where there is none. With ``reading`` it is there, and stays as it is.
    Raises sqlite3.Error.
    """

    def __init__(self, path: Path, reading: bool = False) -> None:
        self._connection = connect(path, reading)
        try:
            if not reading:
                self._connection.executescript(_SCHEMA)
            elif "cases" not in tables(self._connection):
                self._connection.executescript(_SCHEMA.replace("CREATE TABLE", "CREATE TEMP TABLE"))
            self._connection.row_factory = sqlite3.Row
        except sqlite3.Error:
            self._connection.close()
            raise
        self._history = ChainedRows(self._connection, "case_history", ("number", "at", "by", "words"))

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def take(self, found: Iterable[Occasion], answers: Mapping[str, str], now: float) -> tuple[int, int]:
        """Make a case of each new occasion and add to those that are known; one that was closed before more of it was
        known is open again, whenever it happened. ``answers`` are those to feedback by its number: they close its case.
        Return how many are new and how many were opened again."""
        made = again = 0
        with self._connection:
            for one in found:
                row = self._connection.execute("SELECT * FROM cases WHERE key = ?", (one.key,)).fetchone()
                if row is None:
                    self._make(one, now)
                    made += 1
                else:
                    again += self._more(_case(row), one, now)
            for case in self.all():
                if case.kind is CaseKind.FEEDBACK and case.state not in CLOSED and case.told in answers:
                    self._write(case.number, state=CaseState.DONE.value, closed=now)
                    self._note(case.number, now, PROGRAM, case_lines.answered(answers[case.told]))
        return made, again

    def _make(self, one: Occasion, now: float) -> None:
        due = _due(one, now)
        cursor = self._connection.execute(
            "INSERT INTO cases(key, kind, device, unit, rules, first, last, count, told, opened, state, owner, due, "
            "closed) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (one.key, one.kind.value, one.device, one.unit, ",".join(one.rules), one.first, one.last, one.count,
             one.told, now, CaseState.OPEN.value, "", due.isoformat(), 0.0))
        self._note(int(cursor.lastrowid or 0), now, PROGRAM, case_lines.made(one.kind, one.count))

    def _more(self, case: OfficeCase, one: Occasion, now: float) -> bool:
        """Add what is known of it since; return whether the case is open again by it."""
        if one.count <= case.count:
            return False
        self._write(case.number, device=one.device, unit=one.unit, rules=",".join(one.rules),
                    first=min(one.first, case.first), last=max(one.last, case.last), count=one.count, told=one.told)
        opens = case.state in CLOSED  # whoever closed it did not know of these records
        self._note(case.number, now, PROGRAM, case_lines.more(one.count, opens))
        if opens:
            due = max(case.due, _due(one, now))
            self._write(case.number, state=CaseState.OPEN.value, closed=0.0, due=due.isoformat())
            if due != case.due:
                self._note(case.number, now, PROGRAM, case_lines.due_changed(case.due, due))
        return opens

    def change(self, number: int, change: Change, by: str, now: float) -> OfficeCase:
        """Change a case and record who did it; return it as it is now. Raises CaseError."""
        case = self.case(number)
        if not by.strip():
            raise CaseError(sentence("cases.by"))
        if change.note is not None and len(change.note) > LONGEST:
            raise CaseError(sentence("cases.longest-note", most=LONGEST))
        if change.owner is not None and not case_lines.is_read_back(change.owner):
            raise CaseError(sentence("cases.owner-read-wrong", owner=change.owner))
        with self._connection:
            if change.owner is not None:
                self._write(number, owner=change.owner)
                self._note(number, now, by, case_lines.owner_changed(case.owner, change.owner))
            if change.due is not None:
                self._write(number, due=change.due.isoformat())
                self._note(number, now, by, case_lines.due_changed(case.due, change.due))
            if change.state is not None:
                closed = now if case.state not in CLOSED else case.closed
                self._write(number, state=change.state.value, closed=closed if change.state in CLOSED else 0.0)
                self._note(number, now, by, case_lines.state_changed(case.state, change.state))
            if change.note is not None:
                self._note(number, now, by, case_lines.noted(change.note))
        return self.case(number)

    def people_are_in(self, folder: Path) -> None:
        """Remember the folder of the console with the people who may change cases."""
        with self._connection:
            self._connection.execute(_PLACES)
            self._connection.execute("REPLACE INTO case_places(name, folder) VALUES(?,?)",
                                     (_PEOPLE, str(folder.absolute())))

    def people(self) -> Path | None:
        """Return the folder of the console with the people, None where none is known."""
        if self._connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'case_places'").fetchone() is None:
            return None
        row = self._connection.execute("SELECT folder FROM case_places WHERE name = ?", (_PEOPLE,)).fetchone()
        return None if row is None else Path(row["folder"])

    def case(self, number: int) -> OfficeCase:
        """Return a case. Raises CaseError."""
        row = self._connection.execute(_ONLY, (number,)).fetchone()
        if row is None:
            raise CaseError(sentence("cases.unknown", number=number))
        return _case(row)

    def all(self) -> list[OfficeCase]:
        """Return every case, the newest last."""
        return [_case(row) for row in self._connection.execute("SELECT * FROM cases ORDER BY number")]

    def history(self, number: int | None = None) -> list[Done]:
        """Return what was done in a case, in all without a number, the oldest first."""
        return [Done(row["number"], row["at"], row["by"], row["words"]) for row in self._history.rows()
                if number in (None, row["number"])]

    def history_is_whole(self) -> bool:
        """Return whether no line of a history was changed or taken out."""
        lines = {row[0] for row in self._connection.execute("SELECT DISTINCT number FROM case_history")}
        return self._history.is_whole() and lines == {case.number for case in self.all()}

    def checkpoint(self) -> str:
        """Return how many lines the history has, and the digest of the last: COUNT:DIGEST; "" without any."""
        return self._history.checkpoint()

    def follows(self, checkpoint: str) -> bool:
        """Return whether the history goes on from a checkpoint: an older copy, or one that was rewritten, does not."""
        return self._history.follows(checkpoint)

    def _write(self, number: int, **fields: object) -> None:
        names = ", ".join(f"{name} = ?" for name in fields)
        self._connection.execute(f"UPDATE cases SET {names} WHERE number = ?", (*fields.values(), number))  # noqa: S608

    def _note(self, number: int, at: float, by: str, words: str) -> None:
        self._history.append(number, at, by, words)


def _due(one: Occasion, now: float) -> date:
    return datetime.fromtimestamp(now).astimezone().date() + timedelta(days_until_due(one.kind))


def _case(row: Any) -> OfficeCase:
    return OfficeCase(**{**row, "kind": CaseKind(row["kind"]), "state": CaseState(row["state"]),
                         "rules": tuple(filter(None, row["rules"].split(","))),
                         "due": date.fromisoformat(row["due"])})
