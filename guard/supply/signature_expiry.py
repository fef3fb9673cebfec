"""Finds when the signatures seen last expire: after that nothing new is taken until they are renewed."""

from __future__ import annotations

from pathlib import Path

from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata

_SIGNED = ("root.json", "targets.json", "snapshot.json", "timestamp.json")


def signed_until(cache: Path) -> float:
    """Return when the first of the signatures in a client's cache expires, in seconds since the epoch; 0 for none."""
    try:
        ends = [Metadata.from_bytes((cache / name).read_bytes()).signed.expires.timestamp() for name in _SIGNED]
    except (OSError, RepositoryError):
        return 0.0
    return min(ends)
