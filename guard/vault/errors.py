"""The one exception of the vault, with a code for programs and Chinese words for people."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from guard.util.os_errors import why


class VaultCode(StrEnum):
    """Why the vault could not do it."""

    LOCKED = "locked"
    MISSING = "missing"
    FULL = "full"
    READ_ONLY = "read-only"
    DAMAGED = "damaged"
    EXISTS = "exists"
    BUSY = "busy"
    NEWER = "newer"


class VaultError(Exception):
    """The vault could not do it. ``code`` is for programs, ``words`` (Chinese, no content) are for people."""

    def __init__(self, code: VaultCode, words: str) -> None:
        super().__init__(words)
        self.code = code
        self.words = words


class NewerFormatError(sqlite3.DatabaseError):
    """The vault was written by a newer version of the program, in a format that this one does not know."""


_ADVICE = {
    VaultCode.NEWER: "暂存库是新版本的密哨写的，这个版本打不开，没有改动它。请装回新版本。",
    VaultCode.FULL: "磁盘空间不足，暂存库没有写入。已暂存的内容没有丢失，请先腾出空间再试。",
    VaultCode.READ_ONLY: "暂存库所在的文件夹不能写入。已暂存的内容没有丢失，请检查该文件夹的权限。",
    VaultCode.DAMAGED: "暂存库的文件读写出错，未改动已有内容。请先备份暂存库文件夹，再请管理员检查磁盘。",
    VaultCode.BUSY: "暂存库正被另一个程序占用，请稍后再试。",
    VaultCode.MISSING: "暂存库的文件夹不见了，请检查它是否被移动或删除。",
}

_BY_ERRNO = {
    errno.ENOSPC: VaultCode.FULL,
    errno.EDQUOT: VaultCode.FULL,
    errno.EFBIG: VaultCode.FULL,
    errno.EROFS: VaultCode.READ_ONLY,
    errno.EACCES: VaultCode.READ_ONLY,
    errno.EPERM: VaultCode.READ_ONLY,
    errno.ENOENT: VaultCode.MISSING,
}

_BY_SQLITE = {
    sqlite3.SQLITE_FULL: VaultCode.FULL,
    sqlite3.SQLITE_READONLY: VaultCode.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: VaultCode.READ_ONLY,
    sqlite3.SQLITE_PERM: VaultCode.READ_ONLY,
    sqlite3.SQLITE_BUSY: VaultCode.BUSY,
    sqlite3.SQLITE_LOCKED: VaultCode.BUSY,
}

_PRIMARY_CODE = 0xFF  # SQLite's extended result codes keep the primary one in the low byte


@contextmanager
def explained() -> Iterator[None]:
    """Turn every OSError and SQLite error of the block, and a column that holds what it cannot, into a VaultError."""
    try:
        yield
    except OSError as error:
        code = _BY_ERRNO.get(error.errno or 0, VaultCode.DAMAGED)
        raise VaultError(code, f"{_ADVICE[code]}（{why(error)}）") from error
    except sqlite3.Error as error:
        code = _sqlite_code(error)
        raise VaultError(code, f"{_ADVICE[code]}（SQLite: {error}）") from error
    except ValueError as error:
        raise VaultError(VaultCode.DAMAGED, _ADVICE[VaultCode.DAMAGED]) from error


def _sqlite_code(error: sqlite3.Error) -> VaultCode:
    if isinstance(error, NewerFormatError):
        return VaultCode.NEWER
    extended: int = getattr(error, "sqlite_errorcode", 0)
    if extended == sqlite3.SQLITE_IOERR_WRITE:  # what RLIMIT_FSIZE and some quota systems end in
        return VaultCode.FULL
    return _BY_SQLITE.get(extended & _PRIMARY_CODE, VaultCode.DAMAGED)
