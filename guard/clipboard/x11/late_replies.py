"""Receives answers that nobody waits for any more, to their end, and discards them.

A source that sends in pieces continues only when the last one was taken (ICCCM section 2.7.2), and many serve nobody
else meanwhile. One that answers to a window that is gone ends when it does not handle X errors, as xclip does, and the
clipboard is lost with it. So the window stays while an answer may still be under way.
"""

from __future__ import annotations

import time

from guard.clipboard.broker_state import BrokerState
from guard.platform.x11 import protocol
from guard.platform.x11.connection import Connection
from guard.platform.x11.events import PropertyChanged, SelectionNotify

RETIRE_SECONDS = 5.0
"""How long a window is kept on which nothing more arrives."""


class LateReplies:
    """Requestor windows of copies that are over; used from the broker's thread only."""

    def __init__(self, connection: Connection, state: BrokerState) -> None:
        self._connection = connection
        self._state = state
        self._progress_at: dict[int, float] = {}
        self._in_pieces: set[int] = set()

    def take(self, window: int, *, in_pieces: bool) -> None:
        """Receive what is still to come on a window; ``in_pieces``: a transfer in pieces has begun."""
        self._progress_at[window] = time.monotonic()
        if in_pieces:
            self._in_pieces.add(window)
        self._state.later(RETIRE_SECONDS, lambda: self._retire(window))

    def converted(self, event: SelectionNotify) -> bool:
        """Take a SelectionNotify; return True when it belongs here."""
        window = event.requestor
        if window not in self._progress_at:
            return False
        value = self._connection.read_property(window, event.property, delete=True) if event.property else None
        if value is not None and self._connection.atom_name(value.type) == "INCR":
            self._progress_at[window] = time.monotonic()
            self._in_pieces.add(window)
        else:
            self._end(window)
        return True

    def property_changed(self, event: PropertyChanged) -> bool:
        """Take a PropertyNotify; return True when it belongs here."""
        window = event.window
        if window not in self._progress_at:
            return False
        if window in self._in_pieces and event.state == protocol.PROPERTY_NEW_VALUE:
            self._progress_at[window] = time.monotonic()
            value = self._connection.read_property(window, event.atom, delete=True)
            if value is not None and not value.untrusted_bytes:
                self._end(window)
        return True

    def _retire(self, window: int) -> None:
        if window not in self._progress_at:
            return
        rest = self._progress_at[window] + RETIRE_SECONDS - time.monotonic()
        if rest > 0:
            self._state.later(rest, lambda: self._retire(window))
        else:
            self._end(window)

    def _end(self, window: int) -> None:
        del self._progress_at[window]
        self._in_pieces.discard(window)
        self._connection.destroy_window(window)
