"""What the reader process gives up before it sees the first hostile byte: endless memory, core dumps, new rights."""

from __future__ import annotations

import ctypes
import sys

from guard.reading import limits

_PR_SET_DUMPABLE = 4
_PR_SET_NO_NEW_PRIVS = 38


def limit_resources(address_space: int = limits.ADDRESS_SPACE) -> None:
    """Limit this process for good: ``address_space`` bytes, no core dumps, no gaining of rights (Linux prctl(2)).

    A core dump would write what the user copied to disk; a handler that core_pattern pipes to ignores RLIMIT_CORE, and
    PR_SET_DUMPABLE stops that too. Nothing happens on systems without these calls.
    """
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = address_space if hard == resource.RLIM_INFINITY else min(address_space, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, wanted))
    if sys.platform == "linux":
        prctl = ctypes.CDLL(None, use_errno=True).prctl
        word = ctypes.c_ulong
        # As c_ulong: the kernel reads whole registers, and a plain int leaves the upper half undefined.
        prctl(_PR_SET_NO_NEW_PRIVS, word(1), word(0), word(0), word(0))
        prctl(_PR_SET_DUMPABLE, word(0), word(0), word(0), word(0))
