"""Measures this process's use of the C library's memory (mallinfo(3)): of SQLite and Qt, not of Python's objects."""

from __future__ import annotations

import ctypes
import platform

GLIBC = platform.libc_ver()[0] == "glibc"


class _Info(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_size_t) for name in (
        "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"))


def bytes_in_use() -> int:
    """Return how many bytes are allocated and not freed."""
    libc = ctypes.CDLL(None)
    libc.mallinfo2.restype = _Info
    info = libc.mallinfo2()
    return int(info.uordblks + info.hblkhd)
