"""Checks rights of files: what other users may do, under a umask that removes nothing."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def generous_umask() -> Iterator[None]:
    """In the block, everything created here or by a process started here is open to all unless its creator restricts
    it."""
    before = os.umask(0)
    try:
        yield
    finally:
        os.umask(before)


def open_to_others(folder: Path) -> list[str]:
    """Return the files below a folder that others may read or write."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*")
                  if path.is_file() and stat.S_IMODE(path.stat().st_mode) & 0o077)
