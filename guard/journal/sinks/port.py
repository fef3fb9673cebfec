"""The interface of every way of sending records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from guard.core.events import EventKind


@dataclass(frozen=True, slots=True)
class Reported:
    """One record as it leaves the computer: ``fields`` are what policy lets pass, in the order they are written;
    ``severity`` is from 0 to 10."""

    kind: EventKind
    at: float
    device: str
    fields: Mapping[str, str]
    severity: int = 1


class Outlet(Protocol):
    """A connection to one receiver; after an error a new one is made. One file each, listed in the table."""

    confirms: bool
    """``send`` returns only when the receiver has the records; otherwise they may still be lost on the way."""

    def send(self, records: Sequence[Reported]) -> None:
        """Send records. Raises OSError when that failed, or when the receiver had disconnected since the last time."""

    def close(self) -> None:
        """End the connection."""
