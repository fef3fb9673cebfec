"""Prevents copies of this process's memory on disk (setrlimit(2), prctl(2)).

It contains what the user copied, and keys.
"""

from __future__ import annotations

import ctypes
import sys

_PR_SET_DUMPABLE = 4


def refuse() -> None:
    """Forbid dumps of this process when it crashes, and reading of its memory by other programs of its user.

    A handler that core_pattern pipes to ignores RLIMIT_CORE; PR_SET_DUMPABLE stops that too. Nothing on Windows.
    """
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        word = ctypes.c_ulong
        # As c_ulong: the kernel reads whole registers, and a plain int leaves the upper half undefined.
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, word(0), word(0), word(0), word(0))
