"""Says which error of the system a result code of SQLite stands for."""

from __future__ import annotations

import errno
import sqlite3

_PRIMARY = 0xFF  # SQLite's extended result codes keep the primary one in the low byte

_STANDS_FOR = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_IOERR_WRITE: errno.ENOSPC,  # the result of RLIMIT_FSIZE and some quota systems
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_NOMEM: errno.ENOMEM,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_BUSY: errno.EBUSY,
    sqlite3.SQLITE_LOCKED: errno.EBUSY,
}
"""The codes that say nothing of the content of a file."""


def system_error(error: sqlite3.Error) -> int:
    """Return the error number of the system (errno.h) for an error of SQLite, 0 for one of the content or the query."""
    return _STANDS_FOR.get(_code(error)) or _STANDS_FOR.get(primary_code(error), 0)


def primary_code(error: sqlite3.Error) -> int:
    """Return SQLite's result code without its details, 0 when there is none."""
    return _code(error) & _PRIMARY


def _code(error: sqlite3.Error) -> int:
    # A connection that is already closed has no SQLite error code.
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code
