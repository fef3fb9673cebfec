"""Tells whether a file is complete: a regular file that no process is writing to."""

from __future__ import annotations

import errno
import os
import signal
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from guard.folders.errors import gone, refused
from guard.platform.file_system import NO_WAIT, open_shared
from guard.platform.mounts import on_network

if sys.platform != "win32":
    import fcntl


class Writers(Enum):
    """Whether some process has a file open for writing."""

    NONE = "none"
    SOME = "some"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Identifies one content of a file; times in nanoseconds."""

    device: int
    inode: int
    size: int
    modified_ns: int

    @classmethod
    def of(cls, facts: os.stat_result) -> Stamp:
        """Return the stamp of a stat result."""
        return cls(facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns)


def stamp(path: Path) -> Stamp | None:
    """Return the stamp of a regular file, or None for anything else: a link, a folder, nothing."""
    try:
        facts = path.lstat()
    except OSError:
        return None
    return Stamp.of(facts) if stat.S_ISREG(facts.st_mode) else None


def open_regular(path: Path) -> int:
    """Open a regular file for reading and return its descriptor. Raises FolderError; links are not followed."""
    try:
        descriptor = open_shared(path, os.O_RDONLY | NO_WAIT)
    except OSError as error:
        raise refused(path, error) from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise gone(path)
    return descriptor


@contextmanager
def lease(descriptor: int) -> Iterator[Writers]:
    """Yield whether a process writes to the file and, where the system can, make new writers wait for the block.

    A read lease (fcntl(2), F_SETLEASE) is refused while the file is open for writing, and makes a process that opens it
    for writing wait until it is released. It works only for the file's owner, and not on network file systems, where a
    refusal does not mean a writer: UNKNOWN there, and on Windows.
    """
    if sys.platform == "win32":
        yield Writers.UNKNOWN
        return
    if on_network(os.fstat(descriptor).st_dev):
        yield Writers.UNKNOWN
        return
    try:
        # The signal for a waiting writer is SIGIO by default, which would end this process.
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except OSError as error:
        yield Writers.SOME if error.errno == errno.EAGAIN else Writers.UNKNOWN
        return
    try:
        yield Writers.NONE
    finally:
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)


def writers(path: Path) -> Writers:
    """Return whether some process has the file open for writing. Raises FolderError when it cannot be opened."""
    descriptor = open_regular(path)
    try:
        with lease(descriptor) as answer:
            return answer
    finally:
        os.close(descriptor)
