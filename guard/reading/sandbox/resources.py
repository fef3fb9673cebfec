"""Limits memory, descriptors, core dumps and privileges of the reader process (setrlimit(2), prctl(2))."""

from __future__ import annotations

import ctypes
import sys

from guard.platform import memory_dumps
from guard.reading import limits

_PR_SET_NO_NEW_PRIVS = 38


def limit(address_space: int = limits.ADDRESS_SPACE) -> bool:
    """Limit this process for good: ``address_space`` bytes, few descriptors, no core dumps, no gaining of privileges.

    Returns False on systems without these calls.
    """
    if sys.platform == "win32":
        return False
    import resource

    memory_dumps.refuse()
    _lower(resource.RLIMIT_AS, address_space)
    _lower(resource.RLIMIT_NOFILE, limits.DESCRIPTORS)
    if sys.platform == "linux":
        prctl = ctypes.CDLL(None, use_errno=True).prctl
        word = ctypes.c_ulong
        # As c_ulong: the kernel reads whole registers, and a plain int leaves the upper half undefined.
        prctl(_PR_SET_NO_NEW_PRIVS, word(1), word(0), word(0), word(0))
    return True


def _lower(which: int, wanted: int) -> None:
    import resource

    _, hard = resource.getrlimit(which)
    value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(which, (value, value))
