"""Writes masked copies of files: into a folder of their own, where programs can open them, for a day, or beside the
original, where they stay.

Their names tell nothing of the original, and nothing but the masked words is in them.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from guard.control.requests import MaskedCopy
from guard.files.items import load
from guard.platform import atomic_file
from guard.redact.document import DOCX

KEPT_SECONDS = 24 * 3600.0
"""How long a copy stays: a chat client reads it when its message is sent, perhaps hours after the paste."""

PNG = ".png"

ENDINGS = (DOCX, ".txt", ".csv", PNG)
"""What the names of copies of files end with."""

_STEM = "打码副本"

_NAMES = 100
"""Names that are tried beside an original: each of its folder's files that were copied has one."""


def content_of(copy: MaskedCopy) -> bytes:
    """Return a masked copy as the bytes of a file: a picture, a document, or text."""
    if copy.picture:
        return copy.picture
    if copy.ending != DOCX:
        # With its mark old programs, too, know the characters.
        return copy.text.encode("utf-8-sig" if copy.ending else "utf-8", "replace")
    from guard.redact.docx import docx  # what packs and escapes is loaded with the first copy

    edges = (0, *copy.pages, len(copy.text))
    return docx(copy.text[start:end] for start, end in pairwise(edges))


def put_beside(original: Path, content: bytes, ending: str) -> Path | None:
    """Write a copy into the folder of its original and return its path, that of the same copy if it is there already;
    None where the folder is not this user's or cannot be written. ``ending`` is that of its name.
    """
    folder = original.parent
    try:
        if sys.platform == "win32" or folder.stat().st_uid != os.getuid():
            return None
        for number in range(1, _NAMES + 1):
            path = folder / f"{_STEM}{f' {number}' if number > 1 else ''}{ending}"
            try:
                atomic_file.create(path, content)
            except FileExistsError:
                if load(path).untrusted_bytes != content:
                    continue
            return path
    except OSError:
        pass  # a medium that is read-only, a disk that is full
    return None


class CopyFiles:
    """The folder of copies, in which each item has one of its own. ``now`` is the wall clock in seconds."""

    def __init__(self, folder: Path, now: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._now = now

    def put(self, copy: MaskedCopy) -> Path:
        """Write the copy of a document, in place of an earlier one of that item; return its path. Raises OSError."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        own = self._folder / copy.case
        own.mkdir(mode=0o700, exist_ok=True)
        path = own / f"{_STEM}{copy.ending}"
        atomic_file.replace(path, content_of(copy))
        return path

    def forget(self, case_id: str) -> None:
        """Remove the copy of an item, if there is one."""
        shutil.rmtree(self._folder / case_id, ignore_errors=True)

    def sweep(self) -> None:
        """Remove the copies that were made more than KEPT_SECONDS ago; what cannot be removed is tried again later."""
        try:
            found = list(self._folder.iterdir())
        except OSError:
            return
        for own in found:
            if self._age(own) > KEPT_SECONDS:
                shutil.rmtree(own, ignore_errors=True)

    def _age(self, own: Path) -> float:
        """Return the age in seconds; a time far in the future counts as one long ago."""
        try:
            return abs(self._now() - own.stat().st_mtime)
        except OSError:
            return 0.0
