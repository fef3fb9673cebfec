"""Tells which files of a watched folder are pictures: by name, or by their first bytes."""

from __future__ import annotations

import os
from pathlib import Path

from guard.folders.errors import FolderError
from guard.folders.stable_file import open_regular

PICTURE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".bmp", ".gif", ".webp", ".tif", ".tiff"})
"""Lower case. A file with such a name is captured whatever it contains."""

_SIGNATURES = (
    b"\x89PNG\r\n\x1a\n",  # PNG (ISO/IEC 15948) 5.2
    b"\xff\xd8\xff",       # JPEG (ISO/IEC 10918-1) B.1.1.3: SOI and the first marker
    b"BM",                 # Windows bitmap
    b"GIF87a",
    b"GIF89a",
    b"II*\x00",            # TIFF 6.0, little endian
    b"MM\x00*",            # TIFF 6.0, big endian
)
HEAD_BYTES = 64 * 1024
"""First bytes of a file, which contain its type and the camera: EXIF is in the first segment of a JPEG (64 KiB)."""

_SIGNATURE_BYTES = 16
_UNFINISHED = (".tmp", ".part", ".crdownload", ".download", ".td")
_CAMERA = b"Exif\0\0"  # of a JPEG: Exif 2.3, 4.7.2


def passes_by(path: Path) -> bool:
    """Return whether a name is always skipped: hidden files, which programs rename when they are complete."""
    return path.name.startswith(".")


def is_unfinished(path: Path) -> bool:
    """Return whether a name says that the file is still being downloaded."""
    return path.suffix.lower() in _UNFINISHED


def may_be_picture(path: Path) -> bool:
    """Return whether a name is that of a picture, or has no suffix and says nothing. No file is opened."""
    return path.suffix.lower() in PICTURE_SUFFIXES or not path.suffix


def is_picture(path: Path) -> bool:
    """Return whether a regular file is a picture by its name or its signature; False when it cannot be opened."""
    if path.suffix.lower() in PICTURE_SUFFIXES:
        return True
    head = head_of(path, _SIGNATURE_BYTES)
    return head.startswith(_SIGNATURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")


def names_camera(untrusted_head: bytes) -> bool:
    """Return whether the first bytes of a picture say that a camera made it, or a program that edited a photo."""
    return untrusted_head.startswith(b"\xff\xd8") and _CAMERA in untrusted_head


def head_of(path: Path, size: int = HEAD_BYTES) -> bytes:
    """Return the first bytes of a regular file; b"" when it cannot be read."""
    try:
        descriptor = open_regular(path)
    except FolderError:
        return b""
    try:
        return os.read(descriptor, size)
    except OSError:
        return b""
    finally:
        os.close(descriptor)
