"""Acts as a person at a private display (keys, clicks) and looks at its windows, over our own X11 wire (ADR 24)."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from guard.platform.x11 import protocol, requests
from guard.platform.x11.fake_input import FakeInput
from guard.platform.x11.wire import RefusedError, Wire

Area = tuple[int, int, int, int]
"""Left, top, right, bottom in screen pixels."""

SHOWN_SECONDS, POLL_SECONDS = 0.25, 0.01
"""After so long a window that is not shown is taken for one that never will be; and how often is looked."""
_NAME_WORDS = 64


class Hand:
    """One connection to a display. Every method that talks to the server raises BrokerError when it is gone."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._input = FakeInput(wire)

    def press(self, *keys: str) -> None:
        """Press keys together and release them in reverse order. Raises KeyError for a name that is not in KEYS."""
        self._input.do(self._input.chord(*keys))

    def click(self, x: int, y: int) -> None:
        """Click at a place of the screen."""
        self._input.click(x, y)

    def active(self) -> str:
        """Return the instance of WM_CLASS of the window that has the keyboard, or "" (EWMH _NET_ACTIVE_WINDOW)."""
        window = self._window_of_root(b"_NET_ACTIVE_WINDOW")
        return next(iter(self._names(window)), "") if window else ""

    def is_managed(self) -> bool:
        """Return whether a window manager is there (EWMH _NET_SUPPORTING_WM_CHECK) and shows a window.

        One that is just starting says that it is there a moment before it takes what asks to be shown (openbox 3.6.1):
        what asks in between is never shown.
        """
        return self._window_of_root(b"_NET_SUPPORTING_WM_CHECK") != 0 and self._is_shown()

    def _is_shown(self) -> bool:
        """Return whether a window of our own, far outside of the screen, is shown soon."""
        window = self._wire.new_id()
        self._wire.post(requests.create_window(window, self._wire.root, 0))
        self._wire.post(requests.map_window(window))
        deadline = time.monotonic() + SHOWN_SECONDS
        try:
            while time.monotonic() < deadline:
                if self._is_viewable(window):
                    return True
                time.sleep(POLL_SECONDS)
            return False
        finally:
            self._wire.post(requests.destroy_window(window))
            self._wire.free_id(window)

    def find(self, class_name: str, least_width: int) -> Area | None:
        """Return the area of a visible window that is at least this wide and has this name in WM_CLASS."""
        return self._search(self._wire.root, class_name.lower(), least_width)

    def _search(self, window: int, class_name: str, least_width: int) -> Area | None:
        with suppress(RefusedError):  # the window closed while we looked
            for child in requests.children(self._wire.ask(requests.query_tree(window))):
                area = self._area(child) if class_name in map(str.lower, self._names(child)) else None
                if area is not None and area[2] - area[0] >= least_width:
                    return area
                found = self._search(child, class_name, least_width)
                if found is not None:
                    return found
        return None

    def _area(self, window: int) -> Area | None:
        if not self._is_viewable(window):
            return None
        width, height = requests.size(self._wire.ask(requests.get_geometry(window)))
        left, top = requests.corner(self._wire.ask(requests.translate_coordinates(window, self._wire.root)))
        return left, top, left + width, top + height

    def _is_viewable(self, window: int) -> bool:
        return requests.is_viewable(self._wire.ask(requests.get_window_attributes(window)))

    def _window_of_root(self, name: bytes) -> int:
        """Return the window that a property of the root names, 0 for none."""
        atom = requests.number(self._wire.ask(requests.intern_atom(name)))
        return int.from_bytes(self._property(self._wire.root, atom)[:4], sys.byteorder)

    def _names(self, window: int) -> list[str]:
        """Return instance and class."""
        return self._property(window, protocol.WM_CLASS).decode("latin-1").split("\0")[:2]

    def _property(self, window: int, name: int) -> bytes:
        with suppress(RefusedError):
            return requests.part(self._wire.ask(requests.get_property(window, name, 0, _NAME_WORDS, delete=False)))[3]
        return b""


@contextmanager
def hand_at(display: str) -> Iterator[Hand]:
    """Connect to a display until the block ends. Raises BrokerError."""
    wire = Wire(display)
    try:
        yield Hand(wire)
    finally:
        wire.close()
