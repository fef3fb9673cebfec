"""The events that the X server sends to the broker (X Window System Protocol, appendix B; XFixes, section 4)."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from guard.platform.x11 import protocol


class OwnerChanged(NamedTuple):
    """A selection has another ``owner`` (0: none) as of ``selection_timestamp``."""

    window: int
    owner: int
    selection: int
    timestamp: int
    selection_timestamp: int


class SelectionRequest(NamedTuple):
    """A client requests a target from us, to be put in ``property`` of the window ``requestor``."""

    time: int
    owner: int
    requestor: int
    selection: int
    target: int
    property: int


class SelectionNotify(NamedTuple):
    """The answer to a request of ours is in ``property`` of ``requestor``; 0: it was refused."""

    time: int
    requestor: int
    selection: int
    target: int
    property: int


class PropertyChanged(NamedTuple):
    """The property ``atom`` of a window was set or, as ``state`` says, deleted."""

    window: int
    atom: int
    time: int
    state: int


class ClientMessage(NamedTuple):
    """A message from one program to another; ``kind`` determines ``first`` to ``fifth`` (here: XDND, version 5)."""

    window: int
    kind: int
    first: int
    second: int
    third: int
    fourth: int
    fifth: int


class WindowCreated(NamedTuple):
    """A ``window`` was created inside another one."""

    parent: int
    window: int


class WindowMoved(NamedTuple):
    """A ``window`` has another place or size, or is above another one; ``told`` is the one whose events were requested.
    """

    told: int
    window: int


class WindowDestroyed(NamedTuple):
    """A ``window`` is gone; ``told`` is the one whose events were requested."""

    told: int
    window: int


Event = (OwnerChanged | SelectionRequest | SelectionNotify | PropertyChanged | ClientMessage | WindowCreated
         | WindowMoved | WindowDestroyed)
Layout = tuple[struct.Struct, Callable[..., Event]]


def _layout(words: str, event: Callable[..., Event]) -> Layout:
    return struct.Struct(f"=4x{words}"), event


OWNER_CHANGED = _layout("IIIII", OwnerChanged)
CORE: Mapping[int, Layout] = MappingProxyType({
    protocol.SELECTION_REQUEST: _layout("IIIIII", SelectionRequest),
    protocol.SELECTION_NOTIFY: _layout("IIIII", SelectionNotify),
    protocol.PROPERTY_NOTIFY: _layout("IIIB", PropertyChanged),
    protocol.CLIENT_MESSAGE: _layout("IIIIIII", ClientMessage),
    protocol.CREATE_NOTIFY: _layout("II", WindowCreated),
    protocol.CONFIGURE_NOTIFY: _layout("II", WindowMoved),
    protocol.DESTROY_NOTIFY: _layout("II", WindowDestroyed),
})
"""The layout of the handled events in their 32 bytes, by their number."""


def event_of(message: bytes, layouts: Mapping[int, Layout]) -> Event | None:
    """Return the event in a message, None for one that is not handled: any client may send us any event."""
    layout = layouts.get(message[0] & 0x7F)  # without the SendEvent bit
    return layout[1](*layout[0].unpack_from(message)) if layout is not None else None
