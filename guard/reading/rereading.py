"""Reads an item a second time when the reader process ended while it read: the next process may well be able to.

For contents that somebody waits for: an item that ends the reader twice is what cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterator

from guard.core.model import Item, Reading, Reason, Unreadable
from guard.core.ports import Reader


class Rereading:
    """Implements guard.core.ports.Reader by another one."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def read(self, item: Item) -> Reading:
        """Read one item, at most twice."""
        reading = self._reader.read(item)
        return self._reader.read(item) if _is_broken_off(reading) else reading

    def parts(self, item: Item) -> Iterator[Reading]:
        """Read one item incrementally, at most twice."""
        for reading in self._reader.parts(item):
            if _is_broken_off(reading):
                yield from self._reader.parts(item)
                return
            yield reading


def _is_broken_off(reading: Reading) -> bool:
    return isinstance(reading, Unreadable) and reading.reason is Reason.ENGINE_FAILED
