"""Opening, locking and syncing files on each system: POSIX, and Windows as far as possible."""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

PLAIN = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOINHERIT", 0) | getattr(os, "O_BINARY", 0)
"""Flags for ``os.open``: no child process inherits the descriptor, and bytes are not translated."""

NO_LINK = getattr(os, "O_NOFOLLOW", 0)
"""Flag for ``os.open``: a symbolic link is refused. 0 on Windows, where making one needs a privilege."""

NO_WAIT = getattr(os, "O_NONBLOCK", 0)
"""Flag for ``os.open``: a pipe without another end keeps nobody waiting. 0 on Windows, where files are no pipes."""

OTHERS = stat.S_IRWXG | stat.S_IRWXO
"""The permissions of everybody but a file's owner."""

_OWN = 0o600

_LOCKED_BYTE = 1 << 40
"""A lock on Windows also blocks reading of its bytes: this byte is far beyond any content."""

_POLL_SECONDS = 0.02


def make_own(path: Path, *, through_links: bool = True) -> None:
    """Make an empty file that only its user may access; remove the others' permissions of an existing one. Raises
    OSError, also for a symbolic link unless ``through_links``.

    For files that a library opens with ordinary permissions. SQLite gives the files beside a database the permissions
    of the database.
    """
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | PLAIN, _OWN))
    except FileExistsError:
        if not through_links and path.is_symlink():
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path)) from None
        # Not opened: closing it would release this process's locks on it, and SQLite's are of that kind.
        if path.stat().st_mode & OTHERS:
            path.chmod(_OWN)


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """Hold the write lock of a database from the beginning of a block, and commit at its end; after an error, also of
    committing, nothing of the block is kept. Raises sqlite3.Error.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


if sys.platform == "win32":
    import ctypes
    import msvcrt

    def open_shared(path: Path, flags: int, _mode: int = _OWN) -> int:
        """Open a file for reading, or for writing, that others may rename and remove meanwhile. Raises OSError."""
        from guard.platform import win32

        access = win32.GENERIC_WRITE if flags & os.O_WRONLY else win32.GENERIC_READ
        wanted = win32.CREATE_NEW if flags & os.O_EXCL else win32.OPEN_EXISTING
        handle = win32.kernel32.CreateFileW(str(path), access, win32.SHARE_ALL, None, wanted, 0, None)
        if handle in (None, win32.INVALID_HANDLE):
            code = ctypes.get_last_error()
            raise OSError(None, ctypes.FormatError(code).strip(), str(path), code)
        return msvcrt.open_osfhandle(handle, os.O_NOINHERIT)

    def try_lock(descriptor: int) -> bool:
        """Lock an open file for this process alone; return False when another process has it. Raises OSError."""
        place = os.lseek(descriptor, 0, os.SEEK_CUR)
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if error.errno not in {errno.EACCES, errno.EDEADLK}:
                raise
            return False
        finally:
            os.lseek(descriptor, place, os.SEEK_SET)
        return True

    def unlock(descriptor: int) -> None:
        """Release the lock. Raises OSError."""
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

    def lock(descriptor: int) -> None:
        """Lock an open file for this process alone, waiting as long as needed. Raises OSError."""
        while not try_lock(descriptor):
            time.sleep(_POLL_SECONDS)

    def read_at(descriptor: int, size: int, offset: int) -> bytes:
        """Return up to ``size`` bytes from ``offset``. Raises OSError."""
        os.lseek(descriptor, offset, os.SEEK_SET)
        return os.read(descriptor, size)

    def sync_folder(_: Path) -> None:
        """Do nothing: Windows has no way to sync a folder; NTFS journals its names."""
else:
    import fcntl

    def open_shared(path: Path, flags: int, mode: int = _OWN) -> int:
        """Open a file that others may rename and remove meanwhile: any, except on Windows. Raises OSError."""
        return os.open(path, flags | PLAIN | NO_LINK, mode)

    def try_lock(descriptor: int) -> bool:
        """Lock an open file for this process alone; return False when another process has it. Raises OSError."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def unlock(descriptor: int) -> None:
        """Release the lock. Raises OSError."""
        fcntl.flock(descriptor, fcntl.LOCK_UN)

    def lock(descriptor: int) -> None:
        """Lock an open file for this process alone, waiting as long as needed. Raises OSError."""
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
