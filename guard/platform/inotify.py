"""Binds inotify(7): reports at once what happens to files and in folders.

watchdog delivers events half a second late, and takes two threads and one of the user's few inotify instances (128) for
each folder.
"""

from __future__ import annotations

import ctypes
import errno
import os
import select
import struct
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

IN_CLOSE_WRITE = 0x8
IN_OPEN = 0x20
IN_MOVED_FROM = 0x40
IN_MOVED_TO = 0x80
IN_CREATE = 0x100
IN_DELETE_SELF = 0x400
IN_MOVE_SELF = 0x800
IN_UNMOUNT = 0x2000
IN_Q_OVERFLOW = 0x4000
IN_IGNORED = 0x8000
IN_ONLYDIR = 0x1000000
IN_ISDIR = 0x40000000

_EVENT = struct.Struct("iIII")
_BUFFER = 64 * 1024


@dataclass(frozen=True, slots=True)
class Happened:
    """One event: the number of its watch (-1 for none), what happened, and to which entry of a watched folder."""

    watch: int
    mask: int
    name: str


class FileEvents:
    """Watches of files and folders; ``wait`` returns what happened to them."""

    def __init__(self) -> None:
        """Raises OSError where the system has no inotify, or too many instances are in use."""
        if sys.platform != "linux":
            raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
        self._library = ctypes.CDLL(None, use_errno=True)
        self._descriptor = self._checked(self._library.inotify_init1(os.O_CLOEXEC | os.O_NONBLOCK))
        try:
            self._wake_read, self._wake_write = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        except OSError:
            os.close(self._descriptor)
            raise

    def add(self, path: Path, mask: int) -> int:
        """Watch a file or folder and return the watch's number; the same number for the same file. Raises OSError."""
        return self._checked(self._library.inotify_add_watch(self._descriptor, os.fsencode(path), mask))

    def remove(self, watch: int) -> None:
        """Stop watching."""
        self._library.inotify_rm_watch(self._descriptor, watch)

    def wait(self) -> list[Happened]:
        """Wait and return what happened; nothing after ``wake``. Raises OSError."""
        ready, _, _ = select.select([self._descriptor, self._wake_read], [], [])
        if self._wake_read in ready:
            os.read(self._wake_read, _BUFFER)
            return []
        data = os.read(self._descriptor, _BUFFER)
        events: list[Happened] = []
        at = 0
        while at < len(data):
            watch, mask, _, length = _EVENT.unpack_from(data, at)
            at += _EVENT.size
            events.append(Happened(watch, mask, os.fsdecode(data[at:at + length].rstrip(b"\0"))))
            at += length
        return events

    def wake(self) -> None:
        """Make ``wait`` return."""
        with suppress(BlockingIOError):  # it was woken thousands of times and has not come round yet
            os.write(self._wake_write, b"x")

    def close(self) -> None:
        """Release everything."""
        for descriptor in (self._descriptor, self._wake_read, self._wake_write):
            os.close(descriptor)

    @staticmethod
    def _checked(result: int) -> int:
        if result < 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
        return result
