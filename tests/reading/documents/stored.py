"""doc, xls and ppt files that are stored because no library writes them (see files/README.md)."""

from __future__ import annotations

import gzip
from pathlib import Path

_FILES = Path(__file__).parent / "files"


def stored(name: str, of: str = "places") -> bytes:
    """Return the file with this ending."""
    return gzip.decompress((_FILES / f"{of}.{name}.gz").read_bytes())
