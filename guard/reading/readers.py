"""Two reader processes behind one interface: the second starts when the first is overloaded, and ends when idle."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from guard.core.model import Item, Reading
from guard.reading.client import ReaderClient

HELP_AFTER_SECONDS = 1.0
"""Sum of the times that turns were waited for from which the second is started: about the processor time of its start.
"""

FORGOTTEN_SECONDS = 2.0
"""After this long without waiting, earlier waiting no longer counts."""


class Readers:
    """Reads items in ``first``, and in ``second`` while there is work for both (guard.core.ports.Reader). Thread-safe.

    First come, first served, item by item: a picture that is copied while a folder is read waits for one item.
    The creator of the two closes them.
    """

    def __init__(self, first: ReaderClient, second: ReaderClient, help_after: float = HELP_AFTER_SECONDS) -> None:
        self._help_after = help_after
        self._second = second
        self._free = deque([first])
        self._changed = threading.Condition()
        self._asking: deque[object] = deque()
        self._waited, self._waited_at = 0.0, 0.0
        self._helping = False

    def read(self, item: Item) -> Reading:
        """Read one item, as ReaderClient.read."""
        with self._turn() as reader:
            return reader.read(item)

    def parts(self, item: Item) -> Iterator[Reading]:
        """Read one item incrementally, as ReaderClient.parts."""
        with self._turn() as reader:
            yield from reader.parts(item)

    def tend(self) -> None:
        """Tend the second reader; once it has ended it is started again only when there is work."""
        self._second.tend()
        with self._changed:
            if self._second in self._free and not self._second.pid:
                self._free.remove(self._second)
                self._helping, self._waited = False, 0.0

    @contextmanager
    def _turn(self) -> Iterator[ReaderClient]:
        reader = self._taken()
        try:
            yield reader
        finally:
            self._give(reader)

    def _taken(self) -> ReaderClient:
        ticket = object()
        with self._changed:
            self._asking.append(ticket)
            while self._asking[0] is not ticket or not self._free:
                self._wait()
            self._asking.popleft()
            self._changed.notify_all()
            return self._free.popleft()

    def _give(self, reader: ReaderClient) -> None:
        """Give the next caller a reader; of two that are free the first is taken first, so that the second becomes
        idle.
        """
        with self._changed:
            if reader is self._second:
                self._free.append(reader)
            else:
                self._free.appendleft(reader)
            self._changed.notify_all()

    def _wait(self) -> None:
        """Wait for a change, and request the second reader when there was too much waiting."""
        since = time.monotonic()
        if since - self._waited_at > FORGOTTEN_SECONDS:
            self._waited = 0.0
        self._changed.wait(None if self._helping else max(0.0, self._help_after - self._waited))
        self._waited_at = time.monotonic()
        self._waited += self._waited_at - since
        if self._waited >= self._help_after and not self._helping:
            self._helping = True
            threading.Thread(target=self._help, name="second-reader", daemon=True).start()

    def _help(self) -> None:
        """Start the second; it takes its first item once it is ready, so that no item waits for its start."""
        self._second.ready()
        if self._second.pid:
            self._give(self._second)
        else:
            with self._changed:
                self._helping, self._waited = False, 0.0
