"""Tells which program came to the foreground on Windows.

Only so that the reader is warm when a chat client comes up: nothing is allowed or held by what is seen here. Asked for
several times a second: a hook would need a message loop of its own, and the reader takes longer to start.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from guard.platform.processes_windows import foreground_names

POLL_SECONDS = 0.2


class ForegroundWatch:
    """Calls ``came`` with the names of a program whose window is in front now, on a thread of its own."""

    def __init__(self, _display: str, came: Callable[[tuple[str, ...]], None]) -> None:
        self._came = came
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="foreground", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """End; returns when nothing more will be told. Call once, after ``start``."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        last: tuple[str, ...] = ()
        while not self._stopped.wait(POLL_SECONDS):
            names = foreground_names()
            if names and names != last:
                self._came(names)
            last = names
