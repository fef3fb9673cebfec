"""inotify(7) on single files, for who opens them. watchdog hands events on half a second late: too late to see who."""

from __future__ import annotations

import ctypes
import errno
import os
import select
import struct
import sys
from pathlib import Path

IN_OPEN = 0x20
IN_IGNORED = 0x8000

_EVENT = struct.Struct("iIII")
_BUFFER = 64 * 1024


class FileEvents:
    """Watches of files; ``wait`` returns what happened to them."""

    def __init__(self) -> None:
        """Raises OSError where the system has no inotify, or too many users of it."""
        if sys.platform != "linux":
            raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
        self._library = ctypes.CDLL(None, use_errno=True)
        self._descriptor = self._checked(self._library.inotify_init1(os.O_CLOEXEC | os.O_NONBLOCK))
        self._wake_read, self._wake_write = os.pipe()

    def add(self, path: Path) -> int:
        """Watch a file and return the watch's number; the same for the same file. Raises OSError."""
        return self._checked(self._library.inotify_add_watch(self._descriptor, os.fsencode(path), IN_OPEN))

    def remove(self, watch: int) -> None:
        """Stop watching."""
        self._library.inotify_rm_watch(self._descriptor, watch)

    def wait(self) -> list[tuple[int, int]]:
        """Wait and return (watch, mask) of each event; nothing after ``wake``. Raises OSError."""
        ready, _, _ = select.select([self._descriptor, self._wake_read], [], [])
        if self._wake_read in ready:
            os.read(self._wake_read, _BUFFER)
            return []
        data = os.read(self._descriptor, _BUFFER)
        events: list[tuple[int, int]] = []
        at = 0
        while at < len(data):
            watch, mask, _, length = _EVENT.unpack_from(data, at)
            events.append((watch, mask))
            at += _EVENT.size + length
        return events

    def wake(self) -> None:
        """Let ``wait`` return."""
        os.write(self._wake_write, b"x")

    def close(self) -> None:
        """Give everything back."""
        for descriptor in (self._descriptor, self._wake_read, self._wake_write):
            os.close(descriptor)

    @staticmethod
    def _checked(result: int) -> int:
        if result < 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
        return result
