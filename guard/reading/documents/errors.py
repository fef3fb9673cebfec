"""Why reading a document ends early. guard/reading/documents/reading.py alone turns these into a reading."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from xml.parsers import expat


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
