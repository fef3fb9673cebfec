"""Prevents copies of this process's memory on disk, and reading of it (setrlimit(2), prctl(2), SetErrorMode).

It contains what the user copied, and keys.
"""

from __future__ import annotations

import ctypes
import sys

_PR_SET_DUMPABLE = 4


def refuse() -> None:
    """Forbid dumps of this process when it crashes, and reading of its memory by other programs of its user.

    A handler that core_pattern pipes to ignores RLIMIT_CORE; PR_SET_DUMPABLE stops that too.
    """
    if sys.platform == "win32":
        _refuse_on_windows()
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        word = ctypes.c_ulong
        # As c_ulong: the kernel reads whole registers, and a plain int leaves the upper half undefined.
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, word(0), word(0), word(0), word(0))


if sys.platform == "win32":
    _NO_CRASH_REPORT = 0x1 | 0x2
    """SEM_FAILCRITICALERRORS and SEM_NOGPFAULTERRORBOX: a crash ends the process without Windows Error Reporting."""

    _NO_HEAP = 0x1
    """WER_FAULT_REPORTING_FLAG_NOHEAP, for a report that is made all the same."""

    _ACCESS = "D:P(A;;GA;;;SY)(A;;0x101000;;;AU)(A;;0x1;;;OW)"
    """Who may open this process: the system for all, users to see its program and wait for its end, its own user to end
    it. The entry for the owner (OW) also takes away an owner's right to change this list.
    """

    _THE_LIST = 0x4 | 0x8000_0000
    """DACL_SECURITY_INFORMATION, PROTECTED_DACL_SECURITY_INFORMATION."""

    def _refuse_on_windows() -> None:
        from guard.platform.win32 import advapi32, kernel32

        kernel32.SetErrorMode(_NO_CRASH_REPORT)
        kernel32.WerSetFlags(_NO_HEAP)
        descriptor = ctypes.c_void_p()
        convert = advapi32.ConvertStringSecurityDescriptorToSecurityDescriptorW
        if convert(_ACCESS, 1, ctypes.byref(descriptor), None):
            advapi32.SetKernelObjectSecurity(kernel32.GetCurrentProcess(), _THE_LIST, descriptor)
            kernel32.LocalFree(descriptor)
