"""Reads RAR archives, with the system's libarchive where there is one."""

from __future__ import annotations

from collections.abc import Iterator

from guard.core.model import Item, Kind
from guard.reading.containers import libarchive
from guard.reading.containers.members import ENCRYPTED, member, words
from guard.reading.containers.names import text_of
from guard.reading.documents.budget import Budget
from guard.reading.documents.errors import DamagedError
from guard.sentences.catalogue import sentence


def read(untrusted_bytes: bytes, budget: Budget) -> Iterator[Item]:
    """Yield every member in the order of the archive."""
    try:
        for entry in libarchive.entries(untrusted_bytes):
            budget.open_part()
            yield _item(entry, len(untrusted_bytes), budget)
    except libarchive.MissingError as error:
        raise DamagedError(sentence("reading.no-libarchive")) from error
    except libarchive.BrokenError as error:
        raise DamagedError(sentence("reading.rar-damaged")) from error


def _item(entry: libarchive.Entry, packed: int, budget: Budget) -> Item:
    stored = entry.name
    name = text_of(stored) if isinstance(stored, bytes) else stored
    if not entry.regular:
        return words(name)
    if entry.encrypted:
        return Item(name, Kind.FILES, problem=ENCRYPTED)
    return member(name, lambda: entry, packed, budget)
