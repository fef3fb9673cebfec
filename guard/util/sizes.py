"""Says how large something is, in megabytes of 2**20 bytes.

File managers of Windows and the limits of this program count the same way.
"""

from __future__ import annotations

_MEGABYTE = 2**20


def megabytes(size: int) -> int:
    """Return the whole megabytes of so many bytes: no file within a limit is said to be larger than it."""
    return size // _MEGABYTE


def fine_megabytes(size: int) -> str:
    """Return the megabytes of so many bytes with one decimal; something is not said to be nothing."""
    return f"{max(size / _MEGABYTE, 0.1 if size else 0.0):.1f}"
