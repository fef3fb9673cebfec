"""Reads what a file's extended attributes declare (Linux: user.*, as programs and file managers write them)."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from guard.markup.declared_marks import mark_of

_MOST = 64
_LONGEST = 1024
_USER = "user."


def declared_by(path: Path) -> tuple[str, ...]:
    """Return the classifications that the attributes of a file declare, each once; none where there are none, or they
    cannot be read."""
    return tuple(dict.fromkeys(_marks(path)))


def _marks(path: Path) -> Iterator[str]:
    if sys.platform != "linux":
        return
    try:
        names = os.listxattr(path)[:_MOST]
    except (OSError, ValueError):
        return
    for name in names:
        if not name.startswith(_USER):
            continue
        try:
            value = os.getxattr(path, name)
        except OSError:
            continue
        written = value[:_LONGEST].decode("utf-8", "replace").strip("\0")
        for word in written.split(","):  # user.xdg.tags has several
            if mark := mark_of(name.removeprefix(_USER), word):
                yield mark
