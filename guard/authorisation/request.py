"""The request code that a user reads out: what is asked for, and a public key made for this request alone."""

from __future__ import annotations

from dataclasses import dataclass

from guard.core.locks import Lock
from guard.util.spoken_code import grouped, read
from rules.model import Nature

HOUR_SECONDS = 3600.0
VALID_HOURS = 2
"""A code is valid in the hour of its request and in the next one."""

GROUP = 8
"""Characters per group of a request code, without its check character."""

Subject = Nature | Lock | None
"""What a code is asked for: an item by the nature of the rule that decided, None when it could not be read, or what the
user wants to do with the guard.
"""

_SUBJECTS: tuple[Subject, ...] = (None, Lock.STOP, Lock.PAUSE, *Nature)
"""Subjects by their number in the code; new ones are added at the end."""

_VERSION = 2
PUBLIC_BYTES = 32
"""Bytes of an X25519 public key."""

_SIZE = 1 + PUBLIC_BYTES
_CONTEXT = b"mishao authorisation 2\0"


@dataclass(frozen=True, slots=True)
class CodeRequest:
    """``public`` is an X25519 key of the guard: who has its private half can check the answer, and nobody else."""

    subject: Subject
    public: bytes

    def to_bytes(self) -> bytes:
        """Return the bytes that are read out."""
        return bytes([_VERSION << 4 | _SUBJECTS.index(self.subject)]) + self.public

    def text(self) -> str:
        """Return what is read out: seven groups with a check character each."""
        return " ".join(grouped(self.to_bytes(), GROUP))

    def bound_bytes(self) -> bytes:
        """Return what the code is bound to: everything that was read out."""
        return _CONTEXT + self.to_bytes()


def valid_until(hour: int) -> float:
    """Return the time (since the epoch) from which no code for a request of this hour is valid."""
    return (hour + VALID_HOURS) * HOUR_SECONDS


def valid_at(hour: int, seconds: float) -> bool:
    """Tell whether a code for a request of this hour may be spent at a time (since the epoch)."""
    return hour * HOUR_SECONDS <= seconds < valid_until(hour)


def parse(untrusted_text: str) -> CodeRequest | None:
    """Return the request that was read out; None when it is of another version. Raises CodeError."""
    content = read(untrusted_text, _SIZE, GROUP)
    number = content[0] & 15
    if content[0] >> 4 != _VERSION or number >= len(_SUBJECTS):
        return None
    return CodeRequest(_SUBJECTS[number], content[1:])
