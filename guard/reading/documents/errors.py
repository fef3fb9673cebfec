"""Why reading a document or container ends early, and what that is called as a reading."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from xml.parsers import expat

from guard.core.model import Reason, Unreadable


class DocumentError(Exception):
    """Base of what a format's reader raises; the message is for people and has no content."""


class DamagedError(DocumentError):
    """The document is incomplete, or not what it says it is."""


class EncryptedError(DocumentError):
    """The document asks for a password."""


class OverBudgetError(DocumentError):
    """A limit of guard/reading/limits.py was reached."""


PARSING_ERRORS = (OSError, EOFError, ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError,
                  RuntimeError, NotImplementedError, RecursionError, AssertionError, MemoryError,
                  struct.error, zlib.error, lzma.LZMAError, zipfile.BadZipFile, zipfile.LargeZipFile, expat.ExpatError)
"""What parsers raise for damaged documents, besides the errors above."""


def unreadable(error: BaseException, divide: str, mend: str) -> Unreadable:
    """Return what one of these errors means as a reading, for people.

    ``divide`` says what to do with what is too large, ``mend`` with what is damaged: "请拆分后再试。".
    """
    match error:
        case OverBudgetError():
            return Unreadable(Reason.TOO_LARGE, f"{error}，没有读完。{divide}")
        case EncryptedError():
            return Unreadable(Reason.ENCRYPTED, f"{error}，看不到内容。请去掉密码后再检查。")
        case DocumentError():
            return Unreadable(Reason.DAMAGED, f"{error}，没有读全。{mend}")
        case MemoryError():
            return Unreadable(Reason.TOO_LARGE, f"读取需要的内存超过上限。{divide}")
        case _:
            return Unreadable(Reason.DAMAGED, f"文件不完整或已损坏，没有读全。{mend}")
