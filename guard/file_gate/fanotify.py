"""fanotify(7) permission events by ctypes: each open of a file in a marked folder waits until it is answered.

A binding and nothing else. When the group ends, in whatever way, the kernel allows every waiting open.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct

_CLASS_CONTENT, _CLOEXEC, _NONBLOCK, _UNLIMITED_MARKS = 0x4, 0x1, 0x2, 0x20
_MARK_ADD, _MARK_REMOVE, _MARK_ONLY_FOLDER = 0x1, 0x2, 0x8
_OPEN_PERMISSION, _ON_CHILD = 0x00010000, 0x08000000
_ALLOW, _DENY = 1, 2
_EVENT = struct.Struct("=IBBHQii")
_ANSWER = struct.Struct("=iI")

BATCH = 64
"""Events read at once: each is a descriptor of this process until it is answered."""

NO_DESCRIPTOR = -1
"""In an event that reports a full queue: some opens were allowed without a question."""


class FanotifyError(Exception):
    """The kernel gives no permission events; ``number`` is its errno."""

    def __init__(self, number: int) -> None:
        super().__init__(os.strerror(number))
        self.number = number

    @property
    def for_good(self) -> bool:
        """Whether it never will, as in a container or without CONFIG_FANOTIFY_ACCESS_PERMISSIONS."""
        return self.number in (errno.EPERM, errno.EINVAL, errno.ENOSYS)


class PermissionGroup:
    """One fanotify group. The queue is the kernel's bounded one (16,384 opens): opens beyond it are allowed, and
    reported.

    Raises FanotifyError without CAP_SYS_ADMIN or CONFIG_FANOTIFY_ACCESS_PERMISSIONS.
    """

    def __init__(self) -> None:
        self._library = ctypes.CDLL(None, use_errno=True)
        self._library.fanotify_mark.argtypes = [ctypes.c_int, ctypes.c_uint, ctypes.c_uint64, ctypes.c_int,
                                                ctypes.c_char_p]
        flags = _CLASS_CONTENT | _CLOEXEC | _NONBLOCK | _UNLIMITED_MARKS
        # Our reads do not change access times, so that these tell what people did. A file on which somebody has a lease
        # (fcntl(2)) keeps no read waiting: its open fails, and the next one finds the lease given back.
        how = os.O_RDONLY | os.O_CLOEXEC | os.O_NOATIME | os.O_NONBLOCK
        self._descriptor = self._library.fanotify_init(flags, how)
        if self._descriptor < 0:
            raise FanotifyError(ctypes.get_errno())

    def fileno(self) -> int:
        """Return the descriptor to poll."""
        return int(self._descriptor)

    def mark(self, folder: int) -> None:
        """Request an event for each open of a file directly in this open folder. Raises OSError."""
        self._change(_MARK_ADD, folder)

    def unmark(self, folder: int) -> None:
        """Request no more events for it. Raises OSError."""
        self._change(_MARK_REMOVE, folder)

    def read(self) -> list[tuple[int, int]]:
        """Return the waiting opens, at most BATCH: the descriptor of the file and the process that opens it.

        Raises OSError; BlockingIOError when nothing waits.
        """
        events = os.read(self._descriptor, BATCH * _EVENT.size)
        return [(event[5], event[6]) for event in _EVENT.iter_unpack(events)]

    def answer(self, descriptor: int, *, allowed: bool) -> None:
        """Close the descriptor, then let the open pass or fail with EPERM. A process that was killed meanwhile gets no
        answer.

        The kernel finds the open by the number, which no other event has before the next ``read``; whoever opened the
        file can take a lease on it or eject its medium at once.
        """
        os.close(descriptor)
        try:
            os.write(self._descriptor, _ANSWER.pack(descriptor, _ALLOW if allowed else _DENY))
        except OSError:  # contextlib.suppress takes a microsecond, for which whoever opens would wait
            return

    def close(self) -> None:
        """End the group: every waiting open is allowed."""
        os.close(self._descriptor)

    def _change(self, how: int, folder: int) -> None:
        mask = _OPEN_PERMISSION | _ON_CHILD
        if self._library.fanotify_mark(self._descriptor, how | _MARK_ONLY_FOLDER, mask, folder, b".") < 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
