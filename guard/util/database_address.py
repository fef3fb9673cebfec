"""Addresses by which SQLite opens a file in a way of its own (sqlite.org/uri.html)."""

from __future__ import annotations

from pathlib import Path, PurePath


def database_address(path: PurePath, how: str) -> str:
    """Return the address of a database; ``how`` is the query, such as mode=ro. A relative path counts from here."""
    address = (path.absolute() if isinstance(path, Path) else path).as_uri()
    # SQLite takes a share of Windows, file://server/share, for a file of another computer.
    if not address.startswith("file:///"):
        address = address.replace("file://", "file:////", 1)
    return f"{address}?{how}"
