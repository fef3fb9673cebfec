"""The 保密办's register of requests and answers: one JSON line each, on disk before the code is shown."""

from __future__ import annotations

from pathlib import Path

import msgspec

from guard.platform.appended_file import append_line
from guard.util.undecodable import UNDECODABLE

FILE_NAME = "register.jsonl"


class Entry(msgspec.Struct, frozen=True):
    """One request. ``at`` in seconds since the epoch; ``note`` is what the 保密办 wrote; ``code`` is what was given."""

    at: float
    request: str
    nature: str
    note: str = ""
    code: str = ""
    refused: str = ""


def add(folder: Path, entry: Entry) -> None:
    """Append an entry. Raises OSError; then no code may be given."""
    append_line(folder / FILE_NAME, msgspec.json.encode(entry))


def entries(folder: Path) -> tuple[list[Entry], int]:
    """Return the entries, the oldest first, and how many lines are none. Raises OSError."""
    found: list[Entry] = []
    damaged = 0
    with (folder / FILE_NAME).open("rb") as stream:
        for line in stream:
            try:
                found.append(msgspec.json.decode(line, type=Entry))
            except UNDECODABLE:
                damaged += 1
    return found, damaged
