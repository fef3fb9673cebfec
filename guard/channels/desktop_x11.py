"""Watches the windows of an X11 desktop (EWMH) and calls when one comes, goes or comes forward."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from guard.channels.notices import Place
from guard.channels.screen import Look, Share, places_above
from guard.channels.sharing_x11 import shares
from guard.clipboard.x11.identity import Identifier
from guard.core.model import Destination
from guard.core.policy import Policy
from guard.platform.processes_linux import is_same_program
from guard.platform.watch_thread import WatchThread
from guard.platform.x11.bitmap import bitmap, blanked
from guard.platform.x11.connection import Connection
from guard.platform.x11.events import Event, PropertyChanged, WindowMoved

if TYPE_CHECKING:
    from guard.channels.sharing_portal import PortalWatch

_SIDES, _LARGEST_SHADOW = 4, 200
_ON_EVERY_WORKSPACE = 0xFFFFFFFF
_OF_THE_DESKTOP = ("_NET_CLIENT_LIST", "_NET_CLIENT_LIST_STACKING", "_NET_ACTIVE_WINDOW", "_NET_CURRENT_DESKTOP",
                   "_NET_SHOWING_DESKTOP")
_OF_A_WINDOW = ("WM_NAME", "_NET_WM_NAME", "_NET_WM_STATE")
_UNSEEN = ("_NET_WM_STATE_HIDDEN", "_NET_WM_STATE_SHADED")


class X11Watch:
    """guard.channels.screen.DesktopWatch for $DISPLAY."""

    def __init__(self, policy: Callable[[], Policy], look: Look) -> None:
        self._policy = policy
        self._look = look
        self._thread = WatchThread("desktop", self._run)
        self._portal: PortalWatch | None = None

    def start(self) -> None:
        """Start; returns at once."""
        from guard.channels.sharing_portal import PortalWatch  # with jeepney, for which no starting broker waits

        self._portal = PortalWatch()
        self._portal.start()
        self._thread.start()

    def stop(self) -> None:
        """Stop; nothing is called after this returns."""
        self._thread.stop()
        if self._portal is not None:
            self._portal.stop()

    def _run(self) -> None:
        if os.environ.get("DISPLAY"):
            self._thread.watch("the windows of X11", lambda: Connection(urgent=False), self._watch, self._lost)

    def _lost(self) -> bool:
        self._look(None)
        return True

    def _watch(self, connection: Connection) -> None:
        connection.watch_window(connection.root)
        of_the_desktop = {connection.atom(name) for name in _OF_THE_DESKTOP}
        by_portal = self._portal.shares if self._portal is not None else tuple
        of_a_window = {connection.atom(name) for name in _OF_A_WINDOW}
        front = 0

        def concerns(event: Event) -> bool:
            if isinstance(event, PropertyChanged):
                return event.atom in (of_a_window if event.window == front else of_the_desktop)
            return isinstance(event, WindowMoved) and event.told == front

        while True:
            screen = X11Screen(connection, self._policy(), by_portal)
            front = self._follow(connection, front, screen.active())
            again = self._look(screen)
            if not self._wait(connection, concerns, again):
                return

    def _follow(self, connection: Connection, before: int, now: int) -> int:
        """Be told when the window in front moves or shows another document, where that matters; return it, or 0. It is
        asked for each time: a program that opens a new window may give it the number of one that has gone.
        """
        if not self._policy().screen_mark.needs_files:
            now = 0
        if before not in (0, now):
            connection.watch_window_no_more(before)
        if now:
            connection.watch_window(now)
        return now

    def _wait(self, connection: Connection, concerns: Callable[[Event], bool], seconds: float | None) -> bool:
        """Wait until windows may have come, gone or come forward, or the time is up; return False when told to stop."""
        until = time.monotonic() + seconds if seconds is not None else None
        while True:
            connection.flush()
            # All events that have arrived are taken, so that one look answers all of them.
            changed = [event for event in connection.events() if concerns(event)]
            connection.take_lost_windows()
            if changed:
                return True
            left = max(0.0, until - time.monotonic()) if until is not None else None
            ready, _, _ = select.select([connection.fileno(), self._thread.ending], [], [], left)
            if self._thread.ending in ready:
                return False
            if not ready:
                return True


class X11Screen:
    """guard.channels.screen.Screen of a connection, under a policy. ``by_portal`` returns who shares by the portal.

    The window in front is that of the beginning: who comes forward in the middle of a look is for the next one.
    """

    def __init__(self, connection: Connection, policy: Policy, by_portal: Callable[[], tuple[Share, ...]]) -> None:
        self._by_portal = by_portal
        self._connection = connection
        self._policy = policy
        self._identifier = Identifier(connection)
        self._active = self._identifier.active()

    def windows(self) -> tuple[int, ...]:
        """Return the windows that the window manager lists."""
        return self._identifier.listed()

    def active(self) -> int:
        """Return the window in front, 0 for none."""
        return self._active

    def stacked(self) -> tuple[int, ...]:
        """Return the same windows from the lowest to the topmost (EWMH, _NET_CLIENT_LIST_STACKING)."""
        return self._words(self._connection.root, "_NET_CLIENT_LIST_STACKING")

    def is_seen(self, window: int) -> bool:
        """Return whether it is on this workspace, neither minimised nor rolled up, and mapped: while the desktop is
        shown some window managers say of no window that it is hidden.
        """
        now = next(iter(self._words(self._connection.root, "_NET_CURRENT_DESKTOP")), _ON_EVERY_WORKSPACE)
        on = next(iter(self._words(window, "_NET_WM_DESKTOP")), now)
        unseen = {self._connection.atom(name) for name in _UNSEEN}
        return (on in (now, _ON_EVERY_WORKSPACE) and unseen.isdisjoint(self._words(window, "_NET_WM_STATE"))
                and self._connection.is_viewable(window))

    def is_dialog(self, window: int) -> bool:
        """Return whether it was opened for another window, or declares itself a dialog."""
        dialog = self._connection.atom("_NET_WM_WINDOW_TYPE_DIALOG")
        return self.owner(window) != 0 or dialog in self._words(window, "_NET_WM_WINDOW_TYPE")

    def owner(self, window: int) -> int:
        """Return the window it was opened for, 0 for none (WM_TRANSIENT_FOR)."""
        return next(iter(self._words(window, "WM_TRANSIENT_FOR")), 0)

    def untrusted_title(self, window: int) -> str:
        """Return the text of its title bar."""
        return self._identifier.title(window)

    def untrusted_role(self, window: int) -> str:
        """Return its WM_WINDOW_ROLE."""
        value = self._connection.read_property(window, self._connection.atom("WM_WINDOW_ROLE"))
        return value.untrusted_bytes.decode("utf-8", "replace") if value is not None else ""

    def program(self, window: int) -> Destination:
        """Return the program that owns the window: the server knows it, whatever the window claims."""
        return self._identifier.shown(window, self._policy)

    def knows_places(self) -> bool:
        """Return True."""
        return True

    def place(self, window: int) -> Place | None:
        """Return its position without the shadow that a program draws around itself (_GTK_FRAME_EXTENTS)."""
        place, shadow = self._connection.place(window), self._words(window, "_GTK_FRAME_EXTENTS")
        if place is None or len(shadow) != _SIDES:
            return place
        x, y, width, height = place
        left, right, top, bottom = (min(one, _LARGEST_SHADOW) for one in shadow)
        return x + left, y + top, max(1, width - left - right), max(1, height - top - bottom)

    def lets_clicks_through(self, window: int) -> bool:
        """Return whether its input region is empty."""
        return self._connection.lets_clicks_through(window)

    def is_ours(self, window: int) -> bool:
        """Return whether it belongs to this program."""
        return is_same_program(self._connection.client_pid(window))

    def picture(self, window: int) -> bytes | None:
        """Return what the screen shows of the window, as a BMP file, white where others cover it; None where none can
        be taken. What covers it is asked before and afterwards: it may come or go in between.
        """
        place, above = self.place(window), places_above(self, window)
        taken = self._connection.picture(place) if place is not None else None
        if place is None or taken is None:
            return None
        width, height, pixels = taken
        left, top = max(place[0], 0), max(place[1], 0)
        covered = ((x - left, y - top, across, down)
                   for x, y, across, down in {*above, *places_above(self, window)})
        return bitmap(width, height, blanked(width, pixels, covered))

    def sharing(self) -> tuple[Share, ...]:
        """Return which meeting programs show that they share the screen."""
        return (*shares(self._connection, self._identifier, self._policy), *self._by_portal())

    def _words(self, window: int, name: str) -> tuple[int, ...]:
        value = self._connection.read_property(window, self._connection.atom(name))
        return value.words() if value is not None else ()
