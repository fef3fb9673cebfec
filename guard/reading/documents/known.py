"""Which document some bytes are, by what stands at their beginning and in their index."""

from __future__ import annotations

import io
import re
import zipfile

from guard.reading.documents.package import index_fits

_LOCAL = b"PK\x03\x04"
"""Signature of a member's header; 26 more bytes stand between it and the name (APPNOTE 4.3.7)."""


def docx(untrusted_bytes: bytes) -> bool:
    """Office Open XML with a text document (docx, docm, dotx, and what WPS saves so)."""
    return _has_part(untrusted_bytes, "word/document")


def xlsx(untrusted_bytes: bytes) -> bool:
    """Office Open XML with a workbook in XML (xlsx, xlsm, xltx)."""
    return _has_part(untrusted_bytes, "xl/workbook.xml")


def pptx(untrusted_bytes: bytes) -> bool:
    """Office Open XML with a presentation (pptx, pptm, ppsx)."""
    return _has_part(untrusted_bytes, "ppt/presentation.xml")


def _has_part(untrusted_bytes: bytes, beginning: str) -> bool:
    """Say whether these bytes are a ZIP with a part whose name begins so."""
    folder = beginning.partition("/")[0].encode() + b"/"
    if not untrusted_bytes.startswith(_LOCAL) or not re.search(_LOCAL + rb"[\s\S]{26}" + folder, untrusted_bytes):
        return False
    if not index_fits(untrusted_bytes):
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(untrusted_bytes)) as package:
            return any(name.replace("\\", "/").lstrip("/").startswith(beginning) for name in package.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        # Cut off: the reader says that it is damaged, which is more than nobody knowing the format.
        return True
