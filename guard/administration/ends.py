"""Keeps in the log where the histories of cases and calls end, and finds at the next entry that they do not go on.

A database that was put back from an older copy, or rewritten, is whole in itself: the log, which others sign, is not.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
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
        with closing(CaseStore(store, reading=True)) as cases, closing(CallStore(store, reading=True)) as calls:
            return said.of_ends(cases.checkpoint(), calls.checkpoint())
    except sqlite3.Error:
        return ""


def not_followed(log: SignedLog, store: Path | None) -> Sentence:
    """Return who last said in the log where the histories end, if a database does not go on from there; NOTHING when it
    does, when nobody said so, and for what cannot be read, which the rooms say. Raises LogError.
    """
    if store is None or (line := _last(log)) is None:
        return NOTHING
    if store.exists():
        try:
            with closing(CaseStore(store, reading=True)) as cases, closing(CallStore(store, reading=True)) as calls:
                ends = ((said.CASES_END, cases.follows), (said.CALLS_END, calls.follows))
                if all(follows(end) for name, follows in ends for end in _ends(line, name)):
                    return NOTHING
        except sqlite3.Error:
            return NOTHING
    at = datetime.fromtimestamp(line.at, UTC).astimezone()
    return sentence("console.histories-older", name=line.name, at=f"{at:%Y-%m-%d %H:%M}")


def _last(log: SignedLog) -> Line | None:
    """Return the newest line that says where a history ends."""
    lines = log.newest(_AT_ONCE)
    while lines:
        for line in lines:
            if line.deed in _ENTRIES and (_ends(line, said.CASES_END) or _ends(line, said.CALLS_END)):
                return line
        lines = log.newest(_AT_ONCE, lines[-1].line)
    return None


def _ends(line: Line, name: str) -> list[str]:
    return re.findall(rf"{name} ([0-9]+:[0-9a-f]+)", line.words)
