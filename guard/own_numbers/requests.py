"""The tray's requests about 我的信息, and the answer."""

from __future__ import annotations

from guard.core.own_numbers import OwnEntry, OwnKind
from guard.ipc.messages import Message


class GetOwn(Message, frozen=True):
    """Request what is registered under 我的信息. Answered by OwnNumbers."""


class KeepOwn(Message, frozen=True):
    """Register a number of the user's own; only its keyed hash is kept. Answered by OwnNumbers or Refused."""

    kind: OwnKind
    untrusted_number: str


class ForgetOwn(Message, frozen=True):
    """Forget a registered number. Answered by OwnNumbers or Refused."""

    digest: bytes


class OwnNumbers(Message, frozen=True):
    """What is registered, oldest first: kinds, times and hashes, no number."""

    entries: tuple[OwnEntry, ...]


AboutOwn = GetOwn | KeepOwn | ForgetOwn
