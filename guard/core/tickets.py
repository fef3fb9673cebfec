"""One-time releases: after the user released a held capture, the next paste into a chat client gets the original. Pure.

A ticket is good for one capture and for one program: the process that was refused while it lives, and once that has
ended, any process of the same executable (some clients paste through a short-lived helper).

Every function takes the time as seconds of the monotonic clock, so that setting the wall clock prolongs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from guard.core.model import Answer, Decision, DestinationKind, Release, Target

TICKET_SECONDS = 60.0
"""How long a ticket waits for its paste."""

SAME_PASTE_SECONDS = 2.0
"""One paste is several requests (targets, text, HTML); those of the same client within this time belong together."""

CHAT_KINDS = (DestinationKind.CHAT, DestinationKind.GOVERNMENT_CHAT)
"""The kinds that a ticket opens. Never a clipboard manager: it would spend the ticket before the user pastes."""


class Granting(StrEnum):
    """What came of a release. ``BROUGHT``: granted, once it was brought back to the clipboard. ``ABSENT``: it is not
    there. ``REFUSED``: it is there, and the decision in force forbids it, or there is none yet.
    """

    GIVEN = "given"
    BROUGHT = "brought"
    ABSENT = "absent"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Client:
    """One connected program. ``started`` is when its process started (proc_pid_stat(5), clock ticks since boot):
    process numbers are reused, number and start time together are not. ``connection`` distinguishes the connections of
    one process. ``page`` is the page of a browser by its name in the policy, "" for every other program. Unknown values
    are 0 or "".
    """

    executable: str
    pid: int = 0
    started: int = 0
    connection: int = 0
    page: str = ""

    @property
    def process(self) -> tuple[str, int, int]:
        """Return what identifies the process, whichever its connection."""
        return self.executable, self.pid, self.started


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whom a ticket is for: a program, and in a browser one page. ``process`` None: any process of this executable."""

    executable: str
    process: tuple[str, int, int] | None = None
    page: str = ""

    def fits(self, client: Client) -> bool:
        """True when this client is the one the ticket is for."""
        same = client.process == self.process if self.process is not None else client.executable == self.executable
        return same and client.page == self.page


@dataclass(frozen=True, slots=True)
class Ticket:
    """Permission for one paste of one capture. ``bearer`` None: nobody has asked yet; the first chat client that asks
    gets it. ``client`` and ``spent_at`` are set by the paste that used it. ``masked`` is pasted in place of the
    original; empty when the original itself may go.
    """

    capture: str
    expires_at: float
    bearer: Bearer | None = None
    client: Client | None = None
    spent_at: float | None = None
    masked: tuple[Target, ...] = ()

    @property
    def answer(self) -> Answer:
        """What the bearer gets."""
        return Answer.MASKED if self.masked else Answer.ORIGINAL


def issue(capture: str, decision: Decision, now: float, seconds: float = TICKET_SECONDS,
          bearer: Bearer | None = None, masked: tuple[Target, ...] = ()) -> Ticket | None:
    """Return a ticket for a held capture, or None when its release is 不可. ``seconds`` is at most TICKET_SECONDS."""
    if decision.release is Release.NEVER:
        return None
    return Ticket(capture, now + min(max(0.0, seconds), TICKET_SECONDS), bearer, masked=masked)


def admits(ticket: Ticket | None, capture: str, kind: DestinationKind, client: Client, now: float) -> bool:
    """True when this client may have the original of this capture now. Spends nothing."""
    if ticket is None or ticket.capture != capture or kind not in CHAT_KINDS:
        return False
    if ticket.spent_at is not None:
        return client == ticket.client and now - ticket.spent_at < SAME_PASTE_SECONDS
    return now < ticket.expires_at and (ticket.bearer is None or ticket.bearer.fits(client))


def spend(ticket: Ticket, client: Client, now: float) -> Ticket:
    """Return the ticket used by this client; call it before the first byte leaves. Spending again changes nothing."""
    if ticket.spent_at is not None:
        return ticket
    return replace(ticket, client=client, spent_at=now)
