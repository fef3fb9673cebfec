"""Which files of a watched folder are pictures: by name, or by how they begin."""

from __future__ import annotations

import os
from pathlib import Path

from guard.folders.errors import FolderError
from guard.folders.whole import open_regular

PICTURE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".bmp", ".gif", ".webp", ".tif", ".tiff"})
"""Lower case. A file with such a name is captured whatever is in it."""

_SIGNATURES = (
    b"\x89PNG\r\n\x1a\n",  # PNG (ISO/IEC 15948) 5.2
    b"\xff\xd8\xff",       # JPEG (ISO/IEC 10918-1) B.1.1.3: SOI and the first marker
    b"BM",                 # Windows bitmap
    b"GIF87a",
    b"GIF89a",
    b"II*\x00",            # TIFF 6.0, little endian
    b"MM\x00*",            # TIFF 6.0, big endian
)
_HEAD_BYTES = 16


def passes_by(path: Path) -> bool:
    """Return whether a name is never looked at: hidden files, which programs rename when they are done."""
    return path.name.startswith(".")


def is_picture(path: Path) -> bool:
    """Return whether a regular file is a picture by its name or its signature; False when it cannot be opened."""
    if path.suffix.lower() in PICTURE_SUFFIXES:
        return True
    try:
        descriptor = open_regular(path)
    except FolderError:
        return False
    try:
        head = os.read(descriptor, _HEAD_BYTES)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return head.startswith(_SIGNATURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")
