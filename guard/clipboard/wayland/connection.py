"""Speaks the clipboard protocol: offers of other clients, sources of our own.

ext-data-control-v1 and the older wlr-data-control-unstable-v1 are one protocol under two names, message for message.
"""

from __future__ import annotations

import os
import secrets
from collections import deque
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from guard.clipboard.wayland.successor import proving_pipe
from guard.core.model import Origin
from guard.platform.errors import BrokerError
from guard.platform.wayland.toplevels import MANAGER, Toplevel, WindowList
from guard.platform.wayland.wire import Event, Wire, text, word
from guard.sentences.catalogue import sentence

MANAGERS = ("ext_data_control_manager_v1", "zwlr_data_control_manager_v1")
"""The better one first: KWin since 6.5 and wlroots since 0.19 have it, older versions have the second."""

_DISPLAY, _NOBODY = 1, 0
_SYNC, _GET_REGISTRY, _BIND = 0, 1, 0
_CREATE_SOURCE, _GET_DEVICE = 0, 1
_SET = {Origin.CLIPBOARD: 0, Origin.PRIMARY: 2}
_OFFER, _RECEIVE, _DESTROY = 0, 0, 1
_TYPES_LIMIT = 256
"""Types of one offer that are read: each type kept costs a pipe, and a message when we offer it ourselves."""

_TYPE_BYTES = 1024
"""Longest name of a type: a compositor disconnects a client that sends a message of more than 4096 bytes."""

_PRIMARY_SINCE = 2  # of the wlr protocol; ext has had it from the start


_MARK = "application/x-mishao-"
"""What the last type of each source of ours begins with; the rest is random. Any program may offer it again."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A selection has new content: the number of its offer and its types; 0 and () when it is empty. ``source``: ours
    that this is the content of, 0 for another program's; ``window``: the one that was active.
    """

    origin: Origin
    offer: int
    names: tuple[str, ...] = ()
    source: int = 0
    window: Toplevel | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A program wants one type of a source of ours, written to ``descriptor``, which we must close. ``mark``: that of
    the source.
    """

    source: int
    name: str
    descriptor: int
    mark: str


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A source of ours is no longer the selection."""

    source: int


Notice = Changed | Asked | Cancelled


@dataclass(slots=True)
class _Globals:
    seat: tuple[int, str, int] | None = None
    managers: dict[str, tuple[int, str, int]] = field(default_factory=dict)
    windows: int | None = None


