"""Writes masked copies of files: for a day into a folder of their own, or for good beside the original.

Programs can open those in the folder. Their names tell nothing of the original, and nothing but the masked words is in
them.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from itertools import pairwise
from pathlib import Path

from guard.control.masked_copies import MaskedCopy, MaskedFile
from guard.files.items import load
from guard.platform import atomic_file
from guard.redact.document import DOCX, PDF

KEPT_SECONDS = 24 * 3600.0
"""How long a copy stays: a chat client reads it when its message is sent, perhaps hours after the paste."""

PNG = ".png"

ENDINGS = (DOCX, ".txt", ".csv", PNG, PDF)
"""What the names of copies of files end with."""

_STEM = "打码副本"

_NAMES = 100
"""Names that are tried beside an original: each of its folder's files that were copied has one."""


def contents_of(copy: MaskedCopy) -> tuple[bytes, ...]:
    """Return a masked copy as the bytes of files: pictures, documents, or texts; of what was copied as text one."""
    if copy.picture:
        return (copy.picture,)
    if not copy.files:
        return (copy.text.encode("utf-8", "replace"),)
    return tuple(file.content or _written(words, file) for words, file in zip(copy.words(), copy.files, strict=True))


def _written(words: str, file: MaskedFile) -> bytes:
    if file.ending != DOCX:
        return words.encode("utf-8-sig", "replace")  # with its mark old programs, too, know the characters
    from guard.redact.docx import docx  # what packs and escapes is loaded with the first copy

    return docx(words[start:end] for start, end in pairwise((0, *file.pages, len(words))))


def export(wished: Path, copy: MaskedCopy) -> tuple[Path, ...]:
    """Write a masked copy to new files, all of them or none, and return their paths: as was wished, with the endings of
    their kinds of file; of several those behind the first have a number. Raises FileExistsError and OSError.
    """
    stem = wished.stem if wished.suffix.lower() in ENDINGS else wished.name
    paths = tuple(wished.with_name(f"{stem}{f' {number}' if number > 1 else ''}{file.ending}")
                  for number, file in enumerate(copy.files, 1)) or (wished,)
    with ExitStack() as undo:
        for path, content in zip(paths, contents_of(copy), strict=True):
            atomic_file.create(path, content)
            undo.callback(_remove, path)
        undo.pop_all()
    return paths


def _remove(path: Path) -> None:
    with suppress(OSError):  # the disk is gone
        path.unlink()


def put_beside(original: Path, content: bytes, ending: str) -> Path | None:
    """Write a copy into the folder of its original and return its path, that of the same copy if it is there already;
    None where the folder is not this user's or cannot be written. ``ending`` is that of its name.
    """
    folder = original.parent
    try:
        if sys.platform == "win32" or folder.stat().st_uid != os.getuid():
            return None
        for number in range(1, _NAMES + 1):
            path = folder / _name(number, ending)
            try:
                atomic_file.create(path, content)
            except FileExistsError:
                if load(path).untrusted_bytes != content:
                    continue
            return path
    except OSError:
        pass  # a medium that is read-only, a disk that is full
    return None


def _name(number: int, ending: str) -> str:
    return f"{_STEM}{f' {number}' if number > 1 else ''}{ending}"


class CopyFiles:
    """The folder of copies, in which each item has one of its own. ``now`` is the wall clock in seconds."""

    def __init__(self, folder: Path, now: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._now = now

    def put(self, copy: MaskedCopy) -> tuple[Path, ...]:
        """Write the copies of files, in place of earlier ones of that item; return their paths. Raises OSError."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        own = self._folder / copy.case
        own.mkdir(mode=0o700, exist_ok=True)
        paths = tuple(own / _name(number, file.ending) for number, file in enumerate(copy.files, 1))
        for path, content in zip(paths, contents_of(copy), strict=True):
            atomic_file.replace(path, content)
        return paths

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
