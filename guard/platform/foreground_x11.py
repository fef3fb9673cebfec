"""Tells which program came to the foreground on X11 (EWMH, _NET_ACTIVE_WINDOW of the root window).

Only so that the reader is warm when a chat client comes up: nothing is allowed or held by what is seen here, and where
it does not work (no display, Wayland, no window manager) the first picture waits for the reader to start.
"""

from __future__ import annotations

import logging
import select
from collections.abc import Callable

from Xlib import X, Xatom
from Xlib.display import Display
from Xlib.error import ConnectionClosedError, DisplayError, XauthError, XError

from guard.platform.watch_thread import WatchThread

log = logging.getLogger(__name__)

_AGAIN_SECONDS = 5.0
"""How long after the display was not there it is looked for again."""

_CLASS_WORDS = 64
"""Words (four bytes) of a WM_CLASS that are read; real ones have a dozen characters."""

_GONE = (ConnectionClosedError, DisplayError, XauthError, XError, OSError)


class ForegroundWatch:
    """Calls ``came`` with the WM_CLASS values of a window that becomes the active one, on a thread of its own."""

    def __init__(self, display: str, came: Callable[[tuple[str, ...]], None]) -> None:
        self._name = display
        self._came = came
        self._thread = WatchThread("foreground", self._run)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """End; returns when nothing more will be told. Call once, after ``start``."""
        self._thread.stop()

    def _run(self) -> None:
        if not self._name:
            return
        while True:
            try:
                self._watch(Display(self._name))
            except _GONE as error:
                log.info("the active window is not watched: %s", type(error).__name__)
            else:
                return
            if self._thread.ends_within(_AGAIN_SECONDS):
                return

    def _watch(self, display: Display) -> None:
        root = display.screen().root
        active = display.intern_atom("_NET_ACTIVE_WINDOW")
        root.change_attributes(event_mask=X.PropertyChangeMask)
        last = 0
        while True:
            window = _active_window(display, active)
            if window not in (0, last):
                self._came(_classes(display, window))
            last = window
            if not self._wait(display, active):
                display.close()
                return

    def _wait(self, display: Display, active: int) -> bool:
        """Wait until the active window may be another one; False when told to stop."""
        display.flush()
        while True:
            while display.pending_events():
                event = display.next_event()
                if event.type == X.PropertyNotify and event.atom == active:
                    return True
            ready, _, _ = select.select([display.fileno(), self._thread.ending], [], [])
            if self._thread.ending in ready:
                return False


def _active_window(display: Display, active: int) -> int:
    found = display.screen().root.get_property(active, Xatom.WINDOW, 0, 1)
    return int(found.value[0]) if found is not None and found.format == 32 and len(found.value) else 0


def _classes(display: Display, window: int) -> tuple[str, ...]:
    """Return the WM_CLASS values of a window, which may be gone by now and may say anything."""
    try:
        found = display.create_resource_object("window", window).get_property(
            Xatom.WM_CLASS, Xatom.STRING, 0, _CLASS_WORDS)
    except XError:
        return ()
    if found is None or found.format != 8:
        return ()
    value = found.value if isinstance(found.value, bytes) else str(found.value).encode("utf-8", "replace")
    return tuple(word for word in value.decode("latin-1").split("\0") if word)
