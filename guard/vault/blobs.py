"""The encrypted payloads as files, one per item."""

from __future__ import annotations

import os
import time
from collections.abc import Container
from pathlib import Path

from guard.platform import atomic_file
from guard.util.clocks import elapsed

_ABANDONED_AFTER_SECONDS = 3600.0
_RECOUNT_SECONDS = 600.0
"""The folder is counted again after this time: another process may have changed it."""


class Blobs:
    """One folder with one file per item; its name is the item's id."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._total, self._counted_at = 0, -_RECOUNT_SECONDS
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def write(self, item: str, ciphertext: bytes) -> None:
        """Write an item's file whole; it is on disk when this returns. Raises OSError."""
        before = self.size(item)
        atomic_file.replace(self._path(item), ciphertext)
        self._total += len(ciphertext) - before

    def read(self, item: str) -> bytes:
        """Return an item's ciphertext. Raises OSError."""
        return self._path(item).read_bytes()

    def remove(self, item: str) -> None:
        """Remove an item's file if there is one. Raises OSError."""
        freed = self.size(item)
        self._path(item).unlink(missing_ok=True)
        self._total -= freed

    def size(self, item: str) -> int:
        """Return the size of one item's file in bytes, 0 without one. Raises OSError."""
        path = self._path(item)
        return path.stat().st_size if path.exists() else 0

    def total(self) -> int:
        """Return the bytes of all files: counted now and then, and updated here for every write and removal in between.
        Raises OSError.
        """
        if elapsed() - self._counted_at >= _RECOUNT_SECONDS:
            with os.scandir(self._folder) as entries:
                self._total = sum(entry.stat().st_size for entry in entries)
            self._counted_at = elapsed()
        return self._total

    def any(self) -> bool:
        """Return whether the folder has any file."""
        return next(self._folder.iterdir(), None) is not None

    def sweep(self, known: Container[str]) -> int:
        """Remove the files of items that are not ``known`` and return how many. Raises OSError.

        A new temporary file may belong to another process that is storing at this moment; it is left alone.
        """
        swept = 0
        for path in list(self._folder.iterdir()):
            if path.suffix == atomic_file.SUFFIX:
                orphan = time.time() - path.stat().st_mtime > _ABANDONED_AFTER_SECONDS
            else:
                orphan = path.name not in known
            if orphan:
                path.unlink(missing_ok=True)
                swept += 1
        return swept

    def _path(self, item: str) -> Path:
        if not item.isalnum():
            raise ValueError("an item id has letters and digits only")
        return self._folder / item
