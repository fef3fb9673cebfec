"""Appends to a file: what is appended is on disk when it returns, or nothing of it is in the file."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from guard.platform.file_system import NO_LINK, PLAIN, lock, read_at, sync_folder

_OWN = 0o600


def append_whole(descriptor: int, content: bytes) -> None:
    """Append to an open file and sync it, or undo what was written. Raises OSError, and then nothing was appended;
    its ``errno`` is ENOSPC where a full disk took a part.

    The file is open for appending, and nobody else writes meanwhile.
    """
    size = os.fstat(descriptor).st_size
    try:
        _write(descriptor, content)
        os.fsync(descriptor)
    except OSError:
        os.ftruncate(descriptor, size)
        raise


def _write(descriptor: int, content: bytes) -> None:
    if os.write(descriptor, content) != len(content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def append_line(path: Path, line: bytes) -> None:
    """Append one line without its newline to a file that only its user may read; it is made when it is not there.
    Raises OSError, also for a symbolic link where making one needs no privilege, and then nothing was appended.

    Half a line that a crash left is ended first, so that it stays one damaged line and takes no other with it.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | PLAIN | NO_LINK, _OWN)
    try:
        lock(descriptor)  # until it is closed
        size = os.fstat(descriptor).st_size
        if not size:
            sync_folder(path.parent)
        torn = size > 0 and read_at(descriptor, 1, size - 1) != b"\n"
        append_whole(descriptor, b"\n" * torn + line + b"\n")
    finally:
        os.close(descriptor)