class Connection:
    """One connection that watches, reads and owns the selections of the first seat. PRIMARY is watched only where the
    compositor lists its windows, on this connection as well: then it is known what was selected in which.
    """

    def __init__(self) -> None:
        """Connect and request the clipboard. Raises BrokerError that says what this compositor lacks."""
        self._wire = Wire()
        self._backlog: deque[Notice] = deque()
        self._offers: dict[int, list[str]] = {}
        self._sources: set[int] = set()
        self._marks: dict[int, tuple[Origin, str]] = {}
        """By source, until it is cancelled or gone: whoever offers its mark from then on has copied it from us."""
        self._destroyed: set[int] = set()
        """Sources whose requests may be under way: each brings a descriptor (wl_display.delete_id ends that)."""
        self._current: dict[Origin, int] = {}
        self._callbacks: set[int] = set()
        self._globals = _Globals()
        self._windows: WindowList | None = None
        self._registry = self._wire.new()
        self._device = -1
        try:
            self._wire.send(_DISPLAY, _GET_REGISTRY, word(self._registry))
            self._round_trip()
            self._bind()
            self._round_trip()
        except BrokerError:
            self._wire.close()
            raise

    def fileno(self) -> int:
        """Return the descriptor that becomes readable when an event arrives."""
        return self._wire.fileno()

    @property
    def compositor(self) -> int:
        """The process of the compositor: it makes the requests of Xwayland's programs."""
        return self._wire.peer()

    @property
    def window(self) -> Toplevel | None:
        """The active window, None when no window is or this compositor does not list them."""
        return self._windows.active if self._windows is not None else None

    def _bind(self) -> None:
        name = next((entry for entry in MANAGERS if entry in self._globals.managers), None)
        if name is None:
            raise BrokerError(sentence("wayland.no-data-control"))
        if self._globals.seat is None:
            raise BrokerError(sentence("wayland.no-seat"))
        seat, self._manager, self._device = self._wire.new(), self._wire.new(), self._wire.new()
        known = self._globals.managers[name]
        version = min(known[2], _PRIMARY_SINCE if name.startswith("zwlr") else 1)
        self._bind_global(self._globals.seat, 1, seat)
        self._bind_global(known, version, self._manager)
        self._wire.send(self._manager, _GET_DEVICE, word(self._device), word(seat))
        self.protocol = name
        if self._globals.windows is not None and not (name.startswith("zwlr") and version < _PRIMARY_SINCE):
            self._windows = WindowList(self._wire, self._registry, self._globals.windows)
        self.origins = (Origin.CLIPBOARD, Origin.PRIMARY) if self._windows is not None else (Origin.CLIPBOARD,)

    def _bind_global(self, known: tuple[int, str, int], version: int, number: int) -> None:
        self._wire.send(self._registry, _BIND, word(known[0]), text(known[1]), word(version), word(number))

    def _round_trip(self) -> None:
        """Wait until the compositor has answered all requests so far."""
        callback = self._wire.new()
        self._callbacks.add(callback)
        self._wire.send(_DISPLAY, _SYNC, word(callback))
        while callback in self._callbacks:
            self._collect(wait=True)

    # -------------------------------------------------------------- events
    def notices(self) -> list[Notice]:
        """Return what has happened, without waiting. Raises BrokerError when the compositor is gone."""
        self._collect()
        found = list(self._backlog)
        self._backlog.clear()
        return found

    def has_newer(self, origin: Origin) -> bool:
        """Return True when the selection has changed owner meanwhile: a newer copy would be overwritten unseen."""
        self._collect()
        return any(isinstance(entry, Changed) and entry.origin is origin for entry in self._backlog)

    @property
    def has_notices(self) -> bool:
        """Return True when ``notices`` has something that the socket no longer signals."""
        return bool(self._backlog)

    def _collect(self, *, wait: bool = False) -> None:
        for event in self._wire.events(wait=wait):
            self._handle(event)

    def _handle(self, event: Event) -> None:
        if event.target == _DISPLAY:
            self._display_said(event)
        elif event.target == self._registry and event.opcode == 0:
            self._found((event.word(), event.text(), event.word()))
        elif event.target in self._callbacks:
            self._callbacks.discard(event.target)
        elif event.target == self._device:
            self._device_said(event)
        elif self._windows is not None and self._windows.concerns(event):
            self._windows.take(event)
        elif event.target in self._offers:
            self._listed(self._offers[event.target], event.text())
        elif event.target in self._sources or event.target in self._destroyed:
            self._source_said(event)

    def _source_said(self, event: Event) -> None:
        source, ours = event.target, event.target in self._sources
        if event.opcode == 0 and ours:
            _, mark = self._marks.get(source, (None, ""))
            self._backlog.append(Asked(source, event.text(), self._wire.descriptor(), mark))
        elif event.opcode == 0:
            os.close(self._wire.descriptor())  # requested before the compositor knew that the source is gone
        else:
            self._marks.pop(source, None)
            if ours:
                self._backlog.append(Cancelled(source))

    def _listed(self, names: list[str], name: str) -> None:
        """Note a type of an offer; a type whose name is not UTF-8 cannot be requested."""
        room = len(names) < _TYPES_LIMIT or any(name == mark for _, mark in self._marks.values())  # it comes last
        if room and "\N{REPLACEMENT CHARACTER}" not in name and len(name.encode()) <= _TYPE_BYTES:
            names.append(name)

    def _display_said(self, event: Event) -> None:
        if event.opcode == 1:
            number = event.word()
            self._destroyed.discard(number)
            self._marks.pop(number, None)
            self._wire.free(number)
            return
        raise BrokerError(sentence("wayland.refused", object=event.word(), error=event.word()))

    def _found(self, known: tuple[int, str, int]) -> None:
        if known[1] == "wl_seat" and self._globals.seat is None:
            self._globals.seat = known
        elif known[1] in MANAGERS:
            self._globals.managers[known[1]] = known
        elif known[1] == MANAGER:
            self._globals.windows = known[0]

    def _device_said(self, event: Event) -> None:
        match event.opcode:
            case 0:
                self._offers[event.word()] = []
            case 1:
                self._selected(Origin.CLIPBOARD, event.word())
            case 2:
                raise BrokerError(sentence("wayland.took-clipboard-back"))
            case 3:
                self._selected(Origin.PRIMARY, event.word())

    def _selected(self, origin: Origin, offer: int) -> None:
        old = self._current.get(origin, _NOBODY)
        self._current[origin] = offer
        if old != _NOBODY and old not in self._current.values():
            self._wire.send(old, _DESTROY)
            del self._offers[old]
        if origin in self.origins:
            listed = self._offers.get(offer, ())
            names = tuple(name for name in listed if not name.startswith(_MARK))
            self._backlog.append(Changed(origin, offer, names, self._source_of(origin, listed), self.window))

    def _source_of(self, origin: Origin, names: Sequence[str]) -> int:
        return next((source for source, mark in self._marks.items() if mark[0] is origin and mark[1] in names), 0)

    # -------------------------------------------------------------- reading and owning
    def is_empty(self, origin: Origin) -> bool:
        """Return True when nobody offers anything on a selection."""
        self._collect()
        return self._current.get(origin, _NOBODY) == _NOBODY

    def receive(self, offer: int, name: str) -> int:
        """Request one type of an offer; return the end of the pipe to read it from, which the caller must close."""
        mark = next((one for one in self._offers.get(offer, ()) if one.startswith(_MARK)), "")
        readable, writable = proving_pipe(mark) if mark else os.pipe2(os.O_CLOEXEC)
        with ExitStack() as undo:
            undo.callback(os.close, readable)
            try:
                os.set_blocking(readable, False)
                if offer in self._offers:
                    self._wire.send(offer, _RECEIVE, text(name), descriptor=writable)
            finally:
                os.close(writable)
            undo.pop_all()
        return readable

    def own(self, origin: Origin, names: Sequence[str]) -> int:
        """Make us the owner, offering these types; return the number of the source."""
        source, mark = self._wire.new(), f"{_MARK}{secrets.token_hex(8)}"
        self._sources.add(source)
        self._marks[source] = origin, mark
        self._wire.send(self._manager, _CREATE_SOURCE, word(source))
        for name in (*names, mark):
            self._wire.send(source, _OFFER, text(name))
        self._wire.send(self._device, _SET[origin], word(source))
        return source

    def give_up(self, origin: Origin) -> None:
        """Leave a selection empty."""
        self._wire.send(self._device, _SET[origin], word(_NOBODY))

    def forget(self, source: int) -> None:
        """Destroy a source that is no longer the selection."""
        if source in self._sources:
            self._sources.discard(source)
            self._destroyed.add(source)
            self._wire.send(source, _DESTROY)

    def close(self) -> None:
        """Disconnect; what we own ends with the connection."""
        self._wire.close()
