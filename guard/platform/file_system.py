"""What opening, locking and syncing files needs on each system: POSIX, and Windows as far as it goes."""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from pathlib import Path

PLAIN = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOINHERIT", 0) | getattr(os, "O_BINARY", 0)
"""Flags for ``os.open``: no child process inherits the descriptor, and bytes stay as they are."""

NO_LINK = getattr(os, "O_NOFOLLOW", 0)
"""Flag for ``os.open``: a symbolic link is refused. Nothing on Windows, where making one needs a privilege."""

OTHERS = stat.S_IRWXG | stat.S_IRWXO
"""The rights of everybody but a file's owner."""

_OWN = 0o600

_LOCKED_BYTE = 1 << 40
"""Windows locks bytes against reading too: one far behind every content is taken."""

_POLL_SECONDS = 0.02


def make_own(path: Path) -> None:
    """Make an empty file that is for its user alone; of one that is there take what others may. Raises OSError.

    For what a library opens, with the rights of any document. SQLite gives the files beside a database the rights of
    the database.
    """
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | PLAIN, _OWN))
    except FileExistsError:
        # Not opened: to close it again would take this process's locks on it away, and SQLite's are of that kind.
        if path.stat().st_mode & OTHERS:
            path.chmod(_OWN)


if sys.platform == "win32":
    import msvcrt

    def try_lock(descriptor: int) -> bool:
        """Lock an open file for this process alone; False when another one has it. Raises OSError."""
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if error.errno not in {errno.EACCES, errno.EDEADLK}:
                raise
            return False
        return True

    def unlock(descriptor: int) -> None:
        """Give the lock up. Raises OSError."""
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

    def lock(descriptor: int) -> None:
        """Lock an open file for this process alone, however long that takes. Raises OSError."""
        while not try_lock(descriptor):
            time.sleep(_POLL_SECONDS)

    def read_at(descriptor: int, size: int, offset: int) -> bytes:
        """Return up to ``size`` bytes from ``offset``. Raises OSError."""
        os.lseek(descriptor, offset, os.SEEK_SET)
        return os.read(descriptor, size)

    def sync_folder(_: Path) -> None:
        """Do nothing: Windows has no way to sync a folder, NTFS keeps a journal of its names."""
else:
    import fcntl

    def try_lock(descriptor: int) -> bool:
        """Lock an open file for this process alone; False when another one has it. Raises OSError."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def unlock(descriptor: int) -> None:
        """Give the lock up. Raises OSError."""
        fcntl.flock(descriptor, fcntl.LOCK_UN)

    def lock(descriptor: int) -> None:
        """Lock an open file for this process alone, however long that takes. Raises OSError."""
        fcntl.flock(descriptor, fcntl.LOCK_EX)

    def read_at(descriptor: int, size: int, offset: int) -> bytes:
        """Return up to ``size`` bytes from ``offset``. Raises OSError."""
        return os.pread(descriptor, size, offset)

    def sync_folder(folder: Path) -> None:
        """Make renames and creations in a folder durable. Raises OSError."""
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
