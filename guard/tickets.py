"""One-time releases: after the user let a held capture go, the next paste into a chat client gets the original. Pure.

Every function takes the time as seconds of the monotonic clock, so a changed wall clock prolongs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from guard.model import Decision, DestinationKind, Release

TICKET_SECONDS = 60.0
"""How long a ticket waits for its paste."""

SAME_PASTE_SECONDS = 2.0
"""One paste is several requests (targets, text, HTML); those of the same client within this time belong together."""

CHAT_KINDS = (DestinationKind.CHAT, DestinationKind.GOVERNMENT_CHAT)
"""What a ticket opens. Never a clipboard manager: it would spend the ticket before the user pastes."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """Leave for one paste of one capture. ``client`` and ``spent_at`` are set by the paste that used it."""

    capture: str
    expires_at: float
    client: int | None = None
    spent_at: float | None = None


def issue(capture: str, decision: Decision, now: float, seconds: float = TICKET_SECONDS) -> Ticket | None:
    """Return a ticket for a held capture, or None when its release is 不可. ``seconds`` is cut to TICKET_SECONDS."""
    if decision.release is Release.NEVER:
        return None
    return Ticket(capture, expires_at=now + min(max(0.0, seconds), TICKET_SECONDS))


def admits(ticket: Ticket | None, capture: str, kind: DestinationKind, client: int, now: float) -> bool:
    """True when this client may have the original of this capture now. Spends nothing."""
    if ticket is None or ticket.capture != capture or kind not in CHAT_KINDS:
        return False
    if ticket.spent_at is None:
        return now < ticket.expires_at
    return client == ticket.client and now - ticket.spent_at < SAME_PASTE_SECONDS


def spend(ticket: Ticket, client: int, now: float) -> Ticket:
    """Return the ticket used by this client; call it before the first byte leaves. Spending again changes nothing."""
    if ticket.spent_at is not None:
        return ticket
    return replace(ticket, client=client, spent_at=now)
