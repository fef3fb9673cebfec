"""What the X server tells the broker, unpacked at once (X Window System Protocol, appendix B; XFixes, section 4).

Windows, atoms and times (milliseconds of the server) are plain numbers. python-xlib makes events of these classes by
their ``__init__``, in place of its own, which take each field apart by itself.
"""

from __future__ import annotations

import struct
from typing import Any

from Xlib import X

_OWNER = struct.Struct("=BxHIIIII")
_REQUEST = struct.Struct("=BxHIIIIII")
_NOTIFY = struct.Struct("=BxHIIIII")
_PROPERTY = struct.Struct("=BxHIIIB")
_WINDOW = struct.Struct("=BxHII")


class Event:
    """Anything that is told. ``type`` is its number without the mark of SendEvent."""

    __slots__ = ("sequence_number", "type")

    type: int
    sequence_number: int


class OwnerChanged(Event):
    """A selection has another ``owner`` (0: none) as of ``selection_timestamp``. Only the server sends it."""

    __slots__ = ("owner", "selection", "selection_timestamp", "timestamp", "window")

    owner: int
    selection: int
    selection_timestamp: int
    timestamp: int
    window: int

    def __init__(self, *, display: object, binarydata: Any) -> None:
        (self.type, self.sequence_number, self.window, self.owner, self.selection, self.timestamp,
         self.selection_timestamp) = _OWNER.unpack_from(binarydata)


class SelectionRequest(Event):
    """Somebody asks us for a target, to stand in ``property`` of the window ``requestor``."""

    __slots__ = ("owner", "property", "requestor", "selection", "target", "time")

    owner: int
    property: int
    requestor: int
    selection: int
    target: int
    time: int

    def __init__(self, *, display: object, binarydata: Any) -> None:
        (self.type, self.sequence_number, self.time, self.owner, self.requestor, self.selection, self.target,
         self.property) = _REQUEST.unpack_from(binarydata)
        self.type &= 0x7F


class SelectionNotify(Event):
    """The answer to a request of ours stands in ``property`` of ``requestor``; 0: it was refused."""

    __slots__ = ("property", "requestor", "selection", "target", "time")

    property: int
    requestor: int
    selection: int
    target: int
    time: int

    def __init__(self, *, display: object, binarydata: Any) -> None:
        (self.type, self.sequence_number, self.time, self.requestor, self.selection, self.target,
         self.property) = _NOTIFY.unpack_from(binarydata)
        self.type &= 0x7F


class PropertyChanged(Event):
    """The property ``atom`` of a window was set or, as ``state`` says, deleted."""

    __slots__ = ("atom", "state", "time", "window")

    atom: int
    state: int
    time: int
    window: int

    def __init__(self, *, display: object, binarydata: Any) -> None:
        (self.type, self.sequence_number, self.window, self.atom, self.time,
         self.state) = _PROPERTY.unpack_from(binarydata)
        self.type &= 0x7F


class WindowEvent(Event):
    """A window was created in, or destroyed in, ``place``."""

    __slots__ = ("place", "window")

    place: int
    window: int

    def __init__(self, *, display: object, binarydata: Any) -> None:
        self.type, self.sequence_number, self.place, self.window = _WINDOW.unpack_from(binarydata)
        self.type &= 0x7F


CORE = {X.SelectionRequest: SelectionRequest, X.SelectionNotify: SelectionNotify, X.PropertyNotify: PropertyChanged,
        X.CreateNotify: WindowEvent, X.DestroyNotify: WindowEvent}
"""Classes by the number of an event."""
