"""The exceptions that zipfile and its decompressors raise for a damaged or hostile archive and its members."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib

UNREADABLE_ZIP = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError,
                  KeyError, MemoryError, NotImplementedError, OSError, RuntimeError, ValueError)
"""KeyError is for a member that is not there, RuntimeError for one with a password, OSError for bzip2 too, MemoryError
for a dictionary of LZMA that is larger than the memory.
"""
