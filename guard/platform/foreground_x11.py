"""Reports which program came to the foreground on X11 (EWMH, _NET_ACTIVE_WINDOW of the root window).

Only so that the reader is warm when a chat client comes up: nothing is allowed or held by what is seen here, and where
it does not work (no display, Wayland, no window manager) the first picture waits for the reader to start.
"""

from __future__ import annotations

import select
from collections.abc import Callable

from guard.platform.watch_thread import WatchThread
from guard.platform.x11 import protocol
from guard.platform.x11.connection import Connection
from guard.platform.x11.events import PropertyChanged

_CLASS_BYTES = 256
"""Bytes of a WM_CLASS that are read; real ones have a dozen characters."""


class ForegroundWatch:
    """Calls ``came`` with the WM_CLASS values of a window that becomes the active one, on its own thread."""

    def __init__(self, display: str, came: Callable[[tuple[str, ...]], None]) -> None:
        self._name = display
        self._came = came
        self._thread = WatchThread("foreground", self._run)

    def start(self) -> None:
        """Start; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """Stop; returns when nothing more will be reported. Call once, after ``start``."""
        self._thread.stop()

    def _run(self) -> None:
        if self._name:
            self._thread.watch("the active window", lambda: Connection(self._name, urgent=False), self._follow)

    def _follow(self, connection: Connection) -> None:
        active = connection.atom("_NET_ACTIVE_WINDOW")
        connection.watch_window(connection.root)
        last = 0
        while True:
            window = _active_window(connection, active)
            if window not in (0, last):
                self._came(_classes(connection, window))
            last = window
            if not self._wait(connection, active):
                return

    def _wait(self, connection: Connection, active: int) -> bool:
        """Wait until the active window may be another one; return False when told to stop."""
        connection.flush()
        while True:
            # All events that have arrived are taken, so that one look answers all of them.
            if [event for event in connection.events() if isinstance(event, PropertyChanged) and event.atom == active]:
                return True
            ready, _, _ = select.select([connection.fileno(), self._thread.ending], [], [])
            if self._thread.ending in ready:
                return False


def _active_window(connection: Connection, active: int) -> int:
    found = connection.read_property(connection.root, active)
    return next(iter(found.words()), 0) if found is not None else 0


def _classes(connection: Connection, window: int) -> tuple[str, ...]:
    """Return the WM_CLASS values of a window, which may be gone by now and may contain anything."""
    found = connection.read_property(window, protocol.WM_CLASS)
    if found is None or found.format != 8:
        return ()
    return tuple(word for word in found.untrusted_bytes[:_CLASS_BYTES].decode("latin-1").split("\0") if word)
