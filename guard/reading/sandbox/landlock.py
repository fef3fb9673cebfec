"""Landlock (landlock(7), Linux 5.13 and later): this process may read the folders it needs and nothing else.

It restricts the calling thread and what that thread starts, so it must be applied before there are other threads.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path

from guard.reading.sandbox import syscalls

_CREATE, _ADD, _RESTRICT = 444, 445, 446
"""System call numbers; the same in every table that guard/reading/sandbox/syscalls.py knows."""

_VERSION_FLAG = 1
_RULE_PATH_BENEATH = 1

_EXECUTE, _READ_FILE, _READ_FOLDER = 1 << 0, 1 << 2, 1 << 3

_RIGHTS = ((1, (1 << 13) - 1), (2, (1 << 14) - 1), (3, (1 << 15) - 1), (5, (1 << 16) - 1))
"""Versions of the interface, and the file rights that each can remove; all known ones are removed."""

_NETWORK = 0b11
"""Binding and connecting of TCP sockets, from version 4."""

_SCOPES = 0b11
"""Abstract UNIX sockets and signals to processes outside, from version 6."""


def version() -> int:
    """Return the version of the kernel's landlock interface, 0 when there is none."""
    if syscalls.here() is None:
        return 0  # its number may mean another call there
    try:
        answer = ctypes.CDLL(None, use_errno=True).syscall(_CREATE, None, ctypes.c_size_t(0),
                                                           ctypes.c_uint(_VERSION_FLAG))
    except (AttributeError, OSError):
        return 0
    return max(0, int(answer))


def restrict(readable: Iterable[Path], executable: Iterable[Path] = ()) -> bool:
    """Allow this thread and its children to read below ``readable`` and to execute ``executable``, for good.

    Needs PR_SET_NO_NEW_PRIVS. Paths that do not exist are left out. Returns False when the kernel refuses.
    """
    known = version()
    if known < 1:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    handled = max(rights for since, rights in _RIGHTS if since <= known)
    attributes = struct.pack("QQQ", handled, _NETWORK, _SCOPES)[:24 if known >= 6 else 16 if known >= 4 else 8]
    ruleset = libc.syscall(_CREATE, attributes, ctypes.c_size_t(len(attributes)), ctypes.c_uint(0))
    if ruleset < 0:
        return False
    try:
        for path in readable:
            _allow(libc, ruleset, path, _READ_FILE | _READ_FOLDER)
        for path in executable:
            _allow(libc, ruleset, path, _READ_FILE | _EXECUTE)
        return bool(libc.syscall(_RESTRICT, ctypes.c_int(ruleset), ctypes.c_uint(0)) == 0)
    finally:
        os.close(ruleset)


def _allow(libc: ctypes.CDLL, ruleset: int, path: Path, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        wanted = rights if path.is_dir() else rights & ~_READ_FOLDER
        rule = struct.pack("=Qi", wanted, place)
        # A rule that is refused leaves its path closed, which shows at the first reading.
        libc.syscall(_ADD, ctypes.c_int(ruleset), ctypes.c_int(_RULE_PATH_BENEATH), rule, ctypes.c_uint(0))
    finally:
        os.close(place)
