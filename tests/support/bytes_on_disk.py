"""All bytes below a folder, to look for what must not be there."""

from __future__ import annotations

from pathlib import Path


def everything_under(folder: Path) -> bytes:
    """Return the contents of all files, one after the other."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
