"""Sets XdndProxy on the windows of other programs, so that we get the drag messages in their place (XDND, version 5).

A proxy counts only as long as it names itself, so GTK, Qt and LibreOffice ignore one of a broker that was killed.
Chromium does not check that: the next broker removes what a broker left.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass

from guard.platform.x11 import protocol
from guard.platform.x11.connection import Connection, Property


@dataclass(frozen=True, slots=True)
class _Proxied:
    """A window that has a proxy of ours; ``before`` is the proxy it had itself, which gets what we pass on."""

    proxy: int
    before: int


class DropProxies:
    """Each window has its own proxy: Chromium does not tell a proxy which window a message is for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._name = connection.atom("XdndProxy")
        self._aware = connection.atom("XdndAware")
        self._set: dict[int, _Proxied] = {}
        self._windows: dict[int, int] = {}
        """The window of each proxy of this drag, also after it was removed: a message may be under way."""
        self._receivers: dict[int, int] = {}

    def set(self, window: int) -> None:
        """Receive messages in place of this window, unless nothing can be dropped there."""
        aware = self._connection.read_property(window, self._aware)
        if window in self._set or aware is None or aware.format != 32:
            return
        before = self._proxy_of(window)
        proxy = self._connection.create_requestor()
        self._connection.change_property(proxy, self._aware, aware)
        self._name_proxy(proxy, proxy)
        self._name_proxy(window, proxy)
        self._set[window] = _Proxied(proxy, before)
        self._windows[proxy] = window
        self._receivers[window] = before or window

    def unset(self, window: int) -> None:
        """Let this window receive its own messages again."""
        proxied = self._set.pop(window, None)
        if proxied is None:
            return
        if proxied.before:
            self._name_proxy(window, proxied.before)
        else:
            self._connection.delete_property(window, self._name)

    def unset_all(self) -> None:
        """Let every window receive its own messages again."""
        for window in tuple(self._set):
            self.unset(window)

    def forget(self) -> None:
        """Ignore further messages of the drag that is over."""
        self.unset_all()
        for proxy in self._windows:
            self._connection.destroy_window(proxy)
        self._windows.clear()
        self._receivers.clear()

    def clean(self, windows: Iterable[int]) -> None:
        """Remove what an earlier broker left on these windows."""
        for window in windows:
            if self._connection.read_property(window, self._name) is not None and not self._proxy_of(window):
                self._connection.delete_property(window, self._name)

    def windows(self) -> tuple[int, ...]:
        """Return the windows whose messages we receive."""
        return tuple(self._set)

    def meant(self, window: int) -> int:
        """Return the window that a message to this one is about, 0 for one that has nothing to do with this drag."""
        return self._windows.get(window, window if window in self._receivers else 0)

    def receiver(self, window: int) -> int:
        """Return the window to pass a message on to."""
        return self._receivers[window]

    def _proxy_of(self, window: int) -> int:
        """Return the proxy that a window has, 0 for none and for one that does not name itself."""
        named = self._window_in(window)
        return named if named and self._window_in(named) == named else 0

    def _window_in(self, window: int) -> int:
        value = self._connection.read_property(window, self._name)
        return next(iter(value.words()), 0) if value is not None else 0

    def _name_proxy(self, window: int, proxy: int) -> None:
        value = Property(protocol.WINDOW, 32, proxy.to_bytes(4, sys.byteorder))
        self._connection.change_property(window, self._name, value)
