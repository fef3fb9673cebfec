"""The request code that a user reads out: the item, its nature, and the hour from which a code is valid."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from guard.util.spoken_code import grouped, read
from rules.model import Nature

HOUR_SECONDS = 3600.0
VALID_HOURS = 2
"""A code is valid in the hour of its request and in the next one."""

GROUP = 4
"""Characters per group of a request code, without its check character."""

_NATURES = (None, *Nature)
"""Natures by their number in the code; new natures are added at the end."""

_VERSION = 1
_BINDING_BYTES = 6
_HOUR_BYTES = 3
_SIZE = 1 + _HOUR_BYTES + _BINDING_BYTES
_CONTEXT = b"mishao authorisation 1\0"


@dataclass(frozen=True, slots=True)
class CodeRequest:
    """``hour`` counts from the epoch. ``binding`` identifies item, device, user and nonce, and reveals none of them.

    ``nature`` is that of the rule that decided, None when the item could not be read.
    """

    nature: Nature | None
    hour: int
    binding: bytes

    def to_bytes(self) -> bytes:
        """Return the ten bytes that are read out and signed."""
        head = _VERSION << 4 | _NATURES.index(self.nature)
        return bytes([head]) + self.hour.to_bytes(_HOUR_BYTES, "big") + self.binding

    def text(self) -> str:
        """Return what is read out: four groups of four characters and a check character."""
        return " ".join(grouped(self.to_bytes(), GROUP))

    def signed_bytes(self) -> bytes:
        """Return what the 保密办 signs."""
        return _CONTEXT + self.to_bytes()

    @property
    def valid_until(self) -> float:
        """The time (since the epoch) from which no code for this request is valid."""
        return (self.hour + VALID_HOURS) * HOUR_SECONDS

    def valid_at(self, seconds: float) -> bool:
        """Tell whether a code for this request may be spent at a time (since the epoch)."""
        return self.hour * HOUR_SECONDS <= seconds < self.valid_until


def parse(untrusted_text: str) -> CodeRequest | None:
    """Return the request that was read out; None when it is of another version. Raises CodeError."""
    content = read(untrusted_text, _SIZE, GROUP)
    number = content[0] & 15
    if content[0] >> 4 != _VERSION or number >= len(_NATURES):
        return None
    hour = int.from_bytes(content[1:1 + _HOUR_BYTES], "big")
    return CodeRequest(_NATURES[number], hour, content[1 + _HOUR_BYTES:])


def bind(item: str, device: str, user: str, nonce: bytes) -> bytes:
    """Return what identifies one item on one computer under one account in one request."""
    digest = hashlib.sha256(_CONTEXT)
    for part in (item.encode(), device.encode(), user.encode("utf-8", "surrogateescape"), nonce):
        digest.update(len(part).to_bytes(4, "big") + part)
    return digest.digest()[:_BINDING_BYTES]
