"""Gives the keyboard to another program's window, and presses keys in that window and in no other.

Source: Extended Window Manager Hints, _NET_ACTIVE_WINDOW.
"""

from __future__ import annotations

from contextlib import suppress

from guard.platform.x11 import protocol, requests
from guard.platform.x11.connection import Connection
from guard.platform.x11.events import ClientMessage
from guard.platform.x11.fake_input import FakeInput
from guard.platform.x11.wire import RefusedError

_BY_THE_USER = 2
"""Source indication of a request on behalf of a user, who has just clicked: a window manager does not refuse it."""


class Front(Connection):
    """One connection for a moment. Every method raises BrokerError when the server is gone."""

    def __init__(self, name: str | None = None) -> None:
        """Connect to ``name`` or $DISPLAY. Raises BrokerError."""
        super().__init__(name, urgent=False)

    def active(self) -> int:
        """Return the window that the window manager calls active, 0 for none."""
        named = self.read_property(self.root, self.atom("_NET_ACTIVE_WINDOW"))
        return next(iter(named.words()), 0) if named is not None else 0

    def bring(self, window: int) -> None:
        """Ask the window manager to give a window the keyboard, as a taskbar does for a click."""
        kind = self.atom("_NET_ACTIVE_WINDOW")
        asked = ClientMessage(window, kind, _BY_THE_USER, self.server_time(), 0, 0, 0)
        masks = protocol.SUBSTRUCTURE_NOTIFY_MASK | protocol.SUBSTRUCTURE_REDIRECT_MASK
        self._wire.post(requests.send_client_message(self.root, asked.window, asked.kind, asked[2:], masks))
        self.flush()

    def is_of(self, window: int, pid: int) -> bool:
        """Return whether a window still belongs to this process: numbers of windows are used again."""
        return pid != 0 and self.client_pid(window) == pid

    def press(self, window: int, pid: int, *chords: tuple[str, ...]) -> bool:
        """Press keys, each chord together, if the keyboard goes to this window of this process; return whether it did.

        Meanwhile the server serves nobody else, so that no other window can come forward between looking and pressing.
        """
        hand = FakeInput(self._wire)
        if not hand.works:
            return False
        try:
            deeds = tuple(deed for chord in chords for deed in hand.chord(*chord))
        except ValueError:
            return False
        self._wire.post(requests.grab_server())
        try:
            if not (self.is_of(window, pid) and self._goes_to(window)):
                return False
            hand.do(deeds)
            return True
        finally:
            self._wire.post(requests.ungrab_server())
            self.flush()

    def _goes_to(self, window: int) -> bool:
        """Return whether the keyboard goes to a window or to one inside it."""
        inner = requests.number(self._wire.ask(requests.get_input_focus()))
        with suppress(RefusedError):
            while inner not in (protocol.NONE, protocol.POINTER_ROOT, self.root, window):
                inner = requests.parent(self._wire.ask(requests.query_tree(inner)))
        return inner == window
