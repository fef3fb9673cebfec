"""One copy that the broker owns, whatever the platform: undecided, decided, let go once, forgotten."""

from __future__ import annotations

from guard.model import Answer, Decision, DestinationKind
from guard.tickets import SAME_PASTE_SECONDS, TICKET_SECONDS, Ticket, admits, issue, spend


class Holding:
    """Answers who gets what. Times are seconds of the monotonic clock; ``client`` is any number that tells programs
    apart for as long as they live.
    """

    def __init__(self, capture: str, decision: Decision | None = None) -> None:
        self.capture = capture
        self.decision = decision
        self.dropped = False
        self._ticket: Ticket | None = None
        self._reported: dict[tuple[int, Answer], float] = {}

    def answer(self, kind: DestinationKind, client: int, now: float) -> Answer | None:
        """Return what this destination is served now, or None while that is not decided. Spends no ticket."""
        if self.dropped:
            return Answer.NOTICE
        if kind is DestinationKind.OFFICE:
            return Answer.ORIGINAL if self.decision is None else self.decision.answer(kind)
        if self.decision is None:
            return None
        if self.decision.answer(kind) is Answer.ORIGINAL or admits(self._ticket, self.capture, kind, client, now):
            return Answer.ORIGINAL
        return Answer.NOTICE

    def leaving(self, kind: DestinationKind, client: int, now: float) -> None:
        """Call before the first byte of the original leaves: spends the ticket when that is what opened the way."""
        held = self.decision is not None and self.decision.answer(kind) is Answer.NOTICE
        if held and self._ticket is not None and admits(self._ticket, self.capture, kind, client, now):
            self._ticket = spend(self._ticket, client, now)

    def grant(self, now: float, seconds: float = TICKET_SECONDS) -> bool:
        """Allow one paste into a chat client; False when the decision forbids it or there is none yet."""
        if self.decision is None or self.dropped:
            return False
        self._ticket = issue(self.capture, self.decision, now, seconds)
        return self._ticket is not None

    def drop(self) -> None:
        """Nobody gets the original from now on."""
        self.dropped = True
        self._ticket = None

    def starts_paste(self, client: int, answer: Answer, now: float) -> bool:
        """True for the first of the requests that make up one paste: that one is reported."""
        last = self._reported.get((client, answer))
        self._reported[client, answer] = now
        return last is None or now - last >= SAME_PASTE_SECONDS
