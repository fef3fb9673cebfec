"""Drives one container: reads its members one after the other like files; errors become a reading."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace

from guard.core.model import Item, Reading, Reason, Unreadable
from guard.reading import limits
from guard.reading.containers.collected import Collected
from guard.reading.documents.budget import Budget
from guard.reading.documents.errors import PARSING_ERRORS, DocumentError, OverBudgetError, unreadable
from guard.sentences.catalogue import sentence
from rules.text import Text


@dataclass(frozen=True, slots=True)
class Inside:
    """The position in nested containers: how many are around this one, and the budget that all of them share."""

    budget: Budget
    depth: int = 0


Format = Callable[[bytes, Budget], Iterator[Item]]
"""Yields the members in these bytes; raises a DocumentError where it cannot continue."""

ReadItem = Callable[[Item, Inside], Generator[Text, None, Reading]]
"""Reads one item, as guard/reading/items.py does."""

_SHOW_SECONDS = 0.1
"""Time between two views of what was read so far: each is the whole text, and the guard judges it."""


def views(untrusted_bytes: bytes, read: Format, read_item: ReadItem, inside: Inside) -> Generator[Text, None, Reading]:
    """Yield the text as it grows and return the container's reading, with a trait PARTIAL when it is not complete."""
    if inside.depth >= limits.CONTAINER_DEPTH:
        return Unreadable(Reason.TOO_LARGE, sentence("reading.containers-too-deep", limit=limits.CONTAINER_DEPTH))
    collected = Collected()
    failure: Unreadable | None = None
    deeper = replace(inside, depth=inside.depth + 1)
    try:
        for item in read(untrusted_bytes, inside.budget):
            yield from _take(item, collected, read_item, deeper)
    except (DocumentError, *PARSING_ERRORS) as error:
        failure = unreadable(error, sentence("reading.unpack-or-split"), sentence("reading.unpack"))
    if failure is not None:
        if collected.empty:
            return failure
        collected.unread("", failure.detail)
    return collected.text()


def _take(item: Item, collected: Collected, read_item: ReadItem, inside: Inside) -> Generator[Text, None, None]:
    """Read one member and add it; raises OverBudgetError when no more may be read."""
    collected.name(item.name)
    inside.budget.check_time()
    shown = time.monotonic()
    growing = read_item(item, inside)
    try:
        while True:
            view = next(growing)
            if time.monotonic() - shown >= _SHOW_SECONDS:
                yield collected.text(view, item.name)
                shown = time.monotonic()
    except StopIteration as ended:
        reading: Reading = ended.value
    if isinstance(reading, Text):
        collected.add(item.name, reading)
    else:
        collected.unread(item.name, reading.detail)
    if not collected.room:
        raise OverBudgetError(sentence("reading.over-characters", limit=limits.DOCUMENT_CHARACTERS))
