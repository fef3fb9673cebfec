"""Memory that guard and reader share, for the bytes of one large item at a time (memfd_create(2), Linux).

The reader inherits the descriptor when it is started and is told its number. It cannot be reached by path, and is empty
whenever nothing is being read.
"""

from __future__ import annotations

import os
from contextlib import suppress

WORTH_BYTES = 256 * 1024
"""Bytes from which an item goes through shared memory; below that the pipe is as fast (ADR 11)."""


class SharedMemory:
    """The guard's end. Raises OSError when the system cannot provide any."""

    def __init__(self) -> None:
        if not hasattr(os, "memfd_create"):
            raise OSError("this system has no memfd_create")
        self.descriptor = os.memfd_create("mishao-item", os.MFD_CLOEXEC)

    def put(self, untrusted_bytes: bytes) -> int:
        """Put these bytes at the start and return their number. Raises OSError when memory is short."""
        view = memoryview(untrusted_bytes)
        done = 0
        while done < len(view):
            done += os.pwrite(self.descriptor, view[done:], done)
        return done

    def clear(self) -> None:
        """Release the memory."""
        with suppress(OSError):
            os.ftruncate(self.descriptor, 0)

    def close(self) -> None:
        """Release the descriptor; the reader's end is closed with the reader."""
        os.close(self.descriptor)


def take(descriptor: int, size: int) -> bytes:
    """Return what the guard put there, in the reader. Raises OSError, and EOFError when it is incomplete."""
    found = os.pread(descriptor, size, 0)
    if len(found) != size:
        raise EOFError(f"{len(found)} of {size} shared bytes")
    return found
