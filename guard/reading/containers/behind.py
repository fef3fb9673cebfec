"""Reads an archive appended to something else: to a picture, which viewers show, or to a program that unpacks it."""

from __future__ import annotations

from collections.abc import Iterator

from guard.core.model import Item, Kind
from guard.reading import known
from guard.reading.documents.budget import Budget


def read(untrusted_bytes: bytes, budget: Budget) -> Iterator[Item]:
    """Yield what is before the archive, then the archive."""
    start = known.archive_behind(untrusted_bytes)
    budget.open_part()
    yield Item("", Kind.FILES, untrusted_bytes[:start])
    yield Item("", Kind.FILES, untrusted_bytes[start:])
