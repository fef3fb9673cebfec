"""Knows a report of a self-inspection again: it is replaced without asking, and not inspected itself."""

from __future__ import annotations

import zipfile
from pathlib import Path

MARK = "mishao-inspection-report"
"""Stands in the page as its generator (HTML 4.2.5.1) and in the workbook as its content status (ISO/IEC 29500-2 11)."""

_HEAD = 4096
"""Bytes of a page, and most bytes of a workbook's properties, that are looked at."""
_PROPERTIES = "docProps/core.xml"


def is_own_report(path: Path) -> bool:
    """Say whether a file is an earlier report; one that cannot be read is not."""
    try:
        with path.open("rb") as untrusted:
            head = untrusted.read(_HEAD)
            if head.startswith(b"PK"):
                return MARK.encode() in _properties(path)
    except OSError:
        return False
    return head.startswith(b"<!DOCTYPE html>") and f'<meta name="generator" content="{MARK}">'.encode() in head


def _properties(path: Path) -> bytes:
    try:
        with zipfile.ZipFile(path) as book, book.open(_PROPERTIES) as untrusted:
            return untrusted.read(_HEAD)
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return b""
