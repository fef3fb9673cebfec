"""Holds the state of one copy that the broker owns, on every platform: undecided, decided, released once, forgotten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from guard.core.decide import tightens
from guard.core.model import Answer, Decision, Destination, DestinationKind, FileMark, Target
from guard.core.tickets import (
    CHAT_KINDS,
    SAME_PASTE_SECONDS,
    TICKET_SECONDS,
    Bearer,
    Client,
    Ticket,
    admits,
    issue,
    spend,
)
from guard.ipc.messages import Decided

FETCH_SECONDS = 5.0
"""How long a request waits for the original owner to deliver the requested content."""

VERDICT_SECONDS = 1.5
"""How long one paste waits for a verdict: Chromium pastes nothing after 2 s."""


@dataclass(frozen=True, slots=True)
class Asker:
    """A destination and the client that it is."""

    destination: Destination
    client: Client


class Patience:
    """Sets until when each client waits. A paste is several requests, whose waiting times add up for the user: all
    requests of one paste share one deadline.
    """

    def __init__(self) -> None:
        self._until: dict[Client, float] = {}

    def until(self, client: Client, now: float) -> float:
        """Return the time by which a request of this client must be answered; a new paste gets a new deadline."""
        known = self._until.get(client)
        if known is None or now - known >= SAME_PASTE_SECONDS:
            known = self._until[client] = now + VERDICT_SECONDS
        return known


@dataclass(slots=True, eq=False)
class JudgedFiles:
    """The files that a decision is about. ``looking``: a check of them is under way; ``same``: a check has just found
    them unchanged since they were judged.
    """

    marks: tuple[FileMark, ...] = ()
    looking: bool = False
    same: bool = False


class Holding:
    """Decides which answer each destination gets. Times are seconds of the monotonic clock."""

    def __init__(self, capture: str, decision: Decision | None = None) -> None:
        self.capture = capture
        self.decision = decision
        self.files = JudgedFiles()
        self.dropped = False
        self._let_go = False
        self._ticket: Ticket | None = None
        self._reported: dict[tuple[Client, Answer], float] = {}
        self._refused: dict[tuple[str, str], Client] = {}
        """The client that was refused last, for each chat executable and each browser page."""

    def answer(self, kind: DestinationKind, client: Client, now: float) -> Answer | None:
        """Return what this destination is served now, or None while that is undecided. Spends no ticket."""
        if self.dropped:
            return Answer.NOTICE
        if kind is DestinationKind.OFFICE:
            return Answer.ORIGINAL if self.decision is None else self.decision.answer(kind)
        if self.decision is None:
            return None
        if self.decision.answer(kind) is Answer.ORIGINAL:
            return Answer.ORIGINAL
        if self._ticket is not None and admits(self._ticket, self.capture, kind, client, now):
            return self._ticket.answer
        return Answer.NOTICE

    def decided(self, command: Decided) -> None:
        """Take the guard's decision, and the marks of the files that it is about. A ticket that was not used ends when
        the decision is stricter than the one it was issued under: its user answered without knowing the rest.
        """
        unspent = self._ticket is not None and self._ticket.spent_at is None
        if unspent and self.decision is not None and tightens(command.decision, self.decision):
            self._withdraw()
        self.decision, self.files = command.decision, JudgedFiles(command.marks)

    def to_look_at(self, kind: DestinationKind) -> bool:
        """Return True when an answer would give this destination files that must be checked first. Call before
        answering.
        """
        if self.dropped or kind is DestinationKind.OFFICE or not self.files.marks or self.files.same:
            return False
        return self.decision is not None and self.decision.answer(kind) is Answer.ORIGINAL

    def outdated(self) -> None:
        """Withdraw the decision and a ticket: the files are not those that were judged."""
        self.decision, self.files = None, JudgedFiles()
        self._withdraw()

    @property
    def seconds_to_wait(self) -> float:
        """How long a request may wait from now: for a verdict, a check of files, or what the owner delivers."""
        return VERDICT_SECONDS if self.decision is None or self.files.marks else FETCH_SECONDS

    @property
    def masked(self) -> tuple[Target, ...]:
        """The content of Answer.MASKED: the masked copy that the ticket lets go in place of the original."""
        return self._ticket.masked if self._ticket is not None else ()

    def leaving(self, kind: DestinationKind, client: Client, now: float) -> None:
        """Spend the ticket if it is what allows this answer. Call before the first byte of the original or its masked
        copy leaves.
        """
        held = self.decision is not None and self.decision.answer(kind) is Answer.NOTICE
        if held and self._ticket is not None and admits(self._ticket, self.capture, kind, client, now):
            self._ticket = spend(self._ticket, client, now)

    @property
    def was_refused(self) -> bool:
        """True once a chat client got the notice."""
        return bool(self._refused)

    @property
    def was_asked(self) -> bool:
        """True once any program asked for it and was answered."""
        return bool(self._reported)

    @property
    def is_fresh(self) -> bool:
        """True as long as it was neither released nor destroyed."""
        return not self.dropped and not self._let_go

    def refused(self, kind: DestinationKind, client: Client) -> None:
        """Note that this client got the notice: a ticket for its program is meant for it."""
        if kind in CHAT_KINDS:
            self._refused[client.executable, client.page] = client

    def grant(self, now: float, seconds: float = TICKET_SECONDS, bearer: Bearer | None = None,
              lives: Callable[[Client], bool] = lambda _: True, masked: tuple[Target, ...] = (),
              under: Decision | None = None) -> bool:
        """Allow one paste into a chat client, of ``masked`` when that is given; return False when the decision forbids
        it, is stricter than the one ``under`` which its user answered, or there is none yet.

        ``bearer`` is the program that the user was asked about, None when nobody asked; ``lives`` tells whether the
        process of a client that was refused still runs.
        """
        if self.decision is None or self.dropped or (under is not None and tightens(self.decision, under)):
            return False
        refused = self._refused.get((bearer.executable, bearer.page)) if bearer is not None else None
        if bearer is not None and refused is not None and refused.pid and lives(refused):
            bearer = replace(bearer, process=refused.process)
        self._ticket = issue(self.capture, self.decision, now, seconds, bearer, masked)
        self._let_go = self._ticket is not None
        return self._ticket is not None

    def drop(self) -> None:
        """Give nobody the original from now on."""
        self.dropped = True
        self._ticket = None

    def _withdraw(self) -> None:
        self._ticket, self._let_go = None, False

    def starts_paste(self, client: Client, answer: Answer, now: float) -> bool:
        """Return True for the first of the requests that make up one paste: only that one is reported."""
        last = self._reported.get((client, answer))
        self._reported[client, answer] = now
        return last is None or now - last >= SAME_PASTE_SECONDS
