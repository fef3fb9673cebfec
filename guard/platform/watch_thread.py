"""A thread that waits on descriptors, with one more descriptor that tells it to end."""

from __future__ import annotations

import os
import select
import threading
from collections.abc import Callable


class WatchThread:
    """Runs ``run``, which returns soon after ``ending`` has become readable."""

    def __init__(self, name: str, run: Callable[[], None]) -> None:
        self.ending, self._end = os.pipe()
        self._thread = threading.Thread(target=run, name=name, daemon=True)

    def start(self) -> None:
        """Start; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """Stop; returns when the thread has ended. Call once, after ``start``."""
        os.write(self._end, b"x")
        self._thread.join()
        os.close(self.ending)
        os.close(self._end)

    def ends_within(self, seconds: float) -> bool:
        """Wait, and return whether the thread must end."""
        return bool(select.select([self.ending], [], [], seconds)[0])
