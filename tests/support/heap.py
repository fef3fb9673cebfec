"""Measures the use of the C library's memory (mallinfo(3)): of SQLite and Qt, not of Python's objects."""

from __future__ import annotations

import ctypes
import platform
from collections.abc import Callable
from multiprocessing import get_context

GLIBC = platform.libc_ver()[0] == "glibc"


class _Info(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_size_t) for name in (
        "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"))


def bytes_added(act: Callable[[], object]) -> int:
    """Return how many bytes more are allocated once something is done and what it returned is kept.

    It is done in a process of its own: here threads of other tests allocate, too.
    """
    context = get_context("fork")
    ours, theirs = context.Pipe(duplex=False)

    def measure() -> None:
        before = _bytes_in_use()
        kept = act()
        theirs.send(_bytes_in_use() - before)
        del kept

    process = context.Process(target=measure)
    process.start()
    theirs.close()
    try:
        return int(ours.recv())
    finally:
        process.join()


def _bytes_in_use() -> int:
    libc = ctypes.CDLL(None)
    libc.mallinfo2.restype = _Info
    info = libc.mallinfo2()
    return int(info.uordblks + info.hblkhd)
