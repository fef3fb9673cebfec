"""Finds out when a file was created (statx(2)), which the standard library does not tell on Linux."""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Callable
from functools import cache

_EMPTY_PATH, _BIRTH = 0x1000, 0x800
_SIZE = 256
_MASK, _TIME = struct.Struct("=I"), struct.Struct("=qI")
_TIME_AT = 80


def born_ns(descriptor: int) -> int:
    """Return when an open file was created, in nanoseconds of the wall clock; 0 where its file system or the system
    does not tell.
    """
    statx = _statx()
    facts = ctypes.create_string_buffer(_SIZE)
    if statx is None or statx(descriptor, b"", _EMPTY_PATH, _BIRTH, facts) < 0:
        return 0
    if not _MASK.unpack_from(facts)[0] & _BIRTH:
        return 0
    seconds, rest = _TIME.unpack_from(facts, _TIME_AT)
    return int(seconds) * 1_000_000_000 + int(rest)


@cache
def _statx() -> Callable[..., int] | None:
    function: Callable[..., int] | None = getattr(ctypes.CDLL(None), "statx", None)
    return function
