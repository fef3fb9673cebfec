"""The one exception of the vault, with a code for programs and a sentence for people."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from guard.sentences.catalogue import sentence
from guard.util.os_errors import why
from guard.util.sqlite_errors import system_error
from rules.sentences.sentence import SaidError, Sentence


class VaultCode(StrEnum):
    """Why the vault failed."""

    LOCKED = "locked"
    MISSING = "missing"
    FULL = "full"
    READ_ONLY = "read-only"
    DAMAGED = "damaged"
    EXISTS = "exists"
    BUSY = "busy"
    NEWER = "newer"


class VaultError(SaidError):
    """The vault failed. ``code`` is for programs, ``words`` (no content) are for people."""

    def __init__(self, code: VaultCode, words: Sentence) -> None:
        super().__init__(words)
        self.code = code

    def until_then(self) -> Sentence:
        """Return the words for a vault that cannot be used, with what is done until it can be."""
        return sentence("guard.copies-in-memory-alone", trouble=self.words)


class NewerFormatError(sqlite3.DatabaseError):
    """The vault was written by a newer version of the program, in a format that this one does not know."""


_ADVICE = {
    VaultCode.NEWER: sentence("vault.newer"),
    VaultCode.FULL: sentence("vault.full"),
    VaultCode.READ_ONLY: sentence("vault.read-only"),
    VaultCode.DAMAGED: sentence("vault.io"),
    VaultCode.BUSY: sentence("vault.busy"),
    VaultCode.MISSING: sentence("vault.folder-gone"),
}

_BY_ERRNO = {
    errno.ENOSPC: VaultCode.FULL,
    errno.EDQUOT: VaultCode.FULL,
    errno.EFBIG: VaultCode.FULL,
    errno.EROFS: VaultCode.READ_ONLY,
    errno.EACCES: VaultCode.READ_ONLY,
    errno.EPERM: VaultCode.READ_ONLY,
    errno.ENOENT: VaultCode.MISSING,
    errno.EBUSY: VaultCode.BUSY,
}


@contextmanager
def explained() -> Iterator[None]:
    """Turn every OSError and SQLite error of the block, and a column with an invalid value, into a VaultError."""
    try:
        yield
    except OSError as error:
        code = _BY_ERRNO.get(error.errno or 0, VaultCode.DAMAGED)
        raise VaultError(code, sentence("vault.for", what=_ADVICE[code], why=why(error))) from error
    except sqlite3.Error as error:
        code = _sqlite_code(error)
        raise VaultError(code, sentence("vault.for", what=_ADVICE[code], why=f"SQLite: {error}")) from error
    except ValueError as error:
        raise VaultError(VaultCode.DAMAGED, _ADVICE[VaultCode.DAMAGED]) from error


def _sqlite_code(error: sqlite3.Error) -> VaultCode:
    if isinstance(error, NewerFormatError):
        return VaultCode.NEWER
    return _BY_ERRNO.get(system_error(error), VaultCode.DAMAGED)
