"""Lists the windows of a Wayland desktop: title, application, state (wlr-foreign-toplevel-management-unstable-v1).

sway, labwc and other compositors have it; where windows are, and whose process they belong to, it does not say.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from guard.platform.errors import BrokerError
from guard.platform.wayland.wire import Event, Wire, text, word
from guard.sentences.catalogue import sentence

MANAGER = "zwlr_foreign_toplevel_manager_v1"
"""The interface of a compositor that lists its windows."""

_VERSION = 1
_DISPLAY, _SYNC, _GET_REGISTRY, _BIND, _DESTROY = 1, 0, 1, 0, 7
_TITLE, _APPLICATION, _STATE, _DONE, _CLOSED = 0, 1, 4, 5, 6
_MINIMISED, _ACTIVATED = 1, 2
_WINDOWS_LIMIT = 512


@dataclass(slots=True)
class Toplevel:
    """A window as it says of itself, and as the compositor shows it."""

    untrusted_title: str = ""
    untrusted_application: str = ""
    minimised: bool = False
    active: bool = False


class WindowList:
    """The windows of a compositor, on a connection of whoever asks: give it each event that ``concerns`` it."""

    def __init__(self, wire: Wire, registry: int, name: int) -> None:
        """Ask for the list, by the name that the registry has for MANAGER."""
        self._wire = wire
        self._manager = wire.new()
        self._known: dict[int, Toplevel] = {}
        wire.send(registry, _BIND, word(name), text(MANAGER), word(_VERSION), word(self._manager))

    def windows(self) -> dict[int, Toplevel]:
        """Return the windows by number, the oldest first; a number is used again when its window has gone."""
        return dict(self._known)

    @property
    def active(self) -> Toplevel | None:
        """The active window, the same object for as long as it exists; None when no window is active."""
        return next((window for window in self._known.values() if window.active), None)

    def concerns(self, event: Event) -> bool:
        """Tell whether an event is of the list or one of its windows."""
        return event.target == self._manager or event.target in self._known

    def take(self, event: Event) -> bool:
        """Take an event; return whether a window has gone or is as it was last said to be."""
        if event.target != self._manager:
            return self._window_said(event.target, event)
        if event.opcode == 0 and len(self._known) < _WINDOWS_LIMIT:
            self._known[event.word()] = Toplevel()
        return False

    def _window_said(self, number: int, event: Event) -> bool:
        window = self._known[number]
        match event.opcode:
            case 0:
                window.untrusted_title = event.text()
            case 1:
                window.untrusted_application = event.text()
            case 4:
                size = event.word() // 4
                states = struct.unpack_from(f"={min(size, len(event.untrusted_bytes) // 4)}I", event.untrusted_bytes)
                window.minimised, window.active = _MINIMISED in states, _ACTIVATED in states
            case 6:
                del self._known[number]
                self._wire.send(number, _DESTROY)
        return event.opcode in (_DONE, _CLOSED)


class Toplevels:
    """One connection for the list alone; it never waits: ``take`` what has arrived when ``fileno`` is readable.

    Raises BrokerError where there is no compositor, or it has gone.
    """

    def __init__(self) -> None:
        self._wire = Wire()
        self._registry, self._callback = self._wire.new(), self._wire.new()
        self._list: WindowList | None = None
        self._asked_twice = False
        self.complete = False
        """Whether every window that was there at the beginning is known."""
        self._wire.send(_DISPLAY, _GET_REGISTRY, word(self._registry))
        self._wire.send(_DISPLAY, _SYNC, word(self._callback))

    def fileno(self) -> int:
        """Return the descriptor that becomes readable when something has changed."""
        return self._wire.fileno()

    def take(self) -> bool:
        """Take what has arrived; return whether a window has come, gone or changed. Raises BrokerError, too, when this
        compositor lists no windows.
        """
        changes = [self._handle(event) for event in self._wire.events()]
        return any(changes)

    def windows(self) -> dict[int, Toplevel]:
        """Return the windows by number, as WindowList does."""
        return self._list.windows() if self._list is not None else {}

    def close(self) -> None:
        """Disconnect."""
        self._wire.close()

    def _handle(self, event: Event) -> bool:
        if event.target == _DISPLAY:
            self._display_said(event)
        elif event.target == self._registry and event.opcode == 0:
            self._found(event.word(), event.text())
        elif event.target == self._callback:
            return self._answered()
        elif self._list is not None and self._list.concerns(event):
            return self._list.take(event)
        return False

    def _display_said(self, event: Event) -> None:
        if event.opcode != 1:
            raise BrokerError(sentence("wayland.refused", object=event.word(), error=event.word()))
        self._wire.free(event.word())

    def _found(self, name: int, interface: str) -> None:
        if interface == MANAGER:
            self._list = WindowList(self._wire, self._registry, name)

    def _answered(self) -> bool:
        """The compositor has said what it has; the answer to a second question comes after all windows."""
        if self._list is None:
            raise BrokerError(sentence("wayland.no-window-list"))
        self.complete = self._asked_twice
        if not self.complete:
            self._asked_twice = True
            self._callback = self._wire.new()
            self._wire.send(_DISPLAY, _SYNC, word(self._callback))
        return self.complete
