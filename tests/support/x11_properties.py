"""Reads a property of an X11 window in one request, so that it cannot change between two halves."""

from __future__ import annotations

from typing import Any

from Xlib import X
from Xlib.xobject.drawable import Window

_LONGEST = 1 << 18
"""In units of four bytes (X11 protocol, GetProperty): more than any title or list of windows."""


def read_property(window: Window, name: int) -> Any | None:
    """Return the property of this atom, or None for none.

    python-xlib asks for the first 40 bytes and then for the rest. A value that has become shorter in between gives
    BadValue, a code for which python-xlib's RandR registers an exception that cannot be parsed.
    """
    return window.get_full_property(name, X.AnyPropertyType, _LONGEST)
