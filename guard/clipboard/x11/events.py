"""What the X server tells the broker, unpacked at once (X Window System Protocol, appendix B; XFixes, section 4).

Windows, atoms and times (milliseconds of the server) are plain numbers. python-xlib makes events of these classes by
their ``__init__``, in place of its own, which take each field apart by itself.
"""

from __future__ import annotations

import struct
from typing import Any, ClassVar

from Xlib import X


class Event:
    """Anything that is told. ``type`` is its number without the mark of SendEvent.

    A class names its own fields in the order in which they stand in the event, and ``layout`` says what each is, as
    struct does.
    """

    type: int
    sequence_number: int
    _layout: ClassVar[struct.Struct]
    _fields: ClassVar[tuple[str, ...]]

    def __init_subclass__(cls, *, layout: str) -> None:
        cls._layout = struct.Struct(f"=BxH{layout}")
        cls._fields = ("type", "sequence_number", *cls.__annotations__)

    def __init__(self, *, display: object, binarydata: Any) -> None:
        self.__dict__.update(zip(self._fields, self._layout.unpack_from(binarydata), strict=True))
        self.type &= 0x7F


class OwnerChanged(Event, layout="IIIII"):
    """A selection has another ``owner`` (0: none) as of ``selection_timestamp``."""

    window: int
    owner: int
    selection: int
    timestamp: int
    selection_timestamp: int


class SelectionRequest(Event, layout="IIIIII"):
    """Somebody asks us for a target, to stand in ``property`` of the window ``requestor``."""

    time: int
    owner: int
    requestor: int
    selection: int
    target: int
    property: int


class SelectionNotify(Event, layout="IIIII"):
    """The answer to a request of ours stands in ``property`` of ``requestor``; 0: it was refused."""

    time: int
    requestor: int
    selection: int
    target: int
    property: int


class PropertyChanged(Event, layout="IIIB"):
    """The property ``atom`` of a window was set or, as ``state`` says, deleted."""

    window: int
    atom: int
    time: int
    state: int


class WindowEvent(Event, layout="II"):
    """A window was created in, or destroyed in, ``place``."""

    place: int
    window: int


CORE = {X.SelectionRequest: SelectionRequest, X.SelectionNotify: SelectionNotify, X.PropertyNotify: PropertyChanged,
        X.CreateNotify: WindowEvent, X.DestroyNotify: WindowEvent}
"""Classes by the number of an event."""
