"""What a field of dots carries: which computer, and in which hour, in 48 bits."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

DEVICE_BITS, HOUR_BITS = 30, 18
BITS = DEVICE_BITS + HOUR_BITS

FIRST_HOUR = datetime(2025, 1, 1, tzinfo=UTC)
"""Hours are counted from here; 18 bits last until 2054."""


@dataclass(frozen=True, slots=True)
class Trace:
    """``device`` is the number of a computer (``device_number``), ``hour`` counts from FIRST_HOUR."""

    device: int
    hour: int

    @property
    def number(self) -> int:
        """Both as one number of 48 bits."""
        return self.device << HOUR_BITS | self.hour

    @property
    def began(self) -> datetime:
        """The begin of the hour, UTC."""
        return FIRST_HOUR + timedelta(hours=self.hour)


def trace_of(number: int) -> Trace:
    """Return what a number of 48 bits means."""
    return Trace(number >> HOUR_BITS, number & (1 << HOUR_BITS) - 1)


def device_number(name: str) -> int:
    """Return the number of the computer that reports call ``name``: the first 30 bits of its SHA-256.

    Whoever has the list of names finds the name by it. Two of 1,000 computers share a number in one list of 2,000.
    """
    digest = hashlib.sha256(f"mishao trace:{name}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> 32 - DEVICE_BITS


def now_at(device: int, seconds: float) -> Trace:
    """Return the trace of a computer at a moment, in seconds since 1970."""
    hours = int((datetime.fromtimestamp(seconds, UTC) - FIRST_HOUR) // timedelta(hours=1))
    return Trace(device, max(0, hours) % (1 << HOUR_BITS))
