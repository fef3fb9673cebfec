"""Recognises the program's own reports: they are replaced without asking, and those of a self-inspection not inspected.
"""

from __future__ import annotations

import zipfile
from hashlib import blake2b
from pathlib import Path

from guard.util.unreadable_zips import UNREADABLE_ZIP

MARK = "mishao-inspection-report"
"""Is in the page as its generator (HTML 4.2.5.1) and in the workbook as its content status (ISO/IEC 29500-2 11)."""

_HEAD = 4096
"""Bytes of a page, and most bytes of a workbook's properties, that are examined."""
_PROPERTIES = "docProps/core.xml"

_LARGEST = 256 * 1024 * 1024
"""Bytes of a report at most: a larger file is inspected like any other."""

_SEAL = b"mishao-seal:"
FLEET_SEAL = b"mishao-fleet-seal:"
"""Mark of what `mishao fleet report` writes: no other command replaces it, and it is inspected like any other file."""
_DIGEST_BYTES = 16
_ZIP_COMMENT_LENGTH = b"\0\0"
"""The last two bytes of a ZIP that has no comment (APPNOTE 4.3.16)."""


def sealed(report: bytes, kind: bytes = _SEAL) -> bytes:
    """Return a page or an Office file with its own digest appended: a changed file has another digest."""
    seal = kind + blake2b(report, digest_size=_DIGEST_BYTES).hexdigest().encode()
    if report.startswith(b"PK"):
        assert report.endswith(_ZIP_COMMENT_LENGTH)
        return report[:-2] + len(seal).to_bytes(2, "little") + seal
    return report + b"<!--" + seal + b"-->"


def is_own_report(path: Path) -> bool:
    """Tell whether a file is an unchanged report of an earlier inspection; a changed or unreadable one is not."""
    try:
        if path.stat().st_size > _LARGEST:
            return False
        with path.open("rb") as untrusted:
            head = untrusted.read(_HEAD)
            if not (MARK.encode() in _properties(path) if head.startswith(b"PK") else _is_page(head)):
                return False
            return _holds(head + untrusted.read(), _SEAL)
    except OSError:
        return False


def is_fleet_report(path: Path) -> bool:
    """Tell whether a file was written by `mishao fleet report` and not changed since."""
    try:
        return path.is_file() and path.stat().st_size <= _LARGEST and _holds(path.read_bytes(), FLEET_SEAL)
    except OSError:
        return False


def _holds(untrusted_bytes: bytes, kind: bytes) -> bool:
    report = untrusted_bytes[:untrusted_bytes.rfind(kind)]
    is_zip = report.startswith(b"PK")
    report = report[:-2] + _ZIP_COMMENT_LENGTH if is_zip else report.removesuffix(b"<!--")
    return sealed(report, kind) == untrusted_bytes


def _is_page(head: bytes) -> bool:
    return head.startswith(b"<!DOCTYPE html>") and f'<meta name="generator" content="{MARK}">'.encode() in head


def _properties(path: Path) -> bytes:
    try:
        with zipfile.ZipFile(path) as book, book.open(_PROPERTIES) as untrusted:
            return untrusted.read(_HEAD)
    except UNREADABLE_ZIP:
        return b""
