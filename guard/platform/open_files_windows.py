"""Lists the files that the processes of this user have open on Windows.

It asks for the system's list of handles and, through a copy of each, the file behind it. The Restart Manager would also
tell who has a file open, but under Wine, where this is tested, it answers that nobody has.
"""

from __future__ import annotations

import ctypes
import msvcrt
import os
from collections.abc import Collection, Iterator
from contextlib import suppress

from guard.platform.win32 import HANDLE, PROCESS_DUP_HANDLE, ULONG, kernel32, ntdll

File = tuple[int, int]
"""Device and inode, as ``os.stat`` gives them."""

_EXTENDED_HANDLES = 64
_LENGTH_MISMATCH = -0x3FFFFFFC
_FIRST_BYTES = 1 << 20
_MOST_BYTES = 1 << 27
_SAME_ACCESS = 2
_READ_DATA = 0x0001

_PIPES = frozenset({0x12019F, 0x120189, 0x120196})
"""Typical access rights of pipes: a query of a pipe that somebody waits for does not return."""

_HEAD, _WORDS = 2, 5
"""SYSTEM_HANDLE_INFORMATION_EX in words of 64 bits: its head, and each entry (object, process, handle, access with
index and type, attributes).
"""


class OpenFiles:
    """The open files of some processes. Files that have closed meanwhile, or belong to another user, are left out."""

    def __init__(self) -> None:
        self._own = os.open(os.devnull, os.O_RDONLY)
        self._size = _FIRST_BYTES

    def close(self) -> None:
        """Release what queries need."""
        os.close(self._own)

    def of(self, pids: Collection[int]) -> Iterator[tuple[int, File]]:
        """Yield (process, file) of each file that these processes have open for reading. Raises OSError."""
        words = self._handles()
        owners = words[_HEAD + 1::_WORDS].tolist()
        wanted = self._type_of_files(words, owners)
        for at, pid in enumerate(owners):
            if pid in pids:
                handle, facts = words[_HEAD + at * _WORDS + 2], words[_HEAD + at * _WORDS + 3]
                access = facts & 0xFFFFFFFF
                if facts >> 48 == wanted and access & _READ_DATA and access not in _PIPES:
                    file = _file(pid, handle)
                    if file is not None:
                        yield pid, file

    def _handles(self) -> memoryview:
        while True:
            buffer = ctypes.create_string_buffer(self._size)
            needed = ULONG()
            status = ntdll.NtQuerySystemInformation(_EXTENDED_HANDLES, buffer, self._size, ctypes.byref(needed))
            if status == 0:
                words = memoryview(buffer).cast("B").cast("Q")
                return words[:_HEAD + words[0] * _WORDS]
            if status != _LENGTH_MISMATCH or self._size >= _MOST_BYTES:
                raise OSError(0, "the list of open files is not given")
            self._size *= 2

    def _type_of_files(self, words: memoryview, owners: list[int]) -> int:
        """Find the type number of files, which differs between versions of Windows: it is that of our own file."""
        own = msvcrt.get_osfhandle(self._own)  # type: ignore[attr-defined]  # Windows only
        me = os.getpid()
        return next((words[_HEAD + at * _WORDS + 3] >> 48 for at, pid in enumerate(owners)
                     if pid == me and words[_HEAD + at * _WORDS + 2] == own), 0)


def _file(pid: int, handle: int) -> File | None:
    process = kernel32.OpenProcess(PROCESS_DUP_HANDLE, 0, pid)
    if not process:
        return None
    copy = HANDLE()
    try:
        if not kernel32.DuplicateHandle(process, handle, kernel32.GetCurrentProcess(), ctypes.byref(copy), 0, 0,
                                        _SAME_ACCESS):
            return None
    finally:
        kernel32.CloseHandle(process)
    descriptor = msvcrt.open_osfhandle(copy.value, os.O_RDONLY)  # type: ignore[attr-defined]  # Windows only
    try:
        with suppress(OSError):
            facts = os.fstat(descriptor)
            return facts.st_dev, facts.st_ino
        return None
    finally:
        os.close(descriptor)
