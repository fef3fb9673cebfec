"""Controls how our processes keep and release memory: the reader's keeps pages while there is work, not after.

Measured over 28 rendered pages with ONNX Runtime's own arena off: 347–376 ms per page without this, 251–286 with it;
180 MB resident after the memory is released, 580 before. Without glibc nothing happens.
"""

from __future__ import annotations

import ctypes
import gc
import platform
import select
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

IDLE_SECONDS = 3.0
"""Seconds without a question after which memory is returned to the system; returning it takes 35 ms."""

_LARGE_BLOCK = 16 * 1024 * 1024
"""Bytes from which a block is mapped by itself and released at once: whole pictures and the largest layers."""

_PICTURE_BLOCK = 256 * 1024
"""Bytes from which the guard's blocks are mapped by themselves: an encoded picture is larger."""

_KEEP_BYTES = 64 * 1024 * 1024
"""Free bytes at the end of the heap that are kept. Keeping 512 MB of everything saved a few per cent of the processor
time of a page and cost 44 MB at the peak (463 instead of 419 MB).
"""

GIVING_SECONDS = 60.0
"""Time between two releases of free memory by a long-lived process."""

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
"""Parameters of mallopt(3)."""


def keep_pages() -> None:
    """Make the allocator keep blocks of ordinary size, in one arena."""
    libc = _glibc()
    if libc is not None:
        libc.mallopt(_M_MMAP_THRESHOLD, _LARGE_BLOCK)
        libc.mallopt(_M_TRIM_THRESHOLD, _KEEP_BYTES)
        libc.mallopt(_M_ARENA_MAX, 1)


def hold_little() -> None:
    """Make the allocator release every block of a picture at once, and small ones now and then: guard, broker and tray
    hold them for a moment and live long. Free fragments grew with every copy (docs/reports, soaks).

    What it keeps after twenty held screenshots is printed by tests/bench/bench_memory.py.
    """
    libc = _glibc()
    if libc is not None:
        libc.mallopt(_M_MMAP_THRESHOLD, _PICTURE_BLOCK)
        libc.mallopt(_M_TRIM_THRESHOLD, 4 * _PICTURE_BLOCK)
        libc.mallopt(_M_ARENA_MAX, 1)
        threading.Thread(target=_give_back, args=(libc,), name="memory", daemon=True).start()


def _give_back(libc: ctypes.CDLL) -> None:
    while True:
        time.sleep(GIVING_SECONDS)
        libc.malloc_trim(0)


def give_back_when_idle(questions: BinaryIO) -> None:
    """Return as soon as ``questions`` (unbuffered) can be read; releases memory while that takes long."""
    libc = _glibc()
    if libc is None:
        return
    ready, _, _ = select.select([questions], [], [], IDLE_SECONDS)
    if not ready:
        libc.malloc_trim(0)


@contextmanager
def address_space(size: int) -> Iterator[None]:
    """Limit this process to ``size`` bytes of address space within the block: a library that wants more fails.

    Without limits of this kind (Windows) nothing happens.
    """
    if sys.platform == "win32":
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    lower = size if soft == resource.RLIM_INFINITY else min(size, soft)
    resource.setrlimit(resource.RLIMIT_AS, (lower, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _glibc() -> ctypes.CDLL | None:
    return ctypes.CDLL(None) if platform.libc_ver()[0] == "glibc" else None


def settle() -> None:
    """Keep what lives long, such as rules, out of full garbage collections: a paste must not wait for a pass over it.
    """
    gc.collect()
    gc.freeze()
