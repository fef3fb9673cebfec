"""RAR archives, with the system's libarchive where there is one."""

from __future__ import annotations

from collections.abc import Iterator

from guard.core.model import Item, Kind
from guard.reading.containers import libarchive
from guard.reading.containers.members import ENCRYPTED, member, words
from guard.reading.containers.names import text_of
from guard.reading.documents.budget import Budget
from guard.reading.documents.errors import DamagedError


def read(untrusted_bytes: bytes, budget: Budget) -> Iterator[Item]:
    """Yield every member in the order of the archive."""
    try:
        for entry in libarchive.entries(untrusted_bytes):
            budget.open_part()
            yield _item(entry, len(untrusted_bytes), budget)
    except libarchive.MissingError as error:
        raise DamagedError("这台电脑没有 libarchive，RAR 没有读取") from error
    except libarchive.BrokenError as error:
        raise DamagedError("RAR 不完整、已损坏、分了卷，或文件名也加了密码") from error


def _item(entry: libarchive.Entry, packed: int, budget: Budget) -> Item:
    stored = entry.name
    name = text_of(stored) if isinstance(stored, bytes) else stored
    if not entry.regular:
        return words(name)
    if entry.encrypted:
        return Item(name, Kind.FILES, problem=ENCRYPTED)
    return member(name, lambda: entry, packed, budget)
