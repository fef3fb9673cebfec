"""The requests of every copy, packed at once: python-xlib puts each together field by field, which takes as long as the
server does. Layouts: X Window System Protocol, appendix B, in this host's byte order.
"""

from __future__ import annotations

import struct
from typing import Any

from Xlib import X
from Xlib.protocol import request, rq

_CONVERT_SELECTION = struct.Struct("=BxHIIIII")
_SET_SELECTION_OWNER = struct.Struct("=BxHIII")
_GET_PROPERTY = struct.Struct("=BBHIIIII")
_SEND_EVENT = struct.Struct("=BBHIIB3xIIIII8x")
_PROPERTY = struct.Struct("=xBHIIII")


class _Packed(rq.Request):  # type: ignore[misc]
    """A request without an answer, as python-xlib queues it."""

    def __init__(self, wire: Any, binary: bytes) -> None:
        self._errorhandler = None
        self._binary = binary
        self._serial = None
        wire.send_request(self, False)


class GetProperty(request.GetProperty):  # type: ignore[misc]
    """Up to ``words`` four-byte units of a property from ``offset`` on; waits. Raises Xlib.error.XError.

    ``type`` is 0 when there is none; ``left`` are bytes that are not among ``untrusted_bytes``.
    """

    def __init__(self, wire: Any, window: int, name: int, offset: int, words: int, *, delete: bool) -> None:
        self._display = wire
        self._binary = _GET_PROPERTY.pack(20, delete, 6, window, name, X.AnyPropertyType, offset, words)
        self._serial = None
        self._data: dict[str, object] | None = None
        self._error = None
        self._response_lock = rq.lock.allocate_lock()
        wire.send_request(self, True)
        self.reply()

    def _parse_response(self, data: bytes) -> None:
        bits, number, _, kind, left, units = _PROPERTY.unpack_from(data)
        self._data = {"sequence_number": number, "format": bits, "type": kind, "left": left,
                      "untrusted_bytes": bytes(data[32:32 + units * bits // 8])}


def convert_selection(wire: Any, requestor: int, selection: int, target: int, name: int, time: int) -> None:
    """Ask the owner of a selection for a target."""
    _Packed(wire, _CONVERT_SELECTION.pack(24, 6, requestor, selection, target, name, time))


def set_selection_owner(wire: Any, window: int, selection: int, time: int) -> None:
    """Own a selection, or leave it without an owner (window 0)."""
    _Packed(wire, _SET_SELECTION_OWNER.pack(22, 4, window, selection, time))


def send_selection_notify(wire: Any, requestor: int, selection: int, target: int, name: int, time: int) -> None:
    """Tell a requestor that its answer stands in property ``name``, or was refused (0)."""
    _Packed(wire, _SEND_EVENT.pack(25, False, 11, requestor, X.NoEventMask, X.SelectionNotify, time, requestor,
                                   selection, target, name))
