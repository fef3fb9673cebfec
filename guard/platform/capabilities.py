"""Gives up the rights of root that a process has, for good (capabilities(7), Linux)."""

from __future__ import annotations

import ctypes
import os

_VERSION_3 = 0x20080522


def drop_all() -> None:
    """Give up every capability of this process. Raises OSError."""
    header = (ctypes.c_uint32 * 2)(_VERSION_3, 0)
    nothing = (ctypes.c_uint32 * 6)()
    if ctypes.CDLL(None, use_errno=True).capset(header, nothing):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
