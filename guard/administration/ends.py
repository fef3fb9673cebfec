"""Keeps in the log where the histories of cases and calls end, and finds at the next entry that they do not go on.

A database that was put back from an older copy, or rewritten, is whole in itself: the log, which others sign, is not.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from guard.administration import said
from guard.administration.roles import Deed
from guard.administration.signed_log import Line, SignedLog
from guard.fleet.call_store import CallStore
from guard.fleet.case_store import CaseStore
from guard.sentences.catalogue import sentence
from rules.sentences.sentence import NOTHING, Sentence

_ENTRIES = {Deed.ENTER.value, Deed.LEAVE.value}
_AT_ONCE = 200
"""Lines of the log that are read at once."""


def ends_of(store: Path | None) -> str:
    """Return what the log says of where the histories in a database end, "" when nothing is known of them."""
    if store is None or not store.exists():
        return ""
    try:
        with _histories(store) as (cases, calls):
            return said.of_ends(cases.checkpoint(), calls.checkpoint())
    except sqlite3.Error:
        return ""


def not_followed(log: SignedLog, name: str, store: Path | None) -> Sentence:
    """Return who said in the log where the histories end, if a database does not go on from there; NOTHING when it
    does, when nobody said so, and for what cannot be read, which the rooms say. Each person is told once: what counts
    is what was said since their own last line. Raises LogError.
    """
    lines = [] if store is None else list(_since(log, name))
    if store is None or not lines:
        return NOTHING
    wrong: Line | None = lines[0]
    if store.exists():
        try:
            with _histories(store) as (cases, calls):
                ways = ((said.CASES_END, cases.follows), (said.CALLS_END, calls.follows))
                wrong = next((line for line in lines
                              if not all(follows(end) for what, follows in ways for end in _ends(line, what))), None)
        except sqlite3.Error:
            return NOTHING
    if wrong is None:
        return NOTHING
    at = datetime.fromtimestamp(wrong.at, UTC).astimezone()
    return sentence("console.histories-older", name=wrong.name, at=f"{at:%Y-%m-%d %H:%M}")


@contextmanager
def _histories(store: Path) -> Iterator[tuple[CaseStore, CallStore]]:
    with closing(CaseStore(store, reading=True)) as cases, closing(CallStore(store, reading=True)) as calls:
        yield cases, calls


def _since(log: SignedLog, name: str) -> Iterator[Line]:
    """Yield the lines that say where a history ends, the newest first, up to somebody's last one; for somebody without
    one the newest alone.
    """
    known = bool(log.newest(1, name=name))
    lines = log.newest(_AT_ONCE)
    while lines:
        for line in lines:
            if line.deed not in _ENTRIES:
                continue
            if _ends(line, said.CASES_END) or _ends(line, said.CALLS_END):
                yield line
                if not known:
                    return
            if line.name == name:
                return
        lines = log.newest(_AT_ONCE, lines[-1].line)


def _ends(line: Line, name: str) -> list[str]:
    return re.findall(rf"{name} ([0-9]+:[0-9a-f]+)", line.words)
