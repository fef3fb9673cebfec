"""A thread that waits on descriptors, with one more descriptor that tells it to end."""

from __future__ import annotations

import logging
import os
import select
import threading
from collections.abc import Callable
from typing import Protocol, TypeVar

from guard.platform.errors import BrokerError

log = logging.getLogger(__name__)

_AGAIN_SECONDS = 5.0
"""Time between two attempts to connect with a display that was not there."""

_STOP_SECONDS = 2.0
"""How long the end of a thread is waited for, which may wait for a display that does not answer."""


class Closable(Protocol):
    """A connection."""

    def close(self) -> None:
        """Disconnect."""
        ...


_Connection = TypeVar("_Connection", bound=Closable)


class WatchThread:
    """Runs ``run``, which returns soon after ``ending`` has become readable."""

    def __init__(self, name: str, run: Callable[[], None]) -> None:
        self.ending, self._end = os.pipe()
        self._thread = threading.Thread(target=run, name=name, daemon=True)

    def start(self) -> None:
        """Start; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """Stop; returns when the thread has ended, or soon, when it does not. Call once, after ``start``."""
        os.write(self._end, b"x")
        self._thread.join(_STOP_SECONDS)
        if not self._thread.is_alive():
            os.close(self.ending)
            os.close(self._end)

    def ends_within(self, seconds: float) -> bool:
        """Wait, and return whether the thread must end."""
        return bool(select.select([self.ending], [], [], seconds)[0])

    def watch(self, what: str, connect: Callable[[], _Connection], follow: Callable[[_Connection], None],
              lost: Callable[[], bool] = lambda: True) -> None:
        """Connect and ``follow`` until that returns by itself, as it does at the end.

        After an error of either, ``lost`` returns whether to connect again in a while. ``what`` is for the log.
        """
        while True:
            try:
                connection = connect()
                try:
                    follow(connection)
                finally:
                    connection.close()
            except BrokerError as error:
                log.info("%s: not watched: %s", what, error)
            except Exception as error:  # noqa: BLE001 - the border of this thread: one failed look must not be the last
                log.error("%s: not watched: %s", what, type(error).__name__)
            else:
                return
            if not lost() or self.ends_within(_AGAIN_SECONDS):
                return
