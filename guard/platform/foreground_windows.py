"""Reports which program came to the foreground on Windows.

Only so that the reader is warm when a chat client comes up: nothing is allowed or held by what is seen here. Polls
several times per second: a hook would need its own message loop, and the reader takes longer to start.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from guard.platform.processes_windows import foreground_names

POLL_SECONDS = 0.2


class ForegroundWatch:
    """Calls ``came`` with the names of a program whose window is now in front, on its own thread."""

    def __init__(self, _display: str, came: Callable[[tuple[str, ...]], None]) -> None:
        self._came = came
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="foreground", daemon=True)

    def start(self) -> None:
        """Start; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """Stop; returns when nothing more will be reported. Call once, after ``start``."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        last: tuple[str, ...] = ()
        while not self._stopped.wait(POLL_SECONDS):
            names = foreground_names()
            if names and names != last:
                self._came(names)
            last = names
